"""From raw images and labels to training data: splitting and scaling."""

import operator

import numpy as np

from mlp_core._validation import check_labels, check_rng


def stratified_split(y, n_held, *, rng):
    """Split the examples at random in two, each class in the proportions of `y`.

    Class c gets n_held * N_c / N of the held examples, rounded by largest remainder.
    Source: Kohavi, "A study of cross-validation and bootstrap" (1995), stratification.

    Parameters
    ----------
    y : array_like of int, shape (N,)
        Labels.
    n_held : int
        Number of examples to hold out.
    rng : numpy.random.Generator

    Returns
    -------
    rest, held : ndarrays of int, shapes (N - n_held,) and (n_held,)
        Indices into `y`, in random order: `X[rest], y[rest]` is for training.

    Raises
    ------
    ValueError
        If `y` does not hold labels, `n_held` is not an integer between 1 and N - 1, or
        a class would be missing on one side.
    """
    check_rng(rng)
    y, count, quota = _quotas(y, n_held)
    order = rng.permutation(len(y))
    order = order[np.argsort(y[order], kind="stable")]  # by class, shuffled within
    held = _rank(count) < np.repeat(quota, count)
    return rng.permutation(order[~held]), rng.permutation(order[held])


def regular_split(y, n_held):
    """Split like `stratified_split`, but by a rule: every k-th example of each class.

    The r-th example of class c (r = 0, 1, ...) is held when floor((r + 1) n_c / N_c)
    exceeds floor(r n_c / N_c), where n_c of the N_c examples are to be held. Both index
    arrays are in ascending order.
    """
    y, count, quota = _quotas(y, n_held)
    r, n_c, N_c = _rank(count), np.repeat(quota, count), np.repeat(count, count)
    held = (r + 1) * n_c // N_c > r * n_c // N_c
    order = np.argsort(y, kind="stable")
    return np.sort(order[~held]), np.sort(order[held])


def scale_pixels(images, scale="unit"):
    """Turn images of whole numbers 0 to 255 into rows of float32.

    "unit" gives x / 255, in [0, 1]; "symmetric" gives 2 (x / 255 - 1/2), in [-1, 1].
    Source: LeCun, Bottou, Orr, Müller, "Efficient BackProp" (1998), section 4.3.

    Parameters
    ----------
    images : array_like of int, shape (N, 28, 28) or (N, 784)
    scale : {"unit", "symmetric"}

    Returns
    -------
    X : ndarray of float32, shape (N, 784)
        A new array.

    Raises
    ------
    ValueError
        If the shape is another, there is no image, the pixels are not integers or lie
        outside 0 to 255, or `scale` is unknown.
    """
    check_scale(scale)
    images = np.asarray(images)
    if images.shape[1:] not in [(28, 28), (784,)]:
        raise ValueError(
            f"images must have shape (N, 28, 28) or (N, 784), but have shape "
            f"{images.shape}; use images[None] for a single image"
        )
    if len(images) == 0:
        raise ValueError(f"there is no image (shape {images.shape}); give at least one")
    if images.dtype.kind not in "iu":
        raise ValueError(
            f"pixels must be integers from 0 to 255, but have dtype {images.dtype}; "
            "scaled pixels need no further scaling, whole numbers images.astype(int), "
            "and NaN must be removed first"
        )
    low, high = images.min(), images.max()
    if low < 0 or high > 255:
        raise ValueError(
            f"pixels must lie between 0 and 255, but run from {low} to {high}; "
            "bring them into that range first"
        )
    X = images.reshape(len(images), 784).astype(np.float32)
    X /= 255
    if scale == "symmetric":
        X -= 0.5
        X *= 2
    return X


def check_scale(scale):
    """Raise ValueError unless `scale` is the name of a pixel scale."""
    if scale not in ("unit", "symmetric"):
        raise ValueError(
            f"unknown scale {scale!r}; "
            'use "unit" for pixels in [0, 1] or "symmetric" for [-1, 1]'
        )


def _quotas(y, n_held):
    """Return class codes of the examples, count and number to hold of each class."""
    classes, y, count = np.unique(
        check_labels(y), return_inverse=True, return_counts=True
    )
    try:
        n_held = operator.index(n_held)
    except TypeError:
        raise ValueError(
            f"n_held counts examples and must be an integer, but is {n_held!r}; "
            "for a share use int(share * len(y))"
        ) from None
    if not 0 < n_held < len(y):
        raise ValueError(
            f"n_held must lie between 1 and {len(y) - 1} for the {len(y)} labels, "
            f"but is {n_held}"
        )
    quota, remainder = np.divmod(n_held * count, len(y))
    largest_first = np.argsort(-remainder, kind="stable")
    quota[largest_first[: n_held - quota.sum()]] += 1
    missing = (quota == 0) | (quota == count)
    if missing.any():
        c = np.flatnonzero(missing)[0]
        raise ValueError(
            f"n_held = {n_held} of {len(y)} labels cannot be stratified: it would hold "
            f"{quota[c]} of the {count[c]} examples of class {classes[c]}, and every "
            "class is needed on both sides; change n_held or leave out that class"
        )
    return y, count, quota


def _rank(count):
    """Number the examples of each class 0, 1, ...; the classes follow one another."""
    return np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
