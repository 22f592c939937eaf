"""The learning-rate slider in JupyterLab with a running kernel: make live."""

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

PLAIN = """
from mlp_core.recipes import train_digits
from mlp_core.sweep import sweep
from mlp_core.widgets import LearningRate

def train(lr, seed):
    if 20 < lr < 30:
        raise RuntimeError("this rate is forbidden")
    return train_digits(lr, seed, epochs=3)

LearningRate(sweep(train, {"lr": [1.0, 10.0, 100.0], "seed": [0, 1]}), run=train)
"""
WITH_MOMENTUM = """
from mlp_core.recipes import train_relu_digits

def train_relu(lr, momentum, seed):
    return train_relu_digits(lr, momentum, seed, epochs=3)

grid = {"momentum": [0.0, 0.9], "lr": [0.01, 0.1, 1.0], "seed": [0, 1]}
LearningRate(sweep(train_relu, grid), run=train_relu, loss="cross-entropy")
"""


@pytest.fixture(scope="module")
def page(notebook):
    with notebook("rates", (PLAIN, WITH_MOMENTUM), ".learning-rate") as page:
        yield page


@pytest.fixture
def figure(page):
    return at_the_start(page.locator(".learning-rate").first)


@pytest.fixture
def with_momentum(page):
    figure = page.locator(".learning-rate").last
    figure.get_by_role("radio", name="0", exact=True).check()
    return at_the_start(figure)


def test_keyboard_moves_it(page, figure):
    before = medians(figure)
    page.keyboard.press("End")
    assert says(figure).startswith("learning rate 100: after 3 epochs")
    after = medians(figure)
    assert before[0] == after[0]  # the overview holds the same trainings
    assert before[1] != after[1]
    assert before[2] != after[2]


def test_keys_are_no_shortcuts_on_the_slider(page, figure):
    """In JupyterLab, b adds a cell and the down arrow goes to the next one."""
    cells = page.locator(".jp-CodeCell").count()
    page.keyboard.press("b")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    assert page.locator(".jp-CodeCell").count() == cells
    assert slider(figure).evaluate("e => e === document.activeElement")
    assert says(figure).startswith("learning rate 1:")


def test_rate_between_the_trained_ones_is_trained_and_joins(page, figure):
    overview = medians(figure)[0]
    press(page, figure, "ArrowRight", "3.2")
    assert "not trained yet" in says(figure)
    wait_until_says(figure, r"Training learning rate 3\.2, seed \d")
    wait_until_says(figure, r"^learning rate 3\.2: after 3 epochs .* over 2 seeds\)\.$")
    with_it = medians(figure)[0]
    assert with_it.count("L") == overview.count("L") + 1
    page.keyboard.press("Home")
    assert medians(figure)[0] == with_it  # it remains
    assert figure.locator("circle.added").count() == 1


def test_pointer_trains_where_it_is_let_go(page, figure):
    count = medians(figure)[0].count("L")
    box = slider(figure).bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 12, middle)
    page.mouse.down()
    for share in (0.1, 0.2, 0.3):
        page.mouse.move(box["x"] + share * box["width"], middle)
        page.wait_for_timeout(800)
    assert "not trained yet" in says(figure)
    assert "Training" not in says(figure)
    page.mouse.up()
    wait_until_says(figure, "after 3 epochs")
    assert medians(figure)[0].count("L") == count + 1


def test_error_in_the_kernel_is_shown(page, figure):
    press(page, figure, "ArrowRight", "22")
    wait_until_says(figure, "RuntimeError: this rate is forbidden")
    page.keyboard.press("Home")
    wait_until_says(figure, r"^learning rate 1: after 3 epochs [^:]*\.$")


def test_rate_is_trained_at_the_chosen_momentum_alone(page, with_momentum):
    figure = with_momentum
    figure.get_by_role("radio", checked=True).focus()
    before = medians(figure)
    cells = page.locator(".jp-CodeCell").count()
    page.keyboard.press("b")  # no shortcut here either
    page.keyboard.press("ArrowRight")
    assert page.locator(".jp-CodeCell").count() == cells
    assert says(figure).startswith("learning rate 0.01, momentum 0.9: after 3 epochs")
    assert all(a != b for a, b in zip(before, medians(figure), strict=True))

    slider(figure).focus()
    press(page, figure, "ArrowRight", "0.018")
    assert "momentum 0.9: not trained yet" in says(figure)
    wait_until_says(figure, r"Training learning rate 0\.018, momentum 0\.9, seed \d")
    wait_until_says(figure, r"momentum 0\.9: after 3 epochs .* over 2 seeds\)\.$")
    other = figure.locator("path.other")
    assert medians(figure)[0].count("L") == other.get_attribute("d").count("L") + 1
    assert figure.locator("circle.added").count() == 1

    # the same rate at the other momentum is one more training
    figure.get_by_role("radio", name="0", exact=True).check()
    assert figure.locator("circle.added").count() == 0
    assert "learning rate 0.018, momentum 0: not trained yet" in says(figure)
    wait_until_says(figure, r"^learning rate 0\.018, momentum 0: after 3 epochs")
    assert figure.locator("circle.added").count() == 1


def test_colours_follow_the_theme(page, figure):
    assert_theme_changes_colours(page, figure)


def test_nothing_asks_another_host(page):
    assert [what for what in page.trouble if "another host" in what] == []
