"""Labels, targets and counts."""

import numpy as np
import pytest

from mlp_core import accuracy, confusion_matrix, one_hot, to_labels


def test_one_hot_and_back():
    y = np.array([2, 0, 1, 2])
    Y = one_hot(y, 3)
    np.testing.assert_array_equal(Y, [[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    assert Y.dtype == np.float32
    assert one_hot(y, 3, np.float64).dtype == np.float64
    np.testing.assert_array_equal(to_labels(Y), y)


def test_accuracy_and_confusion():
    y, predicted = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1])
    assert accuracy(predicted, y) == 0.5
    M = confusion_matrix(predicted, y)
    np.testing.assert_array_equal(M, [[1, 1, 0], [0, 1, 0], [0, 1, 0]])
    assert confusion_matrix(predicted, y, 5).shape == (5, 5)
    assert M.trace() / M.sum() == accuracy(predicted, y)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: one_hot(np.array([0, 3]), 3), "below n_classes = 3"),
        (lambda: one_hot(np.array([0, -1]), 3), "must not be negative"),
        (lambda: one_hot(np.array([0.0, 1.0]), 3), r"astype\(int\)"),
        (lambda: one_hot(np.array([0.0, np.nan]), 3), "NaN"),
        (lambda: one_hot(np.eye(3, dtype=int), 3), r"to_labels\(Y\)"),
        (lambda: one_hot(np.array([], int), 3), "empty"),
        (lambda: to_labels(np.array([0, 1])), r"\(2,\) must be \(N, C\)"),
        (lambda: to_labels(np.ones((2, 0))), r"\(2, 0\) must be \(N, C\)"),
        (lambda: accuracy(np.array([1]), np.array([1, 2])), r"\(1,\) and y \(2,\)"),
        (lambda: accuracy(np.eye(2, dtype=int), np.array([1, 2])), "to_labels"),
        (lambda: confusion_matrix(np.array([1, 4]), np.array([1, 2]), 3), "below"),
    ],
)
def test_bad_labels_say_how_to_mend_them(call, says):
    with pytest.raises(ValueError, match=says):
        call()
