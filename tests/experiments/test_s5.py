"""S5: the gradient is right but for its scale, and the start too small or not."""

import numpy as np
import pytest
import s5_deep_stuck as s5

from mlp_core import relative_error, softmax_cross_entropy

WIDTHS, N = (5, 6, 7, 4), 9


def problem(faults=frozenset()):
    rng = np.random.default_rng(0)
    params = s5.draw(rng, WIDTHS, faults, np.float64)
    return params, rng.normal(size=(N, 5)), rng.integers(0, 4, N)


@pytest.mark.parametrize(("faults", "factor"), [(frozenset(), 1), ({"summed"}, N)])
def test_the_gradient_but_for_a_factor(faults, factor):
    params, X, y = problem()
    net = s5.build(params)
    net.loss_and_grad(X, y, softmax_cross_entropy)
    dense = net.layers[::2]
    right = [dV for layer in dense for dV in (layer.dW, layer.db)]
    grads = s5.gradient(params, X, y, faults)
    for dV, expected in zip(grads, right, strict=True):
        assert relative_error(dV, factor * expected) < 1e-10


def test_the_product_makes_the_start_small():
    meant, drawn = problem()[0], problem({"product"})[0]
    for V, small, r in zip(meant, drawn, np.repeat([11, 13, 11], 2), strict=True):
        assert np.abs(small).max() < np.abs(V).max() < np.sqrt(6 / r)
