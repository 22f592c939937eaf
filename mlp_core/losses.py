"""How wrong the outputs are, as one number, and which way to change them.

A loss returns its value and its gradient together. The mean over the examples is
taken here and nowhere else: no layer and no optimizer divides by N again.
"""

import sys

import numpy as np

from mlp_core._validation import check_labels
from mlp_core.activations import shifted


def mse(A, Y):
    r"""Mean squared error over examples and outputs, and its gradient.

        L  = mean((A - Y)^2)        over all N C entries
        dA = 2 (A - Y) / (N C)

    Parameters
    ----------
    A : array (N, C), the outputs.
    Y : array (N, C), the targets, for classes `one_hot(y, C)`.

    Returns
    -------
    (loss, dA) : a Python float, and an array like A in shape and dtype.

    Raises
    ------
    ValueError : the shapes differ. NumPy would stretch (N, 1) - (N,) to (N, N),
        and the network would learn from nonsense.

    Explained in "The forward pass", section "How wrong is it?".
    """
    A, Y = np.asarray(A), np.asarray(Y)
    if A.shape != Y.shape:
        raise ValueError(
            f"mse: outputs A {A.shape} and targets Y {Y.shape} differ in shape. "
            "Make class labels into targets with one_hot(y, n_classes), and a "
            "column of numbers with y[:, None]."
        )
    if A.size == 0:
        raise ValueError(f"mse: A {A.shape} is empty, and a mean over nothing is not.")
    E = np.subtract(A, Y, dtype=np.result_type(A, np.float32))
    return float(np.vdot(E, E)) / E.size, E * (2.0 / E.size)


def softmax_cross_entropy(Z, y):
    r"""Mean of -log P(right class), with P = softmax(Z), and its gradient.

        L  = mean_n( log sum_k exp(Z_nk) - Z_n,y_n )
        dZ = (P - Y) / N        Y = one_hot(y, C)

    Parameters
    ----------
    Z : array (N, C), the logits: outputs of a last layer without activation; of any
        finite size.
    y : int array (N,), the labels, 0 to C - 1.

    Returns
    -------
    (loss, dZ) : a Python float, in nats, and an array like Z in shape and dtype.

    Raises
    ------
    ValueError : Z is not (N, C) or not finite; y is not N labels below C.

    Explained in "Softmax and cross-entropy", section "The gradient: P minus Y".
    """
    Z = np.asarray(Z)
    if Z.ndim != 2 or 0 in Z.shape:
        raise ValueError(
            f"softmax_cross_entropy: Z {Z.shape} must be (N, C), one example a row."
        )
    if Z.dtype.kind != "f":
        Z = Z.astype(np.float64)
    y = check_labels(y, Z.shape[1])
    if len(y) != len(Z):
        raise ValueError(
            f"softmax_cross_entropy: logits Z {Z.shape} need {len(Z)} labels, "
            f"but y has shape {y.shape}."
        )
    S = shifted(Z)
    right = np.arange(len(y)), y
    S_right = S[right]  # a copy, so S can become the exponentials, P, and dZ
    dZ = np.exp(S, out=S)
    total = dZ.sum(axis=1)
    surprise = np.log(total) - S_right  # -log P of the right class
    dZ /= total[:, None]
    dZ[right] -= 1.0
    dZ /= len(y)
    with np.errstate(over="ignore"):  # logits near the largest number: the mean is it
        loss = float((surprise / len(y)).sum(dtype=np.float64))
    return min(loss, sys.float_info.max), dZ
