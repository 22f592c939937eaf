"""The layer that learns: every output a weighted sum of all inputs."""

import numpy as np

from mlp_core._validation import check_backward, check_dtype, check_rng
from mlp_core.initialisation import he


class Dense:
    r"""Every output a weighted sum of all inputs:  Z = X W + b.

    Backward, from dZ (N, n_out), with dW and db filled in place:
        dW = X^T dZ      (n_in, n_out)
        db = sum of dZ over the examples      (n_out,)
        dX = dZ W^T      (N, n_in)

    Parameters
    ----------
    n_in, n_out : the widths on both sides.
    rng : numpy.random.Generator that draws W from N(0, std^2); b starts at 0.
    std : standard deviation of the weights; None means he(n_in).
    dtype : np.float32 to train, np.float64 to check gradients.

    Raises
    ------
    ValueError : a width below 1, an rng that is none, a dtype that is not a float,
        or, later, an X or dZ whose shape does not fit.

    Explained in "The forward pass", section "One layer, a whole batch".
    """

    params = ("W", "b")
    draws = True  # the constructor takes an rng

    def __init__(self, n_in, n_out, *, rng, std=None, dtype=np.float32):
        if n_in < 1 or n_out < 1:
            raise ValueError(f"Dense({n_in}, {n_out}): both widths must be 1 or more.")
        check_dtype("Dense", dtype)
        check_rng(rng)
        std = he(n_in) if std is None else std
        self.W = rng.normal(0.0, std, (n_in, n_out)).astype(dtype)
        self.b = np.zeros(n_out, dtype)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)
        self.X = self.Z = None

    def forward(self, X, train=False):
        if np.ndim(X) != 2 or X.shape[1] != self.W.shape[0]:
            raise ValueError(
                f"{self}: X {np.shape(X)} must be (N, {self.W.shape[0]}), one example "
                "a row. A single example x is the batch x[None, :]."
            )
        self.X = X
        self.Z = X @ self.W
        self.Z += self.b
        return self.Z

    def backward(self, dZ, need_dX=True):
        check_backward(self, "dZ", dZ, self.Z)
        np.matmul(self.X.T, dZ, out=self.dW)
        dZ.sum(axis=0, out=self.db)
        return dZ @ self.W.T if need_dX else None

    def settings(self):
        return {"n_in": self.W.shape[0], "n_out": self.W.shape[1]}

    def __repr__(self):
        return "Dense({}, {})".format(*self.W.shape)
