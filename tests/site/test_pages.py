"""Every page of the built site, once light and wide, once dark on a phone."""

import pytest
from accessibility import run_axe, thin_out
from book_pages import ADDED_BY_SPHINX, pages_in_toc
from browser import PHONE, WIDE, load, open_page, unfold

PAGES = [*pages_in_toc(), *ADDED_BY_SPHINX]
CODE_PAGE = "1-sigmoid/backpropagation"  # where axe looks at code and maths, too
VIEWS = {"wide": ("light", WIDE), "phone": ("dark", PHONE)}


@pytest.fixture(
    scope="module",
    params=[(name, view) for name in PAGES for view in VIEWS],
    ids=lambda param: "-".join(param),
)
def page(request, browser, address):
    name, view = request.param
    color_scheme, viewport = VIEWS[view]
    options = {"viewport": viewport, "color_scheme": color_scheme}
    with open_page(browser, address, **options) as page:
        load(page, f"{address}/{name}.html")
        unfold(page)
        yield page


def test_console_and_network_are_quiet(page):
    assert page.trouble == []


def test_maths_is_rendered(page):
    raw = """() => [...document.querySelectorAll(".math")]
        .filter((box) => !box.querySelector(".katex"))
        .map((box) => box.textContent)"""
    wrong = """() => [...document.querySelectorAll(".katex-error")]
        .map((box) => box.title)"""
    assert page.evaluate(raw) == []
    assert page.evaluate(wrong) == []


def test_no_tex_is_left_in_the_text(page):
    """Outside code and maths, a dollar or a backslash is maths gone wrong."""
    tex = r"""() => {
        const body = document.querySelector("main").cloneNode(true);
        for (const part of body.querySelectorAll("pre, code, script, .math, .sig"))
            part.remove();
        return body.textContent.match(/.*(\$|\\[a-zA-Z([]).*/g) || [];
    }"""
    assert page.evaluate(tex) == []


def test_page_fits_its_width(page):
    """Wide code, tables and maths scroll inside themselves, not the page."""
    widths = "[document.documentElement.scrollWidth, window.innerWidth]"
    needed, available = page.evaluate(widths)
    assert needed <= available


def test_figures_have_a_description(page):
    """myst-nb describes a figure by its file name unless the cell says more."""
    nameless = r"""() => [...document.querySelectorAll("main img")]
        .filter((img) => !img.alt || /\.(png|svg|jpe?g|gif|webp)$/.test(img.alt))
        .map((img) => img.outerHTML)"""
    assert page.evaluate(nameless) == []


def test_accessible(page):
    """The last one, as it changes the page."""
    if CODE_PAGE in page.url:
        run_axe(page)
    else:
        # The colours of code and maths are the same everywhere, and slow to judge.
        thin_out(page)
        run_axe(page, {"exclude": [["div.highlight pre"], [".katex"]]})
