"""Minibatches, the loop, the history, and every way in which a training can end."""

import os
import signal
import subprocess
import sys

import numpy as np
import pytest
from nets import random_net

import mlp_core
from mlp_core import (
    MLP,
    SGD,
    Dense,
    ReLU,
    Sigmoid,
    Tanh,
    TrainingWarning,
    evaluate,
    fit,
    minibatches,
    mse,
    one_hot,
    softmax_cross_entropy,
    train,
)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def digits():
    d = mlp_core.load_digits_5k()
    return d, one_hot(d.y_train, 10), one_hot(d.y_valid, 10)


def digit_net(rng, outputs=Sigmoid):
    layers = [Dense(784, 20, rng=rng), Sigmoid(), Dense(20, 10, rng=rng)]
    return MLP(*layers, *([outputs()] if outputs else []))


def settings(net, rng, lr, **more):
    how = {"loss": mse, "optimizer": SGD(net, lr), "batch_size": 100, "rng": rng}
    return {"epochs": 3, "progress": False, **how, **more}


def test_minibatches_meet_every_example_once(rng):
    X, y = np.arange(20).reshape(10, 2), np.arange(10)
    batches = list(minibatches(X, y, 4, rng=rng))
    assert [len(batch) for batch, _ in batches] == [4, 4, 2]
    seen = np.concatenate([labels for _, labels in batches])
    np.testing.assert_array_equal(np.sort(seen), y)
    assert (seen != y).any()
    for batch, labels in batches:
        np.testing.assert_array_equal(batch[:, 0], 2 * labels)


def test_minibatches_refuse_what_does_not_fit(rng):
    X, y = np.ones((10, 2)), np.arange(10)
    with pytest.raises(
        ValueError, match=r"X has shape \(10, 2\) but y has shape \(9,\)"
    ):
        minibatches(X, y[:9], 4, rng=rng)
    with pytest.raises(ValueError, match="X is empty"):
        minibatches(X[:0], y[:0], 4, rng=rng)
    with pytest.raises(ValueError, match="batch_size must be 1 or more, not 0"):
        minibatches(X, y, 0, rng=rng)


def test_one_epoch_is_the_textbook_loop(rng):
    X = rng.normal(size=(9, 4))
    Y = one_hot(np.arange(9) % 3, 3)
    net = random_net(rng, (4, 5, 3), Tanh, Sigmoid)
    theta = net.theta.copy()
    how = {"loss": mse, "optimizer": SGD(net, 0.3), "batch_size": 4, "epochs": 1}
    (record,) = train(net, X, Y, rng=np.random.default_rng(7), l2=0.01, **how)
    trained = net.theta.copy()

    net.theta[:] = theta
    order = np.random.default_rng(7).permutation(9)
    losses = []
    for batch in (order[:4], order[4:8], order[8:]):
        loss, grad = net.loss_and_grad(X[batch], Y[batch], mse, l2=0.01)
        losses.append(loss)
        net.theta -= 0.3 * grad
    np.testing.assert_array_equal(net.theta, trained)
    assert record["loss"] == pytest.approx(np.dot(losses, [4, 4, 1]) / 9)
    assert record["epoch"] == 1


def test_evaluate_is_loss_and_accuracy_over_all_chunks(rng):
    X = rng.normal(size=(2100, 4))
    y = rng.integers(0, 3, 2100)
    net = random_net(rng, (4, 3), Sigmoid)
    loss, accuracy = evaluate(net, X, one_hot(y, 3), mse)
    A = net.forward(X)
    assert loss == pytest.approx(mse(A, one_hot(y, 3))[0])
    assert accuracy == pytest.approx(np.mean(A.argmax(axis=1) == y))


def test_digits_are_learned(rng, digits):
    d, Y, Y_valid = digits
    net = digit_net(rng)
    how = settings(net, rng, 10.0, epochs=8, validation=(d.X_valid, Y_valid))
    history = fit(net, d.X_train, Y, **how)
    assert history.stopped == "finished"
    assert history["valid_accuracy"][-1] > 0.8
    assert history["train_loss"][-1] < history["train_loss"][0]
    assert len(history) == 8
    np.testing.assert_array_equal(history["epoch"], np.arange(1, 9))
    assert repr(history) == "finished after 8 epochs."


def test_same_seed_same_history(digits):
    d, Y, _ = digits
    losses = []
    for _ in range(2):
        rng = np.random.default_rng(5)
        net = digit_net(rng)
        losses.append(fit(net, d.X_train, Y, **settings(net, rng, 1.0))["loss"])
    np.testing.assert_array_equal(*losses)


@pytest.mark.parametrize("lr", [1e3, 1e4])
def test_too_large_a_rate_collapses_and_says_so(rng, digits, lr):
    d, Y, _ = digits
    net = digit_net(rng)
    with pytest.warns(TrainingWarning, match=rf"(?s)collapsed .*SGD\(lr={lr:g}\)"):
        history = fit(net, d.X_train, Y, **settings(net, rng, lr, progress=True))
    assert history.stopped == "collapsed"
    assert np.isfinite(history["loss"]).all()


def test_equal_outputs_alone_are_no_collapse(rng, digits):
    """A deep sigmoid network starts there, and can leave."""
    d, Y, _ = digits
    layers = []
    for n_in, n_out in ((784, 20), (20, 20), (20, 20), (20, 20), (20, 10)):
        layers += [Dense(n_in, n_out, rng=rng, std=0.1), Sigmoid()]
    net = MLP(*layers)
    assert fit(net, d.X_train, Y, **settings(net, rng, 1.0)).stopped == "finished"


def test_divergence_keeps_the_history_and_says_so(rng, digits):
    d, Y, _ = digits
    net = digit_net(rng, outputs=None)
    with pytest.warns(TrainingWarning, match="diverged after 1 epoch. The loss is inf"):
        history = fit(net, d.X_train, Y, **settings(net, rng, 1e4, progress=True))
    assert history.stopped == "diverged"
    assert len(history) == 1


def test_divergence_in_the_very_last_step_is_noticed(rng):
    net = MLP(Dense(2, 1, rng=rng))
    X, Y = np.full((4, 2), 1e3), np.full((4, 1), 1e3)
    how = settings(net, rng, 1e37, epochs=1, batch_size=4)
    history = fit(net, X, Y, **how)
    assert not np.isfinite(net.theta).all()
    assert history.stopped == "diverged"


@pytest.mark.parametrize("lr", [1e20, 1e30, 1e37])
def test_divergence_with_cross_entropy_keeps_the_history(rng, digits, lr):
    """Its logits overflow before its loss does: no exception, and no warning."""
    d, _, _ = digits
    layers = [Dense(784, 20, rng=rng), ReLU(), Dense(20, 20, rng=rng), ReLU()]
    net = MLP(*layers, Dense(20, 10, rng=rng))
    how = settings(net, rng, lr, loss=softmax_cross_entropy)
    history = fit(net, d.X_train, d.y_train, **how, validation=(d.X_valid, d.y_valid))
    assert history.stopped == "diverged"
    assert not np.isfinite(history["loss"][-1])


def test_divergence_with_cross_entropy_warns_with_the_knob(rng, digits):
    d, _, _ = digits
    net = MLP(Dense(784, 20, rng=rng), ReLU(), Dense(20, 10, rng=rng))
    how = settings(net, rng, 1e37, loss=softmax_cross_entropy, progress=True)
    with pytest.warns(TrainingWarning, match=r"(?s)diverged .*SGD\(lr=1e\+37\)"):
        fit(net, d.X_train, d.y_train, **how)


def test_nan_in_the_inputs_is_refused_at_the_call(rng, digits):
    d, _, _ = digits
    X = d.X_train.copy()
    X[0, 300] = np.nan
    net = digit_net(rng, outputs=None)
    theta = net.theta.copy()
    how = settings(net, rng, 0.1, loss=softmax_cross_entropy)
    del how["progress"]
    with pytest.raises(ValueError, match="nan in the inputs"):
        train(
            net, X, d.y_train, **how
        )  # raised here, not when the first epoch is asked
    np.testing.assert_array_equal(net.theta, theta)


@pytest.fixture
def ctrl_c():
    """Ctrl-C as at a terminal: a shell lets its background jobs ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_keeps_history_and_parameters(rng, digits):
    d, Y, _ = digits
    net = digit_net(rng)

    def press_ctrl_c(record):
        if record["epoch"] == 2:
            os.kill(os.getpid(), signal.SIGINT)

    how = settings(net, rng, 1.0, epochs=50, callbacks=[press_ctrl_c], progress=True)
    with pytest.warns(TrainingWarning, match="interrupted after [12] epochs?. Stopped"):
        history = fit(net, d.X_train, Y, **how)
    assert history.stopped == "interrupted"
    assert 1 <= len(history) <= 2
    assert np.isfinite(net.theta).all()


def test_callbacks_end_and_extend(rng, digits):
    d, Y, _ = digits
    net = digit_net(rng)

    def note(record):
        record["largest"] = float(np.abs(net.theta).max())

    def enough(record):
        return record["epoch"] == 2

    how = settings(net, rng, 1.0, epochs=9, callbacks=[note, enough])
    history = fit(net, d.X_train, Y, **how)
    assert history.stopped == "early"
    assert history["largest"].shape == (2,)
    with pytest.raises(
        KeyError, match="no column 'lost'; the records hold: epoch, loss"
    ):
        history["lost"]


def test_wrong_input_is_refused_before_the_first_step(rng, digits):
    d, Y, _ = digits
    net = digit_net(rng)
    theta = net.theta.copy()
    how = settings(net, rng, 1.0)
    with pytest.raises(ValueError, match=r"one_hot\(y, n_classes\)"):
        fit(net, d.X_train, d.y_train, **how)
    with pytest.raises(ValueError, match=r"\(3500, 784\) but y has shape \(10, 10\)"):
        fit(net, d.X_train, Y[:10], **how)
    with pytest.raises(ValueError, match=r"must be \(N, 784\)"):
        fit(net, d.X_train[:, :9], Y, **how)
    with pytest.raises(ValueError, match=r"must be \(N, 784\)"):
        fit(net, d.X_train, Y, **how, validation=(d.X_valid[:, :9], Y[:500]))
    with pytest.raises(ValueError, match="epochs must be 1 or more, not 0"):
        fit(net, d.X_train, Y, **(how | {"epochs": 0}))
    with pytest.raises(ValueError, match=r"np\.random\.default_rng"):
        fit(net, d.X_train, Y, **(how | {"rng": 0}))
    for lr in (0, -1, np.nan, np.inf):
        with pytest.raises(ValueError, match="finite number above 0"):
            SGD(net, lr)
    np.testing.assert_array_equal(net.theta, theta)


def test_progress_bar_shows_the_loss():
    code = """
import numpy as np
from mlp_core import MLP, SGD, Dense, fit, mse
net = MLP(Dense(2, 1, rng=np.random.default_rng(0)))
fit(net, np.eye(2), np.ones((2, 1)), loss=mse, optimizer=SGD(net, 0.1), epochs=3,
    batch_size=2, rng=np.random.default_rng(0))
"""
    env = {name: value for name, value in os.environ.items() if name != "TQDM_DISABLE"}
    command = [sys.executable, "-c", code]
    shown = subprocess.run(command, capture_output=True, text=True, env=env).stderr
    assert "3/3" in shown
    assert "loss=" in shown
