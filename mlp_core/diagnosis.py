"""What a wrong gradient looks like: compared with the right one, in one sentence."""

from dataclasses import dataclass

import numpy as np

from mlp_core.numerical import numerical_gradient, relative_error

TOLERANCE = 1e-7


@dataclass(frozen=True)
class GradientReport:
    """What a comparison of a gradient with the numerical one found.

    right : whether the error is below 1e-7.
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


# What a right gradient G turns into under a usual slip: (sentence, G -> wrong one).
SLIPS = (
    ("the sign is wrong: this points up the loss, not down", lambda G: -G),
    (
        "all entries are zero: was it ever filled, or is a factor always 0?",
        np.zeros_like,
    ),
)


def diagnose_gradient(f, V, dV, *, name="dV", slips=(), mask=None):
    r"""Compare dV with the numerical gradient of f by V, and say what differs.

    Parameters
    ----------
    f, V, mask : as in `numerical_gradient`.
    dV : the gradient to be judged. It is copied first, so f may overwrite it.
    name : what to call it.
    slips : more pairs (sentence, function of the right gradient) to be recognised.

    Returns
    -------
    GradientReport

    Raises
    ------
    ValueError : V is not a float64 array.

    Slips are recognised by making them: each is applied to the right gradient and
    compared with the given one.

    Explained in "Backpropagation by hand", section "Wrong on purpose".
    """
    if dV is None or dV is ...:
        return GradientReport(name, False, "not filled in yet")
    dV = np.array(dV, np.float64)
    if dV.shape != np.shape(V):
        return GradientReport(name, False, _says_shape(dV.shape, np.shape(V)))
    if not np.isfinite(dV).all():
        bad = np.count_nonzero(~np.isfinite(dV))
        return GradientReport(name, False, f"{bad} of {dV.size} entries are not finite")
    G = numerical_gradient(f, V, mask=mask)
    known = ~np.isnan(G)
    if not known.any():
        return GradientReport(
            name, False, "every entry has a kink within the step: move the inputs a bit"
        )
    g, a = G[known], dV[known]
    error, left_out = relative_error(a, g), int(G.size - g.size)
    if error < TOLERANCE:
        says = f"right, relative error {error:.1e} over {_count(g.size)}"
        return GradientReport(name, True, says, error, left_out)
    sentence = (
        _says_slip(a, G, known, (*slips, *SLIPS))
        or _says_scale(a, g)
        or _says_place(dV, G)
    )
    says = f"{sentence} (relative error {error:.1e})"
    return GradientReport(name, False, says, error, left_out)


def _count(n):
    return "1 entry" if n == 1 else f"{n:,} entries"


def _says_shape(found, wanted):
    hint = ": is it transposed?" if found == wanted[::-1] else ""
    return f"shape {found}, but a gradient has its array's shape {wanted}{hint}"


def _says_slip(a, G, known, slips):
    """The sentence of the first slip that turns the right gradient into this one."""
    for sentence, slip in slips:
        wrong = np.asarray(slip(np.where(known, G, 0.0)))
        if wrong.shape == G.shape and relative_error(a, wrong[known]) < TOLERANCE:
            return sentence
    return None


def _says_scale(a, g):
    """The one factor between the two, if there is one."""
    factor = float(np.vdot(a, g) / max(np.vdot(g, g), np.finfo(float).tiny))
    if factor == 0.0 or relative_error(a, factor * g) > TOLERANCE:
        return None
    return (
        f"every entry is {factor:.6g} times the right one: "
        "a sum for a mean, a lost 2, a mean taken twice?"
    )


def _says_place(dV, G):
    i = np.unravel_index(np.nanargmax(np.abs(dV - G)), G.shape)
    place = ", ".join(map(str, i))
    return f"wrong, worst at [{place}]: {dV[i]:.6g}, but the loss says {G[i]:.6g}"
