"""An epoch of a deeper network: beside its bare products, PyTorch and scikit-learn.

784-256-256-10, ReLU, softmax cross-entropy, SGD with momentum 0.9, minibatches of 100
drawn from 60,000 random examples, float32, one thread each. What is compared:

    book          `train` for one epoch, each minibatch's loss included
    products      the eight matrix products of a step and nothing else, on all examples
                  in their order (streamed), and on one batch in the cache (cached)
    PyTorch       eager, on the CPU: Sequential of Linear and ReLU, cross_entropy, SGD;
                  minibatches by index_select from a random permutation
    scikit-learn  MLPClassifier.partial_fit on all examples, which is one epoch of its
                  own shuffled minibatches, with its checks of the input; momentum not
                  Nesterov's, alpha (L2) 0

    OPENBLAS_NUM_THREADS=1 python experiments/bench_deep.py      (needs threadpoolctl;
    torch and scikit-learn are timed where they are installed)
"""

from functools import partial

import numpy as np
from bench import bare_products, print_blas, print_ratio, timed_in_turn
from bench_peers import add_installed, book_epoch, torch_epoch

from mlp_core import MLP, Dense, ReLU

N, BATCH, WIDTHS, ROUNDS = 60_000, 100, (784, 256, 256, 10), 15
LR, MOMENTUM = 0.01, 0.9


def book_net(rng):
    n_in, n_1, n_2, n_out = WIDTHS
    first, second = Dense(n_in, n_1, rng=rng), Dense(n_1, n_2, rng=rng)
    return MLP(first, ReLU(), second, ReLU(), Dense(n_2, n_out, rng=rng))


def torch_peer(X, y, **how):
    from torch import nn

    n_in, n_1, n_2, n_out = WIDTHS
    first, second = nn.Linear(n_in, n_1), nn.Linear(n_1, n_2)
    net = nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), nn.Linear(n_2, n_out))
    return torch_epoch(net, X, y, **how)


def sklearn_peer(X, y):
    from sklearn.neural_network import MLPClassifier

    how = {"solver": "sgd", "learning_rate_init": LR, "momentum": MOMENTUM}
    how |= {"nesterovs_momentum": False, "alpha": 0.0, "batch_size": BATCH}
    net = MLPClassifier(WIDTHS[1:-1], activation="relu", random_state=0, **how)
    return lambda: net.partial_fit(X, y, classes=np.arange(WIDTHS[-1]))


def main():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((N, WIDTHS[0]), np.float32)
    y = rng.integers(0, WIDTHS[-1], N)
    size = {"n_examples": N, "batch_size": BATCH, "rng": rng}
    how = {"lr": LR, "momentum": MOMENTUM, "batch_size": BATCH}
    jobs = {
        "book": book_epoch(book_net(rng), X, y, **how, rng=rng),
        "products streamed": bare_products(X, WIDTHS, **size),
        "products cached": bare_products(X[:BATCH], WIDTHS, **size),
    }
    peers = {"PyTorch": partial(torch_peer, **how), "scikit-learn": sklearn_peer}
    add_installed(jobs, {name: partial(peer, X, y) for name, peer in peers.items()})
    times = timed_in_turn(jobs, ROUNDS)
    print_blas()
    for name in ("book", "PyTorch", "scikit-learn"):
        if name in times:
            print_ratio(times, name, "products streamed")
    print_ratio(times, "book", "products cached")


if __name__ == "__main__":
    main()
