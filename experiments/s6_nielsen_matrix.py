"""S6, Nielsen's network in matrix form, with its examples lying wrongly, and mended.

784-30-10, sigmoids, quadratic cost, after M. Nielsen, "Neural Networks and Deep
Learning" (2015), chapter 1, which takes one example at a time. The matrix form asked
about stayed at 9 to 20 %: examples are rows in the forward pass, columns in the
backward pass, and the output's delta passes from one to the other as it is. With ten
examples a batch and ten classes it is square, and no shape says so.

    python experiments/s6_nielsen_matrix.py
"""

import time

import numpy as np
import results

from mlp_core import (
    MLP,
    SGD,
    Dense,
    Sigmoid,
    evaluate,
    fit,
    minibatches,
    mse,
    one_hot,
    sigmoid,
    sigmoid_prime,
)

WIDTHS, LR, BATCH, EPOCHS, SEEDS = (784, 30, 10), 3.0, 10, 30, (0, 1, 2)


def draw(rng, widths=WIDTHS, dtype=np.float32):
    """Parameters [W1, b1, W2, b2], all from N(0, 1)."""
    n_in, n_hidden, n_out = widths
    shapes = (n_in, n_hidden), (n_hidden,), (n_hidden, n_out), (n_out,)
    return [rng.normal(size=shape).astype(dtype) for shape in shapes]


def gradient(params, X, Y, *, sick):
    """Gradient of |A - Y|^2 / 2, averaged over the batch; deltas are columns."""
    W1, b1, W2, b2 = params
    N = len(X)
    A1 = sigmoid(X @ W1 + b1)
    A2 = sigmoid(A1 @ W2 + b2)
    delta2 = (A2 - Y) * sigmoid_prime(A2)
    if not sick:
        delta2 = delta2.T
    delta1 = (W2 @ delta2) * sigmoid_prime(A1).T
    grads = [(delta1 @ X).T, delta1.sum(axis=1), (delta2 @ A1).T, delta2.sum(axis=1)]
    return [dV / N for dV in grads]


def gradient_one_by_one(params, X, Y):
    """The same, one example at a time: every example adds its outer products."""
    W1, b1, W2, b2 = params
    grads = [np.zeros_like(V) for V in params]
    for x, y in zip(X, Y, strict=True):
        a1 = sigmoid(x @ W1 + b1)
        a2 = sigmoid(a1 @ W2 + b2)
        delta2 = (a2 - y) * sigmoid_prime(a2)
        delta1 = (W2 @ delta2) * sigmoid_prime(a1)
        found = np.outer(x, delta1), delta1, np.outer(a1, delta2), delta2
        for dV, one in zip(grads, found, strict=True):
            dV += one
    return [dV / len(X) for dV in grads]


def share_right(params, X, y):
    W1, b1, W2, b2 = params
    A2 = sigmoid(sigmoid(X @ W1 + b1) @ W2 + b2)
    return float(np.mean(A2.argmax(axis=1) == y))


def descend(params, grads, lr=LR):
    for V, dV in zip(params, grads, strict=True):
        V -= lr * dV


def run_sick(sets, seed):
    (X, y), valid, test = sets
    Y, rng = one_hot(y, 10), np.random.default_rng(seed)
    start, params, right = time.process_time(), draw(rng), []
    for _ in range(EPOCHS):
        for X_batch, Y_batch in minibatches(X, Y, BATCH, rng=rng):
            descend(params, gradient(params, X_batch, Y_batch, sick=True))
        right.append(share_right(params, *valid))
    return {
        "state": "sick",
        "seed": seed,
        "valid_accuracy": right,
        "test_accuracy": share_right(params, *test),
        "seconds": round(time.process_time() - start, 1),
    }


def build(params):
    """The network in the package, with these parameters."""
    how = {"rng": np.random.default_rng(), "dtype": params[0].dtype}
    first, last = (Dense(*W.shape, **how) for W in params[::2])
    first.W[:], first.b[:], last.W[:], last.b[:] = params  # instead of its draws
    return MLP(first, Sigmoid(), last, Sigmoid())


def run_mended(sets, seed):
    (X, y), valid, test = sets
    rng = np.random.default_rng(seed)
    start, net, right = time.process_time(), build(draw(rng)), []
    C = WIDTHS[-1]

    def judge(record):
        right.append(evaluate(net, valid[0], one_hot(valid[1], C), mse)[1])

    fit(
        net,
        X,
        one_hot(y, C),
        loss=mse,  # 2/C times the quadratic cost
        optimizer=SGD(net, LR * C / 2),
        epochs=EPOCHS,
        batch_size=BATCH,
        rng=rng,
        callbacks=[judge],
        progress=False,
    )
    return {
        "state": "mended",
        "seed": seed,
        "valid_accuracy": right,
        "test_accuracy": evaluate(net, test[0], one_hot(test[1], C), mse)[1],
        "seconds": round(time.process_time() - start, 1),
    }


def what_batches_say(X, y):
    """What the sick backward pass does with other batch sizes: the errors raised."""
    says = {}
    for size in (5, 9, 10, 20):
        try:
            params = draw(np.random.default_rng(0))
            gradient(params, X[:size], one_hot(y[:size], 10), sick=True)
            says[size] = "runs"
        except ValueError as error:
            says[size] = f"{type(error).__name__}: {error}"
    return says


def compare_times(X, y, n_batches=300, rounds=7):
    """Seconds of a part of an epoch, one example at a time against in matrices."""
    Y = one_hot(y, 10)
    ways = {
        "one by one": gradient_one_by_one,
        "matrices": lambda params, X, Y: gradient(params, X, Y, sick=False),
    }
    seconds = {name: [] for name in ways}
    for _ in range(rounds):  # side by side: both see the same neighbours
        for name, way in ways.items():
            params = draw(np.random.default_rng(0))
            start = time.process_time()
            for i in range(0, n_batches * BATCH, BATCH):
                descend(params, way(params, X[i : i + BATCH], Y[i : i + BATCH]))
            seconds[name].append(time.process_time() - start)
    one_by_one, matrices = (np.array(s) for s in seconds.values())
    return {
        "batches": n_batches,
        "one_by_one_by_matrices": round(float(np.median(one_by_one / matrices)), 2),
        "lowest": round(float((one_by_one / matrices).min()), 2),
        "highest": round(float((one_by_one / matrices).max()), 2),
    }


def main():
    sets = results.mnist_parts(50_000, 10_000)
    runs = [run(sets, seed) for run in (run_sick, run_mended) for seed in SEEDS]
    recipe = {
        "network": "784-30-10, sigmoids, quadratic cost, all parameters N(0, 1), "
        "float32",
        "data": "MNIST, the first 50,000 to train, the last 10,000 of the training "
        "file to validate, 10,000 to test, pixels in [0, 1]",
        "training": "minibatches of 10, lr 3.0 on the quadratic cost (15 on the mean "
        "squared error), 30 epochs; validation accuracy after each epoch",
        "fault": "the output's delta keeps its examples as rows, where the backward "
        "pass wants columns",
        "published": "sick 9 to 20 %, fluctuating",
        "source": "M. Nielsen, Neural Networks and Deep Learning (2015), chapter 1",
        "seconds": "of processor time",
    }
    results.write(
        "s6",
        recipe,
        runs,
        summary={
            state: results.mean_and_spread(
                run["test_accuracy"] for run in runs if run["state"] == state
            )
            for state in ("sick", "mended")
        },
        sick_valid_accuracy_from_to=[
            pick(a for run in runs[: len(SEEDS)] for a in run["valid_accuracy"])
            for pick in (min, max)
        ],
        sick_with_batches_of=what_batches_say(*sets[0]),
        times=compare_times(*sets[0]),
    )


if __name__ == "__main__":
    main()
