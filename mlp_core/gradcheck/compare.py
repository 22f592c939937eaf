"""A gradient beside the numerical one: right, or wrong and where."""

import math
from dataclasses import dataclass

import numpy as np

from mlp_core.gradcheck.numerical import (
    STEP,
    has_kink,
    numerical_gradient,
    relative_error,
)

TOLERANCE = 1e-7
NEAR = 1e-3  # an error below this may be that of the differences


@dataclass(frozen=True)
class GradientReport:
    """What a comparison of a gradient with the numerical one found.

    right : whether the error is below the tolerance, 1e-7 unless another was asked for.
    error : `relative_error`, or None where nothing could be compared.
    says : one sentence.
    left_out : entries with a kink within the step, which were not compared.

    Source: `diagnose_gradient`.
    """

    name: str
    right: bool
    says: str
    error: float | None = None
    left_out: int = 0

    def __str__(self):
        return f"{self.name}: {self.says}"


def compare(f, V, dV, *, name="dV", mask=None, step=STEP, tolerance=TOLERANCE):
    """(report, G, dV): whether dV is the derivative of f by V, and where not.

    Parameters are those of `diagnose_gradient`. G is the numerical gradient, nan at
    kinks, or None where dV is no gradient. Where nothing can be compared, the report's
    error is None.
    """
    before = f()
    dV = dV() if callable(dV) else dV
    says = None
    if dV is None or dV is ...:
        says = "not filled in yet"
    elif np.shape(dV) != np.shape(V):
        says = _says_shape(np.shape(dV), np.shape(V))
    elif not np.isfinite(dV := np.array(dV, np.float64)).all():
        bad = np.count_nonzero(~np.isfinite(dV))
        says = f"{bad} of {dV.size} entries are not finite"
    elif (after := f()) != before:
        says = (
            f"the loss was {before:.6g} and then {after:.6g}, though V is the same: an "
            "array that it reads was changed in place, or it draws random numbers"
        )
    else:
        G = numerical_gradient(f, V, mask=mask, step=step)
        if mask is None and step == STEP:
            _leave_out_kinks(f, V, dV, G)
        if np.isnan(G).all():
            says = "every entry has a kink within the step: move the inputs a bit"
            return GradientReport(name, False, says, None, G.size), G, dV
    if says is not None:
        return GradientReport(name, False, says), None, dV
    if tolerance <= _error(dV, G) < NEAR:
        # Differences are off by c h^2. Where large terms cancel, as in the sum for one
        # alpha, that shows; from two steps, h and 2h, it can be taken off.
        wide = numerical_gradient(f, V, mask=mask, step=2 * step)
        G = (4 * G - wide) / 3
    known = ~np.isnan(G)
    error, left_out = _error(dV, G), int(np.sum(~known))
    right = error < tolerance
    if right:
        kinks = f", {_count(left_out)} at a kink left out" if left_out else ""
        says = f"right, relative error {error:.1e} over {_count(known.sum())}{kinks}"
    else:
        says = f"{_says_place(dV, G)} (relative error {error:.1e})"
    return GradientReport(name, right, says, error, left_out), G, dV


def _error(dV, G):
    """The relative error over the entries that are known."""
    known = ~np.isnan(G)
    return relative_error(dV[known], G[known])


def _leave_out_kinks(f, V, dV, G):
    """Make G nan where it differs from dV because f has a kink there."""
    differs = np.abs(dV - G) > TOLERANCE * np.abs(G).max(initial=0.0)
    for i in map(tuple, np.argwhere(differs)):
        if has_kink(f, V, i):
            G[i] = np.nan


def _count(n):
    return "1 entry" if n == 1 else f"{n:,} entries"


def _says_shape(found, wanted):
    hint = ""
    if len(found) > 1 and found == wanted[::-1]:
        hint = ": is it transposed?"
    elif found == () and wanted == (1,):
        hint = ": a bare number; make an array with one entry of it"
    elif found and math.prod(found) == math.prod(wanted):
        hint = ": the same numbers in another shape, as keepdims=True makes them?"
    elif found[1:] == wanted:
        hint = f": is the sum over its {found[0]} rows missing?"
    elif found and wanted in ((), (1,)):
        hint = ": one number for the whole layer is a sum over examples and units"
    elif found in ((), (1,)) and len(wanted) == 1:
        hint = ": was it summed over the units as well? Each has its own entry"
    elif len(found) == len(wanted) == 1:
        hint = ": another length, so is it the sum over the wrong axis?"
    return f"shape {found}, but a gradient has its array's shape {wanted}{hint}"


def _says_place(dV, G):
    i = np.unravel_index(np.nanargmax(np.abs(dV - G)), G.shape)
    place = ", ".join(map(str, i))
    return f"wrong, worst at [{place}]: {dV[i]:.6g}, but the loss says {G[i]:.6g}"
