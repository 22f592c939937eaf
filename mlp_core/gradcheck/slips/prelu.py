"""Slips in PReLU's two derivatives: dalpha, and dZ where it differs from ReLU's."""

import numpy as np

from mlp_core.gradcheck.slips.step import summed_to


def each(s):
    """By every use of alpha; dalpha is the sum over what alpha was broadcast over."""
    return s.dA * np.minimum(s.Z, 0.0)


DALPHA = [
    (
        "the mask is missing: dA * Z is summed where Z > 0 as well",
        lambda s: summed_to(s.dA * s.Z, s.alpha),
    ),
    (
        "the mask is the wrong way round: summed where Z > 0",
        lambda s: summed_to(s.dA * np.maximum(s.Z, 0.0), s.alpha),
    ),
    (
        "the factor Z is missing: dA is summed where Z <= 0",
        lambda s: summed_to(s.dA * (s.Z <= 0), s.alpha),
    ),
    (
        "the factor dA is missing: min(Z, 0) is summed",
        lambda s: summed_to(np.minimum(s.Z, 0.0), s.alpha),
    ),
    (
        "a factor alpha too much: the output A stands where Z belongs, or dZ where dA "
        "does",
        lambda s: s.alpha * s.right,
    ),
    (
        "summed over the units as well: every unit gets the same",
        lambda s: np.full(s.alpha.shape, each(s).sum()),
    ),
    (
        "averaged over the units",
        lambda s: np.full(s.alpha.shape, each(s).sum(axis=0).mean()),
    ),
    (
        "averaged over units and examples",
        lambda s: np.full(s.alpha.shape, each(s).mean()),
    ),
    (
        "summed over the wrong axis: over the units, not over the examples",
        lambda s: each(s).sum(axis=1).reshape(s.alpha.shape),
    ),
    ("only the last example is used", lambda s: summed_to(each(s)[-1:], s.alpha)),
    ("only the first example is used", lambda s: summed_to(each(s)[:1], s.alpha)),
    ("only the last unit is used", lambda s: summed_to(each(s)[:, -1:], s.alpha)),
    ("only the first unit is used", lambda s: summed_to(each(s)[:, :1], s.alpha)),
    (
        "the L2 penalty is on alpha as well",
        lambda s: s.right + s.l2 * s.alpha,
    ),
]

DZ_OF_PRELU = [
    (
        "the slope alpha is missing: this is ReLU's derivative, 0 where Z <= 0",
        lambda s: s.dA * (s.Z > 0) + 0 * s.alpha,
    ),
    ("the mask is missing: the slope is alpha everywhere", lambda s: s.dA * s.alpha),
    (
        "the slopes are the wrong way round: alpha where Z > 0, 1 elsewhere",
        lambda s: s.dA * np.where(s.Z > 0, s.alpha, 1.0),
    ),
    (
        "alpha is added where Z > 0 as well: the slope is 1 + alpha there",
        lambda s: s.dA * (s.alpha + (s.Z > 0)),
    ),
    (
        "the derivative by alpha, min(Z, 0), stands where that by Z belongs",
        lambda s: each(s) + 0 * s.alpha,
    ),
]
