"""What `fit` can be asked to do after each epoch: functions of the epoch's record."""

import math

import numpy as np

from mlp_core.layers import ReLU
from mlp_core.network import CHUNK


class EarlyStopping:
    r"""End the training when a column stops improving, and keep the best parameters.

    Parameters
    ----------
    net : the network that is trained.
    patience : how many epochs in a row may pass without a new best.
    column : what to watch, a name of the record. A loss should fall; any other
        column, such as "valid_accuracy", should rise.

    Attributes
    ----------
    best_epoch, best : where the best value was, and the value; None before the first.

    However the training ends, `fit` puts the parameters of the best epoch back.

    Raises
    ------
    ValueError : patience below 1, or a record without the column.

    Explained in "Going deeper", section "Stopping early".
    Source: Prechelt (1998), "Early stopping - but when?".
    """

    def __init__(self, net, *, patience=5, column="valid_loss"):
        if patience < 1:
            raise ValueError(f"EarlyStopping: patience {patience} must be 1 or more.")
        self.net, self.patience, self.column = net, patience, column
        self.best_epoch = self.best = self._best_theta = None
        self._waited = 0  # epochs since the best

    def __call__(self, record):
        if self.column not in record:
            raise ValueError(
                f"EarlyStopping: the record has no {self.column!r}, only "
                f"{', '.join(record)}. Give fit a validation set."
            )
        value = record[self.column]
        sign = -1.0 if self.column.endswith("loss") else 1.0
        worst = -sign * math.inf
        best = worst if self.best is None else self.best
        self._waited += 1
        if sign * value > sign * best:  # never true for nan
            self.best_epoch, self.best, self._waited = record["epoch"], value, 0
            self._best_theta = self.net.theta.copy()
        return self._waited >= self.patience

    def at_end(self):
        """Put the best parameters back; `fit` calls it."""
        if self._best_theta is not None:
            self.net.theta[:] = self._best_theta


def gradient_norms(net):
    r"""A callback that records |dW|, the Euclidean norm, of every weight matrix.

    The column "gradient_norms" holds one array (number of matrices,) an epoch, of the
    epoch's last minibatch.

    Explained in "Going deeper", section "The scale of a layer".
    """
    weighted = [layer for layer in net.layers if "W" in layer.params]

    def callback(record):
        norms = [float(np.linalg.norm(layer.dW)) for layer in weighted]
        record["gradient_norms"] = np.array(norms)

    return callback


def alphas(net):
    r"""A callback that records every alpha of every PReLU layer.

    The columns "alpha_1", "alpha_2", ... hold one array (n,) an epoch for the first,
    second, ... PReLU layer: (1,) where alpha is shared, (width,) where it is not.

    Raises ValueError if the network has no PReLU layer.

    Explained in "Six hidden layers", section "Watching every alpha".
    """
    layers = [layer for layer in net.layers if "alpha" in layer.params]
    if not layers:
        raise ValueError(f"alphas: {net} has no PReLU layer.")

    def callback(record):
        for i, layer in enumerate(layers, 1):
            record[f"alpha_{i}"] = layer.alpha.copy()

    return callback


def dead_units(net, X):
    r"""A callback that records the share of dead units of every ReLU layer.

    A unit is dead when it is 0 for all examples of X (N, n_in): no example gives it a
    gradient. The column "dead_units" holds one array (number of ReLU layers,) an epoch.

    Explained in "ReLU", section "Dead units".
    """

    def callback(record):
        record["dead_units"] = share_of_dead_units(net, X)

    return callback


def share_of_dead_units(net, X):
    r"""The share of units of every ReLU layer that are 0 for all examples of X.

    Returns an array (number of ReLU layers,). ValueError if X holds no example.

    Explained in "ReLU", section "Dead units".
    """
    if len(X) == 0:
        raise ValueError("share_of_dead_units: X is empty; give at least one example.")
    layers = [layer for layer in net.layers if isinstance(layer, ReLU)]
    alive = [False] * len(layers)
    for i in range(0, len(X), CHUNK):
        net.forward(X[i : i + CHUNK])
        alive = [a | layer.mask.any(0) for a, layer in zip(alive, layers, strict=True)]
    return np.array([1.0 - float(np.mean(units)) for units in alive])
