"""S9, six hidden layers of 400 with PReLU, shared and channel-wise, beside ReLU.

784-400-400-400-400-400-400-10 on all of MNIST, one recipe and the same five seeds for
all three; then where the alphas end, by where they start and by the depth, and why one
hidden layer has alphas that end anywhere.

    python experiments/s9_prelu_six_layers.py [FOLDER]

The whole takes about an hour of one thread. What is finished is kept in FOLDER, if one
is given, and not computed again.
"""

import copy
import sys
import time
from itertools import product

import deep_nets
import numpy as np
import results

from mlp_core import SGD, fit, softmax_cross_entropy
from mlp_core.evaluation import judge

SIX_LAYERS, SEEDS = (784, *6 * [400], 10), (0, 1, 2, 3, 4)
RECIPE = {"epochs": 10, "batch_size": 100, "lr": 0.05, "momentum": 0.9, "l2": 0.0}
DROPOUT, ALPHA = (0.1, 0.2), 0.25
STARTS, DEPTHS, WIDTH = (0.001, 0.25, 1.0, -0.5), (1, 2, 4, 6), 128
SIDE_EPOCHS, SIDE_SEEDS = 5, (0, 1)
T_5 = 2.776  # two-sided 5 % point of Student's t with 4 degrees of freedom
SETTINGS = {  # of one hidden layer of 256 with a shared alpha
    "plain, rate 0.1": {"lr": 0.1},
    "plain, rate 0.5": {"lr": 0.5},
    "momentum 0.9, rate 0.05": {"lr": 0.05, "momentum": 0.9},
    "momentum 0.9, rate 0.05, weights N(0, 0.1)": {
        "lr": 0.05,
        "momentum": 0.9,
        "std": 0.1,
    },
}


def run(sets, kind, seed, *, widths=SIX_LAYERS, recipe=RECIPE, dropout=DROPOUT):
    """Train on the first of the sets; judge it and the last one, once, at the end."""
    rng = np.random.default_rng(seed)
    net = deep_nets.build(rng, widths, kind, alpha=ALPHA, dropout=dropout)
    history, seconds = deep_nets.train_cosine(
        net, sets[:1], rng=rng, watch=deep_nets.watch(net), **recipe
    )
    found = {"kind": kind, "seed": seed, "loss": deep_nets.rounded(history["loss"])}
    for name, part in (("train", sets[0]), ("test", sets[-1])):
        loss, found[f"{name}_accuracy"] = judge(net, *part, softmax_cross_entropy)
        found[f"{name}_loss"] = deep_nets.rounded(loss)
    found["final_alphas"] = deep_nets.alpha_table(net)
    found["alpha_path"] = shared_path(net, history) if kind == "shared" else None
    found["alpha_histograms"] = histograms(net) if kind == "channel-wise" else None
    return {**found, "stopped": history.stopped, "seconds": round(seconds, 1)}


def run_curves(sets, kind, seed=0, *, widths=SIX_LAYERS, recipe=RECIPE):
    """The same training on 55,000, judged on both sets after each epoch."""
    rng = np.random.default_rng(seed)
    net = deep_nets.build(rng, widths, kind, alpha=ALPHA, dropout=DROPOUT)
    net.loss_and_grad(sets[0][0][:1000], sets[0][1][:1000], softmax_cross_entropy)
    start = [np.linalg.norm(layer.dW) for layer in net.layers if "W" in layer.params]
    history, seconds = deep_nets.train_cosine(
        net, sets[:2], rng=rng, watch=deep_nets.watch(net), **recipe
    )
    columns = ("loss", "train_loss", "train_accuracy", "valid_loss", "valid_accuracy")
    found = {"kind": kind, "seed": seed, "epoch": history["epoch"].tolist()}
    found |= {name: deep_nets.rounded(history[name], 5) for name in columns}
    found["gradient_norms_at_start"] = deep_nets.rounded(start)
    found["gradient_norms"] = deep_nets.rounded(history["gradient_norms"])
    found["alpha_path"] = shared_path(net, history) if kind == "shared" else None
    found["alpha_quantiles"] = (
        quantile_paths(net, history) if kind == "channel-wise" else None
    )
    return {**found, "seconds": round(seconds, 1)}


def columns_of_alphas(net, history):
    """One array (epochs + 1, n) a layer, the first row the start."""
    for i, layer in enumerate(deep_nets.alpha_layers(net), 1):
        start = np.full((1, layer.alpha.size), ALPHA)
        yield np.concatenate([start, history[f"alpha_{i}"]])


def shared_path(net, history):
    """A list a layer: alpha at the start and after each epoch."""
    return [deep_nets.rounded(V[:, 0]) for V in columns_of_alphas(net, history)]


def quantile_paths(net, history):
    """A list a layer: the quantiles of its alphas at the start and after each epoch."""
    return [
        deep_nets.rounded(np.quantile(V, deep_nets.QUANTILES, axis=1).T)
        for V in columns_of_alphas(net, history)
    ]


def histograms(net, bins=24):
    """A dict a layer: edges and counts of its alphas; the ends hold what is beyond."""
    edges = np.linspace(-1.0, 1.4, bins + 1)
    found = []
    for layer in deep_nets.alpha_layers(net):
        inside = np.clip(layer.alpha, edges[0], edges[-1])
        counts = np.histogram(inside, edges)[0].tolist()
        found.append({"edges": deep_nets.rounded(edges), "counts": counts})
    return found


def run_start(sets, kind, depth, alpha, seed, *, epochs=SIDE_EPOCHS, width=WIDTH):
    """Where alphas end that start here, in a network this deep; no dropout."""
    rng = np.random.default_rng(seed)
    net = deep_nets.build(rng, (784, *depth * [width], 10), kind, alpha=alpha)
    recipe = {**RECIPE, "epochs": epochs}
    history, seconds = deep_nets.train_cosine(net, sets[:1], rng=rng, **recipe)
    loss, right = judge(net, *sets[1], softmax_cross_entropy)
    found = {"kind": kind, "hidden_layers": depth, "alpha_start": alpha, "seed": seed}
    found |= {"loss": deep_nets.rounded(history["loss"][-1])}
    found |= {
        "valid_loss": deep_nets.rounded(loss),
        "valid_accuracy": deep_nets.rounded(right),
    }
    return {
        **found,
        "final_alphas": deep_nets.alpha_table(net),
        "stopped": history.stopped,
        "seconds": round(seconds, 1),
    }


def run_one_layer(sets, setting, alpha, seed, *, epochs=10, width=256):
    """784-256-10 with a shared alpha at a constant rate; and the same net mirrored."""
    start, rng = time.process_time(), np.random.default_rng(seed)
    how = {"lr": 0.1, "momentum": 0.0, "std": None, **SETTINGS[setting]}
    net = deep_nets.build(rng, (784, width, 10), "shared", alpha=alpha, std=how["std"])
    (X, y), valid = sets[:2]
    history = fit(
        net,
        X,
        y,
        loss=softmax_cross_entropy,
        optimizer=SGD(net, how["lr"], momentum=how["momentum"]),
        epochs=epochs,
        batch_size=100,
        rng=rng,
        callbacks=deep_nets.watch(net)[1:],
        progress=False,
    )
    loss, right = judge(net, *valid, softmax_cross_entropy)
    path = np.concatenate([[alpha], history["alpha_1"][:, 0]])
    return {
        "setting": setting,
        "alpha_start": alpha,
        "seed": seed,
        "alpha_path": deep_nets.rounded(path),
        "loss": deep_nets.rounded(history["loss"][-1]),
        "valid_loss": deep_nets.rounded(loss),
        "valid_accuracy": deep_nets.rounded(right),
        **against_mirror(net, valid[0][:1000], history.stopped == "diverged"),
        "stopped": history.stopped,
        "seconds": round(time.process_time() - start, 1),
    }


def mirrored(net):
    """The same function with 1/alpha in every PReLU: each unit's weights turned round.

    f(z) = -alpha g(-z), where f has the slope alpha and g the slope 1/alpha. So the
    weights into a layer change their sign, and those out of it get the factor -alpha.
    """
    twin = copy.deepcopy(net)
    parts = [layer for layer in twin.layers if layer.params]
    for before, layer, after in zip(parts, parts[1:], parts[2:], strict=False):
        if "alpha" in layer.params:
            before.W *= -1.0
            before.b *= -1.0
            after.W *= -np.broadcast_to(layer.alpha, after.W.shape[:1])[:, None]
            layer.alpha[:] = 1.0 / layer.alpha
    return twin


def against_mirror(net, X, diverged=False):
    """Its alpha, and the largest difference of the outputs, beside the largest one."""
    if diverged:
        return {"mirrored_alpha": None}
    twin = mirrored(net)
    A, B = net.forward(X), twin.forward(X)
    return {
        "mirrored_alpha": deep_nets.rounded(deep_nets.alpha_layers(twin)[0].alpha[0]),
        "mirrored_differs_by": deep_nets.rounded(np.abs(A - B).max(), 2),
        "largest_output": deep_nets.rounded(np.abs(A).max(), 3),
    }


def difference(runs, kind):
    """Test accuracy of this kind minus that of ReLU, seed by seed."""
    by = {(r["kind"], r["seed"]): r["test_accuracy"] for r in runs}
    seeds = sorted({r["seed"] for r in runs})
    each = [by[kind, seed] - by["relu", seed] for seed in seeds]
    found = results.mean_and_spread(each)
    error = found["std"] / len(each) ** 0.5
    t = found["mean"] / error
    return {
        "each": [round(d, 4) for d in each],
        **found,
        "standard_error": error,
        "t": round(t, 2),
        "t_for_5_percent": T_5,
        "beyond_noise": bool(abs(t) > T_5),
    }


def main(folder=None):
    sets, held = results.mnist_parts(), results.mnist_parts(55_000, 5_000)
    keep = deep_nets.Keep(folder, "s9")
    curves = [keep(run_curves, held, kind) for kind in deep_nets.KINDS]
    variants = deep_nets.KINDS[1:]
    starts = [
        keep(run_start, held, *settings)
        for settings in product(variants, DEPTHS, STARTS, SIDE_SEEDS)
    ]
    one_layer = [
        keep(run_one_layer, held, *settings)
        for settings in product(SETTINGS, STARTS, SIDE_SEEDS)
    ]
    runs = [keep(run, sets, k, seed) for seed, k in product(SEEDS, deep_nets.KINDS)]
    results.write(
        "s9",
        recipe_in_words(),
        runs,
        summary={
            kind: {
                column: results.mean_and_spread(
                    r[column] for r in runs if r["kind"] == kind
                )
                for column in (
                    "test_accuracy",
                    "train_accuracy",
                    "test_loss",
                    "seconds",
                )
            }
            for kind in deep_nets.KINDS
        },
        against_relu={kind: difference(runs, kind) for kind in variants},
        curves=curves,
        starts_and_depths=starts,
        one_hidden_layer=one_layer,
    )


def recipe_in_words():
    return {
        "network": "784-6x400-10, ReLU, PReLU shared, PReLU channel-wise; weights "
        "by he(n, alpha) (the first layer's by he(784)), biases 0, alpha 0.25, float32",
        "data": "MNIST, 60,000 to train, 10,000 to test, pixels in [0, 1]",
        "training": {
            **RECIPE,
            "dropout_inputs": DROPOUT[0],
            "dropout_units": DROPOUT[1],
        },
        "schedule": "the rate falls from lr to 0 along a cosine, step by step",
        "chosen": "on the last 5,000 images of the training file, by one probe of 10 "
        "epochs with PReLU shared; the test set was judged once, after the last epoch",
        "pairs": "the kinds of one seed start from the same weights up to the factor "
        "of he, and see the same minibatches and dropout masks",
        "alphas": "final_alphas: one entry a layer, the value or mean, std, min, max; "
        "alpha_path: a list a layer, start and every epoch; alpha_quantiles: a list a "
        "layer, start and every epoch, of the quantiles in `quantiles`; histograms: "
        "what is beyond the outer edges is counted in the outer bins",
        "quantiles": deep_nets.QUANTILES,
        "curves": "seed 0 on the first 55,000, judged on them and on the last 5,000 of "
        "the training file after each epoch; loss is the mean of the minibatches, with "
        "dropout; gradient_norms those of dW, a column a layer, of the epoch's last "
        "minibatch (at the start: of the first 1,000 images)",
        "starts_and_depths": f"hidden layers of {WIDTH}, {SIDE_EPOCHS} epochs, 55,000 "
        "images, no dropout, else the same recipe; accuracy on the 5,000 held out",
        "one_hidden_layer": "784-256-10, shared, 10 epochs at a constant rate, batches "
        "of 100, 55,000 images; mirrored: the same function with 1/alpha, the weights "
        "into the layer negated, those out of it times -alpha",
        "settings_of_one_hidden_layer": SETTINGS,
        "rounding": "curves and alphas to 4 or 5 significant digits, accuracies not",
        "seconds": "of processor time",
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
