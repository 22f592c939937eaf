"""Steps and schedules, against numbers that a pencil gives."""

import math
from itertools import pairwise

import numpy as np
import pytest
from nets import random_examples, random_net

from mlp_core import (
    SGD,
    ReLU,
    Sigmoid,
    Tanh,
    constant,
    cosine,
    decay_per_epoch,
    mse,
    step_decay,
    warm_up,
)


class Point:
    """The least that an optimizer needs: no network at all."""

    def __init__(self, *theta, dtype=np.float64):
        self.theta = np.array(theta, dtype)
        self.grad = np.zeros_like(self.theta)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_sgd_is_the_loop_by_hand(momentum):
    rng = np.random.default_rng(0)
    net = random_net(rng, (5, 4, 3), Tanh, Sigmoid)
    X, Y = random_examples(rng, 6, 5, 3)
    theta, v = net.theta.copy(), 0.0
    optimizer = SGD(net, lambda step: 0.5 / (1 + step), momentum=momentum)
    for step in range(5):
        _, grad = net.loss_and_grad(X, Y, mse)
        v = momentum * v + grad
        theta = theta - 0.5 / (1 + step) * v
        kept = grad.copy()
        optimizer.step()
        np.testing.assert_allclose(net.theta, theta, rtol=1e-12)
        np.testing.assert_array_equal(net.grad, kept)  # only theta is written
    assert optimizer.steps == 5


def test_momentum_by_pencil():
    """A constant slope of 1: v = 1, 1.5, 1.75, so theta falls by their sum."""
    point = Point(10.0)
    optimizer = SGD(point, 1.0, momentum=0.5)
    point.grad[:] = 1
    seen = []
    for _ in range(3):
        optimizer.step()
        seen.append(float(point.theta[0]))
    assert seen == [9.0, 7.5, 5.75]


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_float32_stays_float32(momentum):
    rng = np.random.default_rng(0)
    net = random_net(rng, (5, 4, 3), ReLU, Sigmoid, dtype=np.float32)
    X, Y = random_examples(rng, 6, 5, 3)
    theta, views = net.theta, [layer.W for layer in net.layers if layer.params]
    optimizer = SGD(net, lambda step: np.float64(0.1), momentum=momentum)
    for _ in range(2):
        net.loss_and_grad(X, Y, mse)
        optimizer.step()
    assert type(optimizer.lr) is float
    assert net.theta is theta
    assert net.theta.dtype == net.grad.dtype == optimizer.v.dtype == np.float32
    assert all(W.base is theta for W in views)


def test_a_velocity_that_fades_never_becomes_subnormal():
    """The unit has died: 0.9^n passes 1e-38 after 830 steps, and there float32 is slow.

    On MNIST 2 % of the velocities get there, and the step takes 1.6 times as long.
    """
    point = Point(1.0, dtype=np.float32)
    optimizer = SGD(point, 0.1, momentum=0.9)
    point.grad[:] = 1
    optimizer.step()
    point.grad[:] = 0
    for _ in range(1200):
        optimizer.step()
    v = abs(float(optimizer.v[0]))
    assert v == 0 or 1e-37 < v < 1e-20
    assert point.theta[0] == pytest.approx(0.0, abs=1e-6)


def rates(schedule, *steps):
    return [schedule(step) for step in steps]


def test_constant():
    assert rates(constant(0.3), 0, 1, 999) == [0.3, 0.3, 0.3]


def test_decay_per_epoch():
    schedule = decay_per_epoch(0.8, 0.5, steps_per_epoch=10)
    assert rates(schedule, 0, 9, 10, 19, 20, 30) == [0.8, 0.8, 0.4, 0.4, 0.2, 0.1]


def test_step_decay():
    schedule = step_decay(1.0, 0.5, at=(3, 5))
    assert rates(schedule, 0, 2, 3, 4, 5, 99) == [1, 1, 0.5, 0.5, 0.25, 0.25]
    once = step_decay(1.0, 0.5, at=iter([3]))  # read at the call, not at each step
    assert rates(once, 3, 3, 2) == [0.5, 0.5, 1]


def test_cosine():
    found = rates(cosine(0.4, 6), 0, 2, 3, 4, 6, 7, 99)
    assert found == pytest.approx([0.4, 0.3, 0.2, 0.1, 0, 0, 0])
    found = rates(cosine(0.5, 4, final=0.1), 0, 2, 4, 5)
    assert found == pytest.approx([0.5, 0.3, 0.1, 0.1])
    wave = [cosine(1.0, 50)(step) for step in range(51)]
    assert all(a > b for a, b in pairwise(wave))


def test_warm_up():
    assert rates(warm_up(1.0, 4), 0, 1, 2, 3, 4, 99) == [0.25, 0.5, 0.75, 1, 1, 1]
    falling = warm_up(step_decay(0.8, 0.5, at=(3,)), 2)
    assert rates(falling, 0, 1, 2, 3) == [0.4, 0.8, 0.8, 0.4]


def test_rates_are_python_floats_of_the_right_step():
    point = Point(0.0)
    optimizer = SGD(point, cosine(np.float64(0.4), 4))
    point.grad[:] = -1
    seen = []
    for _ in range(5):
        seen.append(optimizer.lr)
        optimizer.step()
    assert seen == pytest.approx(
        [0.2 * (1 + math.cos(math.pi * k / 4)) for k in range(5)]
    )
    assert point.theta[0] == pytest.approx(sum(seen))
    assert all(type(lr) is float for lr in seen)


def test_repr_names_the_first_rate():
    optimizer = SGD(Point(0.0), step_decay(0.5, 0.1, at=(1,)), momentum=0.9)
    optimizer.step()
    assert repr(optimizer) == "SGD(lr=0.5, momentum=0.9)"
    assert repr(SGD(Point(0.0), 2)) == "SGD(lr=2)"


@pytest.mark.parametrize("bad", [math.nan, math.inf, -1.0])
def test_a_schedule_that_returns_no_rate(bad):
    with pytest.raises(ValueError, match="rate of step 0 must be a finite number of 0"):
        SGD(Point(0.0), lambda step: bad)
    point = Point(1.0)
    optimizer = SGD(point, lambda step: bad if step == 2 else 0.1, momentum=0.5)
    point.grad[:] = 1
    optimizer.step()
    optimizer.step()
    kept = point.theta.copy()
    with pytest.raises(ValueError, match=f"rate of step 2 .*not {bad}"):
        optimizer.step()
    np.testing.assert_array_equal(point.theta, kept)
    assert optimizer.steps == 2


def test_a_rate_of_zero_is_a_schedule_s_right():
    point = Point(1.0)
    point.grad[:] = 1
    SGD(point, lambda step: 0).step()
    assert point.theta[0] == 1


def test_errors_say_what_is_wrong():
    for momentum in (-0.1, 1.0, math.nan):
        with pytest.raises(ValueError, match=r"momentum must be in \[0, 1\)"):
            SGD(Point(0.0), 0.1, momentum=momentum)
    for bad in (0, -1, math.nan, math.inf):
        for schedule in (
            lambda bad: SGD(Point(0.0), bad),
            constant,
            lambda bad: cosine(bad, 10),
            lambda bad: decay_per_epoch(bad, 0.5, 10),
            lambda bad: step_decay(bad, 0.5, (1,)),
            lambda bad: warm_up(bad, 10),
        ):
            with pytest.raises(ValueError, match="lr must be a finite number above 0"):
                schedule(bad)
        with pytest.raises(ValueError, match="factor must be a finite number above 0"):
            step_decay(0.1, bad, (1,))
        with pytest.raises(ValueError, match="n_steps must be a finite number above 0"):
            cosine(0.1, bad)
        with pytest.raises(ValueError, match="n_steps must be a finite number above 0"):
            warm_up(0.1, bad)
        with pytest.raises(ValueError, match="steps_per_epoch must be a finite"):
            decay_per_epoch(0.1, 0.5, bad)
