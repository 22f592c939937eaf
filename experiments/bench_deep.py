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

import numpy as np
from bench import bare_products, print_blas, print_ratio, timed_in_turn

from mlp_core import MLP, SGD, Dense, ReLU, softmax_cross_entropy, train

N, BATCH, WIDTHS, ROUNDS = 60_000, 100, (784, 256, 256, 10), 15
LR, MOMENTUM = 0.01, 0.9


def book_epoch(X, y, rng):
    n_in, n_1, n_2, n_out = WIDTHS
    first, second = Dense(n_in, n_1, rng=rng), Dense(n_1, n_2, rng=rng)
    net = MLP(first, ReLU(), second, ReLU(), Dense(n_2, n_out, rng=rng))
    how = {"loss": softmax_cross_entropy, "batch_size": BATCH, "rng": rng}
    how["optimizer"] = SGD(net, LR, momentum=MOMENTUM)
    return lambda: list(train(net, X, y, epochs=1, **how))


def torch_epoch(X, y, rng):
    import torch
    from torch import nn

    torch.set_num_threads(1)
    n_in, n_1, n_2, n_out = WIDTHS
    first, second = nn.Linear(n_in, n_1), nn.Linear(n_1, n_2)
    net = nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), nn.Linear(n_2, n_out))
    optimizer = torch.optim.SGD(net.parameters(), LR, momentum=MOMENTUM)
    X, y = torch.from_numpy(X), torch.from_numpy(y)

    def epoch():
        for i in torch.randperm(N).split(BATCH):
            X_batch, y_batch = X.index_select(0, i), y.index_select(0, i)
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(X_batch), y_batch).backward()
            optimizer.step()

    return epoch


def sklearn_epoch(X, y, rng):
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
    jobs = {
        "book": book_epoch(X, y, rng),
        "products streamed": bare_products(X, WIDTHS, **size),
        "products cached": bare_products(X[:BATCH], WIDTHS, **size),
    }
    for name, peer in (("PyTorch", torch_epoch), ("scikit-learn", sklearn_epoch)):
        try:
            jobs[name] = peer(X, y, rng)
        except ImportError:
            print(f"{name}: not installed")
    times = timed_in_turn(jobs, ROUNDS)
    print_blas()
    for name in ("book", "PyTorch", "scikit-learn"):
        if name in times:
            print_ratio(times, name, "products streamed")
    print_ratio(times, "book", "products cached")


if __name__ == "__main__":
    main()
