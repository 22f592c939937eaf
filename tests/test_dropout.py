"""Dropout: what it keeps, what it drops, and that both passes agree on it."""

import numpy as np
import pytest
from nets import random_net

from mlp_core import (
    MLP,
    Dense,
    Dropout,
    Tanh,
    numerical_gradient,
    relative_error,
    softmax_cross_entropy,
)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("rate", [0.0, 0.25, 0.5, 0.9])
def test_entries_are_zero_or_enlarged_and_the_mean_is_kept(rng, rate, dtype):
    X = rng.uniform(1, 2, (400, 250)).astype(dtype)
    kept = X.copy()
    A = Dropout(rate, rng=rng).forward(X, train=True)
    np.testing.assert_allclose(A[A != 0], (X / (1 - rate))[A != 0], rtol=1e-6)
    share = np.mean(A == 0)
    assert abs(share - rate) <= 5 * np.sqrt(rate * (1 - rate) / X.size)
    assert abs(A.mean(dtype=float) / X.mean(dtype=float) - 1) < 0.05
    assert A.dtype == dtype
    np.testing.assert_array_equal(X, kept)


def test_entries_are_dropped_one_by_one(rng):
    """Not whole units, and not the same ones at the next step."""
    dropout, X = Dropout(0.5, rng=rng), np.ones((100, 80))
    A = dropout.forward(X, train=True)
    for axis in (0, 1):
        share = np.mean(A == 0, axis=axis)
        assert (share > 0).all()
        assert (share < 1).all()
    assert (dropout.forward(X, train=True) != A).any()


def test_nothing_happens_outside_of_training(rng):
    dropout, X = Dropout(0.9, rng=rng), rng.normal(size=(5, 4))
    dropout.forward(X, train=True)
    np.testing.assert_array_equal(dropout.forward(X), X)
    dA = rng.normal(size=(5, 4))
    np.testing.assert_array_equal(dropout.backward(dA), dA)  # the old mask is gone


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_backward_uses_the_mask_of_the_forward_pass(rng, dtype):
    dropout, X = Dropout(0.3, rng=rng), np.ones((50, 40), dtype)
    A = dropout.forward(X, train=True)
    dA = rng.normal(size=A.shape).astype(dtype)
    for _ in range(2):
        dX = dropout.backward(dA)
        np.testing.assert_allclose(dX, dA * A, rtol=1e-6)
        assert dX.dtype == dtype


def test_gradient_with_the_mask_held(rng):
    dropout = Dropout(0.4, rng=np.random.default_rng(3))
    first, last = (
        Dense(5, 8, rng=rng, dtype=np.float64),
        Dense(8, 3, rng=rng, dtype=np.float64),
    )
    net = MLP(first, Tanh(), dropout, last)
    X, y = rng.normal(size=(6, 5)), rng.integers(0, 3, 6)

    def f():
        dropout.rng = np.random.default_rng(3)
        return softmax_cross_entropy(net.forward(X, train=True), y)[0]

    loss, grad = net.loss_and_grad(X, y, softmax_cross_entropy)
    grad = grad.copy()
    assert loss == f()
    assert loss != softmax_cross_entropy(net.forward(X), y)[0]
    assert relative_error(grad, numerical_gradient(f, net.theta)) < 1e-7


def test_predictions_drop_nothing(rng):
    plain = random_net(rng, (5, 8, 3), Tanh, None)
    X = rng.normal(size=(6, 5))
    expected = plain.forward(X)
    first, tanh, last = plain.layers
    first, last = (Dense(*layer.W.shape, rng=rng) for layer in (first, last))
    net = MLP(first, tanh, Dropout(0.5, rng=rng), last)
    net.theta[:] = plain.theta
    np.testing.assert_allclose(net.forward(X), expected, rtol=1e-4, atol=1e-4)
    np.testing.assert_array_equal(net.predict(X), plain.predict(X))


def test_same_seed_same_masks():
    X = np.ones((20, 10))
    runs = []
    for seed in (7, 7, 8):
        dropout = Dropout(0.5, rng=np.random.default_rng(seed))
        runs.append([dropout.forward(X, train=True) for _ in range(3)])
    np.testing.assert_array_equal(runs[0], runs[1])
    assert (np.array(runs[0]) != np.array(runs[2])).any()


def test_save_and_load(tmp_path, rng):
    net = MLP(Dense(5, 4, rng=rng), Dropout(0.25, rng=rng), Dense(4, 3, rng=rng))
    again = MLP.load(net.save(tmp_path / "net.npz"))
    assert repr(again) == repr(net)
    assert again.layers[1].rate == 0.25
    X = rng.normal(size=(6, 5))
    np.testing.assert_array_equal(again.forward(X), net.forward(X))
    assert (again.forward(X, train=True) != again.forward(X)).any()


def test_what_is_wrong_is_said(rng):
    for rate in (-0.1, 1.0, 1.5, np.nan):
        with pytest.raises(ValueError, match=r"rate is P\(drop\), in \[0, 1\), not"):
            Dropout(rate, rng=rng)
    with pytest.raises(ValueError, match=r"rng = np\.random\.default_rng\(0\)"):
        Dropout(0.5, rng=0)
    dropout = Dropout(0.5, rng=rng)
    with pytest.raises(ValueError, match="needs forward first"):
        dropout.backward(np.ones((2, 2)))
    dropout.forward(np.ones((2, 2)), train=True)
    with pytest.raises(ValueError, match=r"dA \(2, 1\) must have the shape \(2, 2\)"):
        dropout.backward(np.ones((2, 1)))
