"""The learning-rate slider on the built pages: no kernel, and every promise kept.

Every page that holds the figure is tried, with and without a choice of the momentum.
"""

import json
import os
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from book_pages import ROOT, notebooks_that_run, pages_in_toc
from browser import PHONE, WIDE, load, open_page

from mlp_core.recipes import train_digits, train_relu_digits
from mlp_core.sweep import Sweep

CHAPTER = "book/1-sigmoid/training-and-judging"
SEEDS = range(5)
NUMBERS = re.compile(
    r"learning rate ([^,\s]+)(?:, momentum (\S+))?: after (\d+) epochs the loss is "
    r"(\S+), accuracy (\S+) % \((\S+) to (\S+) over 5 seeds\)"
)
# With a choice of the momentum or without: the sweep, its recipe, rates to train anew.
# They are moderate: at large ones the rounding of another BLAS grows.
SWEEPS = {
    False: ("learning_rate", train_digits, (0.5, 2.0, 5.0)),
    True: ("momentum", train_relu_digits, (0.01, 0.03, 0.1)),
}


def slider_pages():
    """Pages of the built site, which SITE names, whose state has such a figure."""
    site = Path(os.environ.get("SITE", ROOT / "no site"))
    files = site.rglob("*.html")
    pages = (path for path in files if "learning_rate.LearningRate" in path.read_text())
    return sorted(path.relative_to(site).with_suffix("").as_posix() for path in pages)


def pages_with_the_slider_in_their_source():
    chapters = set(notebooks_that_run()) & {
        ROOT / f"{name}.ipynb" for name in pages_in_toc()
    }
    for path in chapters:
        cells = json.loads(path.read_text())["cells"]
        code = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
        if any(re.search(r"^LearningRate\(", source, re.MULTILINE) for source in code):
            yield path.relative_to(ROOT).with_suffix("").as_posix()


def test_every_page_with_the_slider_is_tried(site):
    assert CHAPTER in slider_pages()
    assert set(pages_with_the_slider_in_their_source()) <= set(slider_pages())


@pytest.fixture(scope="module", params=slider_pages() or [CHAPTER])
def name(request):
    return request.param


@pytest.fixture(scope="module", params=["http", "file"])
def page(request, name, browser, site, address):
    """The chapter, served and as a file on disk, such as from a zip handed out."""
    place = address if request.param == "http" else site.resolve().as_uri()
    with open_page(browser, place, viewport=WIDE) as page:
        page.place = place
        load(page, f"{place}/{name}.html")
        page.wait_for_selector(".learning-rate svg")
        yield page
        assert page.trouble == []  # after all that was done to it


@pytest.fixture(scope="module")
def momenta(page):
    """As the figure offers them, from left to right; [] if there is no choice."""
    labels = page.locator(".learning-rate").first.locator("fieldset label")
    return labels.all_inner_texts()


@pytest.fixture(scope="module")
def held(momenta):
    """The sweep behind the figure, its recipe, and rates to train anew."""
    stem, recipe, rates = SWEEPS[bool(momenta)]
    return Sweep.load(ROOT / f"book/sweeps/{stem}.npz"), recipe, rates


@pytest.fixture
def figure(page):
    figure = page.locator(".learning-rate").first
    if figure.get_by_role("radio").count():
        figure.get_by_role("radio").first.check()
    slider(figure).focus()
    page.keyboard.press("Home")
    return figure


def slider(figure):
    return figure.locator("input[type=range]")


def says(figure):
    return figure.locator(".says").inner_text().strip()


def shapes(figure):
    """What is drawn: the three pictures without their text."""
    read = "svgs => svgs.map(s => [...s.querySelectorAll('path, circle')].map("
    return figure.locator("svg").evaluate_all(
        read + "c => [c.className.baseVal, c.getAttribute('d'), "
        "c.getAttribute('cx'), c.getAttribute('cy')]))"
    )


def go_to(page, figure, rate):
    """Press the right arrow until the slider says so."""
    for _ in range(100):
        if re.match(rf"learning rate {re.escape(f'{rate:g}')}[,:]", says(figure)):
            return
        page.keyboard.press("ArrowRight")
    pytest.fail(f"the slider has no {rate:g}")


def assert_all_changed(before, after):
    for old, new in zip(before, after, strict=True):
        assert old != new


@pytest.mark.parametrize("key", ["ArrowRight", "ArrowUp", "PageUp", "End"])
def test_keys_change_all_three_pictures(page, figure, key):
    before, said = shapes(figure), says(figure)
    page.keyboard.press(key)
    assert_all_changed(before, shapes(figure))
    assert says(figure) != said


def test_keys_lead_there_and_back(page, figure):
    before = shapes(figure), says(figure)
    for key in ("ArrowRight", "PageUp", "PageDown", "ArrowLeft"):
        page.keyboard.press(key)
    assert (shapes(figure), says(figure)) == before
    page.keyboard.press("ArrowLeft")  # there is nothing further left
    assert (shapes(figure), says(figure)) == before


def test_pointer_changes_all_three_pictures(page, figure):
    before = shapes(figure)
    box = slider(figure).bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 12, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.58, middle, steps=5)
    dragged = shapes(figure)
    page.mouse.up()
    assert_all_changed(before, dragged)
    assert shapes(figure) == dragged


def test_slider_says_its_rate(page, figure):
    for _ in range(5):
        rate = figure.locator("label b").inner_text()
        named = figure.get_by_role("slider", name="learning rate", exact=True)
        assert named.get_attribute("aria-valuetext") == f"learning rate {rate}"
        assert re.match(rf"learning rate {re.escape(rate)}[,:]", says(figure))
        assert figure.locator("[aria-live=polite]").count() == 1
        page.keyboard.press("PageUp")


def test_thumb_stands_under_the_marker(page, figure):
    """The slider is the picture's axis: both are at the same place, to a pixel."""
    for _ in range(6):
        place = """box => {
            const input = box.querySelector("input[type=range]");
            const r = input.getBoundingClientRect();
            const share = (input.value - input.min) / (input.max - input.min);
            const thumb = r.left + 12 + share * (r.width - 24);
            const line = box.querySelector("line.marker").getBoundingClientRect();
            return thumb - (line.left + line.right) / 2;
        }"""
        page.keyboard.press("PageUp")
        assert abs(figure.evaluate(place)) < 1


def assert_says(figure, rate, momentum, loss, shares, *, points):
    """The read-out gives the seeds' losses and shares, to so many percent points."""
    said, said_momentum, epochs, *numbers = NUMBERS.match(says(figure)).groups()
    said_loss, *said_shares = map(float, numbers)
    loss, shares = loss.T, shares.T  # by epochs
    assert (float(said), said_momentum, int(epochs)) == (rate, momentum, len(loss))
    assert said_loss == pytest.approx(np.median(loss[-1]), rel=0.05)  # two digits
    expected = [100 * f(shares[-1]) for f in (np.median, np.min, np.max)]
    assert said_shares == pytest.approx(expected, abs=points)


def choices(figure, momenta):
    """Choose each momentum in turn: yields (place, name), or (..., None) once."""
    if not momenta:
        yield ..., None
    for i, momentum in enumerate(momenta):
        figure.get_by_role("radio", name=momentum, exact=True).check()
        slider(figure).focus()
        yield i, momentum


def test_every_choice_says_what_the_sweep_holds(page, figure, momenta, held):
    sweep = held[0]
    assert momenta == [f"{m:g}" for m in sweep.axes.get("momentum", [])]
    for i, momentum in choices(figure, momenta):
        page.keyboard.press("Home")
        names = ("train_loss", "valid_accuracy")
        loss, shares = (sweep.results[name][i] for name in names)
        for j, rate in enumerate(sweep.axes["lr"]):
            assert_says(figure, rate, momentum, loss[j], shares[j], points=0.06)
            page.keyboard.press("ArrowRight")


def curve(figure, picture, low, high):
    """The drawn median, taken back from pixels to numbers by two ticks of the axis."""
    read = """(svg, ticks) => {
        const at = (t) => [...svg.querySelectorAll("text.y")]
            .find((e) => e.textContent === t).getAttribute("y") - 4;
        return [at(ticks[0]), at(ticks[1]),
                svg.querySelector("path.median").getAttribute("d")];
    }"""
    svg = figure.locator(f".epochs .{picture} svg")
    start, end, d = svg.evaluate(read, [f"{low:g}", f"{high:g}"])
    pixels = [float(point.split()[1]) for point in d[1:].split("L")]
    return (np.array(pixels) - start) / (end - start)


@cache
def anew(recipe, **settings):
    runs = [recipe(**settings, seed=seed) for seed in SEEDS]
    names = ("train_loss", "valid_accuracy")
    return [np.array([run[name] for run in runs]) for name in names]


def test_numbers_are_those_of_mlp_core(page, figure, momenta, held):
    _, recipe, rates = held
    # one rate at each momentum, or all of them where there is none to choose
    tried = zip(momenta, rates, strict=True) if momenta else ((None, r) for r in rates)
    for momentum, rate in tried:
        settings = {"lr": rate}
        if momentum:
            figure.get_by_role("radio", name=momentum, exact=True).check()
            settings["momentum"] = float(momentum)
        slider(figure).press("Home")
        go_to(page, figure, rate)
        loss, shares = anew(recipe, **settings)
        assert_says(figure, rate, momentum, loss, shares, points=1.0)
        drawn = curve(figure, "accuracy", 0, 100)
        np.testing.assert_allclose(drawn, np.median(shares, axis=0), atol=0.015)
        drawn = 0.01 * 10 ** curve(figure, "loss", 0.01, 0.1)
        np.testing.assert_allclose(drawn, np.median(loss, axis=0), rtol=0.05)


def test_momentum_changes_all_three_pictures(page, figure, momenta):
    """By its keys: the arrows go from one to the next."""
    if not momenta:
        assert not figure.locator("fieldset").is_visible()
        assert "momentum" not in figure.inner_text()
        return
    group = figure.get_by_role("group", name="momentum", exact=True)
    assert group.get_by_role("radio").count() == len(momenta)
    slider(figure).press("PageUp")
    rate = figure.locator("label b").inner_text()
    page.keyboard.press("Shift+Tab")
    for momentum in momenta[1:]:
        before, said = shapes(figure), says(figure)
        page.keyboard.press("ArrowRight")
        assert_all_changed(before, shapes(figure))
        assert group.get_by_role("radio", name=momentum, exact=True).is_checked()
        assert says(figure) != said
        assert says(figure).startswith(f"learning rate {rate}, momentum {momentum}:")


def test_other_momenta_stay_in_sight(page, figure, momenta):
    """The lines of the overview are the same ones, whichever is chosen."""
    read = """svg => [...svg.querySelectorAll("path.median, path.other")]
        .map((line) => line.getAttribute("d")).sort()"""
    drawn = []
    for _ in choices(figure, momenta):
        overview = figure.locator(".overview svg")
        assert overview.locator("path.other").count() == max(0, len(momenta) - 1)
        drawn.append(overview.evaluate(read))
    assert all(lines == drawn[0] for lines in drawn)


def test_momentum_is_chosen_by_a_finger(page, figure, momenta):
    labels = figure.locator("fieldset label").all()
    for label, momentum in zip(labels, momenta, strict=True):
        box = label.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        label.click(position={"x": box["width"] - 3, "y": box["height"] / 2})
        assert label.get_by_role("radio").is_checked()
        assert f"momentum {momentum}:" in says(figure)


def test_collapse_is_named(page, figure):
    assert "collapsed" not in says(figure)
    page.keyboard.press("End")
    assert "collapsed, no better than guessing" in says(figure)


def test_slider_stops_at_trained_rates_alone(page, figure):
    """Without a kernel, a rate between them could not be shown."""
    for _ in range(100):
        said = says(figure)
        assert NUMBERS.match(said)
        page.keyboard.press("ArrowRight")
        if says(figure) == said:
            return
    pytest.fail("the slider has no end")


@pytest.fixture
def again(page, browser, site):
    """Opens the page in a tab of its own, and after a script loads the figures again:
    one more model, whose views stand above the first."""
    loader = (site / "_static/anywidget-static.js").read_text(encoding="utf-8")
    with open_page(browser, page.place) as own:

        def open_again(script, views):
            load(own, page.url)
            own.wait_for_selector(".learning-rate svg")
            own.evaluate(script)
            own.add_script_tag(content=loader)
            own.wait_for_function(
                "n => document.querySelectorAll('.learning-rate svg').length === n",
                arg=3 * (views + 1),
            )
            return own.locator(".learning-rate").all()

        yield open_again
        assert own.trouble == []


def test_runs_that_diverge_are_drawn_while_they_last(page, figure, again):
    """The sweep's first rate diverges in the third epoch, the next one in the first."""
    epochs = int(NUMBERS.match(says(figure))[3])
    own, _ = again(
        """() => {
            const tag = document.querySelector("script[type*=widget-state]");
            const page = JSON.parse(tag.textContent);
            const models = Object.values(page.state);
            const { buffers } = models.find((m) => m.model_module === "anywidget");
            const loss = buffers.find(({ path }) => path[0] === "train_loss");
            const bytes = Uint8Array.from(atob(loss.data), (c) => c.charCodeAt(0));
            const [values, run] = [new Float32Array(bytes.buffer), EPOCHS];
            for (let i = 0; i < 10 * run; i++)
                if (i >= 5 * run || i % run >= 2) values[i] = NaN;
            loss.data = btoa(String.fromCharCode(...bytes));
            tag.textContent = JSON.stringify(page);
        }""".replace("EPOCHS", str(epochs)),
        views=1,
    )
    slider(own).press("Home")
    assert f"after {epochs} epochs the loss is no longer a number," in says(own)
    line = own.locator(".loss path.median")
    assert line.get_attribute("d").count("L") == 1
    slider(own).press("ArrowRight")
    assert "no longer a number" in says(own)
    assert line.count() == 0
    assert not re.search("NaN|Infinity|undefined", own.inner_html())
    slider(own).press("ArrowRight")
    assert line.get_attribute("d").count("L") == epochs - 1


def test_views_of_one_model_agree_and_two_models_do_not(again):
    one, two, other = again(
        """() => {
            const view = document.querySelector("script[type*=widget-view]");
            view.after(view.cloneNode(true));
        }""",
        views=2,
    )
    before = shapes(other)
    slider(one).press("Home")
    assert shapes(one) == shapes(two) != before == shapes(other)
    for radio in one.get_by_role("radio").all():
        radio.check()
        assert shapes(one) == shapes(two) != before == shapes(other)
        for view in (one, two, other):
            assert view.locator(":checked").count() == 1


def test_colours_follow_the_theme(page, figure):
    read = """box => ["path.median", ".loss path.median", "text", "line.marker"].map(
        (s) => getComputedStyle(box.querySelector(s)))
        .flatMap((style) => [style.stroke + style.fill])"""
    colours = {}
    for theme in ("light", "dark"):
        page.evaluate("t => document.documentElement.dataset.theme = t", theme)
        colours[theme] = figure.evaluate(read)
    assert_all_changed(colours["light"], colours["dark"])
    page.evaluate("document.documentElement.dataset.theme = 'light'")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible(page, browser, theme):
    """In a page of its own: axe itself asks for files that are not there."""
    with open_page(browser, page.place, color_scheme=theme) as own:
        load(own, page.url)
        own.wait_for_selector(".learning-rate svg")
        result = Axe().run(own, context=".learning-rate")
    assert result.violations_count == 0, result.generate_report()
    assert {"label", "color-contrast"} & {
        rule["id"] for rule in result.response["passes"]
    }


def test_fits_a_phone(page, figure):
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(500)  # the pictures are drawn anew
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    tops = [box.bounding_box()["y"] for box in figure.locator("svg").all()]
    assert len(set(tops)) == 3  # one above the other
    for picture in figure.locator("svg").all():
        box = picture.bounding_box()
        assert box["width"] == float(picture.get_attribute("width"))  # not shrunk
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    assert slider(figure).bounding_box()["height"] >= 24
    for button in figure.get_by_role("radio").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        assert box["x"] + box["width"] <= PHONE["width"]
    page.set_viewport_size(WIDE)


def test_only_pages_with_a_figure_load_the_loader(site):
    with_loader = {
        file.relative_to(site).with_suffix("").as_posix()
        for file in site.rglob("*.html")
        if "anywidget-static.js" in file.read_text(encoding="utf-8")
    }
    assert set(slider_pages()) <= with_loader
    assert not with_loader & {"book/index", "book/appendix/reference", "search"}
