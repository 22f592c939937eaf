"""The alpha slider in JupyterLab with a running kernel: make live."""

import pytest
from lab_figures import (
    assert_theme_changes_colours,
    at_the_start,
    medians,
    press,
    says,
    slider,
    wait_until_says,
)

CELL = """
from mlp_core.recipes import train_prelu_digits
from mlp_core.sweep import sweep
from mlp_core.widgets import Alpha

def run(alpha, shared, seed):
    if 0.6 < alpha < 0.7:
        raise RuntimeError("this alpha is forbidden")
    return train_prelu_digits(alpha, shared, seed, epochs=2)

grid = {"shared": [True, False], "alpha": [-0.5, 0.0, 1.0], "seed": [0, 1]}
Alpha(sweep(run, grid), run=run)
"""


@pytest.fixture(scope="module")
def page(notebook):
    with notebook("alpha", (CELL,), ".prelu-alpha") as page:
        yield page


@pytest.fixture
def figure(page):
    figure = page.locator(".prelu-alpha")
    figure.get_by_role("radio").first.check()
    return at_the_start(figure)


def test_keyboard_moves_it(page, figure):
    before = medians(figure)
    page.keyboard.press("End")
    assert says(figure).startswith("start 1, shared: after 2 epochs")
    assert all(a != b for a, b in zip(before[:2], medians(figure)[:2], strict=True))


def test_keys_are_no_shortcuts(page, figure):
    """In JupyterLab, b adds a cell and the down arrow goes to the next one."""
    cells = page.locator(".jp-CodeCell").count()
    for key in ("b", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    assert slider(figure).evaluate("e => e === document.activeElement")
    figure.get_by_role("radio").first.focus()
    for key in ("b", "ArrowDown"):
        page.keyboard.press(key)
    assert figure.get_by_role("radio").last.is_checked()
    assert page.locator(".jp-CodeCell").count() == cells
    assert says(figure).startswith("start \u22120.5, channel-wise:")


def test_alpha_between_the_trained_ones_is_trained_as_chosen(page, figure):
    ruler = figure.locator(".ruler line.tick")
    ticks = ruler.count()
    press(page, figure, "ArrowRight", "0.2")
    assert "No training starts at alpha 0.2 yet; the nearest is start 0," in says(
        figure
    )
    assert "untrained" in figure.get_attribute("class")
    wait_until_says(figure, r"Training alpha 0\.2, shared, seed \d")
    wait_until_says(figure, r"^start 0\.2, shared: after 2 epochs .* over 2 seeds\)")
    assert "untrained" not in figure.get_attribute("class")
    assert ruler.count() == ticks + 1  # it remains
    shared = medians(figure)

    # the same alpha, one a unit, is one more training
    figure.get_by_role("radio").last.check()
    assert ruler.count() == ticks
    wait_until_says(figure, r"^start 0\.2, channel-wise: after 2 epochs")
    assert ruler.count() == ticks + 1
    figure.get_by_role("radio").first.check()
    assert medians(figure) == shared


def test_error_in_the_kernel_is_shown(page, figure):
    press(page, figure, "ArrowRight", "0.65")
    wait_until_says(figure, "RuntimeError: this alpha is forbidden")
    page.keyboard.press("Home")
    wait_until_says(figure, r"^start .0\.5, shared: after 2 epochs .*\(layer 3\)\.$")


def test_colours_follow_the_theme(page, figure):
    assert_theme_changes_colours(page, figure)


def test_nothing_asks_another_host(page):
    assert [what for what in page.trouble if "another host" in what] == []
