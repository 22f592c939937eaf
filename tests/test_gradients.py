"""Every gradient against central differences and against autograd."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from nets import random_examples, random_net

from mlp_core import (
    ReLU,
    Sigmoid,
    Tanh,
    check_network,
    diagnose_gradient,
    mse,
    relative_error,
)

WIDTHS = {1: (5, 3), 2: (5, 6, 3), 3: (5, 6, 4, 3), 4: (5, 6, 4, 7, 3)}
FORMULAS = {
    "Sigmoid": lambda Z: 1 / (1 + anp.exp(-Z)),
    "Tanh": anp.tanh,
    "ReLU": lambda Z: anp.where(Z > 0, Z, 0.0),
}


def autograd_gradient(net, X, Y, l2):
    """The gradient by theta of the textbook formulas, none of which is ours."""
    shapes = [layer.W.shape for layer in net.layers if layer.params]
    kinds = [type(layer).__name__ for layer in net.layers if not layer.params]

    def loss(theta):
        Ws, start = [], 0
        for shape in shapes:
            stop = start + shape[0] * shape[1]
            Ws.append(anp.reshape(theta[start:stop], shape))
            start = stop
        A = X
        for W, kind in zip(Ws, kinds, strict=True):
            b = theta[start : start + W.shape[1]]
            start += W.shape[1]
            A = FORMULAS[kind](anp.dot(A, W) + b)
        return anp.mean((A - Y) ** 2) + l2 / 2 * sum(anp.sum(W**2) for W in Ws)

    return autograd.grad(loss)(net.theta.copy())


@pytest.mark.parametrize("l2", [0.0, 0.3])
@pytest.mark.parametrize("depth", [1, 2, 3, 4])
@pytest.mark.parametrize("activation", [Sigmoid, Tanh, ReLU])
def test_gradient_of_random_nets(activation, depth, l2):
    rng = np.random.default_rng(10 * depth)
    net = random_net(rng, WIDTHS[depth], *[activation] * depth)
    X, Y = random_examples(rng, 7, 5, 3)
    check_network(net, X, Y, mse, l2=l2)
    _, grad = net.loss_and_grad(X, Y, mse, l2=l2)
    assert np.linalg.norm(grad) > 0
    assert relative_error(grad, autograd_gradient(net, X, Y, l2)) < 1e-10


@pytest.mark.parametrize(
    ("activation", "wrong"),
    [
        (Sigmoid, lambda A: A * (1 + A)),
        (Tanh, lambda A: 1 - A),
        (ReLU, lambda Z: Z > -0.5),
    ],
)
def test_planted_wrong_derivative_is_caught(activation, wrong, monkeypatch):
    name = activation.__name__.lower() + "_prime"
    monkeypatch.setattr(f"mlp_core.elementwise.{name}", wrong)
    rng = np.random.default_rng(0)
    net = random_net(rng, (5, 6, 3), activation, activation)
    with pytest.raises(AssertionError, match=r"layers\[0\].dW: wrong, worst at"):
        check_network(net, *random_examples(rng, 7, 5, 3), mse)


def test_gradient_by_the_input():
    """dX of every layer but the first, which computes none."""
    rng = np.random.default_rng(1)
    net = random_net(rng, (5, 4, 3), Tanh, Sigmoid)
    X, Y = random_examples(rng, 6, 5, 3)

    def f():
        return mse(net.forward(X), Y)[0]

    dA = mse(net.forward(X), Y)[1]
    for layer in net.layers[::-1]:
        dA = layer.backward(dA)
    assert diagnose_gradient(f, X, dA, name="dX").error < 1e-7
    assert net.layers[0].backward(np.ones((6, 4)), need_dX=False) is None


def test_mse_by_hand():
    A, Y = np.array([[0.5, 1.0], [0.0, 0.25]]), np.array([[1.0, 1.0], [0.0, 0.0]])
    loss, dA = mse(A, Y)
    assert loss == (0.25 + 0 + 0 + 0.0625) / 4
    np.testing.assert_array_equal(dA, [[-0.25, 0.0], [0.0, 0.125]])
