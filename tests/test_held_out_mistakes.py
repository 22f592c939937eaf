"""Every held-out mistake runs, and its gradient is truly wrong."""

import held_out_mistakes
import numpy as np
import pytest
from held_out_mistakes import HELD_OUT

from mlp_core import Dense, numerical_gradient, relative_error
from mlp_core.gradcheck.steps import Draws


def error_of_gradient(net, X, y, loss, l2, n_directions=8):
    """Of the whole gradient along random directions, with dropout's masks held."""
    draws, theta = Draws(net.layers), net.theta.copy()
    D = np.random.default_rng(0).normal(size=(n_directions, theta.size))
    t = np.zeros(n_directions)

    def f():
        draws.again()
        net.theta[:] = theta + t @ D
        W = net.theta[: net.n_weights]
        return loss(net.forward(X, train=True), y)[0] + l2 / 2 * (W @ W)

    draws.again()
    value, grad = net.loss_and_grad(X, y, loss, l2=l2)
    grad = grad.copy()
    np.testing.assert_array_equal(net.theta, theta)
    assert value == pytest.approx(f(), rel=1e-12)
    return relative_error(D @ grad, numerical_gradient(f, t))


def test_list():
    causes = [cause for cause, build in HELD_OUT]
    assert len(set(causes)) == len(HELD_OUT) == 36


@pytest.mark.parametrize(
    "build", [pytest.param(build, id=build.__name__) for _, build in HELD_OUT]
)
def test_the_gradient_is_wrong(build):
    for seed in range(20):
        assert error_of_gradient(*build(np.random.default_rng(seed))) > 1e-3, seed


def test_without_the_mistake_the_gradient_is_right(monkeypatch):
    """The networks are not to blame: with the true layer in its place all is well."""
    build = next(b for _, b in HELD_OUT if b.__name__ == "not_transposed")
    monkeypatch.setattr(held_out_mistakes, "DenseNotTransposed", Dense)
    assert error_of_gradient(*build(np.random.default_rng(0))) < 1e-7
