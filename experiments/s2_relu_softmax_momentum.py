"""S2, ReLU and softmax cross-entropy with momentum: a wrong gradient that still learns.

784-1000-10, full batch, from a university assignment (ECE421). Its images are not to be
had, so it is rebuilt on 10,000 images of MNIST: other data, other numbers. `gradient`
commits the published faults, each of which can be switched off; without any it is the
gradient of `mlp_core`, which does the mended runs.

    python experiments/s2_relu_softmax_momentum.py
"""

import math
import time

import numpy as np
import results

from mlp_core import (
    MLP,
    SGD,
    Dense,
    ReLU,
    glorot,
    one_hot,
    relative_error,
    softmax_cross_entropy,
)
from mlp_core.evaluation import judge

WIDTHS, LR, MOMENTUM, SEEDS = (784, 1000, 10), 0.1, 0.9, (0, 1, 2)
STEPS, STEPS_IN_TABLE = 200, 30
FAULTS = {
    "preactivation": "dW of the output layer is taken from Z instead of ReLU(Z)",
    "spurious_factor": "dW of the hidden layer is multiplied by ReLU(Z) once more",
    "largest_of_all": "softmax is shifted by the largest logit of the whole matrix",
    "softmax_as_sigmoid": "softmax's derivative is taken as P(1 - P), a sigmoid's: dZ "
    "is 0 for all classes but the right one",
    "no_sum": "the bias gradients lack the sum over the batch",
    "no_input": "the hidden layer is ReLU(W + b): the input is missing",
}
PUBLISHED = ("preactivation", "spurious_factor", "largest_of_all")
ON_PAPER = ("softmax_as_sigmoid", "no_sum", "no_input")  # in the derivation


def build(rng, widths=WIDTHS, dtype=np.float32):
    """The network with Glorot's normal weights."""
    n_in, n_hidden, n_out = widths
    how = {"rng": rng, "dtype": dtype}
    first = Dense(n_in, n_hidden, std=glorot(n_in, n_hidden), **how)
    last = Dense(n_hidden, n_out, std=glorot(n_hidden, n_out), **how)
    return MLP(first, ReLU(), last)


def gradient(net, X, Y, faults):
    """Fill the network's gradient as the published derivation has it."""
    first, _, last = net.layers
    Z = (first.W if "no_input" in faults else X @ first.W) + first.b
    H = np.maximum(Z, 0)
    logits = H @ last.W + last.b
    axis = None if "largest_of_all" in faults else 1
    E = np.exp(logits - logits.max(axis=axis, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dZ_o = (Y * (P - 1) if "softmax_as_sigmoid" in faults else P - Y) / len(X)
    dZ_h = (dZ_o @ last.W.T) * (Z > 0)
    last.dW[:] = (Z if "preactivation" in faults else H).T @ dZ_o
    first.dW[:] = X.T @ (dZ_h * H if "spurious_factor" in faults else dZ_h)
    last.db[:] = dZ_o if "no_sum" in faults else dZ_o.sum(axis=0)
    first.db[:] = dZ_h if "no_sum" in faults else dZ_h.sum(axis=0)


def run(sets, faults, *, seed, steps, judged_at):
    """Full-batch steps; loss (by the classes too) and accuracy on all three sets."""
    X, y = sets[0]
    Y = one_hot(y, 10)
    start, net = time.process_time(), build(np.random.default_rng(seed))
    optimizer = SGD(net, LR, momentum=MOMENTUM)
    optimizer.v[: net.n_weights] = 1e-5 / LR  # as published, whose v holds the rate
    records = []
    for step in range(1, steps + 1):
        if faults:
            with np.errstate(over="ignore", invalid="ignore"):
                gradient(net, X, Y, faults)
        else:
            net.loss_and_grad(X, y, softmax_cross_entropy)
        optimizer.step()
        if step in judged_at:
            record = {"step": step}
            for name, part in zip(("train", "valid", "test"), sets, strict=True):
                loss, right = judge(net, *part, softmax_cross_entropy)
                finite = math.isfinite(loss)
                record[f"{name}_loss"] = round(loss / 10, 5) if finite else None
                record[f"{name}_accuracy"] = right if finite else None
            records.append(record)
    seconds = round(time.process_time() - start, 1)
    return {
        "faults": sorted(faults),
        "seed": seed,
        "records": records,
        "seconds": seconds,
    }


def gradient_errors():
    """For each fault alone: how far the gradient of a small network is off."""
    rng = np.random.default_rng(0)
    net = build(rng, (5, 6, 4), np.float64)
    X, y = rng.normal(size=(9, 5)), rng.integers(0, 4, 9)
    _, right = net.loss_and_grad(X, y, softmax_cross_entropy)
    right, found = right.copy(), {}
    for fault in FAULTS:
        try:
            gradient(net, X, one_hot(y, 4), {fault})
            found[fault] = relative_error(net.grad, right)
        except ValueError as error:
            found[fault] = f"ValueError: {error}"
    return found


def main():
    sets = results.mnist_parts(10_000, 10_000)
    curve = (1, 3, 10, STEPS_IN_TABLE, 50, 100, 150, STEPS)
    states = {"as published": frozenset(PUBLISHED), "mended": frozenset()}
    runs = [
        {
            "state": state,
            **run(sets, faults, seed=seed, steps=STEPS, judged_at=curve),
        }
        for seed in SEEDS
        for state, faults in states.items()
    ]
    few = {"seed": SEEDS[0], "steps": STEPS_IN_TABLE, "judged_at": (STEPS_IN_TABLE,)}
    tried = {f"only {name}": {name} for name in (*PUBLISHED, "softmax_as_sigmoid")}
    tried |= {f"all but {name}": states["as published"] - {name} for name in PUBLISHED}
    runs += [{"state": s, **run(sets, f, **few)} for s, f in tried.items()]
    table = {
        r["state"]: next(x for x in r["records"] if x["step"] == STEPS_IN_TABLE)
        for r in runs
        if r["seed"] == SEEDS[0]
    }
    columns = [c for c in runs[0]["records"][0] if c != "step"]
    results.write(
        "s2",
        {
            "network": "784-1000-10, ReLU, softmax cross-entropy, Glorot normal, "
            "velocities of the weights start at 1e-5, float32",
            "data": "MNIST: the first 10,000 to train, the last 10,000 of the training "
            "file to validate, 10,000 to test, pixels in [0, 1]",
            "training": f"{STEPS} full-batch steps, lr 0.1, momentum 0.9; single "
            f"faults {STEPS_IN_TABLE} steps, seed {SEEDS[0]}",
            "loss": "mean over examples and classes, as published: a tenth of ours",
            "faults": FAULTS,
            "in the published program": PUBLISHED,
            "in the published derivation": ON_PAPER,
            "ours": "which factor is the spurious one",
            "published": {
                "data": "other images, unnamed; best values, the iterations not given",
                "train_accuracy": 0.9690,
                "valid_accuracy": 0.9072,
                "test_accuracy": 0.9079,
                "train_loss": 0.01400,
                "valid_loss": 0.03275,
                "test_loss": 0.0355,
            },
            "seconds": "of processor time",
        },
        runs,
        summary={
            state: {
                column: results.mean_and_spread(
                    r["records"][-1][column] for r in runs if r["state"] == state
                )
                for column in columns
            }
            for state in states
        },
        **{f"after_{STEPS_IN_TABLE}_steps": table},
        gradient_off_by=gradient_errors(),
    )


if __name__ == "__main__":
    main()
