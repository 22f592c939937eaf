"""S9's own recipe, as far as ten minutes take it, beside minibatches in that time.

784-400-400-400-400-400-400-10 with PReLU, shared and channel-wise: steps on all 60,000
examples at once, rate 0.001, weights N(0, 0.1), every alpha from 0.001. It asked for
10,000 such steps. Beside it: the same start and rate with minibatches of 100, and the
recipe of s9_prelu_six_layers.py, which is over before the ten minutes are.

    python experiments/s9_own_recipe.py [MINUTES [FOLDER]]

How many steps fit depends on the machine. What is finished is kept in FOLDER, if one
is given, and not computed again.
"""

import sys
import time

import deep_nets
import numpy as np
import results
from s9_prelu_six_layers import ALPHA, DROPOUT, RECIPE, SIX_LAYERS

from mlp_core import (
    SGD,
    cosine,
    minibatches,
    softmax_cross_entropy,
)
from mlp_core.evaluation import judge

LR, STD, START, BATCH, SEED = 0.001, 0.1, 0.001, 100, 0
TRAININGS = ("full batch", "minibatches, same rate", "minibatches, good recipe")
RUNS = (  # at the same rate one kind is enough to see the difference
    (TRAININGS[0], "shared"),
    (TRAININGS[0], "channel-wise"),
    (TRAININGS[1], "shared"),
    (TRAININGS[2], "shared"),
    (TRAININGS[2], "channel-wise"),
)
POINTS, JUDGED, CHUNK = 30, 10_000, 1_000


def full_batch_gradient(net, X, y, chunk=CHUNK):
    """Fill `net.grad` from all examples: the sum over chunks, each by its share."""
    total = np.zeros_like(net.grad)
    for i in range(0, len(X), chunk):
        part = X[i : i + chunk], y[i : i + chunk]
        _, grad = net.loss_and_grad(*part, softmax_cross_entropy)
        total += len(part[1]) / len(X) * grad
    net.grad[:] = total


def full_batch_steps(net, X, y, optimizer):
    """One step, on all examples, each time it is asked for the next."""
    while True:
        full_batch_gradient(net, X, y)
        optimizer.step()
        yield


def minibatch_steps(net, X, y, optimizer, batch_size, rng, epochs=None):
    """One step each time; without epochs there is no end."""
    while epochs is None or epochs > 0:
        epochs = epochs and epochs - 1
        for X_batch, y_batch in minibatches(X, y, batch_size, rng=rng):
            net.loss_and_grad(X_batch, y_batch, softmax_cross_entropy)
            optimizer.step()
            yield


def prepare(X, y, kind, training, *, widths=SIX_LAYERS):
    """A new network and the steps of its training: (net, steps, examples a step)."""
    rng = np.random.default_rng(SEED)
    if training == "minibatches, good recipe":
        net = deep_nets.build(rng, widths, kind, alpha=ALPHA, dropout=DROPOUT)
        epochs, size = RECIPE["epochs"], RECIPE["batch_size"]
        rate = cosine(RECIPE["lr"], epochs * -(-len(X) // size))
        optimizer = SGD(net, rate, momentum=RECIPE["momentum"])
        return net, minibatch_steps(net, X, y, optimizer, size, rng, epochs), size
    net = deep_nets.build(rng, widths, kind, alpha=START, std=STD)
    optimizer = SGD(net, LR)
    if training == "full batch":
        return net, full_batch_steps(net, X, y, optimizer), len(X)
    return net, minibatch_steps(net, X, y, optimizer, BATCH, rng), BATCH


def run(sets, kind, training, minutes, **how):
    """Steps until the time is over; judged now and then, outside of that time."""
    (X, y), test = sets
    net, steps, size = prepare(X, y, kind, training, **how)
    curve, spent, done, limit = [], 0.0, 0, 60.0 * minutes
    judged = (X[:JUDGED], y[:JUDGED]), test
    while spent < limit:
        if spent >= len(curve) * limit / POINTS:
            curve.append(
                {"step": done, "seconds": round(spent, 1), **look(net, judged)}
            )
        start = time.process_time()
        if next(steps, "over") == "over":
            break
        spent, done = spent + time.process_time() - start, done + 1
    if curve[-1]["step"] < done:
        curve.append({"step": done, "seconds": round(spent, 1), **look(net, judged)})
    good = training == "minibatches, good recipe"
    return {
        "kind": kind,
        "training": training,
        "seed": SEED,
        "steps": done,
        "examples_a_step": size,
        "passes_over_the_data": deep_nets.rounded(done * size / len(X)),
        "seconds": round(spent, 1),
        "seconds_a_step": deep_nets.rounded(spent / done, 3),
        "lr": RECIPE["lr"] if good else LR,
        "alpha_start": ALPHA if good else START,
        "curve": {name: [point[name] for point in curve] for name in curve[0]},
    }


def look(net, sets):
    """Loss, accuracies and every alpha, in short, as they are now."""
    (loss, train), (_, test) = (judge(net, *s, softmax_cross_entropy) for s in sets)
    found = {"loss": deep_nets.rounded(loss, 5)}
    found |= {"train_accuracy": train, "test_accuracy": test}
    each = [layer.alpha.astype(np.float64) for layer in deep_nets.alpha_layers(net)]
    found["alpha"] = deep_nets.rounded([V.mean() for V in each])
    if each[0].size > 1:
        found["alpha_min"] = deep_nets.rounded([V.min() for V in each])
        found["alpha_max"] = deep_nets.rounded([V.max() for V in each])
    return found


def main(minutes=10.0, folder=None):
    sets, keep = results.mnist_parts(), deep_nets.Keep(folder, "s9_own_recipe")
    runs = [keep(run, sets, k, training, float(minutes)) for training, k in RUNS]
    last = ("step", "seconds", "loss", "train_accuracy", "test_accuracy", "alpha")
    results.write(
        "s9_own_recipe",
        {
            "network": "784-6x400-10, PReLU shared and channel-wise, softmax "
            "cross-entropy, float32",
            "data": "MNIST, 60,000 to train, 10,000 to test, pixels in [0, 1]",
            "minutes": float(minutes),
            "full batch": f"lr {LR}, no momentum, weights N(0, {STD}), biases 0, alpha "
            f"{START}; the gradient of all 60,000 examples, summed over chunks of "
            f"{CHUNK}: the same but for rounding. S9 asked for 10,000 steps",
            "minibatches, same rate": f"the same start and rate, batches of {BATCH}; "
            "shared alone",
            "minibatches, good recipe": {
                **RECIPE,
                "schedule": "cosine to 0",
                "dropout_inputs": DROPOUT[0],
                "dropout_units": DROPOUT[1],
                "alpha": ALPHA,
                "weights": "he(n, alpha)",
                "ends": "after its epochs, if the time is not over before",
            },
            "curve": f"before the first step, then {POINTS} times in the given time: "
            f"loss and train_accuracy on the first {JUDGED:,} training images, without "
            "dropout, test_accuracy on all test images; nothing was chosen by it. "
            "alpha is the layer's, or the mean of the layer's",
            "machine": "steps in the given time depend on the machine and what else it "
            "has to do: one thread; see seconds_a_step",
            "rounding": "loss and alphas to 4 or 5 significant digits",
            "seconds": "of processor time, the judging left out",
        },
        runs,
        summary={
            kind: {
                r["training"]: {name: r["curve"][name][-1] for name in last}
                for r in runs
                if r["kind"] == kind
            }
            for kind in deep_nets.KINDS[1:]
        },
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
