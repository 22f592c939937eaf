"""What the benchmarks share: the floor, jobs timed in turn, and how they are printed.

The floor is the matrix products that a step needs. All jobs are timed in turn in one
run, one thread each, and the ratio of neighbours is what counts: seconds depend on the
machine and on what else it does. They are seconds of the processor, not of the clock,
so that a wait for its turn on a busy machine does not count.
"""

import time
from itertools import pairwise

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits


def bare_products(X, widths, *, n_examples, batch_size, rng):
    """A function that does an epoch's matrix products on X, and nothing else.

    X may be shorter than the epoch: then its batches come again, from the cache.
    """

    def array(n_in, n_out):
        return rng.random((n_in, n_out), np.float32)

    Ws = [array(n_in, n_out) for n_in, n_out in pairwise(widths)]
    As = [array(batch_size, width) for width in widths[1:-1]]
    dZs = [array(batch_size, width) for width in widths[1:]]
    Zs, dAs = [np.empty_like(dZ) for dZ in dZs], [np.empty_like(A) for A in As]
    dWs = [np.empty_like(W) for W in Ws]

    def epoch():
        for start in range(0, n_examples, batch_size):
            first = start % len(X)
            batch = X[first : first + batch_size]
            inputs = [batch, *As]
            for A, W, Z in zip(inputs, Ws, Zs, strict=True):
                np.matmul(A, W, out=Z)
            for A, dZ, dW in zip(inputs, dZs, dWs, strict=True):
                np.matmul(A.T, dZ, out=dW)
            for dZ, W, dA in zip(dZs[1:], Ws[1:], dAs, strict=True):
                np.matmul(dZ, W.T, out=dA)

    return epoch


def timed_in_turn(jobs, rounds):
    """Seconds of every job in every round, a dict of arrays, on one thread."""
    with threadpool_limits(1):
        times = [[_seconds(job) for job in jobs.values()] for _ in range(rounds + 1)]
    return dict(zip(jobs, np.array(times[1:]).T, strict=True))  # the first warms up


def _seconds(job):
    start = time.process_time()
    job()
    return time.process_time() - start


def print_blas():
    """Which library multiplies, and for which processor: it matters more than code."""
    for pool in threadpool_info():
        if pool["user_api"] == "blas":
            names = pool["internal_api"], pool["version"], pool.get("architecture")
            print("BLAS:", *names)


def print_ratio(times, job, floor):
    """One line: medians of seconds, and of the ratios round by round."""
    ratio = times[job] / times[floor]
    print(
        f"{job} {np.median(times[job]):.3f} s, {floor} {np.median(times[floor]):.3f} "
        f"s: ratio {np.median(ratio):.2f} ({ratio.min():.2f} to {ratio.max():.2f})"
    )
