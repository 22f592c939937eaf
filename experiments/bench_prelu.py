"""Six hidden layers with PReLU: an epoch beside its bare products, PyTorch and Keras.

784-6x400-10, alpha shared by a layer or one for each unit, softmax cross-entropy, plain
SGD (and once with momentum 0.9), minibatches of 100 drawn from 12,000 random examples,
float32, one thread each. What is compared:

    book          `train` for one epoch, each minibatch's loss included
    products      the twenty matrix products of a step and nothing else, on all examples
                  in their order (streamed), and on one batch in the cache (cached)
    PyTorch       eager, on the CPU: Sequential of Linear and PReLU
    Keras         3, on TensorFlow: Sequential of Dense and PReLU, `fit` as by default

    OPENBLAS_NUM_THREADS=1 python experiments/bench_prelu.py     (needs threadpoolctl;
    torch and keras are timed where they are installed)
"""

import os
from functools import partial
from itertools import pairwise

import numpy as np
from bench import bare_products, print_blas, print_ratio, timed_in_turn
from bench_peers import add_installed, book_epoch, keras_epoch, torch_epoch

from mlp_core import MLP, Dense, PReLU

N, BATCH, WIDTHS, ROUNDS = 12_000, 100, (784, *[400] * 6, 10), 15
LR, MOMENTUM = 0.01, 0.9
KINDS = {"shared": 1, "channel-wise": WIDTHS[1]}


def book_net(n, rng):
    layers = []
    for n_in, n_out in pairwise(WIDTHS):
        layers += [Dense(n_in, n_out, rng=rng), PReLU(n)]
    return MLP(*layers[:-1])


def torch_peer(n, X, y, **how):
    from torch import nn

    layers = []
    for n_in, n_out in pairwise(WIDTHS):
        layers += [nn.Linear(n_in, n_out), nn.PReLU(n)]
    return torch_epoch(nn.Sequential(*layers[:-1]), X, y, **how)


def keras_peer(n, X, y, **how):
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    from keras import initializers, layers
    from tensorflow.config import threading

    threading.set_intra_op_parallelism_threads(1)
    threading.set_inter_op_parallelism_threads(1)
    slopes = {"alpha_initializer": initializers.Constant(0.25)}
    slopes |= {"shared_axes": [1]} if n == 1 else {}
    net = []
    for n_out in WIDTHS[1:]:
        net += [layers.Dense(n_out), layers.PReLU(**slopes)]
    return keras_epoch(net[:-1], X, y, **how)


def main():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((N, WIDTHS[0]), np.float32)
    y = rng.integers(0, WIDTHS[-1], N)
    how = {"lr": LR, "momentum": 0.0, "batch_size": BATCH}
    size = {"n_examples": N, "batch_size": BATCH, "rng": rng}
    jobs = {
        "products streamed": bare_products(X, WIDTHS, **size),
        "products cached": bare_products(X[:BATCH], WIDTHS, **size),
    }
    for kind, n in KINDS.items():
        jobs[f"book, {kind}"] = book_epoch(book_net(n, rng), X, y, **how, rng=rng)
        peers = {"PyTorch": torch_peer, "Keras": keras_peer}
        builds = {f"{p}, {kind}": partial(f, n, X, y, **how) for p, f in peers.items()}
        add_installed(jobs, builds)
        moving = how | {"momentum": MOMENTUM, "rng": rng}
        jobs[f"book, {kind}, momentum"] = book_epoch(book_net(n, rng), X, y, **moving)
    times = timed_in_turn(jobs, ROUNDS)
    print_blas()
    for name in jobs:
        if not name.startswith("products"):
            print_ratio(times, name, "products streamed")
    print_ratio(times, "products streamed", "products cached")


if __name__ == "__main__":
    main()
