"""The figures' state in Python, which the page draws: without any browser."""

import re

import numpy as np
import pytest
import traitlets

from mlp_core.sweep import sweep
from mlp_core.widgets import Alpha, LearningRate

RATES, SEEDS, EPOCHS = [1.0, 10.0, 100.0], [0, 1], 3
MOMENTA = [0.0, 0.5, 0.9]


def run(lr, seed, momentum=0.0):
    epochs = np.arange(1, EPOCHS + 1)
    return {
        "train_loss": lr / epochs + seed + 1000 * momentum,
        "valid_accuracy": (0.9 - 0.1 * seed) * epochs / EPOCHS - 0.1 * momentum,
    }


@pytest.fixture
def results():
    return sweep(run, {"lr": RATES, "seed": SEEDS})


@pytest.fixture
def with_momentum():
    return sweep(run, {"momentum": MOMENTA, "lr": RATES, "seed": SEEDS})


def values(figure, name, i=0):
    flat = np.frombuffer(getattr(figure, name)[i], "<f4")
    return flat.reshape(len(figure.rates[i]), figure.n_seeds, -1)


def test_state_holds_the_sweep(results):
    figure = LearningRate(results)
    assert (figure.rates, figure.momenta) == ([RATES], [])
    for name in ("train_loss", "valid_accuracy"):
        assert len(getattr(figure, name)) == 1
        np.testing.assert_allclose(
            values(figure, name), results.results[name], rtol=1e-6
        )
    assert figure.lr in RATES
    assert figure.loss == "MSE"
    assert repr(figure) == f"LearningRate({results!r})"


def test_state_holds_a_sweep_for_each_momentum(with_momentum):
    figure = LearningRate(with_momentum, loss="cross-entropy")
    assert (figure.rates, figure.momenta) == ([RATES] * 3, MOMENTA)
    for name in ("train_loss", "valid_accuracy"):
        for i in range(3):
            np.testing.assert_allclose(
                values(figure, name, i), with_momentum.results[name][i], rtol=1e-6
            )
    assert (figure.momentum, figure.loss) == (0.0, "cross-entropy")


def test_state_holds_runs_that_diverged():
    def diverging(lr, seed):
        return run(lr, seed) | {"train_loss": [1.0, np.nan, np.nan]}

    figure = LearningRate(sweep(diverging, {"lr": RATES, "seed": SEEDS}))
    assert np.isnan(values(figure, "train_loss")).tolist()[0][0] == [False, True, True]


def test_live_means_that_there_is_something_to_run(results):
    assert LearningRate(results, run).live
    assert not LearningRate(results).live


def test_rate_of_the_sweep_is_not_trained_again(results):
    figure = LearningRate(results, pytest.fail)
    figure.lr = 1.0
    figure.lr = 100.0
    assert (figure.rates, figure.added, figure.status) == ([RATES], [[]], "")


def test_momentum_of_the_sweep_is_not_trained_again(with_momentum):
    figure = LearningRate(with_momentum, pytest.fail)
    for figure.momentum in reversed(MOMENTA):
        figure.lr = 1.0
        figure.lr = 100.0
    assert (figure.added, figure.status) == ([[], [], []], "")


def test_other_rate_is_trained_with_every_seed_and_joins(results):
    figure, seen = LearningRate(results, run), []
    figure.observe(lambda change: seen.append(change.new), "status")
    figure.lr = 30.0
    assert figure.rates == [[1.0, 10.0, 30.0, 100.0]]
    assert figure.added == [[30.0]]
    for seed in SEEDS:
        for name, expected in run(30.0, seed).items():
            np.testing.assert_allclose(
                values(figure, name)[2, seed], expected, rtol=1e-6
            )
    assert seen == [
        "Training learning rate 30, seed 0 …",
        "Training learning rate 30, seed 1 …",
        "",
    ]
    assert results.axes["lr"].tolist() == RATES  # the chapter's own sweep is untouched


def test_other_rate_is_trained_at_the_chosen_momentum_alone(with_momentum):
    figure, seen = LearningRate(with_momentum, run), []
    figure.momentum = 0.9
    figure.observe(lambda change: seen.append(change.new), "status")
    figure.lr = 30.0
    joined = [1.0, 10.0, 30.0, 100.0]
    assert figure.rates == [RATES, RATES, joined]
    assert figure.added == [[], [], [30.0]]
    for seed in SEEDS:
        for name, expected in run(30.0, seed, 0.9).items():
            np.testing.assert_allclose(
                values(figure, name, 2)[2, seed], expected, rtol=1e-6
            )
    assert seen[0] == "Training learning rate 30, momentum 0.9, seed 0 …"
    figure.momentum = 0.5  # the same rate, chosen at another momentum
    assert figure.rates == [RATES, joined, joined]
    assert values(figure, "train_loss", 1)[2, 0, 0] == 530


def test_rate_and_momentum_that_come_together_are_trained_once(with_momentum):
    """As in one message of a page whose hand rested after both."""
    calls = []

    def counted(**settings):
        calls.append(settings)
        return run(**settings)

    figure = LearningRate(with_momentum, counted)
    figure.set_state({"lr": 30.0, "momentum": 0.5})
    assert figure.added == [[], [30.0], []]
    assert calls == [{"lr": 30.0, "momentum": 0.5, "seed": seed} for seed in SEEDS]


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (RuntimeError("no data"), "RuntimeError: no data"),
        (KeyboardInterrupt(), "KeyboardInterrupt: "),
    ],
)
def test_error_is_shown_and_the_figure_goes_on(results, error, shown):
    def fail_at_30(lr, seed):
        if lr == 30:
            raise error
        return run(lr, seed)

    figure = LearningRate(results, fail_at_30)
    figure.lr = 30.0
    assert figure.status == f"No training of learning rate 30: {shown}"
    assert figure.rates == [RATES]
    figure.lr = 10.0
    assert figure.status == ""
    figure.lr = 50.0
    assert (figure.status, figure.added) == ("", [[50.0]])


def test_run_that_is_not_like_the_sweep_is_an_error_too(results):
    figure = LearningRate(results, lambda lr, seed: {"train_loss": [1.0]})
    figure.lr = 30.0
    assert "ValueError" in figure.status
    assert figure.rates == [RATES]


@pytest.mark.parametrize("lr", [0.0, -1.0, 1000.0, float("nan"), float("inf")])
def test_rate_outside_the_sweep_is_refused(results, lr):
    figure = LearningRate(results, pytest.fail)
    before = figure.lr
    with pytest.raises(traitlets.TraitError, match=r"is not in \[1\.0, 100\.0\]"):
        figure.lr = lr
    assert figure.lr == before


def test_momentum_outside_the_sweep_is_refused(results, with_momentum):
    figure = LearningRate(with_momentum, pytest.fail)
    with pytest.raises(traitlets.TraitError, match=r"0\.8 is not one of \[0\.0, 0\.5"):
        figure.momentum = 0.8
    assert figure.momentum == 0.0
    with pytest.raises(traitlets.TraitError, match="momentum"):
        LearningRate(results).momentum = 0.5


@pytest.mark.parametrize(
    "grid",
    [
        {"seed": SEEDS, "lr": RATES},
        {"lr": [10.0, 1.0], "seed": SEEDS},
        {"lr": [0.0, 1.0], "seed": SEEDS},
        {"lr": RATES, "momentum": MOMENTA, "seed": SEEDS},
        {"momentum": MOMENTA, "lr": [10.0, 1.0], "seed": SEEDS},
    ],
)
def test_other_sweeps_are_refused(grid):
    with pytest.raises(ValueError, match=r"must be lr \(above 0, rising\) x seed"):
        LearningRate(sweep(run, grid))


def test_other_results_are_refused():
    other = sweep(lambda lr, seed: {"loss": lr}, {"lr": RATES, "seed": SEEDS})
    with pytest.raises(ValueError, match="train_loss"):
        LearningRate(other)


STARTS, LAYERS = [-1.0, 0.0, 2.0], 2


def run_alpha(alpha, shared, seed):
    """Two layers; each alpha moves by what tells the runs apart."""
    epochs = np.arange(EPOCHS + 1)[:, None, None]
    layer = 10 * np.arange(1, LAYERS + 1)[:, None]
    quantiles = np.zeros(3) if shared else np.array([-0.5, 0.0, 0.25])
    return run(alpha + 2, seed, 0.5 * shared) | {
        "alphas": alpha + epochs * (seed + layer + quantiles)
    }


@pytest.fixture
def of_alpha():
    grid = {"shared": [True, False], "alpha": STARTS, "seed": [0, 1, 5]}
    return sweep(run_alpha, grid)


def paths(figure, i):
    """(starts, epochs + 1, layers, seeds or quantiles)."""
    flat = np.frombuffer(figure.paths[i], "<f4")
    return flat.reshape(len(figure.starts[i]), EPOCHS + 1, figure.n_layers, 3)


def test_alpha_holds_both_variants(of_alpha):
    figure = Alpha(of_alpha)
    assert (figure.alpha, figure.shared, figure.live) == (0.0, True, False)
    assert (figure.starts, figure.n_seeds, figure.n_layers) == ([STARTS] * 2, 3, 2)
    for name in ("train_loss", "valid_accuracy"):
        for i in range(2):
            flat = np.frombuffer(getattr(figure, name)[i], "<f4")
            expected = of_alpha.results[name][i].ravel()
            np.testing.assert_allclose(flat, expected, rtol=1e-6)


def test_paths_are_those_of_the_seeds_or_of_the_units(of_alpha):
    figure = Alpha(of_alpha)
    at = 2, 3, 1  # the last start and epoch, the second layer
    assert paths(figure, 0)[at].tolist() == [2 + 3 * (20 + s) for s in (0, 1, 5)]
    middle = 2 + 3 * (20 + 1)  # the median seed
    assert paths(figure, 1)[at].tolist() == [middle - 1.5, middle, middle + 0.75]


def test_channel_wise_path_ends_where_most_seeds_diverge():
    def diverging(alpha, shared, seed):
        one = run_alpha(alpha, shared, seed)
        one["alphas"][1 + seed :] = np.nan  # seed 0 after epoch 0, seed 1 after 1, ...
        return one

    grid = {"shared": [True, False], "alpha": STARTS, "seed": [0, 1, 2]}
    shared, channel_wise = (paths(Alpha(sweep(diverging, grid)), i) for i in range(2))
    finite = np.isfinite(channel_wise[0, :, 0, 1]).tolist()
    assert finite == [True, True, False, False]
    assert np.isfinite(shared[0, 1, 0]).tolist() == [False, True, True]


def test_other_alpha_is_trained_as_it_is_chosen(of_alpha):
    calls = []

    def counted(**settings):
        calls.append(settings)
        return run_alpha(**settings)

    figure, seen = Alpha(of_alpha, counted), []
    assert figure.live
    figure.alpha = 2.0
    figure.shared = False
    assert calls == []
    figure.observe(lambda change: seen.append(change.new), "status")
    figure.alpha = 0.5
    assert calls == [{"alpha": 0.5, "shared": False, "seed": s} for s in (0, 1, 5)]
    assert figure.starts == [STARTS, [-1.0, 0.0, 0.5, 2.0]]
    assert figure.added == [[], [0.5]]
    assert paths(figure, 1)[2, 0, 0].tolist() == [0.5] * 3
    assert seen[0] == "Training alpha 0.5, channel-wise, seed 0 …"
    assert seen[-1] == ""
    figure.shared = True  # the same alpha, one a layer
    assert figure.added == [[0.5], [0.5]]
    assert calls[-1] == {"alpha": 0.5, "shared": True, "seed": 5}


def test_error_is_shown_with_the_alpha(of_alpha):
    def fail(alpha, shared, seed):
        raise RuntimeError("no data")

    figure = Alpha(of_alpha, fail)
    figure.alpha = 0.5
    expected = "No training of alpha 0.5, shared: RuntimeError: no data"
    assert figure.status == expected
    assert figure.starts == [STARTS] * 2


@pytest.mark.parametrize("alpha", [-1.1, 2.5, float("nan")])
def test_alpha_outside_the_sweep_is_refused(of_alpha, alpha):
    figure = Alpha(of_alpha, pytest.fail)
    with pytest.raises(traitlets.TraitError, match=r"is not in \[-1\.0, 2\.0\]"):
        figure.alpha = alpha
    assert figure.alpha == 0.0


@pytest.mark.parametrize(
    "grid",
    [
        {"alpha": STARTS, "shared": [True, False], "seed": SEEDS},
        {"shared": [False, True], "alpha": STARTS, "seed": SEEDS},
        {"shared": [True], "alpha": STARTS, "seed": SEEDS},
        {"shared": [True, False], "alpha": [1.0, 0.0], "seed": SEEDS},
    ],
)
def test_other_sweeps_of_alpha_are_refused(grid):
    with pytest.raises(ValueError, match=r"must be shared \(True, False\) x alpha"):
        Alpha(sweep(run_alpha, grid))


def test_sweep_without_alphas_is_refused(results):
    def without(shared, alpha, seed):
        return run(alpha + 2, seed)

    grid = {"shared": [True, False], "alpha": STARTS, "seed": SEEDS}
    for other in (sweep(without, grid), results):
        with pytest.raises(ValueError, match="alphas"):
            Alpha(other)


@pytest.mark.parametrize("figure", [Alpha, LearningRate])
def test_front_end_is_one_module_without_imports(figure):
    """anywidget and the website's loader take a string that needs nothing else."""
    assert figure._esm.count("export default") == 1
    assert not re.search(
        r"^\s*import\b|\bimport\(|https?://", figure._esm, re.MULTILINE
    )
    assert ".moving-figure {" in figure._css
    assert "@import" not in figure._css
