"""Points in the plane, small enough to draw."""

import operator

import numpy as np

from mlp_core._validation import check_rng


def xor_points(n, *, rng, noise=0.15):
    """Draw four noisy blobs at the corners of the unit square, labelled by XOR.

    X[i] = (a, b) + noise * (standard normal numbers) and y[i] = a XOR b, where the
    corners (a, b) = (0, 0), (0, 1), (1, 0), (1, 1) come equally often, in random order.
    Source: Minsky, Papert, "Perceptrons" (1969): one layer cannot separate the classes.

    Parameters
    ----------
    n : int
        Number of points; the four corners come equally often if 4 divides n.
    rng : numpy.random.Generator
    noise : float
        Standard deviation of a blob, in units of the square's side.

    Returns
    -------
    X : ndarray of float64, shape (n, 2)
    y : ndarray of int64, shape (n,)

    Raises
    ------
    ValueError
        If `n` is not a positive integer, `noise` is negative or not finite, or `rng`
        is not a generator.
    """
    check_rng(rng)
    try:
        n = operator.index(n)
    except TypeError:
        raise ValueError(f"n must be an integer, but is {n!r}; use int(n)") from None
    if n < 1:
        raise ValueError(f"n must be at least 1, but is {n}; n=200 is a good start")
    if not 0 <= noise < np.inf:
        raise ValueError(
            f"noise is a standard deviation and must be finite and not negative, "
            f"but is {noise}; noise=0 puts every point on its corner"
        )
    corner = rng.permutation(n) % 4
    a, b = corner // 2, corner % 2
    X = np.column_stack([a, b]) + noise * rng.standard_normal((n, 2))
    return X, a ^ b
