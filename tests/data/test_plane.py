"""Points in the plane."""

import numpy as np
import pytest

from mlp_core.data import xor_points


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_without_noise_four_points_are_the_truth_table(rng):
    X, y = xor_points(4, rng=rng, noise=0)
    table = {(*map(int, x), int(label)) for x, label in zip(X, y, strict=True)}
    assert table == {(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)}


def test_shapes_types_and_balance(rng):
    X, y = xor_points(400, rng=rng)
    assert (X.shape, X.dtype) == ((400, 2), np.float64)
    assert (y.shape, y.dtype) == ((400,), np.int64)
    assert y.sum() == 200
    assert 50 < y[:200].sum() < 150  # in random order,
    assert 50 < y[::4].sum() + y[3::4].sum() < 150  # not corner after corner


def test_noise_is_the_spread_of_a_blob(rng):
    X, y = xor_points(40_000, rng=rng, noise=0.1)
    corner = np.rint(X)
    assert np.std(X - corner) == pytest.approx(0.1, rel=0.02)
    np.testing.assert_array_equal(corner.sum(1) % 2, y)


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_any_number_of_points(rng, n):
    X, y = xor_points(n, rng=rng)
    assert len(X) == len(y) == n


@pytest.mark.parametrize(
    ("n", "noise", "message"),
    [
        (0, 0.1, "n must be at least 1, but is 0"),
        (2.5, 0.1, r"n must be an integer, but is 2.5; use int\(n\)"),
        (4, -0.1, "finite and not negative, but is -0.1"),
        (4, np.nan, "but is nan"),
        (4, np.inf, "but is inf"),
    ],
)
def test_bad_arguments(rng, n, noise, message):
    with pytest.raises(ValueError, match=message):
        xor_points(n, rng=rng, noise=noise)


def test_rng_must_be_a_generator():
    with pytest.raises(ValueError, match="rng must be a NumPy random generator"):
        xor_points(4, rng=None)
