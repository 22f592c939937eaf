"""What one wrong gradient looks like, in one sentence."""

from dataclasses import replace

import numpy as np

from mlp_core.gradcheck.compare import TOLERANCE, compare
from mlp_core.gradcheck.numerical import STEP, relative_error

# What a right gradient G turns into under slips that need no other array to be made:
# (sentence, G -> wrong one). `slips` has those that need more.
SLIPS_OF_ANY = (
    ("the sign is wrong: this is minus the derivative", lambda G: -G),
    (
        "all entries are zero: was it ever filled, or is a factor always 0?",
        np.zeros_like,
    ),
    ("it is transposed", np.transpose),
)


def diagnose_gradient(
    f, V, dV, *, name="dV", slips=(), mask=None, step=STEP, tolerance=TOLERANCE
):
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
    step, tolerance : of the differences, and below which error dV is right. Where
        numbers are rounded to float32 within dV, take a tolerance of 1e-5; where they
        are within f too, a step of 1e-2 and a tolerance of 1e-3. Kinks are looked for
        at the usual step only.

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
    settings = {"mask": mask, "step": step, "tolerance": tolerance}
    report, G, dV = compare(f, V, dV, name=name, **settings)
    if report.right or report.error is None:
        return report
    sentence = says_slip(dV, G, (*slips, *SLIPS_OF_ANY), tolerance)
    return replace(report, says=f"{sentence}; {report.says}") if sentence else report


def says_slip(dV, G, slips, tolerance):
    """What turns the right G, nan where unknown, into this dV; "" if nothing known."""
    known, found = ~np.isnan(G), []
    for sentence, wrong in slips:
        wrong = np.asarray(wrong(np.where(known, G, 0.0)) if callable(wrong) else wrong)
        if wrong.shape != G.shape or sentence in found:
            continue
        if relative_error(dV[known], wrong[known]) < tolerance:
            found.append(sentence)
    if found:
        return "; or, the same here: ".join(found)
    return _says_scale(dV[known], G[known], tolerance)


def _says_scale(a, g, tolerance):
    """The one factor between the two, if there is one and two entries show it."""
    if np.count_nonzero(g) < 2:
        return ""
    factor = float(np.vdot(a, g) / max(np.vdot(g, g), np.finfo(float).tiny))
    if factor == 0.0 or relative_error(a, factor * g) > tolerance:
        return ""
    return (
        f"every entry is {factor:.6g} times the right one: "
        "a sum for a mean, a lost 2, a mean taken twice?"
    )
