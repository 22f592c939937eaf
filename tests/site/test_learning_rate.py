"""The learning-rate slider on the built pages: what it shows is what was trained.

Every page that holds the figure is tried, with and without a choice of the momentum.
"""

import re
from functools import cache

import numpy as np
import pytest
from book_pages import ROOT
from browser import WIDE
from moving_figures import (
    LEARNING_RATE,
    assert_all_changed,
    at_the_start,
    says,
    shapes,
    slider,
    to_numbers,
)

from mlp_core.recipes import train_digits, train_relu_digits
from mlp_core.sweep import Sweep

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


@pytest.fixture(scope="module", params=LEARNING_RATE.pages() or [LEARNING_RATE.chapter])
def page(request, browser, address):
    with LEARNING_RATE.opened(browser, address, request.param, viewport=WIDE) as page:
        yield page


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
    return at_the_start(page.locator(".learning-rate").first)


def go_to(page, figure, rate):
    """Press the right arrow until the slider says so."""
    for _ in range(100):
        if re.match(rf"learning rate {re.escape(f'{rate:g}')}[,:]", says(figure)):
            return
        page.keyboard.press("ArrowRight")
    pytest.fail(f"the slider has no {rate:g}")


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


def test_arrow_changes_all_pictures(page, figure):
    """Without a kernel, each step is to another trained rate."""
    before = shapes(figure)
    page.keyboard.press("ArrowRight")
    assert_all_changed(before, shapes(figure))


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
        drawn = to_numbers(figure, ".accuracy", 0, 100)[0][:, 1] / 100
        np.testing.assert_allclose(drawn, np.median(shares, axis=0), atol=0.015)
        drawn = to_numbers(figure, ".loss", 0.01, 0.1, log=True)[0][:, 1]
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


def test_runs_that_diverge_are_drawn_while_they_last(page, figure, browser, site):
    """The sweep's first rate diverges in the third epoch, the next one in the first."""
    epochs = int(NUMBERS.match(says(figure))[3])
    script = """() => {
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
    }""".replace("EPOCHS", str(epochs))
    with LEARNING_RATE.again(browser, site, page) as again:
        own, *_ = again(script, views=1)
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
