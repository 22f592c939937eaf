"""The sweep behind the alpha slider: its recipe, its file, its still picture."""

from pathlib import Path

import matplotlib
import numpy as np
import pytest

from mlp_core.plots import show_alphas
from mlp_core.recipes import train_prelu_digits
from mlp_core.sweep import Sweep, sweep

matplotlib.use("Agg")
SHIPPED = Path(__file__).parents[1] / "book" / "sweeps" / "alpha.npz"


@pytest.fixture(scope="module")
def shipped():
    return Sweep.load(SHIPPED)


@pytest.fixture(scope="module")
def short():
    """(shared, seed) -> one short training from 0.25."""
    settings = [(True, 0), (True, 1), (False, 0)]
    return {(v, s): train_prelu_digits(0.25, v, s, epochs=2) for v, s in settings}


def test_training_gives_the_path_of_all_alphas(short):
    for run in short.values():
        shapes = {name: array.shape for name, array in run.items()}
        assert shapes == {
            "train_loss": (2,),
            "valid_accuracy": (2,),
            "alphas": (3, 3, 3),
        }
        assert {array.dtype for array in run.values()} == {np.dtype(np.float32)}
        assert (run["alphas"][0] == 0.25).all()
        assert (run["alphas"][1:] != 0.25).all()
        assert (np.diff(run["alphas"], axis=-1) >= 0).all()  # quantiles


def test_shared_is_one_alpha_a_layer(short):
    spread = np.ptp(short[True, 0]["alphas"][1:], axis=-1)
    np.testing.assert_allclose(spread, 0, atol=1e-6)
    assert (np.ptp(short[False, 0]["alphas"][1:], axis=-1) > 0.01).all()


def test_training_depends_on_the_seed_alone(short):
    again = train_prelu_digits(0.25, True, 0, epochs=2)
    for name, array in again.items():
        np.testing.assert_array_equal(array, short[True, 0][name])
        assert (array != short[True, 1][name]).any()


def test_run_that_diverges_is_full_length():
    """It is no number from then on, and its accuracy that of a guess."""
    run = train_prelu_digits(1e6, True, 0, epochs=2)
    assert np.isnan(run["train_loss"]).all()
    assert run["valid_accuracy"].tolist() == [np.float32(0.1)] * 2
    assert (run["alphas"][0] == 1e6).all()
    assert np.isnan(run["alphas"][1:]).all()


def test_alpha_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="alpha must start finite"):
        train_prelu_digits(float("nan"), True, 0)


@pytest.mark.parametrize(
    ("shared", "alpha", "seed"), [(True, 0.25, 2), (True, 1.0, 0), (False, -1.0, 4)]
)
def test_shipped_sweep_is_what_the_recipe_computes(shipped, shared, alpha, seed):
    """Ten epochs of it: where the loss is small, the rounding of another BLAS grows.

    The alphas are stored as float16: to 1/1000.
    """
    settings = {"shared": shared, "alpha": alpha, "seed": seed}
    at = tuple(shipped.axes[key].tolist().index(settings[key]) for key in shipped.axes)
    loss, accuracy, alphas = (shipped.results[name][at] for name in shipped.results)
    anew = train_prelu_digits(**settings, epochs=10)
    np.testing.assert_allclose(loss[:10], anew["train_loss"], rtol=0.05)
    np.testing.assert_allclose(accuracy[:10], anew["valid_accuracy"], atol=0.01)
    np.testing.assert_allclose(alphas[:11], anew["alphas"], atol=0.02)


def test_shipped_alphas_flee_when_shared_and_stay_when_not(shipped):
    starts = shipped.axes["alpha"]
    ends = np.median(shipped.results["alphas"][:, :, :, -1].astype(float), axis=2)
    middles = ends[..., 1]  # (variants, starts, layers)
    shared, channel_wise = middles - starts[:, None]
    assert (shared[starts <= -0.25] < -0.3).all()
    assert (shared[starts >= 0.5] > 0.3).all()
    assert (np.abs(channel_wise) < 0.1).all()
    assert SHIPPED.stat().st_size < 60_000


def test_shipped_losses_are_worst_near_linear(shipped):
    starts = shipped.axes["alpha"].tolist()
    loss = np.median(shipped.results["train_loss"][..., -1], axis=-1)
    shared, channel_wise = (starts[i] for i in loss.argmax(axis=1))
    assert 0.25 <= shared <= 0.75
    assert 0.75 <= channel_wise <= 1.25
    at = {start: loss[:, i] for i, start in enumerate(starts)}
    assert (at[-1.0] < at[0.0]).all()
    assert (at[0.0] < at[0.5]).all()
    assert (at[2.0] < at[1.0]).all()


def made_up(shared, alpha, seed):
    ends = alpha + seed + np.array([[-1.0, 0.0, 3.0], [9.0, 10.0, 13.0]])  # by layer
    return {"alphas": np.array([np.full((2, 3), alpha), ends])}


GRID = {"shared": [True, False], "alpha": [1.0, 2.0], "seed": [0, 1, 5]}


@pytest.mark.parametrize(
    ("shared", "low", "high"),
    [(True, 0, 5), (False, 1 - 1, 1 + 3)],  # of the seeds; of the median seed's units
)
def test_show_alphas_draws_a_line_and_a_band_for_each_layer(shared, low, high):
    ax = show_alphas(sweep(made_up, GRID), shared)
    diagonal, *lines = ax.lines
    assert diagonal.get_ydata().tolist() == [1, 2]
    for layer, (line, band) in enumerate(zip(lines, ax.collections, strict=True)):
        base = 10 * layer
        assert line.get_ydata().tolist() == [2 + base, 3 + base]
        corners = {tuple(v) for v in band.get_paths()[0].vertices.round(6).tolist()}
        expected = {(a, a + base + edge) for a in (1, 2) for edge in (low, high)}
        assert corners == expected
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["as at the start", "layer 1", "layer 2"]
    assert ("shared" in ax.get_ylabel()) == shared
    matplotlib.pyplot.close(ax.figure)


def test_show_alphas_wants_its_axes():
    other = sweep(lambda lr, seed: {"alphas": lr}, {"lr": [1.0], "seed": [0]})
    with pytest.raises(ValueError, match="must be shared, alpha and seed"):
        show_alphas(other, True)
    shared_alone = sweep(made_up, GRID | {"shared": [True]})
    with pytest.raises(ValueError, match=r"must be one of \[True\]"):
        show_alphas(shared_alone, False)
