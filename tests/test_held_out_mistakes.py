"""Every held-out mistake runs, and its gradient is truly wrong."""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

from mlp_core import Dense, Dropout, numerical_gradient, relative_error

EXPERIMENTS = Path(__file__).parent.parent / "experiments"


def held_out():
    sys.path.insert(0, str(EXPERIMENTS))
    try:
        return importlib.import_module("held_out_mistakes").HELD_OUT
    finally:
        sys.path.remove(str(EXPERIMENTS))


HELD_OUT = held_out()


def error_of_gradient(net, X, y, loss, l2, n_directions=8):
    """Of the whole gradient along random directions, with dropout's masks held."""
    rngs = [layer.rng for layer in net.layers if isinstance(layer, Dropout)]
    states = [rng.bit_generator.state for rng in rngs]
    theta = net.theta.copy()
    D = np.random.default_rng(0).normal(size=(n_directions, theta.size))
    t = np.zeros(n_directions)

    def again():
        for rng, state in zip(rngs, states, strict=True):
            rng.bit_generator.state = state

    def f():
        again()
        net.theta[:] = theta + t @ D
        W = net.theta[: net.n_weights]
        return loss(net.forward(X, train=True), y)[0] + l2 / 2 * (W @ W)

    again()
    value, grad = net.loss_and_grad(X, y, loss, l2=l2)
    grad = grad.copy()
    np.testing.assert_array_equal(net.theta, theta)
    assert value == pytest.approx(f(), rel=1e-12)
    return relative_error(D @ grad, numerical_gradient(f, t))


def test_list():
    causes = [cause for cause, build in HELD_OUT]
    assert len(set(causes)) == len(HELD_OUT) == 24


@pytest.mark.parametrize(
    "build", [pytest.param(build, id=build.__name__) for _, build in HELD_OUT]
)
def test_the_gradient_is_wrong(build):
    for seed in range(20):
        assert error_of_gradient(*build(np.random.default_rng(seed))) > 1e-3, seed


def test_without_the_mistake_the_gradient_is_right(monkeypatch):
    """The networks are not to blame: with the true layer in its place all is well."""
    build = next(b for _, b in HELD_OUT if b.__name__ == "not_transposed")
    monkeypatch.setattr(sys.modules[build.__module__], "DenseNotTransposed", Dense)
    assert error_of_gradient(*build(np.random.default_rng(0))) < 1e-7
