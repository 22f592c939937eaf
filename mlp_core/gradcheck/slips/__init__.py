"""What a backward pass turns into under the usual slips: a table of tiny functions.

The table has a list for each quantity of a backward pass, named as in the derivation:

    dA        the loss's derivative by the outputs
    dZ        on the way back through an activation:  dA * slope
    dalpha    the gradient of PReLU's slopes:         sum of dA * min(Z, 0)
    dX        on the way back through a Dense layer:  dZ W^T
    dW, db    the gradients of a Dense layer:         X^T dZ, sum of dZ

A row is a sentence and a formula: what went wrong, and what then comes out, from the
arrays of the step `s` (`NAMES` lists them; `s.right` is the right value). A row that
does not apply is passed over: it asks for an array that is not known, or its result has
another shape. To teach the check a slip of your own, append a row:

    SLIPS["dW"].append(("the inputs are squared", lambda s: (s.X**2).T @ s.dZ))
"""

import numpy as np

from mlp_core.gradcheck.numerical import relative_error
from mlp_core.gradcheck.slips.activation import DZ
from mlp_core.gradcheck.slips.dense import DB, DW, DX
from mlp_core.gradcheck.slips.general import EVERYWHERE, HANDED_ON
from mlp_core.gradcheck.slips.loss import DA
from mlp_core.gradcheck.slips.prelu import DALPHA, DZ_OF_PRELU
from mlp_core.gradcheck.slips.step import NAMES, RIGHT, Step, Unknown

__all__ = ["NAMES", "RIGHT", "SAME", "SLIPS", "Step", "slips_for", "wrong_values"]

SLIPS = {
    "dA": [*DA, *HANDED_ON, *EVERYWHERE],
    "dZ": [*DZ, *DZ_OF_PRELU, *HANDED_ON, *EVERYWHERE],
    "dalpha": [*DALPHA, *EVERYWHERE],
    "dX": [*DX, *HANDED_ON, *EVERYWHERE],
    "dW": [*DW, *EVERYWHERE],
    "db": [*DB, *EVERYWHERE],
}
SAME = 1e-6  # relative error below which two arrays count as the same


def wrong_values(part, step):
    """What the part turns into under each slip: yields (sentence, array).

    Slips that change nothing on these numbers are left out.
    """
    right = RIGHT[part](step)
    step = step.given(right=right)
    for sentence, formula in SLIPS[part]:
        try:
            wrong = np.asarray(formula(step))
        except (Unknown, ValueError):  # ValueError: shapes that cannot be multiplied
            continue
        if wrong.shape == right.shape and relative_error(wrong, right) > SAME:
            yield sentence, wrong


def slips_for(part, **arrays):
    r"""The usual slips in one part of a backward pass, for `check_gradient`.

    Parameters
    ----------
    part : "dA", "dZ", "dalpha", "dX", "dW" or "db": the quantity to be checked.
    **arrays : what it is computed from, by the names of the derivation: X and dZ for
        "dW", dZ for "db", dZ and W for "dX", dA and slope for "dZ"; dA, Z and alpha
        for "dalpha". They must be right: check them first. With more of the arrays in
        `NAMES` more slips are recognised.

    Returns
    -------
    list of (sentence, array) : what the part turns into under each slip.

    Raises
    ------
    ValueError : an unknown part or name, or an array that the part cannot do without.

    Explained in "The clinic", section "A backward pass that is not ours".
    """
    if part not in SLIPS:
        raise ValueError(f"part {part!r} must be one of {', '.join(SLIPS)}.")
    step = Step(**arrays)
    incoming = arrays.get("dZ", arrays.get("dA"))
    if "N" not in arrays and incoming is not None:
        step = step.given(N=len(incoming))
    try:
        return list(wrong_values(part, step))
    except Unknown as missing:
        raise ValueError(f"slips_for: {part!r} needs {missing} as well.") from None
