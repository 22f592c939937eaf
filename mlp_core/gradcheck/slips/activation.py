"""Slips in dZ, on the way back through an activation or through dropout."""

import numpy as np


def only_0_or_1(slope):
    """As ReLU's; measured slopes are rounded."""
    return (np.isclose(slope, 0.0) | np.isclose(slope, 1.0)).all()


DZ = [
    (
        "the activation's derivative is missing, or it is 1 everywhere, as when ReLU's "
        "output is asked whether it is >= 0",
        lambda s: s.dA if only_0_or_1(s.slope) else None,
    ),
    (
        "the activation's derivative is missing",
        lambda s: None if only_0_or_1(s.slope) else s.dA,
    ),
    ("the activation's derivative is applied twice", lambda s: s.right * s.slope),
    (
        "the activation's derivative is taken at the output A, not at the input Z",
        lambda s: s.dA * s.slope_at_A,
    ),
    (
        "the input Z stands where the output A belongs, in A (1 - A)",
        lambda s: s.dA * s.Z * (1 - s.Z),
    ),
    (
        "the input Z stands where the output A belongs, in 1 - A^2",
        lambda s: s.dA * (1 - s.Z**2),
    ),
    (
        "multiplied by the activation A, not by its derivative",
        lambda s: s.dA * s.A,
    ),
    (
        "A (1 - A), the sigmoid's derivative, for another activation",
        lambda s: s.dA * s.A * (1 - s.A),
    ),
    (
        "1 - A^2, the derivative of tanh, for another activation",
        lambda s: s.dA * (1 - s.A**2),
    ),
    (
        "the mask is from the wrong array: where dA > 0, not where Z > 0",
        lambda s: s.dA * (s.dA > 0),
    ),
    (
        "the mask is from the wrong array: that of the activation one layer before",
        lambda s: s.dA * s.slope_before,
    ),
    (
        "the mask is from the wrong array: that of the activation one layer after",
        lambda s: s.dA * s.slope_after,
    ),
    (
        "the last example's derivative is used for the whole batch",
        lambda s: s.dA * s.slope[-1],
    ),
    (
        "the mask is the wrong way round: 1 where the unit was off",
        lambda s: s.dA * (s.slope == 0),
    ),
    (
        "the mask is right, but the factor 1/(1 - rate) beside it is missing",
        lambda s: s.dA * (s.slope != 0) if (s.slope == 0).any() else None,
    ),
]
