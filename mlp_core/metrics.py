"""Judging answers: from outputs to classes, from classes to numbers to read."""

import numpy as np

from mlp_core._validation import check_labels


def one_hot(y, n_classes, dtype=np.float32):
    r"""Turn labels into targets: row i is 0 everywhere but 1 in column y_i.

    Parameters
    ----------
    y : int array (N,), labels from 0 to n_classes - 1.
    n_classes : the number C of columns.

    Returns
    -------
    Y : array (N, C).

    Raises
    ------
    ValueError : y is not one-dimensional, not of integers, empty or out of range.

    Explained in "Digits as data", section "Labels and one-hot targets".
    """
    y = check_labels(y, n_classes)
    Y = np.zeros((len(y), n_classes), dtype)
    Y[np.arange(len(y)), y] = 1
    return Y


def to_labels(Y):
    r"""The class of every row: the column of its largest entry. Undoes `one_hot`.

    Parameters
    ----------
    Y : array (N, C), one-hot targets or the outputs of a network.

    Returns
    -------
    y : int array (N,). Of equal entries the first wins.

    Raises
    ------
    ValueError : Y is not (N, C), or has no columns.

    Explained in "Digits as data", section "Labels and one-hot targets".
    """
    Y = np.asarray(Y)
    if Y.ndim != 2 or Y.shape[1] == 0:
        raise ValueError(
            f"to_labels: Y {Y.shape} must be (N, C), one example a row. "
            "One row of outputs is the batch Y[None, :]."
        )
    return np.argmax(Y, axis=1)


def _check_pair(predicted, y, n_classes=None):
    """Both as label arrays of equal length, or an error that says what is wrong."""
    predicted, y = check_labels(predicted, n_classes), check_labels(y, n_classes)
    if predicted.shape != y.shape:
        raise ValueError(
            f"predicted {predicted.shape} and y {y.shape} must hold one label for "
            "each of the same examples."
        )
    return predicted, y


def accuracy(predicted, y):
    r"""The share of examples with the right class:  mean(predicted = y).

    Parameters
    ----------
    predicted, y : int arrays (N,), such as net.predict(X) and the labels.

    Returns
    -------
    A Python float in [0, 1].

    Raises
    ------
    ValueError : the lengths differ, or either is not an array of labels.

    Explained in "The forward pass", section "How wrong is it?".
    """
    predicted, y = _check_pair(predicted, y)
    return float(np.mean(predicted == y))


def confusion_matrix(predicted, y, n_classes=None):
    r"""Count who is taken for whom:  M[i, j] = examples of class i predicted as j.

    Parameters
    ----------
    predicted, y : int arrays (N,).
    n_classes : the number C of classes; None means the largest label seen, plus 1.

    Returns
    -------
    M : int array (C, C). Row sums count the true classes, column sums the predicted.

    Raises
    ------
    ValueError : the lengths differ, or either is not an array of labels below C.

    Explained in "Training and judging", section "Who is taken for whom".
    Source: Kohavi, Provost, "Glossary of terms", Machine Learning 30 (1998).
    """
    predicted, y = _check_pair(predicted, y, n_classes)
    C = n_classes or int(max(predicted.max(), y.max())) + 1
    return np.bincount(y * C + predicted, minlength=C * C).reshape(C, C)
