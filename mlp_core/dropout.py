"""The layer that forgets at random, so that no unit can rely on another."""

from mlp_core._validation import check_backward, check_rng


class Dropout:
    r"""While training, set entries to 0 with probability `rate`, and enlarge the rest.

        A  = X * scale        scale is 0 or 1/(1 - rate), drawn anew at each forward
        dX = dA * scale       the same scale, not a new one

    The factor 1/(1 - rate) keeps the mean of every entry, so that nothing needs to be
    changed when the network is used: outside of training the layer does nothing.

    Parameters
    ----------
    rate : the probability to drop an entry, at least 0 and below 1.
    rng : numpy.random.Generator that draws.

    Raises
    ------
    ValueError : a rate outside [0, 1), an rng that is none.

    Explained in "Going deeper", section "Dropout".
    Source: Srivastava and others (2014), JMLR 15, section 10, "inverted" scaling.
    """

    params = ()
    draws = True

    def __init__(self, rate, *, rng):
        if not 0.0 <= rate < 1.0:
            raise ValueError(f"Dropout: rate is P(drop), in [0, 1), not {rate}.")
        check_rng(rng)
        self.rate, self.rng = float(rate), rng
        self.scale = self.A = None

    def forward(self, X, train=False):
        self.scale = None
        if train:
            kept = self.rng.random(X.shape) >= self.rate
            self.scale = kept.astype(X.dtype) * (1.0 / (1.0 - self.rate))
        self.A = X if self.scale is None else X * self.scale
        return self.A

    def backward(self, dA):
        check_backward(self, "dA", dA, self.A)
        return dA if self.scale is None else dA * self.scale

    def settings(self):
        return {"rate": self.rate}

    def __repr__(self):
        return f"Dropout({self.rate:g})"
