"""Softmax and its loss: right where they are easy, and finite where they are not."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from mlp_core import (
    numerical_gradient,
    one_hot,
    relative_error,
    softmax,
    softmax_cross_entropy,
)

LARGE = [  # (dtype, the largest logit to try)
    (np.float32, 1e4),
    (np.float32, 3e38),
    (np.float64, 1e4),
    (np.float64, 3e38),
    (np.float64, 1.7e308),
]


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def textbook(Z):
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


@pytest.mark.parametrize(("dtype", "rtol"), [(np.float32, 2e-6), (np.float64, 1e-14)])
def test_softmax_is_the_textbook_function(rng, dtype, rtol):
    Z = (3 * rng.normal(size=(50, 7))).astype(dtype)
    P = softmax(Z)
    assert P.dtype == dtype
    np.testing.assert_allclose(P, textbook(Z.astype(np.float64)), rtol=rtol)
    np.testing.assert_allclose(P.sum(axis=1), 1, rtol=rtol)


def test_softmax_by_hand():
    np.testing.assert_allclose(softmax(np.log([[1, 2, 5]])), [[1 / 8, 2 / 8, 5 / 8]])
    np.testing.assert_allclose(softmax(np.log([3.0, 1.0])), [3 / 4, 1 / 4])  # one row
    np.testing.assert_array_equal(softmax([[2, 2], [0, 0]]), np.full((2, 2), 0.5))


def test_softmax_is_blind_to_a_shift_of_the_row(rng):
    Z = rng.normal(size=(5, 4))
    shift = np.array([[0.0], [1.0], [-40.0], [300.0], [-7.5]])
    np.testing.assert_allclose(softmax(Z + shift), softmax(Z), rtol=1e-12)


@pytest.mark.parametrize(("dtype", "z"), LARGE)
def test_the_largest_logits(dtype, z):
    """Any warning of overflow would be an error here: see pyproject.toml."""
    Z = np.array([[z, -z, z], [-z, z, 0], [-z, -z, -z], [0, 0, z]], dtype)
    P = softmax(Z)
    third = dtype(1) / dtype(3)
    right = np.array([[0.5, 0, 0.5], [0, 1, 0], [third] * 3, [0, 0, 1]], dtype)
    np.testing.assert_array_equal(P, right)
    assert P.dtype == dtype
    y = np.array([0, 1, 2, 2])
    loss, dZ = softmax_cross_entropy(Z, y)
    assert type(loss) is float
    assert loss == pytest.approx((np.log(2) + 0 + np.log(3) + 0) / 4)
    assert dZ.dtype == dtype
    np.testing.assert_array_equal(dZ, (right - one_hot(y, 3, dtype)) / 4)


@pytest.mark.parametrize(("dtype", "z"), LARGE)
def test_wrong_by_the_largest_margin(dtype, z):
    """The surprise is 2z, or the dtype's largest number where 2z is beyond it."""
    Z = np.array([[z, -z], [z, -z], [z, -z]], dtype)
    loss, dZ = softmax_cross_entropy(Z, np.array([1, 1, 1]))
    limit = float(np.finfo(dtype).max)
    assert loss == pytest.approx(z * 2 if z < limit / 2 else limit, rel=1e-6)
    np.testing.assert_allclose(dZ, [[1 / 3, -1 / 3]] * 3, rtol=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_one_example_and_one_class(dtype):
    loss, dZ = softmax_cross_entropy(np.array([[0.0, 0.0]], dtype), np.array([1]))
    assert loss == pytest.approx(np.log(2))
    np.testing.assert_array_equal(dZ, [[0.5, -0.5]])
    Z, y = np.array([[3.0], [-1e4]], dtype), np.array([0, 0])
    loss, dZ = softmax_cross_entropy(Z, y)
    assert loss == 0
    np.testing.assert_array_equal(dZ, [[0], [0]])
    np.testing.assert_array_equal(softmax(Z), [[1], [1]])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_loss_is_minus_mean_log_softmax(rng, dtype):
    Z, y = rng.normal(size=(30, 5)).astype(dtype), rng.integers(0, 5, 30)
    loss, dZ = softmax_cross_entropy(Z, y)
    P = textbook(Z.astype(np.float64))
    rtol = 1e-6 if dtype is np.float32 else 1e-14
    assert loss == pytest.approx(-np.log(P[np.arange(30), y]).mean(), rel=rtol)
    np.testing.assert_allclose(dZ, (P - one_hot(y, 5)) / 30, atol=1e-8)
    np.testing.assert_allclose(dZ.sum(axis=1), 0, atol=1e-8)
    assert type(loss) is float
    assert dZ.dtype == dtype


def test_confident_and_right_keeps_its_digits():
    """1 - P would round to 0 here; log-sum-exp does not pass through it."""
    loss, dZ = softmax_cross_entropy(np.array([[30.0, 0.0]]), np.array([0]))
    assert loss == pytest.approx(np.exp(-30), rel=1e-2)
    np.testing.assert_allclose(dZ[0, 1], np.exp(-30), rtol=1e-12)


def test_gradient_against_central_differences_and_autograd(rng):
    Z, y = 2 * rng.normal(size=(6, 4)), rng.integers(0, 4, 6)
    _, dZ = softmax_cross_entropy(Z, y)

    def formula(Z):
        right = Z[np.arange(6), y]
        return anp.mean(anp.log(anp.sum(anp.exp(Z), axis=1)) - right)

    assert relative_error(dZ, autograd.grad(formula)(Z)) < 1e-10
    numerical = numerical_gradient(lambda: softmax_cross_entropy(Z, y)[0], Z)
    assert relative_error(dZ, numerical) < 1e-7


def test_inputs_are_not_overwritten(rng):
    Z, y = rng.normal(size=(6, 4)), rng.integers(0, 4, 6)
    for array in (Z, y):
        array.flags.writeable = False  # an attempt would raise
    P, (_, dZ) = softmax(Z), softmax_cross_entropy(Z, y)
    assert not np.shares_memory(P, Z)
    assert not np.shares_memory(dZ, Z)


def test_integers_and_half_precision_logits():
    loss, dZ = softmax_cross_entropy([[0, 0], [0, 0]], [0, 1])
    assert loss == pytest.approx(np.log(2))
    assert dZ.dtype == softmax(np.array([[1, 2]])).dtype == np.float64
    for dtype in (np.uint8, np.int64):
        assert (
            softmax_cross_entropy(np.zeros((1, 2)), np.array([1], dtype))[1][0, 1] < 0
        )


@pytest.mark.parametrize("bad", [np.inf, -np.inf, np.nan])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_not_finite_is_refused(dtype, bad):
    Z = np.zeros((3, 4), dtype)
    Z[1, 2] = bad
    match = "1 of 12 logits Z are inf or nan"
    with pytest.raises(ValueError, match=match):
        softmax(Z)
    with pytest.raises(ValueError, match=match):
        softmax_cross_entropy(Z, np.zeros(3, int))


def test_wrong_targets_say_how_to_mend_them():
    Z, y = np.zeros((3, 4)), np.array([0, 3, 1])
    with pytest.raises(ValueError, match=r"\(3, 4\).*to_labels\(Y\)"):
        softmax_cross_entropy(Z, one_hot(y, 4))
    with pytest.raises(ValueError, match="largest is 4"):
        softmax_cross_entropy(Z, y + 1)
    with pytest.raises(ValueError, match="smallest is -1"):
        softmax_cross_entropy(Z, y - 1)
    with pytest.raises(ValueError, match=r"logits Z \(3, 4\) need 3 .* \(2,\)"):
        softmax_cross_entropy(Z, y[:2])
    with pytest.raises(ValueError, match="must be integers"):
        softmax_cross_entropy(Z, y + 0.5)
    with pytest.raises(ValueError, match=r"np\.ravel\(y\)"):
        softmax_cross_entropy(Z, y[:, None])
    for wrong in (np.zeros(4), np.zeros((0, 4)), np.zeros((3, 0))):
        with pytest.raises(ValueError, match=r"must be \(N, C\)"):
            softmax_cross_entropy(wrong, y)
    for wrong in (np.zeros((3, 0)), 1.0):
        with pytest.raises(ValueError, match=r"must be \(N, C\)"):
            softmax(wrong)
