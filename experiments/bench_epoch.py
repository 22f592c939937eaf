"""How long an epoch takes, as a multiple of the bare matrix products it needs.

784-50-10, sigmoid, squared error, minibatches of 100, float32. The two are timed in
turn in one run, and the ratio of neighbours is what counts: seconds depend on the
machine and on what else it does.

    OPENBLAS_NUM_THREADS=1 python experiments/bench_epoch.py     (needs threadpoolctl)
"""

import time

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from mlp_core import MLP, SGD, Dense, Sigmoid, mse, one_hot, train

N, BATCH, WIDTHS, ROUNDS = 60_000, 100, (784, 50, 10), 15


def bare_products(rng):
    """A function that does an epoch's matrix products, and nothing else."""
    n_in, n_hidden, n_out = WIDTHS

    def array(*shape):
        return rng.random(shape, np.float32)

    X, dZ1, dZ2 = array(BATCH, n_in), array(BATCH, n_hidden), array(BATCH, n_out)
    W1, W2, A1 = array(n_in, n_hidden), array(n_hidden, n_out), array(BATCH, n_hidden)
    pairs = [(X, W1), (A1, W2), (A1.T, dZ2), (dZ2, W2.T), (X.T, dZ1)]
    jobs = [(A, B, np.empty((len(A), B.shape[1]), np.float32)) for A, B in pairs]

    def epoch():
        for _ in range(N // BATCH):
            for A, B, out in jobs:
                np.matmul(A, B, out=out)

    return epoch


def book_epoch(rng):
    """A function that trains for an epoch, as a chapter would."""
    n_in, n_hidden, n_out = WIDTHS
    X = rng.random((N, n_in), np.float32)
    Y = one_hot(rng.integers(0, n_out, N), n_out)
    net = MLP(
        Dense(n_in, n_hidden, rng=rng),
        Sigmoid(),
        Dense(n_hidden, n_out, rng=rng),
        Sigmoid(),
    )
    how = {"loss": mse, "optimizer": SGD(net, 0.1), "batch_size": BATCH, "rng": rng}
    return lambda: list(train(net, X, Y, epochs=1, **how))


def seconds(job):
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def main():
    rng = np.random.default_rng(0)
    book, bare = book_epoch(rng), bare_products(rng)
    with threadpool_limits(1):
        seconds(book), seconds(bare)  # warm-up
        pairs = [(seconds(book), seconds(bare)) for _ in range(ROUNDS)]
    ratios = [a / b for a, b in pairs]
    books, bares = zip(*pairs, strict=True)
    for pool in threadpool_info():
        print("BLAS:", pool["internal_api"], pool["version"], pool.get("architecture"))
    print(f"epoch {np.median(books):.4f} s, bare products {np.median(bares):.4f} s")
    print(
        f"ratio: median {np.median(ratios):.2f}, {min(ratios):.2f} to {max(ratios):.2f}"
    )


if __name__ == "__main__":
    main()
