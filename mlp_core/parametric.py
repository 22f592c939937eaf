"""PReLU: an activation whose slope is a parameter, learned like the weights."""

import math

import numpy as np

from mlp_core._validation import check_backward, check_dtype, check_finite
from mlp_core.activations import prelu_alpha_prime, prelu_prime


class PReLU:
    r"""A = Z where Z > 0, else alpha Z, with a learned alpha; Z, A (N, n).

    dZ = S * dA, with the slopes S = 1 where Z > 0, else alpha;
    dalpha sums dA * min(Z, 0) over what alpha was broadcast over: the examples, and
    for a shared alpha the units as well.

    Parameters
    ----------
    n : 1 for one alpha that all units share, whatever their number; or the number of
        units, for one alpha each (channel-wise).
    alpha : where every alpha starts.
    dtype : of alpha and dalpha.

    Attributes
    ----------
    alpha, dalpha : arrays (n,); dalpha as of the last backward.
    mask : where Z > 0; the gradient check reads it, to leave out entries at the kink.

    Raises
    ------
    ValueError : n below 1, an alpha that is not finite, also later, when training has
        driven it there; channel-wise, a Z that is not (N, n).

    Explained in "PReLU by hand", section "One alpha for a layer, or one for each unit".
    Source: He, Zhang, Ren, Sun (2015), arXiv 1502.01852, section 2.1.
    """

    params = ("alpha",)
    draws = False

    def __init__(self, n=1, *, alpha=0.25, dtype=np.float32):
        if n < 1 or n != int(n):
            raise ValueError(f"PReLU: n must be 1 (shared) or the width, not {n}.")
        if not math.isfinite(alpha):
            raise ValueError(f"PReLU: alpha must start finite, not at {alpha}.")
        check_dtype("PReLU", dtype)
        self.alpha = np.full(int(n), alpha, dtype)
        self.dalpha = np.zeros_like(self.alpha)
        self.Z = self.S = self.A = self.mask = None

    def forward(self, Z, train=False):
        n = self.alpha.size
        if n > 1 and Z.shape[1:] != (n,):
            raise ValueError(
                f"{self}: Z {Z.shape} must be (N, {n}), one example a row. PReLU(n) "
                "has an alpha for each of n units, PReLU() one that all share."
            )
        check_finite(f"alphas of {self}", self.alpha)
        self.Z, self.mask = Z, np.greater(Z, 0.0)
        self.S = prelu_prime(Z, self.alpha)
        self.A = self.S * Z
        return self.A

    def backward(self, dA, need_dX=True):
        check_backward(self, "dA", dA, self.A)
        M = prelu_alpha_prime(self.Z)  # E = dA * M is by every use of an alpha
        if self.alpha.size == 1:
            self.dalpha[:] = np.vdot(dA, M)  # E summed over examples and units
        else:
            self.dalpha[:] = (dA * M).sum(axis=0)  # E summed over the examples
        return self.S * dA if need_dX else None

    def settings(self):
        return {"n": self.alpha.size}

    def __repr__(self):
        n = self.alpha.size
        return f"PReLU({n if n > 1 else ''})"
