"""S2: without a fault it is the package's gradient, and each fault shows."""

import numpy as np
import pytest
import s2_relu_softmax_momentum as s2

from mlp_core import one_hot, relative_error, softmax_cross_entropy


@pytest.fixture
def problem():
    rng = np.random.default_rng(0)
    net = s2.build(rng, (5, 6, 4), np.float64)
    return net, rng.normal(size=(9, 5)), rng.integers(0, 4, 9)


def both(problem, faults):
    """The gradient with these faults, and the package's."""
    net, X, y = problem
    s2.gradient(net, X, one_hot(y, 4), faults)
    published = net.grad.copy()
    return published, net.loss_and_grad(X, y, softmax_cross_entropy)[1]


def test_without_faults_it_is_the_gradient(problem):
    assert relative_error(*both(problem, frozenset())) < 1e-10


@pytest.mark.parametrize(
    "fault", ["preactivation", "spurious_factor", "softmax_as_sigmoid"]
)
def test_faults_that_change_the_gradient(problem, fault):
    assert relative_error(*both(problem, {fault})) > 0.05


def test_the_largest_logit_of_all_is_harmless_until_rows_are_far_apart(problem):
    assert relative_error(*both(problem, {"largest_of_all"})) < 1e-10
    net, X, y = problem
    X[0] *= 1e4
    with np.errstate(invalid="ignore"):
        s2.gradient(net, X, one_hot(y, 4), {"largest_of_all"})
    assert np.isnan(net.grad).any()


@pytest.mark.parametrize("fault", ["no_sum", "no_input"])
def test_faults_that_no_program_survives(problem, fault):
    with pytest.raises(ValueError, match="broadcast"):
        both(problem, {fault})


def test_every_fault_is_in_one_list():
    assert sorted(s2.FAULTS) == sorted((*s2.PUBLISHED, *s2.ON_PAPER))
