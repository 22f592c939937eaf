"""One step of a backward pass: its arrays by name, and what it is to compute."""

import numpy as np


def summed_to(G, V):
    """G, the gradient by each use of V, summed over what V was broadcast over."""
    G = G.sum(axis=tuple(range(G.ndim - V.ndim)))
    return G.sum(axis=tuple(i for i, n in enumerate(V.shape) if n == 1), keepdims=True)


RIGHT = {
    "dA": lambda s: s.dA,
    "dZ": lambda s: s.dA * s.slope,
    "dalpha": lambda s: summed_to(s.dA * np.minimum(s.Z, 0.0), s.alpha),
    "dX": lambda s: s.dZ @ s.W.T,
    "dW": lambda s: s.X.T @ s.dZ + s.penalty,
    "db": lambda s: s.dZ.sum(axis=0),
}

NAMES = {
    "N": "number of examples",
    "X": "a Dense layer's input",
    "W": "its weights",
    "b": "its biases",
    "dZ": "the gradient that arrives at it",
    "Z_before": "what the activation that made X was applied to",
    "A_after": "what the activation that follows it makes of its output",
    "l2": "strength of the L2 penalty",
    "penalty": "gradient of the penalty, l2 W",
    "Z": "an activation's input",
    "A": "its output; at the loss, the network's outputs",
    "dA": "the gradient that arrives at it; at the loss, its derivative",
    "slope": "its derivative at every entry",
    "alpha": "PReLU's slopes for Z <= 0, one or one for each unit",
    "slope_at_A": "its derivative function applied to A by mistake",
    "slope_before": "slope of the activation one layer before",
    "slope_after": "slope of the activation one layer after",
    "Y": "one-hot targets",
    "P": "softmax of the outputs",
    "C": "number of outputs",
    "right": "the right value of the part",
}


class Unknown(AttributeError):
    """A formula asked for an array that is not known at this step."""


class Step:
    """The arrays of one step of a backward pass, by their names in the derivation."""

    def __init__(self, **arrays):
        strange = sorted(arrays.keys() - NAMES.keys())
        if strange:
            raise ValueError(
                f"no array is called {', '.join(strange)}; the names are "
                f"{', '.join(NAMES)}."
            )
        vars(self).update({"l2": 0.0, "penalty": 0.0} | arrays)

    def __getattr__(self, name):
        raise (Unknown if name in NAMES else AttributeError)(name)

    def given(self, **arrays):
        """This step with some arrays added or exchanged."""
        return Step(**(vars(self) | arrays))
