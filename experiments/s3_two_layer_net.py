"""S3, a two-layer net with L2 and a decaying rate that trains only on large inputs.

784-50-10 in the manner of an assignment of Stanford's CS231n: ReLU, softmax, weights
of standard deviation 1e-4, loss + reg sum(W^2), batches drawn with replacement. Its
defaults do nothing to pixels in [0, 1]. The gradient is right: `two_layer` is its loss
by hand, and the runs use `mlp_core`, which computes the same.

    python experiments/s3_two_layer_net.py
"""

import time

import numpy as np
import results

from mlp_core import (
    MLP,
    SGD,
    Dense,
    ReLU,
    decay_per_epoch,
    evaluate,
    softmax_cross_entropy,
)

WIDTHS, STD, BATCH, REG, DECAY, SEEDS = (784, 50, 10), 1e-4, 200, 5e-6, 0.95, (0, 1, 2)
CASES = (  # what, factor on the pixels, rate, iterations
    ("defaults, pixels 0 to 1", 1.0, 1e-3, 5_000),
    ("defaults, pixels 0 to 255", 255.0, 1e-3, 5_000),
    ("rate 0.1, pixels 0 to 1", 1.0, 0.1, 1_000),
    ("rate 0.5, pixels 0 to 1", 1.0, 0.5, 1_000),
)


def two_layer(params, X, y=None, reg=0.0):
    """Scores without labels; with labels (loss, gradients)."""
    W1, b1, W2, b2 = params
    A1 = np.maximum(X @ W1 + b1, 0)
    scores = A1 @ W2 + b2
    if y is None:
        return scores
    N, right = len(y), (np.arange(len(y)), y)
    E = np.exp(scores - scores.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    loss = -np.log(P[right]).mean() + reg * ((W1**2).sum() + (W2**2).sum())
    dscores = P / N
    dscores[right] -= 1 / N
    dZ1 = (dscores @ W2.T) * (A1 > 0)
    dW1, dW2 = X.T @ dZ1 + 2 * reg * W1, A1.T @ dscores + 2 * reg * W2
    return loss, [dW1, dZ1.sum(axis=0), dW2, dscores.sum(axis=0)]


def fires(n, iterations, batch_size=BATCH):
    """After which iterations the published rule lowers the rate."""
    per_epoch = max(n / batch_size, 1)
    return [t for t in range(iterations) if t % per_epoch == 0]


def published_decay(lr, n, iterations):
    """The rate of every iteration by that rule, as a schedule."""
    lowered = np.zeros(iterations + 1, int)
    lowered[1:][fires(n, iterations)] = 1
    times = lowered.cumsum()
    return lambda step: lr * DECAY ** int(times[step])


def build(rng, widths=WIDTHS, dtype=np.float32):
    n_in, n_hidden, n_out = widths
    how = {"rng": rng, "std": STD, "dtype": dtype}
    return MLP(Dense(n_in, n_hidden, **how), ReLU(), Dense(n_hidden, n_out, **how))


def run(sets, scale, lr, iterations, seed):
    (X, y), valid, test = [(X * np.float32(scale), y) for X, y in sets]
    start, rng = time.process_time(), np.random.default_rng(seed)
    net = build(rng)
    optimizer = SGD(net, published_decay(lr, len(X), iterations))
    losses, valid_accuracy = [], []
    for step in range(1, iterations + 1):
        i = rng.integers(0, len(X), BATCH)  # with replacement
        loss, _ = net.loss_and_grad(X[i], y[i], softmax_cross_entropy, l2=2 * REG)
        optimizer.step()
        losses.append(loss)
        if step % (iterations // 10) == 0:
            valid_accuracy.append(evaluate(net, *valid, softmax_cross_entropy)[1])
    said = np.unique(net.predict(test[0]))
    return {
        "seed": seed,
        "iterations": iterations,
        "first_loss": losses[0],
        "mean_loss_of_each_tenth": [
            round(float(part.mean()), 4) for part in np.array_split(losses, 10)
        ],
        "valid_accuracy_after_each_tenth": valid_accuracy,
        "test_accuracy": evaluate(net, *test, softmax_cross_entropy)[1],
        "always_said": int(said[0]) if len(said) == 1 else None,
        "seconds": round(time.process_time() - start, 1),
    }


def rates(lr=1e-3, iterations=5_000):
    """What the published rule does with several sizes, and what was meant."""
    found = {}
    for n in (55_000, 54_999, 50_100, 60_000):
        fired = fires(n, iterations)
        meant = decay_per_epoch(lr, DECAY, -(-n // BATCH))
        found[n] = {
            "batches_an_epoch": n / BATCH,
            "fires_after": fired[:4],
            "times": len(fired),
            "last_rate": lr * DECAY ** len(fired),
            "last_rate_as_meant": meant(iterations - 1),
        }
    return found


def main():
    sets = results.mnist_parts(55_000, 5_000)
    runs = [
        {"case": case, "lr": lr, **run(sets, scale, lr, iterations, seed)}
        for case, scale, lr, iterations in CASES
        for seed in SEEDS
    ]
    recipe = {
        "network": "784-50-10, ReLU, softmax cross-entropy + reg sum(W^2), reg 5e-6, "
        "weights N(0, 1e-4^2), float32",
        "data": "MNIST, the first 55,000 to train, the last 5,000 of the training file "
        "to validate, 10,000 to test",
        "training": "batches of 200 drawn with replacement, rate * 0.95 by the "
        "published rule",
        "ours": "the width of the hidden layer",
        "seconds": "of processor time",
    }
    results.write(
        "s3",
        recipe,
        runs,
        summary={
            case: results.mean_and_spread(
                r["test_accuracy"] for r in runs if r["case"] == case
            )
            for case, *_ in CASES
        },
        decay=rates(),
    )


if __name__ == "__main__":
    main()
