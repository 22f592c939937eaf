"""The best that one plain multilayer perceptron reaches here: dropout, and patience.

No convolution, no augmented images, no ensemble. Settings are chosen on the last 5,000
images of the training file, in short trainings; then it learns all 60,000 for longer,
and the test set is judged once a seed.

    python experiments/best_plain_mlp.py [SEEDS [FOLDER]]

About a quarter of an hour of one thread a seed. What is finished is kept in FOLDER, if
one is given, and not computed again.
"""

import sys

import deep_nets
import numpy as np
import results

from mlp_core import evaluate, softmax_cross_entropy

WIDTHS = (784, 1024, 1024, 10)
CANDIDATES = {
    "2 x 1024 ReLU, dropout 0.2 and 0.5": (WIDTHS, "relu", (0.2, 0.5)),
    "2 x 1024 PReLU shared, dropout 0.2 and 0.5": (WIDTHS, "shared", (0.2, 0.5)),
    "2 x 1024 ReLU, dropout 0.2 and 0.3": (WIDTHS, "relu", (0.2, 0.3)),
}
RECIPE = {"batch_size": 200, "lr": 0.05, "momentum": 0.95, "l2": 0.0}
SHORT, LONG = 10, 60  # epochs


def train(sets, name, seed, epochs):
    """Train a candidate on the first of the sets: (network, what came out)."""
    widths, kind, dropout = CANDIDATES[name]
    rng = np.random.default_rng(seed)
    net = deep_nets.build(rng, widths, kind, alpha=0.25, dropout=dropout)
    history, seconds = deep_nets.train_cosine(
        net, sets[:1], rng=rng, epochs=epochs, **RECIPE
    )
    loss = deep_nets.rounded(history["loss"])
    found = {"settings": name, "seed": seed, "epochs": epochs, "loss": loss}
    found |= {"stopped": history.stopped, "seconds": round(seconds, 1)}
    return net, found


def probe(sets, name, epochs=SHORT):
    """A short training, judged on the validation set."""
    net, found = train(sets, name, 0, epochs)
    loss, right = evaluate(net, *sets[1], softmax_cross_entropy)
    return {
        **found,
        "valid_loss": deep_nets.rounded(loss),
        "valid_accuracy": right,
    }


def run(sets, name, seed, epochs=LONG):
    """The long training, and the only look at the test set."""
    net, found = train(sets, name, seed, epochs)
    for part, (X, y) in zip(("train", "test"), sets, strict=True):
        loss, right = evaluate(net, X, y, softmax_cross_entropy)
        found[f"{part}_loss"] = deep_nets.rounded(loss)
        found[f"{part}_accuracy"] = right
    wrong = round((1.0 - found["test_accuracy"]) * len(sets[1][1]))
    return {**found, "wrong": wrong, "final_alphas": deep_nets.alpha_table(net)}


def best_of(probes):
    """The settings with the highest accuracy on the validation set."""
    return max(probes, key=lambda found: found["valid_accuracy"])["settings"]


def main(seeds=3, folder=None):
    keep = deep_nets.Keep(folder, "best")
    held = results.mnist_parts(55_000, 5_000)[:2]
    probes = [keep(probe, held, name) for name in CANDIDATES]
    del held
    chosen, sets = best_of(probes), results.mnist_parts()
    runs = [keep(run, sets, chosen, seed) for seed in range(int(seeds))]
    widths, kind, dropout = CANDIDATES[chosen]
    columns = ("test_accuracy", "train_accuracy", "test_loss", "seconds")
    results.write(
        "best",
        {
            "network": f"{'-'.join(map(str, widths))}, {kind}, weights by he, float32",
            "data": "MNIST, 60,000 to train, 10,000 to test, pixels in [0, 1]",
            "training": {
                **RECIPE,
                "epochs": LONG,
                "schedule": "cosine to 0",
                "dropout_inputs": dropout[0],
                "dropout_units": dropout[1],
            },
            "chosen": f"the best of {len(probes)} settings on the last 5,000 images of "
            f"the training file after {SHORT} epochs on the first 55,000, seed 0; the "
            "test set was judged once a seed, after the last epoch",
            "settings": chosen,
            "aim": "98.75 %: 3 x 1024 ReLU with dropout, Srivastava and others (2014), "
            "JMLR 15, table 2",
            "rounding": "losses to 4 significant digits, accuracies not",
            "seconds": "of processor time",
        },
        runs,
        summary={c: results.mean_and_spread(r[c] for r in runs) for c in columns},
        probes=probes,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
