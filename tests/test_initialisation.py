"""The scale of new weights: it solves its equation, and does what that is for."""

import numpy as np
import pytest

from mlp_core import glorot, he, prelu, tanh


def test_he_with_alpha():
    assert he(8) == he(8, 0.0) == 0.5
    assert he(8, 1.0) == he(8, -1.0) == pytest.approx(np.sqrt(1 / 8))
    for alpha in (0.001, 0.25, 1.3, -0.5):
        assert 0.5 * (1 + alpha**2) * 50 * he(50, alpha) ** 2 == pytest.approx(1)


@pytest.mark.parametrize("alpha", [0.0, 0.8, -0.5])
def test_he_keeps_the_scale_of_a_deep_net(alpha):
    """Ten layers of 500; with 0.8 left out the scale would grow by 1.28 a layer."""
    rng = np.random.default_rng(0)
    Z = rng.normal(size=(200, 500))
    for _ in range(10):
        Z = prelu(Z, alpha) @ rng.normal(0.0, he(500, alpha), (500, 500))
    assert Z.std() == pytest.approx(1, rel=0.2)


def test_glorot_is_the_mean_of_both_widths():
    assert glorot(5, 3) == glorot(3, 5) == 0.5
    assert glorot(50, 50) ** 2 * 50 == pytest.approx(1)


def test_glorot_keeps_the_scale_of_a_layer_of_slope_1():
    rng = np.random.default_rng(0)
    X = 0.01 * rng.normal(size=(200, 500))
    A = tanh(X @ rng.normal(0.0, glorot(500, 500), (500, 500)))
    assert A.std() == pytest.approx(0.01, rel=0.05)


def test_errors_name_the_number():
    with pytest.raises(ValueError, match="n_in must be 1 or more, not 0"):
        he(0)
    for bad in (np.nan, np.inf):
        with pytest.raises(ValueError, match=f"alpha must be a finite .* not {bad}"):
            he(8, bad)
    with pytest.raises(ValueError, match="widths must be 1 or more, not 3 and 0"):
        glorot(3, 0)
