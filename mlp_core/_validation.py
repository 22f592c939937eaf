"""Checks that several modules share: each error names what was given and the mend."""

import numpy as np


class NotFiniteError(ValueError):
    """Numbers have run away to inf or nan; `train` ends such a run as diverged."""


def check_finite(name, V):
    """Raise NotFiniteError if V holds inf or nan."""
    if not np.isfinite(V).all():
        bad = np.size(V) - np.count_nonzero(np.isfinite(V))
        raise NotFiniteError(
            f"{bad} of {np.size(V)} {name} are inf or nan. Look for nan in the inputs, "
            "and if this happened while training, try a smaller learning rate."
        )


def check_labels(y, n_classes=None):
    """Return `y` as an array once it is known to hold one class number per example.

    Parameters
    ----------
    y : array_like of int, shape (N,)
        Labels 0, 1, 2, ...
    n_classes : int, optional
        If given, every label must be below it.

    Returns
    -------
    ndarray of int, shape (N,)

    Raises
    ------
    ValueError
        If `y` is not one-dimensional, is empty, is not of an integer type, or holds a
        label below 0 or not below `n_classes`.
    """
    y = np.asarray(y)
    if y.ndim == 2 and y.shape[1] > 1:
        raise ValueError(
            f"labels must have shape (N,), but have shape {y.shape}; "
            "turn a one-hot matrix into labels with to_labels(Y)"
        )
    if y.ndim != 1:
        raise ValueError(
            f"labels must have shape (N,), but have shape {y.shape}; use np.ravel(y)"
        )
    if y.size == 0:
        raise ValueError("labels are empty (shape (0,)); give at least one example")
    if y.dtype.kind not in "iu":
        raise ValueError(_wrong_type(y))
    if y.min() < 0:
        raise ValueError(
            f"labels must not be negative, but the smallest is {y.min()}; "
            "number the classes 0, 1, 2, ..."
        )
    if n_classes is not None and y.max() >= n_classes:
        raise ValueError(
            f"labels must be below n_classes = {n_classes}, but the largest is "
            f"{y.max()}; number the classes 0 to {n_classes - 1} or raise n_classes"
        )
    return y


def check_rows(X, y):
    """Raise ValueError unless `X` (N, n_in) has a row for each of the N entries of `y`.

    Only shapes are looked at; `check_labels` looks at the labels themselves.
    """
    shape, shape_y = np.shape(X), np.shape(y)
    if len(shape) != 2:
        raise ValueError(
            f"X must have shape (N, n_in), one example per row, but has shape {shape}; "
            "use X.reshape(len(X), -1), or X[None, :] for a single example"
        )
    if shape_y[:1] != shape[:1]:
        raise ValueError(
            f"X has shape {shape} but y has shape {shape_y}; "
            "both need one row for each example (is one of them transposed?)"
        )
    if shape[0] == 0:
        raise ValueError(f"X is empty (shape {shape}); give at least one example")


def check_rng(rng):
    """Raise ValueError unless `rng` is a NumPy random generator, new or legacy."""
    if not isinstance(rng, np.random.Generator | np.random.RandomState):
        raise ValueError(
            f"rng must be a NumPy random generator, but is {rng!r}; "
            "make one with rng = np.random.default_rng(0)"
        )


def check_dtype(kind, dtype):
    """Raise ValueError unless dtype is one that parameters can have."""
    if np.dtype(dtype) not in (np.float32, np.float64):
        raise ValueError(f"{kind}: dtype {dtype} must be np.float32 or np.float64.")


def check_backward(layer, name, gradient, output):
    """The gradient that arrives must have the shape of the output that left."""
    if output is None:
        raise ValueError(f"{layer}.backward needs forward first: it reuses its values.")
    if np.shape(gradient) != output.shape:
        raise ValueError(
            f"{layer}.backward: {name} {np.shape(gradient)} must have the shape "
            f"{output.shape} of the output of the last forward."
        )


def _wrong_type(y):
    """Say what to do about labels that are not of an integer type."""
    found = f"labels must be integers, but have dtype {y.dtype}"
    if y.dtype.kind != "f":
        return f"{found}; convert them with y.astype(int)"
    if not np.isfinite(y).all():
        return f"{found} and hold NaN or infinity; remove those examples first"
    if (y != np.floor(y)).any():
        return f"{found} and are not whole numbers; number the classes 0, 1, 2, ..."
    return f"{found}; they are whole numbers, so convert them with y.astype(int)"
