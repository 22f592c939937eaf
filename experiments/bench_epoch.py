"""How long an epoch takes, as a multiple of the bare matrix products it needs.

784-50-10, sigmoid, squared error, minibatches of 100, float32. The floor is the five
products of a step, on all examples in their order (streamed), and once more on one
batch that stays in the processor's cache (cached). All are timed in turn in one run,
and the ratio of neighbours is what counts: seconds depend on the machine and on what
else it does.

    OPENBLAS_NUM_THREADS=1 python experiments/bench_epoch.py     (needs threadpoolctl)
"""

import time

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from mlp_core import MLP, SGD, Dense, Sigmoid, mse, one_hot, train

N, BATCH, WIDTHS, ROUNDS = 60_000, 100, (784, 50, 10), 15


def bare_products(X, rng):
    """A function that does an epoch's matrix products on X, and nothing else."""
    _, n_hidden, n_out = WIDTHS

    def array(*shape):
        return rng.random(shape, np.float32)

    dZ1, dZ2, A1 = array(BATCH, n_hidden), array(BATCH, n_out), array(BATCH, n_hidden)
    W1, W2 = array(X.shape[1], n_hidden), array(n_hidden, n_out)
    Z1, Z2, dA1 = np.empty_like(A1), np.empty_like(dZ2), np.empty_like(A1)
    dW1, dW2 = np.empty_like(W1), np.empty_like(W2)

    def epoch():
        for start in range(0, N, BATCH):
            first = start % len(X)
            batch = X[first : first + BATCH]
            np.matmul(batch, W1, out=Z1)
            np.matmul(A1, W2, out=Z2)
            np.matmul(A1.T, dZ2, out=dW2)
            np.matmul(dZ2, W2.T, out=dA1)
            np.matmul(batch.T, dZ1, out=dW1)

    return epoch


def book_epoch(X, rng):
    """A function that trains for an epoch, as a chapter would."""
    n_in, n_hidden, n_out = WIDTHS
    Y = one_hot(rng.integers(0, n_out, N), n_out)
    first, last = Dense(n_in, n_hidden, rng=rng), Dense(n_hidden, n_out, rng=rng)
    net = MLP(first, Sigmoid(), last, Sigmoid())
    how = {"loss": mse, "optimizer": SGD(net, 0.1), "batch_size": BATCH, "rng": rng}
    return lambda: list(train(net, X, Y, epochs=1, **how))


def seconds(job):
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def main():
    rng = np.random.default_rng(0)
    X = rng.random((N, WIDTHS[0]), np.float32)
    jobs = {
        "book": book_epoch(X, rng),
        "streamed": bare_products(X, rng),
        "cached": bare_products(X[:BATCH], rng),
    }
    with threadpool_limits(1):
        rounds = [[seconds(job) for job in jobs.values()] for _ in range(ROUNDS + 1)]
    book, streamed, cached = np.array(rounds[1:]).T  # the first round is a warm-up
    for pool in threadpool_info():
        print("BLAS:", pool["internal_api"], pool["version"], pool.get("architecture"))
    for name, floor in (("streamed", streamed), ("cached", cached)):
        ratio = book / floor
        print(
            f"book {np.median(book):.3f} s, products {name} {np.median(floor):.3f} s: "
            f"ratio {np.median(ratio):.2f} ({ratio.min():.2f} to {ratio.max():.2f})"
        )


if __name__ == "__main__":
    main()
