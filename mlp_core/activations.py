"""The functions between the layers, each with its derivative below it.

They return new arrays. All but softmax work entry by entry, on arrays of any shape,
and a derivative takes what it is shortest in: the *output* A for sigmoid and tanh, the
*input* Z for ReLU and PReLU. The layers in `layers.py` multiply by them in the
backward pass.
Softmax mixes the entries of a row; its derivative is taken with its loss, in
`losses.py`.
"""

import numpy as np

from mlp_core._validation import check_finite


def sigmoid(Z):
    r"""Squash every entry into (0, 1):  A = 1 / (1 + exp(-Z)).

    Computed as (1 + tanh(Z/2)) / 2, which is the same function but never
    overflows: at Z = -1e4 the textbook form would ask for exp(10000).

    Explained in "The forward pass", section "Sigmoid without overflow".
    """
    return 0.5 * (1.0 + np.tanh(0.5 * Z))


def sigmoid_prime(A):
    r"""Derivative of sigmoid, from its output A = sigmoid(Z):  A (1 - A).

    Explained in "Backpropagation by hand", section "The sigmoid".
    Source: Rumelhart, Hinton, Williams (1986), the step from their eq. 4 to eq. 5.
    """
    return A * (1.0 - A)


def tanh(Z):
    r"""Squash every entry into (-1, 1):  A = tanh(Z).

    The sigmoid in other units: tanh(Z) = 2 sigmoid(2 Z) - 1.

    Explained in "The forward pass", section "Sigmoid without overflow".
    """
    return np.tanh(Z)


def tanh_prime(A):
    r"""Derivative of tanh, from its output A = tanh(Z):  1 - A^2.

    Source: LeCun, Bottou, Orr, Müller, "Efficient BackProp" (1998), section 4.4.
    """
    return 1.0 - A * A


def relu(Z):
    r"""Keep what is positive:  A = max(Z, 0).

    Explained in "ReLU", section "A function with a corner".
    Source: Nair, Hinton (2010), "Rectified linear units".
    """
    return np.maximum(Z, 0.0)


def relu_prime(Z):
    r"""Derivative of ReLU, from its *input* Z: True (1) where Z > 0, else False (0).

    At Z = 0, the kink, there is no derivative; the value 0 is a choice.

    Explained in "ReLU", section "The derivative, and the corner".
    """
    return np.greater(Z, 0.0)


def prelu(Z, alpha):
    r"""A line with a bend at 0:  A = Z where Z > 0, else alpha Z.

    alpha is one number, or one for each column of Z: anything that broadcasts. Slope
    0 gives ReLU, slope 1 gives Z itself, slope -1 its size |Z|.

    Explained in "PReLU by hand", section "A slope for the negative side".
    Source: He, Zhang, Ren, Sun (2015), arXiv 1502.01852, eq. 1.
    """
    return prelu_prime(Z, alpha) * Z


def prelu_prime(Z, alpha):
    r"""Derivative of prelu by Z, the slopes:  S = 1 where Z > 0, else alpha.

    Written as alpha + (1 - alpha) [Z > 0], which picks without a branch. At Z = 0,
    the kink, there is no derivative; the value alpha is a choice.

    Explained in "PReLU by hand", section "The derivative by Z".
    """
    on = np.greater(Z, 0.0).astype(np.result_type(Z))  # not bool: keeps float32
    return alpha + (1.0 - alpha) * on


def prelu_alpha_prime(Z):
    r"""Derivative of prelu by its alpha, entry by entry:  min(Z, 0).

    Explained in "PReLU by hand", section "The derivative by alpha".
    Source: He, Zhang, Ren, Sun (2015), arXiv 1502.01852, eq. 3.
    """
    return np.minimum(Z, 0.0)


def shifted(Z):
    r"""Logits less the largest of their row:  S = Z - max Z, at most 0, softmax as Z's.

    Two logits of float64 may differ by more than the largest number; the difference
    is then the largest number. ValueError if Z is not finite.
    """
    check_finite("logits Z", Z)
    with np.errstate(over="ignore"):
        S = Z - Z.max(axis=-1, keepdims=True)
    return np.maximum(S, np.finfo(S.dtype).min, out=S)


def softmax(Z):
    r"""Turn every row of logits into probabilities:  P_k = exp(Z_k) / sum_j exp(Z_j).

    Adding a number to a row changes nothing, so the largest logit of each row is
    taken off first: then no exponential exceeds 1, and the sum is at least 1.

    Parameters
    ----------
    Z : array (N, C), or (C,) for one example; of any finite size.

    Returns
    -------
    P : array of Z's shape and dtype; its rows are positive or 0 and sum to 1.

    Raises
    ------
    ValueError : Z holds inf or nan, or has no columns.

    Explained in "Softmax and cross-entropy", section "From scores to probabilities".
    Source: Bridle (1990), "Probabilistic interpretation of feedforward classification
    network outputs".
    """
    Z = np.asarray(Z)
    if Z.ndim == 0 or Z.shape[-1] == 0:
        raise ValueError(f"softmax: Z {Z.shape} must be (N, C) with C of 1 or more.")
    Z = Z if Z.dtype.kind == "f" else Z.astype(np.float64)
    E = np.exp(shifted(Z))
    return E / E.sum(axis=-1, keepdims=True)
