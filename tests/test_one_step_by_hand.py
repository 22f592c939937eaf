"""The 2-2-1 network of the chapters, forwards, backwards and one step, with a pencil.

x = (1, 1/2), y = 1.  Forwards:   z = (1, -1),  a = (0.7311, 0.2689)
                                  z3 = 2 a1 - a2 - 1 = 0.1932,  a3 = 0.5481
Backwards:  dz3 = 2 (a3 - 1) a3 (1 - a3) = -0.2238
            dW2 = (a1, a2) dz3 = (-0.1636, -0.0602)
            dz1 = 2 dz3 a1 (1 - a1) = -0.0880,   dz2 = -dz3 a2 (1 - a2) = 0.0440
"""

import numpy as np
import pytest

from mlp_core import MLP, SGD, Dense, Sigmoid, mse

X, Y = np.array([[1.0, 0.5]]), np.array([[1.0]])


@pytest.fixture
def net():
    rng = np.random.default_rng(0)
    hidden = Dense(2, 2, rng=rng, dtype=np.float64)
    output = Dense(2, 1, rng=rng, dtype=np.float64)
    hidden.W[:], hidden.b[:] = [[1, -2], [2, 2]], [-1, 0]
    output.W[:], output.b[:] = [[2], [-1]], [-1]
    return MLP(hidden, Sigmoid(), output, Sigmoid())


def assert_rounds_to(array, numbers):
    np.testing.assert_array_equal(np.round(array, 4), numbers)


def test_forward(net):
    assert_rounds_to(net.forward(X), [[0.5481]])
    assert_rounds_to(net.layers[1].A, [[0.7311, 0.2689]])


def test_backward(net):
    loss, _ = net.loss_and_grad(X, Y, mse)
    hidden, _, output, _ = net.layers
    assert_rounds_to(loss, 0.2042)
    assert_rounds_to(output.dW, [[-0.1636], [-0.0602]])
    assert_rounds_to(output.db, [-0.2238])
    assert_rounds_to(hidden.dW, [[-0.0880, 0.0440], [-0.0440, 0.0220]])
    assert_rounds_to(hidden.db, [-0.0880, 0.0440])


def test_a_step_of_rate_1(net):
    net.loss_and_grad(X, Y, mse)
    SGD(net, 1.0).step()
    assert_rounds_to(net.layers[0].W, [[1.0880, -2.0440], [2.0440, 1.9780]])
    assert_rounds_to(mse(net.forward(X), Y)[0], 0.1175)
