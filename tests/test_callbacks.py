"""Early stopping and the recorders, however a training ends."""

import numpy as np
import pytest

from mlp_core import (
    MLP,
    SGD,
    Dense,
    EarlyStopping,
    PReLU,
    ReLU,
    alphas,
    dead_units,
    fit,
    gradient_norms,
    share_of_dead_units,
    softmax_cross_entropy,
)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def net(rng):
    return MLP(
        *(Dense(4, 6, rng=rng), ReLU(), Dense(6, 5, rng=rng), ReLU()),
        Dense(5, 3, rng=rng),
    )


@pytest.fixture
def examples(rng):
    return rng.normal(size=(30, 4)), rng.integers(0, 3, 30)


def run(net, examples, *callbacks, lr=0.1, epochs=8, validation=None):
    how = {"loss": softmax_cross_entropy, "optimizer": SGD(net, lr), "epochs": epochs}
    how |= {"batch_size": 10, "rng": np.random.default_rng(1), "progress": False}
    return fit(net, *examples, **how, callbacks=callbacks, validation=validation)


def notes(net, values, column="valid_loss"):
    """A callback that puts invented values into a column and keeps the parameters."""
    thetas = []

    def callback(record):
        record[column] = values[len(thetas)]
        thetas.append(net.theta.copy())

    return thetas, callback


def test_early_stopping_ends_and_restores_the_best(net, examples):
    thetas, callback = notes(net, [3.0, 2.0, 2.5, 2.1, 2.0, 1.0])
    stopping = EarlyStopping(net, patience=3)
    history = run(net, examples, callback, stopping)
    assert history.stopped == "early"
    assert len(history) == 5  # equal is no improvement
    assert (stopping.best_epoch, stopping.best) == (2, 2.0)
    np.testing.assert_array_equal(net.theta, thetas[1])
    assert (thetas[1] != thetas[4]).any()


def test_a_new_best_starts_the_patience_anew(net, examples):
    _, callback = notes(net, [5, 6, 4, 6, 3, 6, 7, 1])
    assert len(run(net, examples, callback, EarlyStopping(net, patience=2))) == 7


def test_best_is_restored_when_the_run_finishes(net, examples):
    thetas, callback = notes(net, [3.0, 2.0, 2.5, 2.6])
    history = run(net, examples, callback, EarlyStopping(net, patience=9), epochs=4)
    assert history.stopped == "finished"
    np.testing.assert_array_equal(net.theta, thetas[1])


def test_accuracy_should_rise(net, examples):
    thetas, callback = notes(net, [0.5, 0.8, 0.7, 0.6, 0.9], "valid_accuracy")
    stopping = EarlyStopping(net, patience=2, column="valid_accuracy")
    history = run(net, examples, callback, stopping)
    assert (len(history), stopping.best_epoch, stopping.best) == (4, 2, 0.8)
    np.testing.assert_array_equal(net.theta, thetas[1])


def test_best_is_restored_when_the_run_diverges(net, examples):
    """The rate grows absurd in epoch 3; epochs 1 and 2 are worth keeping."""
    thetas, note = notes(net, [0] * 8, "note")
    stopping = EarlyStopping(net, patience=5)

    def rate(step):
        return 0.01 if step < 6 else 1e37

    history = run(net, examples, note, stopping, lr=rate, validation=examples)
    assert history.stopped == "diverged"
    assert len(history) == 3
    assert stopping.best_epoch in (1, 2)
    assert np.isfinite(stopping.best)
    np.testing.assert_array_equal(net.theta, thetas[stopping.best_epoch - 1])
    assert np.isfinite(net.theta).all()


def test_best_is_restored_when_the_run_is_interrupted(net, examples):
    thetas, callback = notes(net, [3.0, 2.0, 2.5, 2.6])

    def interrupt(record):
        if record["epoch"] == 4:
            raise KeyboardInterrupt

    history = run(net, examples, callback, EarlyStopping(net), interrupt)
    assert history.stopped == "interrupted"
    np.testing.assert_array_equal(net.theta, thetas[1])


def test_best_is_restored_when_a_callback_fails(net, examples):
    thetas, callback = notes(net, [2.0, 3.0])

    def fail(record):
        if record["epoch"] == 2:
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        run(net, examples, callback, EarlyStopping(net), fail)
    np.testing.assert_array_equal(net.theta, thetas[0])


def test_nan_is_never_the_best(net):
    stopping = EarlyStopping(net, patience=2)
    for epoch, value in enumerate([np.nan, 2.0, np.nan], 1):
        assert not stopping({"epoch": epoch, "valid_loss": value})
    assert (stopping.best_epoch, stopping.best) == (2, 2.0)
    assert stopping({"epoch": 4, "valid_loss": 3.0})


def test_patience_is_counted_anew_in_a_second_fit(net):
    stopping = EarlyStopping(net, patience=2)
    for epoch, value in enumerate([3.0, 2.0, 2.5], 1):
        assert not stopping({"epoch": epoch, "valid_loss": value})
    assert stopping({"epoch": 1, "valid_loss": 2.2})  # the second in a row


def test_real_validation_loss(net, examples, rng):
    """Labels without a rule: what is learned about them is wrong elsewhere."""
    validation = rng.normal(size=(30, 4)), rng.integers(0, 3, 30)
    stopping = EarlyStopping(net, patience=4)
    history = run(net, examples, stopping, lr=0.5, epochs=60, validation=validation)
    assert history.stopped == "early"
    losses = history["valid_loss"]
    assert stopping.best_epoch == 1 + np.argmin(losses)
    assert len(losses) == stopping.best_epoch + 4
    X, y = validation
    again, _ = softmax_cross_entropy(net.forward(X), y)
    assert again == pytest.approx(losses.min(), rel=1e-6)


def test_errors_say_how_to_mend_them(net, examples):
    with pytest.raises(ValueError, match="patience 0 must be 1 or more"):
        EarlyStopping(net, patience=0)
    with pytest.raises(
        ValueError, match=r"no 'valid_loss', only epoch, loss.* Give fit a validation"
    ):
        run(net, examples, EarlyStopping(net))


def test_gradient_norms_are_columns_of_the_history(net, examples):
    seen = []

    def note(record):
        matrices = [layer.dW for layer in net.layers if layer.params]
        seen.append([np.linalg.norm(dW) for dW in matrices])

    history = run(net, examples, gradient_norms(net), note, epochs=3)
    assert history["gradient_norms"].shape == (3, 3)
    np.testing.assert_allclose(history["gradient_norms"], seen, rtol=1e-6)
    assert (history["gradient_norms"] > 0).all()


def test_dead_units_counts_those_that_were_killed(net, examples, rng):
    X, _ = examples
    for layer in net.layers[::2]:
        layer.W[:], layer.b[:] = np.abs(layer.W), 100  # everybody lives
    np.testing.assert_array_equal(share_of_dead_units(net, X), [0, 0])
    net.layers[0].b[[1, 4]] = -1e3
    net.layers[2].b[3] = -1e6
    np.testing.assert_allclose(share_of_dead_units(net, X), [2 / 6, 1 / 5])
    history = run(net, examples, dead_units(net, X), lr=1e-6, epochs=2)
    np.testing.assert_allclose(history["dead_units"], [[2 / 6, 1 / 5]] * 2)


def test_a_unit_that_one_example_wakes_is_alive(net):
    """Also when that example is in the last of several chunks."""
    X = np.full((2300, 4), -1.0)
    first = net.layers[0]
    first.W[:], first.b[:] = 1.0, 0.0
    assert share_of_dead_units(net, X)[0] == 1
    X[-1] = 1
    assert share_of_dead_units(net, X)[0] == 0
    X[0], X[-1] = X[-1].copy(), X[0].copy()
    assert share_of_dead_units(net, X)[0] == 0


def test_networks_without_relu_have_no_dead_units(rng):
    net = MLP(Dense(4, 3, rng=rng))
    assert share_of_dead_units(net, np.ones((2, 4))).shape == (0,)


def test_alphas_are_columns_of_the_history(rng, examples):
    net = MLP(
        *(Dense(4, 6, rng=rng), PReLU(), Dense(6, 5, rng=rng), ReLU()),
        *(Dense(5, 5, rng=rng), PReLU(5, alpha=0.5), Dense(5, 3, rng=rng)),
    )
    first, second, seen = net.layers[1], net.layers[5], []

    def note(record):
        seen.append([*first.alpha, *second.alpha])

    history = run(net, examples, alphas(net), note, epochs=3)
    assert set(history.records[0]) == {"epoch", "loss", "seconds", "alpha_1", "alpha_2"}
    assert history["alpha_1"].shape == (3, 1)
    assert history["alpha_2"].shape == (3, 5)
    both = np.hstack([history["alpha_1"], history["alpha_2"]])
    np.testing.assert_array_equal(both, np.array(seen, np.float32))
    assert (both[0] != both[1]).any()  # each epoch's own, not views of the last one's


def test_a_network_without_prelu_has_no_alphas(net):
    with pytest.raises(ValueError, match=r"alphas: MLP\(.*has no PReLU layer"):
        alphas(net)


def test_a_callback_that_cannot_judge_a_diverged_network_costs_no_history():
    rng = np.random.default_rng(0)
    net = MLP(Dense(4, 5, rng=rng), PReLU(5), Dense(5, 3, rng=rng), ReLU())
    X = rng.normal(size=(20, 4)).astype(np.float32)
    history = fit(
        net,
        X,
        np.arange(20) % 3,
        loss=softmax_cross_entropy,
        optimizer=SGD(net, 1e38),
        epochs=3,
        batch_size=10,
        rng=rng,
        callbacks=[dead_units(net, X)],
        progress=False,
    )
    assert history.stopped == "diverged"
    assert len(history) == 1
