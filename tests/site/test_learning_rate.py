"""The learning-rate slider on the built page: no kernel, and every promise kept."""

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from book_pages import ROOT, pages_in_toc
from browser import PHONE, WIDE, load, open_page

from mlp_core.recipes import train_digits
from mlp_core.sweep import Sweep

CHAPTER = "book/1-sigmoid/training-and-judging"
SEEDS, EPOCHS = range(5), 20
NUMBERS = re.compile(
    r"learning rate (\S+): after (\d+) epochs the loss is (\S+), "
    r"accuracy (\S+) % \((\S+) to (\S+) over 5 seeds\)"
)


@pytest.fixture(scope="module", params=["http", "file"])
def page(request, browser, site, address):
    """The chapter, served and as a file on disk, such as from a zip handed out."""
    if CHAPTER not in pages_in_toc():
        pytest.skip(f"{CHAPTER} is not in _toc.yml yet")
    place = address if request.param == "http" else site.resolve().as_uri()
    with open_page(browser, place, viewport=WIDE) as page:
        page.place = place
        load(page, f"{place}/{CHAPTER}.html")
        page.wait_for_selector(".learning-rate svg")
        yield page
        assert page.trouble == []  # after all that was done to it


@pytest.fixture
def figure(page):
    figure = page.locator(".learning-rate").first
    figure.locator("input").focus()
    page.keyboard.press("Home")
    return figure


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
        if says(figure).startswith(f"learning rate {rate:g}:"):
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
    box = figure.locator("input").bounding_box()
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
        slider = figure.get_by_role("slider", name="learning rate", exact=True)
        assert slider.get_attribute("aria-valuetext") == f"learning rate {rate}"
        assert says(figure).startswith(f"learning rate {rate}:")
        assert figure.locator("[aria-live=polite]").count() == 1
        page.keyboard.press("PageUp")


def test_thumb_stands_under_the_marker(page, figure):
    """The slider is the picture's axis: both are at the same place, to a pixel."""
    for _ in range(6):
        place = """box => {
            const input = box.querySelector("input"), r = input.getBoundingClientRect();
            const share = (input.value - input.min) / (input.max - input.min);
            const thumb = r.left + 12 + share * (r.width - 24);
            const line = box.querySelector("line.marker").getBoundingClientRect();
            return thumb - (line.left + line.right) / 2;
        }"""
        page.keyboard.press("PageUp")
        assert abs(figure.evaluate(place)) < 1


def assert_says(figure, rate, loss, shares, *, points):
    """The read-out gives the seeds' losses and shares, to so many percent points."""
    said, epochs, *numbers = NUMBERS.match(says(figure)).groups()
    said_loss, *said_shares = map(float, numbers)
    assert (float(said), int(epochs)) == (rate, EPOCHS)
    assert said_loss == pytest.approx(np.median(loss), rel=0.05)  # two digits
    expected = [100 * f(shares) for f in (np.median, np.min, np.max)]
    assert said_shares == pytest.approx(expected, abs=points)


def test_every_rate_says_what_the_sweep_holds(page, figure):
    sweep = Sweep.load(ROOT / "book/sweeps/learning_rate.npz")
    loss, shares = (
        sweep.results[name][..., -1] for name in ("train_loss", "valid_accuracy")
    )
    for i, rate in enumerate(sweep.axes["lr"]):
        assert_says(figure, rate, loss[i], shares[i], points=0.06)
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


@pytest.fixture(scope="module")
def anew():
    """Moderate rates: at large ones the rounding of another BLAS grows."""

    def train_all(lr):
        runs = [train_digits(lr, seed) for seed in SEEDS]
        return {name: np.array([run[name] for run in runs]) for name in runs[0]}

    return {lr: train_all(lr) for lr in (0.5, 2.0, 5.0)}


@pytest.mark.parametrize("lr", [0.5, 2.0, 5.0])
def test_numbers_are_those_of_mlp_core(page, figure, anew, lr):
    go_to(page, figure, lr)
    loss, shares = anew[lr]["train_loss"], anew[lr]["valid_accuracy"]
    assert_says(figure, lr, loss[:, -1], shares[:, -1], points=1.0)
    drawn = curve(figure, "accuracy", 0, 100)
    np.testing.assert_allclose(drawn, np.median(shares, axis=0), atol=0.015)
    drawn = 0.01 * 10 ** curve(figure, "loss", 0.01, 0.1)
    np.testing.assert_allclose(drawn, np.median(loss, axis=0), rtol=0.05)


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


def test_views_of_one_model_agree_and_two_models_do_not(page, browser, site):
    loader = (site / "_static/anywidget-static.js").read_text(encoding="utf-8")
    with open_page(browser, page.place) as own:
        load(own, page.url)
        own.wait_for_selector(".learning-rate svg")
        own.evaluate("""() => {
            const view = document.querySelector("script[type*=widget-view]");
            view.after(view.cloneNode(true));
        }""")
        own.add_script_tag(content=loader)  # one more model, with two views
        own.wait_for_function(
            "document.querySelectorAll('.learning-rate svg').length === 9"
        )
        one, two, other = own.locator(".learning-rate").all()
        before = shapes(other)
        one.locator("input").press("Home")
        assert shapes(one) == shapes(two) != before == shapes(other)


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
    assert figure.locator("input").bounding_box()["height"] >= 24
    page.set_viewport_size(WIDE)


def test_only_pages_with_a_figure_load_the_loader(site):
    with_loader = {
        file.relative_to(site).with_suffix("").as_posix()
        for file in site.rglob("*.html")
        if "anywidget-static.js" in file.read_text(encoding="utf-8")
    }
    assert CHAPTER in with_loader
    assert not with_loader & {"book/index", "book/appendix/reference", "search"}
