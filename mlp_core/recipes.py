"""Trainings that the book shows in figures, each one function of its settings."""

import numpy as np

from mlp_core.data import load_digits_5k
from mlp_core.dense import Dense
from mlp_core.layers import ReLU, Sigmoid
from mlp_core.losses import mse, softmax_cross_entropy
from mlp_core.metrics import one_hot
from mlp_core.network import MLP
from mlp_core.optimizers import SGD
from mlp_core.training import finite, train

CHANCE = 0.1  # ten digits, equally often


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
    return _curves(records, epochs)


def train_relu_digits(lr, momentum, seed, *, epochs=15):
    r"""Train 784-100-10 with ReLU and softmax cross-entropy on the small digits.

    Weights, with the scale `he`, and the order of the examples come from the seed
    alone. From the epoch on in which a run diverges, its loss is nan and its accuracy
    0.1, a guess among ten digits: so all runs have the same length.

    Returns
    -------
    dict : "train_loss" and "valid_accuracy", float32 (epochs,), after each epoch.

    Raises
    ------
    ValueError : lr is not a finite number above 0, momentum is not in [0, 1), or
        epochs is below 1.

    Explained in "Going deeper", section "The slider, with momentum".
    """
    digits = load_digits_5k()
    rng = np.random.default_rng(seed)
    net = MLP(Dense(784, 100, rng=rng), ReLU(), Dense(100, 10, rng=rng))
    records = train(
        net,
        digits.X_train,
        digits.y_train,
        loss=softmax_cross_entropy,
        optimizer=SGD(net, lr, momentum=momentum),
        epochs=epochs,
        batch_size=100,
        rng=rng,
        validation=(digits.X_valid, digits.y_valid),
    )
    return _curves(records, epochs)


def _curves(records, epochs):
    """Loss and accuracy after each epoch, in full length also if the run diverged."""
    train_loss = np.full(epochs, np.nan, np.float32)
    valid_accuracy = np.full(epochs, CHANCE, np.float32)
    for record in filter(finite, records):
        epoch = record["epoch"] - 1
        train_loss[epoch] = record["train_loss"]
        valid_accuracy[epoch] = record["valid_accuracy"]
    return {"train_loss": train_loss, "valid_accuracy": valid_accuracy}
