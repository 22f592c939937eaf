"""Adam's steps, against numbers that a pencil gives."""

import math

import numpy as np
import pytest
from nets import random_examples, random_net

from mlp_core import Adam, Sigmoid, Tanh, constant, mse
from mlp_core.adam import STRETCH


class Point:
    """The least that an optimizer needs: no network at all."""

    def __init__(self, *theta, dtype=np.float64):
        self.theta = np.array(theta, dtype)
        self.grad = np.zeros_like(self.theta)


def test_adam_is_the_formula_by_hand():
    """With a schedule, and on a real network's gradients."""
    rng = np.random.default_rng(0)
    net = random_net(rng, (5, 4, 3), Tanh, Sigmoid)
    X, Y = random_examples(rng, 6, 5, 3)
    theta, m, v = net.theta.copy(), 0.0, 0.0
    optimizer = Adam(
        net, lambda step: 0.1 / (1 + step), beta1=0.8, beta2=0.95, epsilon=1e-3
    )
    for step in range(5):
        _, grad = net.loss_and_grad(X, Y, mse)
        m = 0.8 * m + 0.2 * grad
        v = 0.95 * v + 0.05 * grad**2
        m_hat, v_hat = m / (1 - 0.8 ** (step + 1)), v / (1 - 0.95 ** (step + 1))
        theta = theta - 0.1 / (1 + step) * m_hat / (np.sqrt(v_hat) + 1e-3)
        kept = grad.copy()
        optimizer.step()
        np.testing.assert_allclose(net.theta, theta, rtol=1e-12)
        np.testing.assert_array_equal(net.grad, kept)  # only theta is written
    assert optimizer.steps == 5


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e3])
def test_the_first_step_is_as_long_as_the_rate(size):
    """Corrected, m' is the gradient and sqrt(v') its size, whatever that is."""
    point = Point(1.0, 1.0)
    optimizer = Adam(point, 0.1)
    point.grad[:] = size, -3 * size
    optimizer.step()
    np.testing.assert_allclose(point.theta, [0.9, 1.1], rtol=1e-4)


def test_two_steps_by_pencil():
    """Gradients 1, then 0, with both betas a half: m' = v' = 1, then 1/3."""
    point = Point(0.0)
    optimizer = Adam(point, 1.0, beta1=0.5, beta2=0.5, epsilon=1e-12)
    point.grad[:] = 1
    optimizer.step()
    assert point.theta[0] == pytest.approx(-1.0)
    point.grad[:] = 0
    optimizer.step()
    assert point.theta[0] == pytest.approx(-1.0 - (1 / 3) / math.sqrt(1 / 3))


def test_without_correction_the_first_step_would_be_longer():
    """(1 - beta1) g / sqrt((1 - beta2) g^2) = 0.1 / 0.0316: three times too long."""
    point = Point(0.0)
    optimizer = Adam(point, 1.0)
    point.grad[:] = 2
    optimizer.step()
    uncorrected = optimizer.m / np.sqrt(optimizer.v)
    assert uncorrected[0] == pytest.approx(0.1 / math.sqrt(0.001))
    assert point.theta[0] == pytest.approx(-1.0)


def test_float32_stays_float32():
    point = Point(1.0, 2.0, dtype=np.float32)
    theta = point.theta
    rate = np.float64(0.1)
    optimizer = Adam(point, lambda step: rate, beta1=np.float64(0.9))
    point.grad[:] = 1
    optimizer.step()
    assert point.theta is theta
    assert theta.dtype == optimizer.m.dtype == optimizer.v.dtype == np.float32
    assert type(optimizer.lr) is float


def test_every_stretch_is_stepped():
    point = Point(*np.zeros(2 * STRETCH + 3))
    point.grad[:] = np.arange(1, len(point.grad) + 1)
    Adam(point, 0.5).step()
    np.testing.assert_allclose(point.theta, -0.5, rtol=1e-6)


def test_means_that_fade_never_become_subnormal():
    point = Point(1.0, dtype=np.float32)
    optimizer = Adam(point, 0.1, beta2=0.9)
    point.grad[:] = 1
    optimizer.step()
    point.grad[:] = 0
    for _ in range(1200):
        optimizer.step()
    for mean in (optimizer.m, optimizer.v):
        assert 1e-37 < mean[0] < 1e-20


def test_repr_names_the_first_rate():
    assert repr(Adam(Point(0.0), constant(0.5))) == "Adam(lr=0.5)"


def test_errors_say_what_is_wrong():
    for bad in (-0.1, 1.0, math.nan):
        with pytest.raises(ValueError, match=r"Adam: beta1 must be in \[0, 1\), not"):
            Adam(Point(0.0), 0.1, beta1=bad)
        with pytest.raises(ValueError, match=r"Adam: beta2 must be in \[0, 1\), not"):
            Adam(Point(0.0), 0.1, beta2=bad)
    for bad in (0, -1, math.nan, math.inf):
        with pytest.raises(ValueError, match="epsilon must be a finite number above 0"):
            Adam(Point(0.0), 0.1, epsilon=bad)
        with pytest.raises(ValueError, match="lr must be a finite number above 0"):
            Adam(Point(0.0), bad)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -1.0])
def test_a_schedule_that_returns_no_rate(bad):
    with pytest.raises(ValueError, match="Adam: the rate of step 0 must be a finite"):
        Adam(Point(0.0), lambda step: bad)
    point = Point(1.0)
    optimizer = Adam(point, lambda step: bad if step == 1 else 0.1)
    point.grad[:] = 1
    optimizer.step()
    kept = point.theta.copy()
    with pytest.raises(ValueError, match=f"rate of step 1 .*not {bad}"):
        optimizer.step()
    np.testing.assert_array_equal(point.theta, kept)
    assert optimizer.steps == 1
