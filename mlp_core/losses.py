"""How wrong the outputs are, as one number, and which way to change them.

A loss returns its value and its gradient together. The mean over the examples is
taken here and nowhere else: no layer and no optimizer divides by N again.
"""

import numpy as np


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
