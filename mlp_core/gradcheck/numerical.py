"""Is the gradient right? The loss itself is asked: wiggle an entry, watch the loss.

    dL/dv is close to (L(v + h) - L(v - h)) / 2h

This needs no derivation, so it can judge one. It needs float64: in float32 the
difference of two losses drowns in rounding.
"""

import math

import numpy as np

STEP = 1e-5


def numerical_gradient(f, V, *, mask=None, step=STEP):
    r"""The derivative of f by every entry of V, by central differences.

    Parameters
    ----------
    f : function() -> float, the loss; it reads V anew at every call.
    V : float64 array of any shape. It is changed in place, an entry at a time by
        the step h, and put back, also when f raises.
    mask : None, or function() -> boolean array: on which side of its kink every unit
        stood in the last f(). Where the two sides of an entry differ there is no
        derivative to be had, and the result is nan.
    step : the h.

    Returns
    -------
    dV : array of V's shape.

    Raises
    ------
    ValueError : V is not a float64 array.

    Explained in "What you need to know", section "The derivative is a slope".
    """
    if not isinstance(V, np.ndarray):
        raise ValueError(
            f"V is changed in place, so it must be an array, not {type(V).__name__}. "
            "A single number is V = np.array(2.0), read in f as V."
        )
    if V.dtype != np.float64:
        raise ValueError(
            f"a gradient is checked in float64, but V is {V.dtype}. "
            "Build the layers with dtype=np.float64."
        )
    dV = np.empty(V.shape)
    for i in np.ndindex(V.shape):
        kept = V[i]
        try:
            V[i] = kept + step
            upper, mask_upper = f(), mask and mask()
            V[i] = kept - step
            lower, mask_lower = f(), mask and mask()
        finally:
            V[i] = kept
        crossed = mask and not np.array_equal(mask_upper, mask_lower)
        dV[i] = np.nan if crossed else (upper - lower) / (2 * step)
    return dV


def relative_error(a, b):
    r"""How far apart two arrays are, for their size:  |a - b| / (|a| + |b|).

    |.| is the Euclidean norm over all entries. 0 means equal (also when both are
    zero), 1 as different as can be. A right gradient is below 1e-7.

    Raises
    ------
    ValueError : the shapes differ.

    Explained in "Backpropagation by hand", section "What a relative error means".
    Source: the measure of the notes of Stanford's CS231n, taken per array.
    """
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    if a.shape != b.shape:
        raise ValueError(f"relative_error: the shapes {a.shape} and {b.shape} differ.")
    scale = _size(a) + _size(b)
    return _size(a - b) / scale if scale else 0.0


def _size(V):
    """Euclidean norm over all entries; np.linalg.norm does the same, four times slower.

    The naming of mistakes compares some ten thousand small arrays.
    """
    return math.sqrt(np.vdot(V, V))


def has_kink(f, V, i):
    r"""Whether f bends at V[i] or within the step on either side of it.

    The slopes to the right and to the left of V[i] differ by about h f'' where f is
    smooth, so a tenth of the step makes a tenth of the difference. A kink between them
    breaks this proportion. `f` and `V` as in `numerical_gradient`; i is an index.
    """
    kept, bends = V[i], []
    try:
        for h in (STEP, STEP / 10):
            values = []
            for end in (kept + h, kept, kept - h):
                V[i] = end
                values.append(f())
            upper, middle, lower = values
            bends.append((upper - 2 * middle + lower) / h)
    finally:
        V[i] = kept
    rounding = 50 * np.finfo(float).eps * max(abs(middle), 1.0) / (STEP / 10)
    return abs(bends[1] - bends[0] / 10) > 0.02 * abs(bends[0]) + rounding
