"""What every moving figure promises on the built pages, where there is no kernel.

Every page that holds one is tried, served and as a file on disk.
"""

import pytest
from accessibility import run_axe, thin_out
from browser import PHONE, WIDE
from moving_figures import (
    KINDS,
    assert_all_changed,
    at_the_start,
    places,
    says,
    shapes,
    slider,
)

PAGES = [(kind, name) for kind in KINDS for name in kind.pages() or [kind.chapter]]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_page_with_the_figure_is_tried(site, kind):
    assert kind.chapter in kind.pages()
    assert set(kind.pages_by_source()) <= set(kind.pages())


@pytest.fixture(
    scope="module", params=PAGES, ids=lambda param: f"{param[0].name}-{param[1]}"
)
def kind_and_name(request):
    return request.param


@pytest.fixture(scope="module")
def kind(kind_and_name):
    return kind_and_name[0]


@pytest.fixture(scope="module", params=["http", "file"])
def page(request, kind_and_name, browser, site, address):
    kind, name = kind_and_name
    place = places(address, site)[request.param]
    with kind.opened(browser, place, name, viewport=WIDE) as page:
        yield page


@pytest.fixture
def figure(page, kind):
    return at_the_start(page.locator(f".{kind.box}").first)


def test_keys_lead_there_and_back(page, figure):
    before = shapes(figure), says(figure)
    for key in ("ArrowRight", "PageUp", "PageDown", "ArrowLeft"):
        page.keyboard.press(key)
        assert shapes(figure) != before[0] or key == "ArrowLeft"
    assert (shapes(figure), says(figure)) == before
    page.keyboard.press("ArrowLeft")  # there is nothing further left
    assert (shapes(figure), says(figure)) == before


@pytest.mark.parametrize("key", ["PageUp", "End"])
def test_keys_change_all_pictures(page, figure, key):
    before, said = shapes(figure), says(figure)
    page.keyboard.press(key)
    assert_all_changed(before, shapes(figure))
    assert says(figure) != said


@pytest.mark.parametrize("key", ["ArrowRight", "ArrowUp"])
def test_arrows_go_to_the_next_value(page, figure, key):
    before, said = shapes(figure), says(figure)
    value = figure.locator("label b").inner_text()
    page.keyboard.press(key)
    assert shapes(figure)[0] != before[0]
    assert says(figure) != said
    assert figure.locator("label b").inner_text() != value


def test_pointer_changes_all_pictures(page, figure):
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


def test_slider_says_its_value(page, figure, kind):
    for _ in range(5):
        value = figure.locator("label b").inner_text()
        named = figure.get_by_role("slider", name=kind.label, exact=True)
        told = named.get_attribute("aria-valuetext")
        assert told.split(",")[0] == f"{kind.label} {value}"
        assert f" {value}" in says(figure)
        assert figure.locator("[aria-live=polite]").count() == 1
        page.keyboard.press("PageUp")


def test_thumb_stands_under_the_marker(page, figure):
    """The slider is the picture's axis: both are at the same place, to a pixel."""
    place = """box => {
        const input = box.querySelector("input[type=range]");
        const r = input.getBoundingClientRect();
        const share = (input.value - input.min) / (input.max - input.min);
        const thumb = r.left + 12 + share * (r.width - 24);
        const line = box.querySelector("line.marker").getBoundingClientRect();
        return thumb - (line.left + line.right) / 2;
    }"""
    for _ in range(6):
        page.keyboard.press("PageUp")
        assert abs(figure.evaluate(place)) < 1


def test_choice_is_made_by_a_finger(page, figure):
    for label in figure.locator("fieldset label").all():
        box = label.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        label.click(position={"x": box["width"] - 3, "y": box["height"] / 2})
        assert label.get_by_role("radio").is_checked()


def test_views_of_one_model_agree_and_two_models_do_not(kind, browser, site, page):
    clone = f"""() => {{
        const box = document.querySelector(".{kind.box}");
        const view = box.parentElement.previousElementSibling;
        view.after(view.cloneNode(true));
    }}"""
    with kind.again(browser, site, page) as again:
        one, two, other = again(clone, views=2)
        before = shapes(other)
        slider(one).press("Home")
        assert shapes(one) == shapes(two) != before == shapes(other)
        for radio in one.get_by_role("radio").all():
            radio.check()
            assert shapes(one) == shapes(two) != before == shapes(other)
            for view in (one, two, other):
                assert view.locator(":checked").count() == 1


def test_colours_follow_the_theme(page, figure):
    read = """box => [...box.querySelectorAll("path, circle, text, line")].map(
        (e) => getComputedStyle(e)).map((style) => style.stroke + style.fill)"""
    colours = {}
    for theme in ("light", "dark"):
        page.evaluate("t => document.documentElement.dataset.theme = t", theme)
        colours[theme] = figure.evaluate(read)
    assert_all_changed(colours["light"], colours["dark"])
    page.evaluate("document.documentElement.dataset.theme = 'light'")


def test_fits_a_phone(page, figure):
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(500)  # the pictures are drawn anew
    for choice in figure.get_by_role("radio").all() or [slider(figure)]:
        choice.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        for picture in figure.locator("svg").all():
            box = picture.bounding_box()
            assert box["width"] == float(picture.get_attribute("width"))  # not shrunk
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE["width"]
        epochs = figure.locator(".epochs svg").all()
        tops = [picture.bounding_box()["y"] for picture in epochs]
        assert len(set(tops)) == len(epochs)  # one above the other
    assert slider(figure).bounding_box()["height"] >= 24
    for button in figure.get_by_role("radio").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        assert box["x"] + box["width"] <= PHONE["width"]
    page.set_viewport_size(WIDE)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible(page, figure, kind, theme):
    """The last one of a page, as it changes the code and maths around the figure."""
    for radio in figure.get_by_role("radio").all():
        radio.check()  # the last one
    page.emulate_media(color_scheme=theme)
    page.wait_for_selector(f"html[data-theme={theme}]")
    thin_out(page)
    passes = run_axe(page, f".{kind.box}")["passes"]
    assert {"label", "color-contrast"} & {rule["id"] for rule in passes}


def test_only_pages_with_a_figure_load_the_loader(site):
    with_loader = {
        file.relative_to(site).with_suffix("").as_posix()
        for file in site.rglob("*.html")
        if "anywidget-static.js" in file.read_text(encoding="utf-8")
    }
    assert {name for kind in KINDS for name in kind.pages()} <= with_loader
    assert not with_loader & {"book/index", "book/appendix/reference", "search"}
