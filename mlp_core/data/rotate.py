"""Turning an image, to see what a network makes of it."""

import numpy as np


def rotate(X, degrees):
    r"""Turn images counter-clockwise about their middle.

    The value at each place of the new image is that of the old one at the place it
    came from, a mean of the four pixels around it weighted by nearness (bilinear).
    What comes from outside the image is 0, paper on the scale [0, 1].

    Parameters
    ----------
    X : array (N, 784), images of 28 x 28 as rows.
    degrees : the angle, positive to the left.

    Returns
    -------
    Array (N, 784), new.

    Raises
    ------
    ValueError : X is not (N, 784), or the angle is not a finite number.

    Explained in "Training and judging", section "A digit that turns".
    """
    X = np.asarray(X)
    if X.ndim != 2 or X.shape[1] != 28 * 28:
        raise ValueError(
            f"rotate: X {X.shape} must be (N, 784), one image a row. "
            "One image x is the batch x[None, :]."
        )
    if not np.isfinite(degrees):
        raise ValueError(f"rotate: the angle must be a finite number, not {degrees}.")
    angle, middle = np.deg2rad(degrees), 13.5
    down, right = np.mgrid[:28, :28] - middle
    old_down = middle + np.cos(angle) * down + np.sin(angle) * right
    old_right = middle - np.sin(angle) * down + np.cos(angle) * right
    padded = np.pad(X.reshape(-1, 28, 28), ((0, 0), (1, 2), (1, 2)))
    turned = np.zeros((len(X), 28, 28), X.dtype)
    top, left = np.floor(old_down).astype(int), np.floor(old_right).astype(int)
    for y, x in ((0, 0), (0, 1), (1, 0), (1, 1)):
        weight = (1 - np.abs(old_down - top - y)) * (1 - np.abs(old_right - left - x))
        rows, columns = np.clip(top + y, -1, 28) + 1, np.clip(left + x, -1, 28) + 1
        turned += weight.astype(X.dtype) * padded[:, rows, columns]
    return turned.reshape(len(X), -1)
