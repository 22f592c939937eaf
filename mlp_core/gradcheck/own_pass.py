"""A network's own backward pass, run where it can be judged."""

import itertools
from contextlib import contextmanager

import numpy as np

NEARBY = 1e-2  # far from a kink, for steps of 1e-5


def run(net, X, y, loss, l2, draws):
    """One forward and one backward pass, with the same draws each time."""
    draws.again()
    net.loss_and_grad(X, y, loss, l2=l2)


def run_with_other_size(net, X, y, loss, l2, draws):
    """(X, y, trouble): the pass, run with as many examples as no layer is wide.

    Trouble is a sentence, and not empty, if nothing can be judged after this pass.
    """
    theta, given, (X, y) = net.theta.copy(), (X, y), _with_other_size(net, X, y)
    try:
        run(net, X, y, loss, l2, draws)
    except (ValueError, IndexError) as error:
        run(net, *given, loss, l2, draws)  # if this fails too, it says why
        return (
            X,
            y,
            (
                f"the pass runs with {len(given[0])} examples but not with {len(X)}, "
                f"so rows and columns are mixed up somewhere: {error}"
            ),
        )
    if not np.array_equal(net.theta, theta):
        net.theta[:] = theta
        return (
            X,
            y,
            "the pass changes the parameters: only the optimizer may write them",
        )
    return X, y, ""


def _with_other_size(net, X, y):
    """(X, y) with a number of examples that is no layer's width, and 3 or more.

    Examples are dropped at the end, or those after the first come twice.
    """
    widths = {n for layer in net.layers if "W" in layer.params for n in layer.W.shape}
    N = len(X)
    counts = itertools.chain(range(N, 2, -1), itertools.count(N + 1))
    n = next(n for n in counts if n not in widths)
    again = np.resize(np.arange(min(1, N - 1), N), max(0, n - N))
    which = np.concatenate([np.arange(min(n, N)), again])
    return np.asarray(X)[which], np.asarray(y)[which]


@contextmanager
def moved(net):
    """All parameters a little elsewhere, and back: off a kink that lies in the way.

    With biases of 0, as a new network has them, an example that one ReLU layer stops
    altogether leaves every unit of the next one exactly at its kink.
    """
    theta = net.theta.copy()
    net.theta += NEARBY * np.random.default_rng(0).normal(size=theta.shape)
    try:
        yield
    finally:
        net.theta[:] = theta
