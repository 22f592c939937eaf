"""Trainings that the book shows in figures, each one function of its settings."""

import numpy as np

from mlp_core.data import load_digits_5k
from mlp_core.dense import Dense
from mlp_core.initialisation import he
from mlp_core.layers import PReLU, ReLU, Sigmoid
from mlp_core.losses import mse, softmax_cross_entropy
from mlp_core.metrics import one_hot
from mlp_core.network import MLP
from mlp_core.optimizers import SGD
from mlp_core.training import finite, train

CHANCE = 0.1  # ten digits, equally often
QUANTILES = 0.1, 0.5, 0.9  # of a layer's alphas


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


def train_prelu_digits(alpha, shared, seed, *, epochs=15):
    r"""Train 784-64-64-64-10 with PReLU, whose alphas start from `alpha`.

    One alpha a layer if `shared`, else one a unit. On the small digits, with softmax
    cross-entropy; the weights' scale is `he`, with alpha where a PReLU comes before.

    Returns
    -------
    dict, float32 : "train_loss" and "valid_accuracy" as in train_relu_digits; "alphas"
        (epochs + 1, 3, 3), from the start on: 10, 50 and 90 % quantiles by layer.

    Raises
    ------
    ValueError : alpha is not finite, or epochs is below 1.

    Explained in "PReLU by hand", section "The slider".
    """
    digits = load_digits_5k()
    rng = np.random.default_rng(seed)
    prelus = [PReLU(1 if shared else 64, alpha=alpha) for _ in range(3)]
    after_prelu = {"std": he(64, alpha), "rng": rng}
    net = MLP(
        Dense(784, 64, rng=rng),
        prelus[0],
        Dense(64, 64, **after_prelu),
        prelus[1],
        Dense(64, 64, **after_prelu),
        prelus[2],
        Dense(64, 10, **after_prelu),
    )
    records = train(
        net,
        digits.X_train,
        digits.y_train,
        loss=softmax_cross_entropy,
        optimizer=SGD(net, 0.01, momentum=0.9),
        epochs=epochs,
        batch_size=100,
        rng=rng,
        validation=(digits.X_valid, digits.y_valid),
    )
    alphas = np.full((epochs + 1, 3, 3), np.nan, np.float32)
    alphas[0] = alpha
    seen = []
    for record in filter(finite, records):
        seen.append(record)
        alphas[record["epoch"]] = [np.quantile(p.alpha, QUANTILES) for p in prelus]
    return _curves(seen, epochs) | {"alphas": alphas}


def _curves(records, epochs):
    """Loss and accuracy after each epoch, in full length also if the run diverged."""
    train_loss = np.full(epochs, np.nan, np.float32)
    valid_accuracy = np.full(epochs, CHANCE, np.float32)
    for record in filter(finite, records):
        epoch = record["epoch"] - 1
        train_loss[epoch] = record["train_loss"]
        valid_accuracy[epoch] = record["valid_accuracy"]
    return {"train_loss": train_loss, "valid_accuracy": valid_accuracy}
