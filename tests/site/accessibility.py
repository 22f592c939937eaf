"""Axe, as the tests of pages and of figures run it."""

from axe_playwright_python.sync_playwright import Axe

# preload: axe would fetch the style sheets again, by itself and at wrong addresses
OPTIONS = {"resultTypes": ["violations"], "preload": False}


def run_axe(page, context=None):
    result = Axe().run(page, context=context, options=OPTIONS)
    assert result.violations_count == 0, result.generate_report()
    return result.response


def thin_out(page):
    """Leave of code and maths their text and size: axe looks at every element."""
    page.evaluate(
        """() => {
            const texts = "div.highlight pre, .katex-mathml";
            for (const part of document.querySelectorAll(texts))
                part.textContent = part.textContent;
            const drawn = [...document.querySelectorAll(".katex-html")];
            const sizes = drawn.map((maths) =>
                [Math.max(maths.offsetWidth, maths.scrollWidth), maths.offsetHeight]);
            drawn.forEach((maths, i) => {
                const [width, height] = sizes[i];
                maths.replaceChildren();
                maths.style = "display: inline-block;"
                    + `width: ${width}px; height: ${height}px`;
            });
        }"""
    )
