"""S6: mended it is the package's gradient; sick it runs only on a square delta."""

import numpy as np
import pytest
import s6_nielsen_matrix as s6

from mlp_core import mse, one_hot, relative_error

C = 4


def problem(N):
    rng = np.random.default_rng(0)
    params = s6.draw(rng, (5, 6, C), np.float64)
    return params, rng.normal(size=(N, 5)), one_hot(rng.integers(0, C, N), C)


@pytest.mark.parametrize("N", [1, C, 9])
def test_mended_it_is_the_gradient(N):
    params, X, Y = problem(N)
    net = s6.build(params)
    net.loss_and_grad(X, Y, mse)
    first, _, last, _ = net.layers
    right = [first.dW, first.db, last.dW, last.db]
    for way in (s6.gradient(params, X, Y, sick=False), s6.gradient_one_by_one):
        grads = way(params, X, Y) if callable(way) else way
        for dV, expected in zip(grads, right, strict=True):
            assert relative_error(dV, expected * C / 2) < 1e-10


def test_sick_it_runs_with_as_many_examples_as_classes():
    params, X, Y = problem(C)
    sick = s6.gradient(params, X, Y, sick=True)
    mended = s6.gradient(params, X, Y, sick=False)
    for wrong, right in zip(sick, mended, strict=True):
        assert wrong.shape == right.shape
        assert relative_error(wrong, right) > 0.1


@pytest.mark.parametrize("N", [1, C - 1, C + 1, 9])
def test_sick_it_raises_with_any_other_number(N):
    with pytest.raises(ValueError, match="mismatch"):
        s6.gradient(*problem(N), sick=True)
