"""Many runs over a grid: every point, in its place, and back from the file."""

import threading
from pathlib import Path

import joblib
import matplotlib
import numpy as np
import pytest

from mlp_core.plots import show_rates
from mlp_core.recipes import train_digits, train_relu_digits
from mlp_core.sweep import Sweep, sweep

matplotlib.use("Agg")
SHIPPED = Path(__file__).parents[1] / "book" / "sweeps"


def digits(a, b):
    """So that every result says which settings it belongs to."""
    return {"number": 10 * a + b, "pair": np.array([a, b], np.float32)}


GRID = {"a": [1, 2], "b": [3, 4, 5]}


def test_every_point_is_in_its_place():
    done = sweep(digits, GRID)
    assert list(done.axes) == ["a", "b"]
    assert done.results["number"].tolist() == [[13, 14, 15], [23, 24, 25]]
    assert done.results["pair"].shape == (2, 3, 2)
    assert done.results["pair"].dtype == np.float32
    assert done.results["pair"][1, 2].tolist() == [2, 5]
    assert repr(done) == "Sweep(2 a x 3 b: number, pair)"


def test_run_gets_plain_python_numbers():
    """A NumPy scalar as learning rate would turn float32 steps into float64."""
    kinds = []
    sweep(lambda lr: kinds.append(type(lr)) or {"x": lr}, {"lr": np.array([0.5, 1.0])})
    assert kinds == [float, float]


@pytest.mark.parametrize("n_jobs", [2, -1])
def test_jobs_give_the_same_as_one_after_the_other(n_jobs):
    alone, together = sweep(digits, GRID), sweep(digits, GRID, n_jobs=n_jobs)
    for name, array in alone.results.items():
        np.testing.assert_array_equal(together.results[name], array)


def test_jobs_run_where_joblibs_active_backend_puts_them():
    def where(i):
        return {"main": threading.current_thread() is threading.main_thread()}

    with joblib.parallel_config(backend="threading"):
        assert not sweep(where, {"i": [0, 1]}, n_jobs=2).results["main"].any()
    assert sweep(where, {"i": [0, 1]}).results["main"].all()


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_run_that_raises_says_for_which_settings(n_jobs):
    with pytest.raises(ZeroDivisionError, match=r"sweep: in run\(a=2, b=0\)"):
        sweep(divide, {"a": [2], "b": [1, 0]}, n_jobs=n_jobs)


def divide(a, b):
    return {"ratio": a / b}


@pytest.mark.parametrize(
    ("grid", "message"),
    [
        ({}, "the grid is empty"),
        ({"a": []}, "'a' must be a list"),
        ({"a": 3}, "'a' must be a list"),
        ({"a": [[1, 2]]}, "'a' must be a list"),
        ({"a": [None]}, "'a' must be a list"),
        ({"a": [1, 2, 1]}, "'a' has a value twice"),
    ],
)
def test_bad_grid_ends_before_the_first_run(grid, message):
    with pytest.raises(ValueError, match=message):
        sweep(pytest.fail, grid)


def test_runs_must_be_alike():
    with pytest.raises(
        ValueError, match=r"run\(n=2\) returned .*\(2,\).*must be alike"
    ):
        sweep(lambda n: {"x": np.zeros(n)}, {"n": [1, 2]})


def test_results_must_fit_the_axes():
    with pytest.raises(ValueError, match=r"'x' \(3,\) must begin with .* \(2,\)"):
        Sweep({"a": np.array([1, 2])}, {"x": np.zeros(3)})


def test_insert_keeps_the_axis_sorted():
    done = sweep(digits, {"a": [1, 4], "b": [3, 5]})
    more = done.insert(sweep(digits, {"a": [2], "b": [3, 5]}), "a")
    assert more.axes["a"].tolist() == [1, 2, 4]
    assert more.results["number"].tolist() == [[13, 15], [23, 25], [43, 45]]
    along_b = done.insert(sweep(digits, {"a": [1, 4], "b": [4]}), "b")
    assert along_b.results["number"].tolist() == [[13, 14, 15], [43, 44, 45]]


@pytest.mark.parametrize(
    ("other", "axis", "message"),
    [
        ({"a": [2], "b": [3, 6]}, "a", "values of 'b' differ"),
        ({"a": [1], "b": [3, 5]}, "a", "a value twice"),
        ({"a": [2], "b": [3, 5]}, "c", "no axis 'c'"),
        ({"b": [3, 5], "a": [2]}, "a", "different things"),
    ],
)
def test_insert_refuses_what_does_not_fit(other, axis, message):
    done = sweep(digits, {"a": [1], "b": [3, 5]})
    with pytest.raises(ValueError, match=message):
        done.insert(sweep(digits, other), axis)


def test_file_gives_back_what_was_saved(tmp_path):
    done = sweep(digits, GRID)
    path = done.save(tmp_path / "done.npz")
    again = Sweep.load(path)
    assert list(again.axes) == list(done.axes)
    for before, after in ((done.axes, again.axes), (done.results, again.results)):
        assert list(before) == list(after)
        for name in before:
            np.testing.assert_array_equal(after[name], before[name], strict=True)
    assert [file.name for file in tmp_path.iterdir()] == ["done.npz"]


def test_interrupted_save_leaves_the_old_file(tmp_path, monkeypatch):
    path = sweep(digits, GRID).save(tmp_path / "done.npz")
    before = path.read_bytes()

    def half_way(file, **arrays):
        file.write(b"PK")
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez_compressed", half_way)
    with pytest.raises(KeyboardInterrupt):
        sweep(digits, GRID).save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"no archive", "npz", "half"])
def test_other_files_are_refused(tmp_path, content):
    path = tmp_path / "other.npz"
    if content == "npz":
        np.savez(path, x=np.zeros(2))
    elif content == "half":
        np.savez(path, **{"axes/a": np.zeros(2), "results/x": np.zeros(3)})
    else:
        path.write_bytes(content)
    with pytest.raises(ValueError, match=r"was not written by Sweep\.save"):
        Sweep.load(path)


def test_other_suffix_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"must end in \.npz"):
        sweep(digits, GRID).save(tmp_path / "done.txt")


RECIPES = {"learning_rate": train_digits, "momentum": train_relu_digits}


@pytest.mark.parametrize(
    ("recipe", "settings"),
    [(train_digits, {"lr": 3.0}), (train_relu_digits, {"lr": 0.1, "momentum": 0.5})],
)
def test_training_depends_on_the_seed_alone(recipe, settings):
    first, second, other = (recipe(**settings, seed=s, epochs=2) for s in (0, 0, 1))
    for name in ("train_loss", "valid_accuracy"):
        assert (first[name].shape, first[name].dtype) == ((2,), np.float32)
        np.testing.assert_array_equal(first[name], second[name])
        assert (first[name] != other[name]).any()


def test_momentum_is_that_of_the_optimizer():
    """Twice as fast at momentum 0.5, while steps are small: lr 0.01 is lr 0.02."""
    plain, fast = train_relu_digits(0.02, 0.0, 0), train_relu_digits(0.01, 0.5, 0)
    np.testing.assert_allclose(fast["train_loss"], plain["train_loss"], rtol=0.05)


def test_run_that_diverges_is_full_length():
    """Its loss is no number from then on, and its accuracy that of a guess."""
    run = train_relu_digits(1e30, 0.0, 0, epochs=3)
    assert np.isnan(run["train_loss"]).all()
    assert run["valid_accuracy"].tolist() == [np.float32(0.1)] * 3


@pytest.fixture(scope="module")
def shipped():
    return {name: Sweep.load(SHIPPED / f"{name}.npz") for name in RECIPES}


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("learning_rate", {"lr": 0.1, "seed": 0}),
        ("learning_rate", {"lr": 1.0, "seed": 1}),
        ("learning_rate", {"lr": 5.0, "seed": 2}),
        ("momentum", {"momentum": 0.0, "lr": 0.005, "seed": 3}),
        ("momentum", {"momentum": 0.5, "lr": 0.1, "seed": 0}),
        ("momentum", {"momentum": 0.9, "lr": 0.03, "seed": 4}),
    ],
)
def test_shipped_sweep_is_what_the_recipe_computes(shipped, name, settings):
    """Moderate rates: at large ones the rounding of another BLAS grows."""
    axes, results = shipped[name].axes, shipped[name].results
    at = tuple(axes[key].tolist().index(settings[key]) for key in axes)
    anew = RECIPES[name](**settings)
    loss, accuracy = (results[key][at] for key in ("train_loss", "valid_accuracy"))
    np.testing.assert_allclose(loss, anew["train_loss"], rtol=0.01)
    np.testing.assert_allclose(accuracy, anew["valid_accuracy"], atol=0.01)


def test_shipped_sweep_shows_learning_and_the_collapse(shipped):
    sweep = shipped["learning_rate"]
    rates, final = sweep.axes["lr"], sweep.results["valid_accuracy"][..., -1]
    assert (final[rates == 10] > 0.88).all()
    assert (final[rates >= 100] < 0.15).all()
    assert (final[rates <= 0.1] < 0.5).all()


def test_shipped_momentum_speeds_up_slow_rates_and_leaves_the_cliff(shipped):
    axes, results = shipped["momentum"].axes, shipped["momentum"].results
    assert axes["momentum"].tolist() == [0.0, 0.5, 0.9]
    rates, accuracy = axes["lr"], results["valid_accuracy"][..., -1]
    loss = np.median(results["train_loss"][..., -1], axis=-1)
    for i, factor in ((1, 2), (2, 10)):  # 1/(1 - momentum)
        for rate in (0.001, 0.01):
            slow = loss[i, rates == rate]
            plain = loss[0, np.isclose(rates, factor * rate)]
            np.testing.assert_allclose(slow, plain, rtol=0.06)
    assert (accuracy[:2, rates == 1.0] > 0.9).all()
    assert (accuracy[2, rates == 1.0] < 0.6).all()
    assert (accuracy[2, rates == 0.5] > 0.85).all()
    assert (accuracy[:, rates == 3.0] < 0.2).all()


def test_show_rates_draws_medians_and_band():
    def run(lr, seed):
        return {"valid_accuracy": [0.0, lr / 10 + seed / 100]}

    ax = show_rates(sweep(run, {"lr": [1.0, 2.0], "seed": [0, 1, 5]}))
    (median,), (band,) = ax.lines, ax.collections
    np.testing.assert_allclose(median.get_ydata(), [11, 21])
    assert ax.get_legend() is None
    corners = {tuple(v) for v in band.get_paths()[0].vertices.round(6).tolist()}
    assert corners == {(1, 10), (1, 15), (2, 20), (2, 25)}
    assert ax.get_xscale() == "log"
    matplotlib.pyplot.close(ax.figure)


def test_show_rates_draws_a_line_for_each_momentum():
    def run(momentum, lr, seed):
        return {"valid_accuracy": [0.0, lr / 10 + momentum / 2 + seed / 100]}

    grid = {"momentum": [0.0, 0.9], "lr": [1.0, 2.0], "seed": [0, 1, 5]}
    ax = show_rates(sweep(run, grid))
    medians = [line.get_ydata() for line in ax.lines]
    np.testing.assert_allclose(medians, [[11, 21], [56, 66]])
    assert len(ax.collections) == 2
    assert len({line.get_color() for line in ax.lines}) == 2
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["momentum 0", "momentum 0.9"]
    matplotlib.pyplot.close(ax.figure)


@pytest.mark.parametrize("names", [("a", "b"), ("seed", "lr"), ("lr", "momentum")])
def test_show_rates_wants_rates_and_seeds(names):
    grid = dict(zip(names, ([1.0, 2.0], [3, 4]), strict=True))
    with pytest.raises(ValueError, match="must be lr and seed"):
        show_rates(sweep(lambda **_: {"valid_accuracy": [0.5]}, grid))
