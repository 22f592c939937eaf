"""Is a value the one it must be? For numbers that no loss can judge."""

import numpy as np

from mlp_core.gradcheck.diagnosis import says_slip
from mlp_core.gradcheck.numerical import relative_error

ROUNDING = 1e-5  # relative; a value computed in float32 is right, too


def check_value(found, wanted, *, name, slips=(), tolerance=ROUNDING):
    r"""Print one line if found is the wanted value; raise AssertionError if not.

    Parameters
    ----------
    found, wanted : numbers or arrays.
    name : what to call it.
    slips : pairs (sentence, wrong) to be recognised, as in `diagnose_gradient`: what
        the value would be if that mistake was made.
    tolerance : the `relative_error` over all entries up to which it is right.

    Raises
    ------
    AssertionError : another shape, numbers that are not finite, or other values, with
        the slip that gives them if it is known, else the worst place.

    Source: the assignments.
    """
    __tracebackhide__ = True  # Jupyter shows the reader's own lines only
    says = _says(found, np.asarray(wanted, np.float64), slips, tolerance)
    if says:
        raise AssertionError(f"{name}: {says}")
    print(f"{name}: right")


def _says(found, wanted, slips, tolerance):
    """What is wrong, "" if nothing is."""
    if found is None or found is ...:
        return "not filled in yet"
    try:
        found = np.asarray(found, np.float64)
    except (TypeError, ValueError):
        return f"must be numbers, not {found!r:.60}"
    if found.shape != wanted.shape:
        hint = ""
        if found.ndim > 1 and found.shape == wanted.shape[::-1]:
            hint = "; is it transposed?"
        elif found.size == wanted.size:
            hint = "; the same numbers in another shape?"
        elif found.shape[1:] == wanted.shape:
            hint = f"; is the sum or mean over its {found.shape[0]} rows missing?"
        return f"shape {found.shape}, but it must be {wanted.shape}{hint}"
    if not np.isfinite(found).all():
        bad = np.count_nonzero(~np.isfinite(found))
        return (
            f"{bad} of {found.size} entries are nan or inf"
            if found.ndim
            else "nan or inf"
        )
    if relative_error(found, wanted) <= tolerance:
        return ""
    slip = says_slip(found, wanted, slips, tolerance)
    where = np.unravel_index(np.argmax(np.abs(found - wanted)), wanted.shape)
    place = f"[{', '.join(map(str, where))}] " if where else ""
    values = f"{place}is {found[where]:.6g}, but must be {wanted[where]:.6g}"
    return f"{slip}; {values}" if slip else values
