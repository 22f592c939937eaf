"""What the browser tests of moving figures share: where they are, what they show."""

import json
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from book_pages import ROOT, notebooks_that_run, pages_in_toc
from browser import load, open_page


@dataclass(frozen=True)
class Kind:
    """One class of figures."""

    name: str  # the class in Python
    module: str  # the last part of its module
    box: str  # the class of its box in the page
    label: str  # of its slider
    chapter: str  # a page that holds one

    def pages(self):
        """Pages of the built site, which SITE names, whose state has such a figure."""
        site = Path(os.environ.get("SITE", ROOT / "no site"))
        found = (p for p in site.rglob("*.html") if self.in_page(p.read_text()))
        return sorted(p.relative_to(site).with_suffix("").as_posix() for p in found)

    def in_page(self, html):
        return f"{self.module}.{self.name}" in html

    def pages_by_source(self):
        """Chapters whose code makes such a figure."""
        chapters = set(notebooks_that_run()) & {
            ROOT / f"{name}.ipynb" for name in pages_in_toc()
        }
        made = re.compile(rf"^(\w+ = )?{self.name}\(", re.MULTILINE)
        for path in chapters:
            cells = json.loads(path.read_text())["cells"]
            code = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
            if any(made.search(source) for source in code):
                yield path.relative_to(ROOT).with_suffix("").as_posix()

    @contextmanager
    def opened(self, browser, place, name, **options):
        """A page, served or as a file on disk, with its figures drawn."""
        with open_page(browser, place, **options) as page:
            page.place = place
            load(page, f"{place}/{name}.html")
            page.wait_for_selector(f".{self.box} svg")
            yield page
            assert page.trouble == []  # after all that was done to it

    @contextmanager
    def again(self, browser, site, page):
        """Opens the page in a tab of its own, and after a script loads the figures
        again: one more model, whose views stand above the first."""
        loader = (site / "_static/anywidget-static.js").read_text(encoding="utf-8")
        with open_page(browser, page.place) as own:

            def open_again(script, views):
                load(own, page.url)
                boxes = own.locator(f".{self.box}")
                boxes.first.locator("svg").first.wait_for()
                before = boxes.count()
                own.evaluate(script)
                own.add_script_tag(content=loader)
                own.wait_for_function(
                    "([s, n]) => document.querySelectorAll(s).length === n "
                    "&& [...document.querySelectorAll(s)]"
                    ".every((e) => e.querySelector('svg'))",
                    arg=[f".{self.box}", before + views],
                )
                return boxes.all()

            yield open_again
            assert own.trouble == []


LEARNING_RATE = Kind(
    "LearningRate",
    "learning_rate",
    "learning-rate",
    "learning rate",
    "book/1-sigmoid/training-and-judging",
)
ALPHA = Kind("Alpha", "alpha", "prelu-alpha", "alpha", "book/3-prelu/prelu-by-hand")
KINDS = (LEARNING_RATE, ALPHA)


def places(address, site):
    """Where a reader may have the site from: a server, or a zip that was handed out."""
    return {"http": address, "file": site.resolve().as_uri()}


def at_the_start(figure):
    """The first choice, the slider at its left end and in focus."""
    if figure.get_by_role("radio").count():
        figure.get_by_role("radio").first.check()
    slider(figure).focus()
    figure.page.keyboard.press("Home")
    return figure


def slider(figure):
    return figure.locator("input[type=range]")


def says(figure):
    return figure.locator(".says").inner_text().strip()


def shapes(figure, pictures="svg"):
    """What is drawn in the pictures, without their text and scales."""
    read = """svgs => svgs.map((svg) =>
        [...svg.querySelectorAll("path, circle, .marker")].map((e) =>
            ["class", "d", "cx", "cy", "x1"].map((key) => e.getAttribute(key))))"""
    return figure.locator(pictures).evaluate_all(read)


def to_numbers(figure, picture, low, high, *, shape="path.median", log=False):
    """The points (pixel, number) of the drawn shapes, by two labels of the y axis."""
    read = """(svg, [ticks, shape]) => {
        const at = (t) => [...svg.querySelectorAll("text.y")]
            .find((e) => e.textContent === t).getAttribute("y") - 4;
        return [at(ticks[0]), at(ticks[1]),
                [...svg.querySelectorAll(shape)].map((e) => e.getAttribute("d"))];
    }"""
    ticks = [f"{number:g}".replace("-", "\u2212") for number in (low, high)]
    svg = figure.locator(f"{picture} svg")
    start, end, paths = svg.evaluate(read, [ticks, shape])
    lines = []
    for d in paths:
        points = np.array([p.split() for p in d.strip("MZ").split("L")], float)
        share = (points[:, 1] - start) / (end - start)
        ratio = low * (high / low) ** share if log else low + (high - low) * share
        lines.append(np.column_stack([points[:, 0], ratio]))
    return lines


def assert_all_changed(before, after):
    for old, new in zip(before, after, strict=True):
        assert old != new
