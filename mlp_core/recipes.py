"""Trainings that the book shows in figures, each one function of its settings."""

import numpy as np

from mlp_core.data import load_digits_5k
from mlp_core.dense import Dense
from mlp_core.layers import Sigmoid
from mlp_core.losses import mse
from mlp_core.metrics import one_hot
from mlp_core.network import MLP
from mlp_core.optimizers import SGD
from mlp_core.training import train


def train_digits(lr, seed, *, epochs=20):
    r"""Train 784-50-10 with sigmoids and mse on the small digits: learning rate lr.

    Weights and the order of the examples come from the seed alone. A run that collapses
    is trained to the end like any other, so all runs have the same length.

    Returns
    -------
    dict : "train_loss" and "valid_accuracy", float32 (epochs,), after each epoch.

    Raises
    ------
    ValueError : lr is not a finite number above 0, or epochs is below 1.

    Explained in "Training and judging", section "The slider".
    """
    digits = load_digits_5k()
    rng = np.random.default_rng(seed)
    net = MLP(
        Dense(784, 50, std=0.1, rng=rng),
        Sigmoid(),
        Dense(50, 10, std=0.1, rng=rng),
        Sigmoid(),
    )
    records = train(
        net,
        digits.X_train,
        one_hot(digits.y_train, 10),
        loss=mse,
        optimizer=SGD(net, lr),
        epochs=epochs,
        batch_size=100,
        rng=rng,
        validation=(digits.X_valid, one_hot(digits.y_valid, 10)),
    )
    measured = [(r["train_loss"], r["valid_accuracy"]) for r in records]
    train_loss, valid_accuracy = np.array(measured, np.float32).T
    return {"train_loss": train_loss, "valid_accuracy": valid_accuracy}
