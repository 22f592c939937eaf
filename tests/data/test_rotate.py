"""Rotation agrees with exact quarter turns, and keeps what it should."""

import numpy as np
import pytest

from mlp_core import load_digits_5k, rotate

X = load_digits_5k().X_valid[:20]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3, -1])
def test_quarter_turns_are_exact(quarters):
    turned = np.rot90(X.reshape(-1, 28, 28), quarters, axes=(1, 2)).reshape(len(X), -1)
    np.testing.assert_allclose(rotate(X, 90 * quarters), turned, atol=1e-5)


def test_there_and_back_is_nearly_the_same():
    back = rotate(rotate(X, 20), -20)
    assert np.abs(back - X).mean() < 0.3 * X.mean()
    assert rotate(X, 20).dtype == np.float32


def test_ink_is_kept():
    np.testing.assert_allclose(rotate(X, 37).sum(), X.sum(), rtol=0.01)


def test_bad_input():
    with pytest.raises(ValueError, match=r"\(784,\) must be \(N, 784\)"):
        rotate(X[0], 10)
    with pytest.raises(ValueError, match="finite number, not nan"):
        rotate(X, np.nan)
