"""The check of a whole network: planted mistakes are named, right ones let be."""

import numpy as np
import pytest
from name_mistakes import named
from nets import random_examples, random_net
from planted_mistakes import PLANTED, right_network

from mlp_core import (
    MLP,
    Dense,
    Dropout,
    ReLU,
    Sigmoid,
    Tanh,
    diagnose_network,
    mse,
    softmax_cross_entropy,
)


@pytest.mark.parametrize(("cause", "place", "words", "build"), PLANTED)
def test_planted_mistake_is_named(cause, place, words, build):
    net, X, y, loss, l2 = build(np.random.default_rng(11))
    report = diagnose_network(net, X, y, loss, l2=l2)
    assert not report.right
    assert named(report, place, words), str(report)


def test_right_networks_are_not_accused():
    for seed in range(25):
        net, X, y, loss, l2 = right_network(np.random.default_rng(5000 + seed))
        report = diagnose_network(net, X, y, loss, l2=l2)
        assert report.right, str(report)


def test_gradients_of_another_pass_are_judged():
    rng = np.random.default_rng(1)
    net = random_net(rng, (4, 6, 3), Tanh, Sigmoid)
    X, Y = random_examples(rng, 5, 4, 3)
    _ = net.loss_and_grad(X, Y, mse)
    hidden, output = net.layers[0], net.layers[2]
    grads = [hidden.dW, hidden.db, output.dW, output.db]
    assert diagnose_network(net, X, Y, mse, gradients=grads).right
    theirs = [np.array(hidden.dW), hidden.db.copy(), output.dW / 5, output.db.copy()]
    report = diagnose_network(net, X, Y, mse, gradients=theirs)
    assert "layers[2], Dense(6, 3), dW: divided by N once more" in report.says
    report = diagnose_network(net, X, Y, mse, gradients=[None, *theirs[1:]])
    assert "layers[0].dW: not filled in yet" in str(report)
    with pytest.raises(ValueError, match="3 given, but the network has 4 parameters"):
        diagnose_network(net, X, Y, mse, gradients=theirs[:3])


def test_three_mistakes_at_once_are_found_at_their_places():
    rng = np.random.default_rng(2)
    net = random_net(rng, (4, 6, 5, 3), ReLU, ReLU, None)
    X, y = rng.normal(size=(7, 4)), rng.integers(0, 3, 7)
    first, middle, last = net.layers[0], net.layers[2], net.layers[4]
    last_db, relu = last.backward, net.layers[1]

    def mean_bias(dZ):
        dX = last_db(dZ)
        last.db[:] = dZ.mean(axis=0)
        return dX

    last.backward = mean_bias
    relu.backward = lambda dA: dA
    handed_on = middle.backward
    middle.backward = lambda dZ: -handed_on(dZ)
    report = diagnose_network(net, X, y, softmax_cross_entropy)
    assert named(report, r"layers\[4\].*db", "N once more")
    assert named(report, r"layers\[2\].*dX", "sign is wrong")
    assert named(report, r"layers\[1\].*dZ", "derivative is missing")
    assert first.dW.any()


def test_nothing_is_named_where_nothing_fits():
    rng = np.random.default_rng(3)
    net = random_net(rng, (4, 6, 3), Tanh, None)
    X, y = rng.normal(size=(7, 4)), rng.integers(0, 3, 7)
    net.layers[1].backward = lambda dA: dA * np.sin(7 * dA)
    report = diagnose_network(net, X, y, softmax_cross_entropy)
    assert "like no known slip" in report.says
    assert "right back to layers[2], Dense(6, 3)" in report.says
    assert report.findings == ()


def test_layers_of_another_kind_are_checked_but_not_guessed_at():
    class Skip(Dense):
        """A = X W + b + X, with a backward pass that forgets the + X."""

        def forward(self, X, train=False):
            return super().forward(X, train) + X

    rng = np.random.default_rng(4)
    net = MLP(
        Dense(4, 5, rng=rng, dtype=np.float64),
        Skip(5, 5, rng=rng, dtype=np.float64),
        Dense(5, 3, rng=rng, dtype=np.float64),
    )
    X, y = rng.normal(size=(7, 4)), rng.integers(0, 3, 7)
    report = diagnose_network(net, X, y, softmax_cross_entropy)
    assert "2 of 6 gradients are wrong, like no known slip" in report.says


@pytest.mark.parametrize("generator", [np.random.default_rng, np.random.RandomState])
def test_dropout_is_checked_with_its_draws_held(generator):
    rng = generator(6)
    net = MLP(
        Dropout(0.2, rng=rng),
        Dense(6, 8, rng=rng, dtype=np.float64),
        ReLU(),
        Dropout(0.5, rng=rng),
        Dense(8, 3, rng=rng, dtype=np.float64),
    )
    X, y = rng.normal(size=(7, 6)), np.arange(7) % 3
    assert diagnose_network(net, X, y, softmax_cross_entropy, l2=0.1).right


def test_a_pass_that_writes_parameters_is_told_and_undone():
    rng = np.random.default_rng(7)
    net = random_net(rng, (4, 6, 3), Tanh, None)
    X, y = rng.normal(size=(7, 4)), rng.integers(0, 3, 7)
    last, theta = net.layers[2], net.theta.copy()
    backward = last.backward

    def steps_at_once(dZ):
        dX = backward(dZ)
        last.W -= 0.1 * last.dW
        return dX

    last.backward = steps_at_once
    report = diagnose_network(net, X, y, softmax_cross_entropy)
    assert "only the optimizer may write them" in report.says
    np.testing.assert_array_equal(net.theta, theta)


@pytest.mark.parametrize("N", [1, 2, 3, 4, 6])
def test_any_number_of_examples_will_do(N):
    rng = np.random.default_rng(8)
    net = random_net(rng, (4, 6, 3), Sigmoid, Sigmoid)
    X, Y = random_examples(rng, N, 4, 3)
    assert diagnose_network(net, X, Y, mse).right


def test_examples_without_labels_are_refused():
    rng = np.random.default_rng(9)
    net = random_net(rng, (4, 6, 3), Tanh, None)
    X, y = rng.normal(size=(7, 4)), rng.integers(0, 3, 5)
    with pytest.raises(
        ValueError, match=r"X has shape \(7, 4\) but y has shape \(5,\)"
    ):
        diagnose_network(net, X, y, softmax_cross_entropy)


def test_new_networks_with_biases_of_0_are_not_accused():
    """An example that the first layer stops puts all of the second at the kink."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        net = random_net(rng, (4, 3, 5, 6), ReLU, ReLU, None)
        net.theta[net.n_weights :] = 0.0
        X, y = rng.normal(size=(7, 4)), rng.integers(0, 6, 7)
        theta = net.theta.copy()
        report = diagnose_network(net, X, y, softmax_cross_entropy)
        assert report.right, str(report)
        np.testing.assert_array_equal(net.theta, theta)


def test_a_mistake_is_named_although_kinks_are_in_the_way():
    for seed in range(10):
        rng = np.random.default_rng(seed)
        net = random_net(rng, (4, 3, 5, 6), ReLU, ReLU, None)
        net.theta[net.n_weights :] = 0.0
        net.layers[3].backward = lambda dA: dA
        X, y = rng.normal(size=(7, 4)), rng.integers(0, 6, 7)
        report = diagnose_network(net, X, y, softmax_cross_entropy)
        assert named(report, r"layers\[3\].*dZ", "derivative is missing"), str(report)


def test_gradients_at_a_kink_are_not_judged():
    rng = np.random.default_rng(0)
    net = random_net(rng, (4, 3, 6), ReLU, None)
    X, y = rng.normal(size=(7, 4)), rng.integers(0, 6, 7)
    first = net.layers[0]
    first.W[:], first.b[:] = 0.0, 0.0  # every unit exactly at its kink
    net.loss_and_grad(X, y, softmax_cross_entropy)
    grads = [getattr(net.layers[i], n).copy() for i in (0, 2) for n in ("dW", "db")]
    report = diagnose_network(net, X, y, softmax_cross_entropy, gradients=grads)
    assert report.says.startswith("some gradients cannot be judged")
    assert not any("wrong" in str(one) for one in report.reports)
    assert diagnose_network(net, X, y, softmax_cross_entropy).right


def test_gradients_left_are_those_of_all_examples():
    """Also where the check dropped one, for N was a width."""
    rng = np.random.default_rng(1)
    net = random_net(rng, (4, 6, 3), Tanh, None)
    X, y = rng.normal(size=(6, 4)), rng.integers(0, 3, 6)
    right = net.loss_and_grad(X, y, softmax_cross_entropy)[1].copy()
    assert diagnose_network(net, X, y, softmax_cross_entropy).right
    np.testing.assert_array_equal(net.grad, right)
