"""What the tests of all moving figures with a kernel share."""

import re
import time

import pytest


def at_the_start(figure):
    slider(figure).press("Home")
    figure.page.wait_for_timeout(1000)  # the kernel hears of it
    return figure


def slider(figure):
    return figure.locator("input[type=range]")


def says(figure):
    return figure.locator(".says").inner_text().strip()


def medians(figure):
    read = "lines => lines.map((line) => line.getAttribute('d'))"
    return figure.locator("path.median").evaluate_all(read)


def press(page, figure, key, value):
    """Press a key until the slider says it; the kernel hears only of the last one."""
    for _ in range(100):
        name = figure.locator("label b").inner_text()
        if name == value:
            return
        page.keyboard.press(key)
    pytest.fail(f"the slider never says {value}, but {name} at last")


def wait_until_says(figure, pattern, seconds=60):
    end = time.monotonic() + seconds
    while not re.search(pattern, says(figure)):
        if time.monotonic() > end:
            pytest.fail(f"{pattern!r} is never said, but {says(figure)!r}")
        figure.page.wait_for_timeout(20)


def assert_theme_changes_colours(page, figure):
    read = """box => ["path.median", "text"].map(
        (s) => getComputedStyle(box.querySelector(s)).stroke +
               getComputedStyle(box.querySelector(s)).fill)"""
    colours = [figure.evaluate(read)]
    page.locator(".lm-MenuBar-itemLabel", has_text="Settings").click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Theme$")).hover()
    page.locator(".lm-Menu-itemLabel", has_text="JupyterLab Dark").first.click()
    page.wait_for_selector("body[data-jp-theme-light=false]", state="attached")
    page.wait_for_timeout(500)
    colours.append(figure.evaluate(read))
    assert all(a != b for a, b in zip(*colours, strict=True))
