"""Judging a network: its loss and its accuracy over a whole set."""

import math

import numpy as np

from mlp_core._validation import NotFiniteError, check_rows
from mlp_core.metrics import accuracy, to_labels
from mlp_core.network import CHUNK


def evaluate(net, X, y, loss):
    r"""Loss, without a penalty, and accuracy over all examples, with dropout off.

    Parameters
    ----------
    net, X, y, loss : as in `train`; y may be labels (N,) or one-hot targets (N, C).

    Returns
    -------
    (loss, accuracy) : two Python floats.

    Raises
    ------
    ValueError : shapes that do not fit, or no example.

    Explained in "The forward pass", section "How wrong is it?".
    """
    check_rows(X, y)
    labels = y if np.ndim(y) == 1 else to_labels(y)
    total, right = 0.0, 0.0
    for i in range(0, len(X), CHUNK):
        A = net.forward(X[i : i + CHUNK])
        total += loss(A, y[i : i + CHUNK])[0] * len(A)
        right += accuracy(to_labels(A), labels[i : i + CHUNK]) * len(A)
    return total / len(X), right / len(X)


def judge(net, X, y, loss):
    """`evaluate` for a network whose parameters may have run away: then nan."""
    with np.errstate(over="ignore", invalid="ignore"):
        try:
            return evaluate(net, X, y, loss)
        except NotFiniteError:
            return math.nan, math.nan
