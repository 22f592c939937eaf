"""Slips in dW, db and dX, the three results of a Dense layer's backward pass."""

import numpy as np

DX = [
    ("W is not transposed", lambda s: s.dZ @ s.W),
    ("the factor W is missing", lambda s: s.dZ),
]

DW = [
    ("transposed", lambda s: s.right.T),
    (
        "the inputs are missing: every row is the sum of dZ",
        lambda s: np.tile(s.dZ.sum(axis=0), (s.X.shape[1], 1)) + s.penalty,
    ),
    (
        "only the last example is used",
        lambda s: np.outer(s.X[-1], s.dZ[-1]) + s.penalty,
    ),
    (
        "only the first example is used",
        lambda s: np.outer(s.X[0], s.dZ[0]) + s.penalty,
    ),
    (
        "only the last example's input is used, for the gradient of the whole batch",
        lambda s: np.outer(s.X[-1], s.dZ.sum(axis=0)) + s.penalty,
    ),
    (
        "only the last example's input is used, for the batch's averaged gradient",
        lambda s: np.outer(s.X[-1], s.dZ.mean(axis=0)) + s.penalty,
    ),
    (
        "inputs and gradients are averaged before they are multiplied",
        lambda s: np.outer(s.X.mean(axis=0), s.dZ.sum(axis=0)) + s.penalty,
    ),
    (
        "inputs and gradients are summed before they are multiplied",
        lambda s: np.outer(s.X.sum(axis=0), s.dZ.sum(axis=0)) + s.penalty,
    ),
    (
        "the input is taken from before the activation, not from after it",
        lambda s: s.Z_before.T @ s.dZ + s.penalty,
    ),
    (
        "a factor too much: the activation that follows this layer",
        lambda s: s.X.T @ (s.dZ * s.A_after) + s.penalty,
    ),
    (
        "summed over the wrong axis: X is not transposed",
        lambda s: s.X @ s.dZ + s.penalty,
    ),
    ("the L2 penalty is left out", lambda s: s.right - s.penalty),
    (
        "the L2 penalty is doubled: its 1/2 takes the 2 of the square",
        lambda s: s.right + s.penalty,
    ),
    ("the L2 penalty has half its strength", lambda s: s.right - s.penalty / 2),
    ("the L2 penalty has the wrong sign", lambda s: s.right - 2 * s.penalty),
    (
        "divided by N once more, all but the penalty: the mean is in the loss already",
        lambda s: (
            (s.right - s.penalty) / s.N + s.penalty if np.any(s.penalty) else None
        ),
    ),
    (
        "the L2 penalty is divided by N",
        lambda s: s.right - s.penalty + s.penalty / s.N,
    ),
]

DB = [
    ("only the last example is used", lambda s: s.dZ[-1]),
    ("only the first example is used", lambda s: s.dZ[0]),
    ("summed over the wrong axis", lambda s: s.dZ.sum(axis=1)),
    (
        "summed over both axes: every unit gets the same",
        lambda s: np.full(s.dZ.shape[1], s.dZ.sum()),
    ),
    (
        "the L2 penalty is on the bias as well",
        lambda s: s.right + s.l2 * s.b,
    ),
]
