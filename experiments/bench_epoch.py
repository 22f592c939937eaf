"""How long an epoch takes, as a multiple of the bare matrix products it needs.

784-50-10, sigmoid, squared error, minibatches of 100, float32. The floor is the five
products of a step, on all examples in their order (streamed), and once more on one
batch that stays in the processor's cache (cached).

    OPENBLAS_NUM_THREADS=1 python experiments/bench_epoch.py     (needs threadpoolctl)
"""

import numpy as np
from bench import bare_products, print_blas, print_ratio, timed_in_turn

from mlp_core import MLP, SGD, Dense, Sigmoid, mse, one_hot, train

N, BATCH, WIDTHS, ROUNDS = 60_000, 100, (784, 50, 10), 15


def book_epoch(X, rng):
    """A function that trains for an epoch, as a chapter would."""
    n_in, n_hidden, n_out = WIDTHS
    Y = one_hot(rng.integers(0, n_out, N), n_out)
    first, last = Dense(n_in, n_hidden, rng=rng), Dense(n_hidden, n_out, rng=rng)
    net = MLP(first, Sigmoid(), last, Sigmoid())
    how = {"loss": mse, "optimizer": SGD(net, 0.1), "batch_size": BATCH, "rng": rng}
    return lambda: list(train(net, X, Y, epochs=1, **how))


def main():
    rng = np.random.default_rng(0)
    X = rng.random((N, WIDTHS[0]), np.float32)
    size = {"n_examples": N, "batch_size": BATCH, "rng": rng}
    jobs = {
        "book": book_epoch(X, rng),
        "products streamed": bare_products(X, WIDTHS, **size),
        "products cached": bare_products(X[:BATCH], WIDTHS, **size),
    }
    times = timed_in_turn(jobs, ROUNDS)
    print_blas()
    print_ratio(times, "book", "products streamed")
    print_ratio(times, "book", "products cached")


if __name__ == "__main__":
    main()
