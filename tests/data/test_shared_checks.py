"""Checks of labels, rows and generators that all modules share."""

import numpy as np
import pytest

from mlp_core._validation import check_labels, check_rng, check_rows


@pytest.mark.parametrize("dtype", [np.int64, np.int32, np.uint8])
def test_labels_come_back_as_they_are(dtype):
    y = np.array([0, 2, 1], dtype)
    assert check_labels(y, n_classes=3) is y


def test_list_of_labels_becomes_an_array():
    assert check_labels([0, 2, 1]).tolist() == [0, 2, 1]


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (3, r"shape \(N,\), but have shape \(\); use np.ravel\(y\)"),
        (np.zeros((3, 1), int), r"have shape \(3, 1\); use np.ravel\(y\)"),
        (np.eye(3), r"have shape \(3, 3\); turn a one-hot matrix .* to_labels\(Y\)"),
        ([], r"labels are empty \(shape \(0,\)\)"),
        ([0.0, 2.0], r"dtype float64; they are whole .* with y.astype\(int\)"),
        ([0.5, 2.0], "dtype float64 and are not whole numbers"),
        ([0.0, np.nan], "dtype float64 and hold NaN or infinity"),
        ([True, False], r"dtype bool; convert them with y.astype\(int\)"),
        (["1", "2"], r"dtype <U1; convert them with y.astype\(int\)"),
        ([0, -1], "not be negative, but the smallest is -1"),
        (
            [0, 3],
            "below n_classes = 3, but the largest is 3; number the classes 0 to 2",
        ),
    ],
)
def test_labels_that_are_refused(y, message):
    with pytest.raises(ValueError, match=message):
        check_labels(y, n_classes=3)


def test_rows_that_fit():
    assert check_rows(np.zeros((3, 2)), np.zeros(3)) is None
    assert check_rows(np.zeros((3, 2)), np.zeros((3, 10))) is None


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        (np.zeros(3), np.zeros(3), r"X must have shape \(N, n_in\).* has shape \(3,\)"),
        (np.zeros((2, 3)), np.zeros(3), r"X has shape \(2, 3\) but y has shape \(3,\)"),
        (np.zeros((2, 3)), 1.0, r"X has shape \(2, 3\) but y has shape \(\)"),
        (np.zeros((0, 3)), [], r"X is empty \(shape \(0, 3\)\)"),
    ],
)
def test_rows_that_are_refused(X, y, message):
    with pytest.raises(ValueError, match=message):
        check_rows(X, y)


@pytest.mark.parametrize("rng", [None, 0, np.random])
def test_rng_that_is_refused(rng):
    with pytest.raises(ValueError, match="must be a NumPy random generator"):
        check_rng(rng)
