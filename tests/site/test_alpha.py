"""The alpha slider on the built pages: f and its derivatives, and what was trained."""

import re
from functools import cache

import numpy as np
import pytest
from book_pages import ROOT
from browser import WIDE
from moving_figures import ALPHA, at_the_start, says, shapes, slider, to_numbers

from mlp_core.activations import prelu, prelu_alpha_prime, prelu_prime
from mlp_core.recipes import train_prelu_digits
from mlp_core.sweep import Sweep

SEEDS = range(5)
NUMBERS = re.compile(
    r"start (\S+), (shared|channel-wise): after (\d+) epochs the loss is (\S+), "
    r"accuracy (\S+) % \((\S+) to (\S+) over 5 seeds\)\. Its (?:middle )?alphas end at "
    r"(\S+) \(layer 1\), (\S+) \(layer 2\), (\S+) \(layer 3\)\."
)
VARIANTS = {"shared": True, "channel-wise": False}


@pytest.fixture(scope="module", params=ALPHA.pages() or [ALPHA.chapter])
def page(request, browser, address):
    with ALPHA.opened(browser, address, request.param, viewport=WIDE) as page:
        yield page


@pytest.fixture(scope="module")
def sweep():
    return Sweep.load(ROOT / "book/sweeps/alpha.npz")


@pytest.fixture
def figure(page):
    return at_the_start(page.locator(".prelu-alpha").first)


def number(text):
    return float(text.replace("\u2212", "-"))


def alpha_of(figure):
    return number(figure.locator("label b").inner_text())


def choose(figure, variant):
    figure.get_by_role("radio", name=re.compile(f"^{variant}")).check()
    slider(figure).focus()


def go_to(figure, alpha):
    slider(figure).fill(str(alpha))
    assert alpha_of(figure) == alpha


def test_every_stop_draws_f_and_its_derivatives(page, figure):
    """At and between the trained alphas, as exactly as a tenth of a pixel shows.

    All pieces are straight, and the lines of f and of df/dalpha reach from -2 to 2.
    """
    z = np.linspace(-2, 2, 41)
    for alpha in np.arange(-30, 41) / 20:
        assert alpha_of(figure) == alpha
        (f,) = to_numbers(figure, ".function", -2, 2)
        shape = "path.by-alpha, path.median"
        by_alpha, left, right = to_numbers(figure, ".derivatives", -1, 1, shape=shape)
        for line, whole, side, expected in (
            (f, f, z <= 2, prelu(z, alpha)),
            (by_alpha, by_alpha, z <= 2, prelu_alpha_prime(z)),
            (left, by_alpha, z <= 0, prelu_prime(z, alpha)),
            (right, by_alpha, z > 0, prelu_prime(z, alpha)),
        ):
            start, end = whole[[0, -1], 0]
            pixels = start + (end - start) * (z[side] + 2) / 4
            drawn = np.interp(pixels, *line.T, left=np.nan, right=np.nan)
            np.testing.assert_allclose(drawn, expected[side], atol=0.02)
        page.keyboard.press("ArrowRight")
    assert alpha_of(figure) == alpha  # there is nothing further right


def test_keys_and_their_steps(page, figure):
    keys = ["ArrowRight", "ArrowUp", "PageUp", "PageDown", "ArrowDown", "ArrowLeft"]
    alphas = [-1.45, -1.4, -1.15, -1.4, -1.45, -1.5]
    for key, alpha in zip([*keys, "End", "Home"], [*alphas, 2.0, -1.5], strict=True):
        page.keyboard.press(key)
        assert alpha_of(figure) == alpha


def test_derivative_at_0_is_that_of_the_left(figure):
    """The full dot is the value at z = 0, the open one is left out."""
    go_to(figure, 0.5)
    read = "e => [e.getAttribute('cx'), e.getAttribute('cy')].map(Number)"
    derivatives = figure.locator(".derivatives")
    full, hollow = (derivatives.locator(f"circle.{k}") for k in ("chosen", "open"))
    (x, at_left), (also_x, at_right) = full.evaluate(read), hollow.evaluate(read)
    assert x == also_x
    lines = derivatives.locator("path.median")
    left, right = (lines.nth(i).get_attribute("d") for i in range(2))
    assert left.endswith(f"L{x:g} {at_left:g}")
    assert right.startswith(f"M{x:g} {at_right:g}L")
    assert prelu_prime(np.zeros(1), 0.5) == [0.5]


@pytest.mark.parametrize(
    ("alpha", "name"),
    [
        (-1.5, "beyond |z|"),
        (-1.0, "the absolute value |z|"),
        (-0.95, "between |z| and ReLU"),
        (0.0, "ReLU"),
        (0.05, "between ReLU and linear"),
        (1.0, "linear, f(z) = z"),
        (1.05, "beyond linear"),
    ],
)
def test_what_alpha_is_called(figure, alpha, name):
    go_to(figure, alpha)
    digits = f"{alpha:g}".replace("-", "\u2212")
    assert f"alpha {digits}, {name}" in figure.locator("label").first.inner_text()
    told = slider(figure).get_attribute("aria-valuetext")
    assert told == f"alpha {digits}, {name}"
    emphasised = figure.locator(".function text.here").all_text_contents()
    assert emphasised == {-1: ["|z|"], 0: ["ReLU"], 1: ["linear"]}.get(alpha, [])


def assert_says(figure, variant, start, loss, shares, alphas, *, points, rtol):
    """The read-out gives what the seeds of one start did, to so many percent points."""
    said, said_variant, epochs, *numbers = NUMBERS.search(says(figure)).groups()
    said_loss, *shown = map(number, numbers)
    loss, shares, last = loss.T, shares.T, middles(alphas)[-1]
    assert (number(said), said_variant, int(epochs)) == (start, variant, len(loss))
    assert said_loss == pytest.approx(np.median(loss[-1]), rel=rtol)  # two digits
    expected = [100 * f(shares[-1]) for f in (np.median, np.min, np.max)]
    assert shown[:3] == pytest.approx(expected, abs=points)
    assert shown[3:] == pytest.approx(last.tolist(), abs=rtol)


def middles(alphas):
    """(epochs + 1, layers): of the median seed the middle unit."""
    return np.median(alphas.astype(float), axis=0)[..., 1]


def test_every_start_says_what_the_sweep_holds(figure, sweep):
    names = ("train_loss", "valid_accuracy", "alphas")
    for i, variant in enumerate(VARIANTS):
        choose(figure, variant)
        for j, start in enumerate(sweep.axes["alpha"].tolist()):
            go_to(figure, start)
            held = [sweep.results[name][i, j] for name in names]
            assert_says(figure, variant, start, *held, points=0.06, rtol=0.05)
            (line, *_) = to_numbers(figure, ".paths", -1, 1)
            np.testing.assert_allclose(line[:, 1], middles(held[2])[:, 0], atol=0.03)


def test_between_starts_the_nearest_is_shown(page, figure):
    go_to(figure, 1.0)
    trained = shapes(figure, ".epochs svg"), says(figure)
    f = shapes(figure, ".shapes svg")
    page.keyboard.press("ArrowRight")
    assert says(figure) == (
        "No training starts at alpha 1.05; the nearest is " + trained[1]
    )
    assert shapes(figure, ".epochs svg") == trained[0]
    assert shapes(figure, ".shapes svg") != f
    assert "untrained" not in figure.get_attribute("class")  # no kernel: no waiting


def test_variant_changes_what_was_trained_and_not_f(page, figure):
    """By its keys: the arrows go from one to the other."""
    group = figure.get_by_role("group", name="alpha is", exact=True)
    assert group.get_by_role("radio").count() == 2
    go_to(figure, 0.5)
    group.get_by_role("radio").first.focus()
    f, trained = shapes(figure, ".shapes svg"), shapes(figure, ".epochs svg")
    assert says(figure).startswith("start 0.5, shared: after 15 epochs")
    page.keyboard.press("ArrowDown")
    assert says(figure).startswith("start 0.5, channel-wise: after 15 epochs")
    assert shapes(figure, ".shapes svg") == f
    other = shapes(figure, ".epochs svg")
    assert all(picture not in trained for picture in other)
    page.keyboard.press("ArrowUp")
    assert shapes(figure, ".epochs svg") == trained


def test_paths_show_seeds_or_units(figure, sweep):
    """Shared: each seed's alpha of each layer. Channel-wise: a band of the units."""
    go_to(figure, 0.25)
    (j,) = np.flatnonzero(sweep.axes["alpha"] == 0.25)
    alphas = sweep.results["alphas"][:, j].astype(float)
    seeds = to_numbers(figure, ".paths", -1, 1, shape="path.one")
    drawn = np.array([line[:, 1] for line in seeds]).reshape(3, 5, -1)
    np.testing.assert_allclose(drawn, alphas[0, ..., 1].transpose(2, 0, 1), atol=0.03)
    assert figure.locator(".paths path.band").count() == 0
    choose(figure, "channel-wise")
    assert figure.locator("path.one").count() == 0
    bands = to_numbers(figure, ".closer", 0.2, 0.3, shape="path.band")
    tenth, _, ninth = np.moveaxis(np.median(alphas[1], axis=0), -1, 0)
    for layer, band in enumerate(bands):
        edges = np.concatenate([ninth[:, layer], tenth[::-1, layer]])
        np.testing.assert_allclose(band[:, 1], edges, atol=0.003)


def test_labels_of_the_layers_lie_apart(page, figure):
    for variant in VARIANTS:
        choose(figure, variant)
        for key in ("Home", *["PageUp"] * 14):
            page.keyboard.press(key)
            labels = figure.locator(".paths text.note").all()
            tops = sorted(label.bounding_box()["y"] for label in labels)
            assert len(tops) == 3
            assert min(np.diff(tops)) > 11


@cache
def anew(**settings):
    runs = [train_prelu_digits(**settings, seed=seed) for seed in SEEDS]
    return [np.array([run[name] for run in runs]) for name in runs[0]]


@pytest.mark.parametrize(("variant", "start"), [("shared", 0.25), ("channel-wise", -1)])
def test_numbers_are_those_of_mlp_core(figure, variant, start):
    choose(figure, variant)
    go_to(figure, start)
    loss, shares, alphas = anew(shared=VARIANTS[variant], alpha=float(start))
    assert_says(figure, variant, start, loss, shares, alphas, points=1.0, rtol=0.1)
    drawn = to_numbers(figure, ".accuracy", 0, 100)[0][:, 1] / 100
    np.testing.assert_allclose(drawn, np.median(shares, axis=0), atol=0.015)
    drawn = to_numbers(figure, ".loss", 0.01, 0.1, log=True)[0][:, 1]
    np.testing.assert_allclose(drawn, np.median(loss, axis=0), rtol=0.15)
    for layer, line in enumerate(to_numbers(figure, ".paths", -1, 1)):
        expected = middles(alphas)[:, layer]
        np.testing.assert_allclose(line[:, 1], expected, atol=0.05)


def test_runs_that_diverge_are_drawn_while_they_last(page, figure, browser, site):
    """From the first start: one seed after epoch 5, the others after epoch 10."""
    script = """() => {
        const tag = document.querySelector("script[type*=widget-state]");
        const page = JSON.parse(tag.textContent);
        const models = Object.values(page.state);
        const { buffers } = models.find((m) => m.model_module === "anywidget");
        const spoil = (name, lost) => {
            const buffer = buffers.find((b) => b.path[0] === name && b.path[1] === 0);
            const bytes = Uint8Array.from(atob(buffer.data), (c) => c.charCodeAt(0));
            const values = new Float32Array(bytes.buffer);
            values.forEach((_, i) => { if (lost(i)) values[i] = NaN; });
            buffer.data = btoa(String.fromCharCode(...bytes));
        };
        const ends = (seed) => (seed ? 10 : 5);
        // orders: seed, epoch; and epoch from 0 on, layer, seed
        spoil("train_loss", (i) => i < 75 && i % 15 >= ends(Math.floor(i / 15)));
        spoil("paths", (i) => i < 240 && Math.floor(i / 15) > ends(i % 5));
        tag.textContent = JSON.stringify(page);
    }"""
    with ALPHA.again(browser, site, page) as again:
        own, *_ = again(script, views=1)
        at_the_start(own)
        assert "after 15 epochs the loss is no longer a number," in says(own)
        assert "Its alphas end at no number (layer 1)" in says(own)
        assert own.locator(".loss path.median").get_attribute("d").count("L") == 9
        read = "lines => lines.map((e) => e.getAttribute('d').split('L').length)"
        seeds = own.locator(".paths path.one").evaluate_all(read)
        assert seeds == [6, 11, 11, 11, 11] * 3
        assert own.locator(".paths path.median").evaluate_all(read) == [11] * 3
        assert not re.search("NaN|Infinity|undefined", own.inner_html())
