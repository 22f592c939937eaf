"""What one wrong gradient looks like, in one sentence."""

from dataclasses import replace

import numpy as np

from mlp_core.gradcheck.compare import TOLERANCE, compare
from mlp_core.gradcheck.numerical import relative_error

# What a right gradient G turns into under slips that need no other array to be made:
# (sentence, G -> wrong one). `slips` has those that need more.
SLIPS_OF_ANY = (
    ("the sign is wrong: this points up the loss, not down", lambda G: -G),
    (
        "all entries are zero: was it ever filled, or is a factor always 0?",
        np.zeros_like,
    ),
    ("it is transposed", np.transpose),
)


def diagnose_gradient(f, V, dV, *, name="dV", slips=(), mask=None):
    r"""Compare dV with the numerical gradient of f by V, and say what differs.

    Parameters
    ----------
    f, V, mask : as in `numerical_gradient`. Without a mask, entries where dV and the
        numerical gradient differ are looked at for a kink.
    dV : the gradient to be judged, or a function() that computes it. It is copied, so
        f may overwrite it.
    name : what to call it.
    slips : more pairs (sentence, wrong) to be recognised; wrong is an array, what the
        slip would give, or a function of the right gradient. `slips_for` makes them.

    Returns
    -------
    GradientReport

    Raises
    ------
    ValueError : V is not a float64 array.

    Slips are recognised by making them: each is applied to the right gradient and
    compared with the given one. What fits none is not
    named: then the report says where the two differ most.

    Explained in "Backpropagation by hand", section "Wrong on purpose".
    """
    report, G, dV = compare(f, V, dV, name=name, mask=mask)
    if report.right or report.error is None:
        return report
    known = ~np.isnan(G)
    sentence = _says_slip(dV, G, known, (*slips, *SLIPS_OF_ANY)) or _says_scale(
        dV[known], G[known]
    )
    return replace(report, says=f"{sentence}; {report.says}") if sentence else report


def _says_slip(dV, G, known, slips):
    """The sentences of the slips that turn the right gradient into this one."""
    found = []
    for sentence, wrong in slips:
        wrong = np.asarray(wrong(np.where(known, G, 0.0)) if callable(wrong) else wrong)
        if wrong.shape != G.shape or sentence in found:
            continue
        if relative_error(dV[known], wrong[known]) < TOLERANCE:
            found.append(sentence)
    return "; or, the same here: ".join(found)


def _says_scale(a, g):
    """The one factor between the two, if there is one and two entries show it."""
    if np.count_nonzero(g) < 2:
        return None
    factor = float(np.vdot(a, g) / max(np.vdot(g, g), np.finfo(float).tiny))
    if factor == 0.0 or relative_error(a, factor * g) > TOLERANCE:
        return None
    return (
        f"every entry is {factor:.6g} times the right one: "
        "a sum for a mean, a lost 2, a mean taken twice?"
    )
