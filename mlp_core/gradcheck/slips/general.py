"""Slips that can happen to any quantity, and to any gradient that is handed on."""

import numpy as np

EVERYWHERE = [
    ("the sign is wrong: this is minus the derivative", lambda s: -s.right),
    (
        "a sum over the examples where the mean belongs: N times too large",
        lambda s: s.N * s.right,
    ),
    (
        "divided by N once more: the mean is in the loss already",
        lambda s: s.right / s.N,
    ),
    ("twice the right one: a factor 2 too much", lambda s: 2 * s.right),
    ("half the right one: a factor 2 is missing", lambda s: s.right / 2),
    (
        "all entries are zero: was it ever filled, or is a factor always 0?",
        lambda s: 0 * s.right,
    ),
]


def only(G, n):
    """G (N, ...) with the rows of all examples but n set to 0."""
    kept = np.zeros_like(G)
    kept[n] = G[n]
    return kept


# Of what has a row for each example and is handed on from layer to layer.
HANDED_ON = [
    (
        "averaged over the batch before it is propagated",
        lambda s: np.tile(s.right.mean(axis=0), (s.N, 1)),
    ),
    (
        "summed over the batch before it is propagated",
        lambda s: np.tile(s.right.sum(axis=0), (s.N, 1)),
    ),
    (
        "transposed: the examples lie as columns, and N happens to be the width",
        lambda s: s.right.T,
    ),
    ("only the last example is used", lambda s: only(s.right, -1)),
    ("only the first example is used", lambda s: only(s.right, 0)),
]
