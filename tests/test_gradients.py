"""Every gradient against central differences and against autograd."""

from functools import partial

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from nets import random_examples, random_net

from mlp_core import (
    PReLU,
    ReLU,
    Sigmoid,
    Tanh,
    check_network,
    diagnose_gradient,
    mse,
    numerical_gradient,
    relative_error,
    softmax_cross_entropy,
    to_labels,
)

WIDTHS = {1: (5, 3), 2: (5, 6, 3), 3: (5, 6, 4, 3), 4: (5, 6, 4, 7, 3)}
FORMULAS = {
    "Sigmoid": lambda Z: 1 / (1 + anp.exp(-Z)),
    "Tanh": anp.tanh,
    "ReLU": lambda Z: anp.where(Z > 0, Z, 0.0),
}


def log_softmax(Z):
    return Z - anp.log(anp.sum(anp.exp(Z), axis=1, keepdims=True))


LOSSES = {
    mse: lambda A, Y: anp.mean((A - Y) ** 2),
    softmax_cross_entropy: lambda Z, y: -anp.mean(log_softmax(Z)[range(len(y)), y]),
}


def autograd_gradient(net, X, y, loss, l2):
    """The gradient by theta of the textbook formulas, none of which is ours."""

    def f(theta):
        A, squares, start, start_b = X, 0.0, 0, net.n_weights
        for layer in net.layers:
            if isinstance(layer, PReLU):
                stop_b = start_b + layer.alpha.size
                A = anp.where(A > 0, A, theta[start_b:stop_b] * A)
                start_b = stop_b
            elif layer.params:
                stop, stop_b = start + layer.W.size, start_b + layer.b.size
                W = anp.reshape(theta[start:stop], layer.W.shape)
                A = anp.dot(A, W) + theta[start_b:stop_b]
                squares = squares + anp.sum(W**2)
                start, start_b = stop, stop_b
            else:
                A = FORMULAS[type(layer).__name__](A)
        return LOSSES[loss](A, y) + l2 / 2 * squares

    return autograd.grad(f)(net.theta.copy())


@pytest.mark.parametrize("l2", [0.0, 0.3])
@pytest.mark.parametrize("depth", [1, 2, 3, 4])
@pytest.mark.parametrize("activation", [Sigmoid, Tanh, ReLU])
@pytest.mark.parametrize("loss", [mse, softmax_cross_entropy])
def test_gradient_of_random_nets(loss, activation, depth, l2):
    rng = np.random.default_rng(10 * depth)
    last = activation if loss is mse else None
    net = random_net(rng, WIDTHS[depth], *[activation] * (depth - 1), last)
    X, y = random_examples(rng, 7, 5, 3)
    if loss is softmax_cross_entropy:
        y = to_labels(y)
    check_network(net, X, y, loss, l2=l2)
    _, grad = net.loss_and_grad(X, y, loss, l2=l2)
    assert np.linalg.norm(grad) > 0
    assert relative_error(grad, autograd_gradient(net, X, y, loss, l2)) < 1e-10


@pytest.mark.parametrize("alpha", [0.25, 0.001, 1.0, 1.3, -0.5])
@pytest.mark.parametrize("depth", [1, 2, 3, 4])
@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("loss", [mse, softmax_cross_entropy])
def test_gradient_of_random_nets_with_prelu(loss, shared, depth, alpha):
    """A PReLU layer behind every Dense, so that depth 1 has one as well."""
    rng = np.random.default_rng(100 * depth)
    widths = (5, 4, 4, 4, 3)[-depth - 1 :]
    layers = [partial(PReLU, 1 if shared else n) for n in widths[1:]]
    layers = [partial(layer, alpha=alpha, dtype=np.float64) for layer in layers]
    net = random_net(rng, widths, *layers)
    net.theta[: net.n_weights] *= 0.5  # else softmax is too sure to have a gradient
    activations = net.layers[1::2]
    for layer in activations:
        layer.alpha[0] += 0.01  # no two alike
    for N in (4, 7):  # the width of the hidden layers, and another
        X, y = random_examples(rng, N, widths[0], 3)
        y = to_labels(y) if loss is softmax_cross_entropy else y
        for l2 in (0.0, 0.3):
            _, grad = net.loss_and_grad(X, y, loss, l2=l2)
            right = autograd_gradient(net, X, y, loss, l2)
            assert relative_error(grad, right) < 1e-10
        for layer in activations:  # at N itself: check_network takes another number

            def f(X=X, y=y):
                return loss(net.forward(X), y)[0]

            assert layer.dalpha.any()
            numerical = numerical_gradient(f, layer.alpha)
            assert relative_error(layer.dalpha, numerical) < 1e-7
    check_network(net, X, y, loss, l2=l2)


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
