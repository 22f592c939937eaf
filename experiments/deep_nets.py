"""What the experiments with PReLU share: deep networks and their training, in short."""

import json
import time
from itertools import pairwise
from pathlib import Path

import numpy as np

from mlp_core import (
    MLP,
    SGD,
    Dense,
    Dropout,
    PReLU,
    ReLU,
    alphas,
    cosine,
    fit,
    gradient_norms,
    he,
    softmax_cross_entropy,
)

KINDS = ("relu", "shared", "channel-wise")
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def build(rng, widths, kind, *, alpha=0.25, std=None, dropout=(0.0, 0.0), dtype="f4"):
    """Dense layers with ReLU, or PReLU shared or channel-wise, between them.

    alpha is where every alpha starts; dropout the rates of inputs and hidden units;
    std that of all weights, None for `he` with the alpha of the layer before. With one
    seed, the three kinds start from the same weights up to that factor, and draw the
    same minibatches and masks.
    """
    dtype, layers = np.dtype(dtype), []
    for i, (m, n) in enumerate(pairwise(widths)):
        if i:
            layers.append(_activation(kind, m, alpha, dtype))
        if rate := dropout[i > 0]:
            layers.append(Dropout(rate, rng=rng))
        scale = he(m, alpha if i and kind != "relu" else 0.0) if std is None else std
        layers.append(Dense(m, n, rng=rng, std=scale, dtype=dtype))
    return MLP(*layers)


def _activation(kind, width, alpha, dtype):
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {kind!r}.")
    if kind == "relu":
        return ReLU()
    return PReLU(width if kind == "channel-wise" else 1, alpha=alpha, dtype=dtype)


def train_cosine(net, sets, *, rng, epochs, batch_size, lr, momentum, l2, watch=()):
    """Train on the first of the sets; every further one is judged at each epoch's end.

    Returns (history, processor seconds). The rate falls along a cosine, step by step.
    """
    (X, y), *validation = sets
    start = time.process_time()
    n_steps = epochs * -(-len(X) // batch_size)
    history = fit(
        net,
        X,
        y,
        loss=softmax_cross_entropy,
        optimizer=SGD(net, cosine(lr, n_steps), momentum=momentum),
        epochs=epochs,
        batch_size=batch_size,
        rng=rng,
        validation=validation[0] if validation else None,
        l2=l2,
        callbacks=watch,
        progress=False,
    )
    return history, time.process_time() - start


def watch(net):
    """Callbacks: gradient norms, and every alpha where there are any."""
    has_alpha = any("alpha" in layer.params for layer in net.layers)
    return [gradient_norms(net), *([alphas(net)] if has_alpha else [])]


def rounded(values, digits=4):
    """Numbers, or lists of them, with so many significant digits; None for nan and inf.

    So results files stay small, and are JSON also when a run diverged.
    """
    if np.ndim(values):
        return [rounded(v, digits) for v in values]
    if not np.isfinite(values):
        return None
    return float(f"{float(values):.{digits}g}")


def alpha_layers(net):
    return [layer for layer in net.layers if "alpha" in layer.params]


def alpha_table(net):
    """Every alpha layer in short: the value, or how the values are spread."""
    table = []
    for layer in alpha_layers(net):
        V = layer.alpha.astype(np.float64)
        if V.size == 1:
            table.append(rounded(V[0]))
        else:
            spread = {"mean": V.mean(), "std": V.std(ddof=1)}
            spread |= {"min": V.min(), "max": V.max()}
            table.append({name: rounded(v) for name, v in spread.items()})
    return table


class Keep:
    """Calls run(sets, *settings), or takes what a former call left in the folder.

    Without a folder it just calls. Long experiments can be broken off and go on.
    """

    def __init__(self, folder, name):
        self.folder, self.name = folder and Path(folder), name

    def __call__(self, run, sets, *settings):
        if self.folder is None:
            return run(sets, *settings)
        label = "_".join(map(str, (self.name, run.__name__, *settings)))
        path = self.folder / (label.replace(" ", "-").replace("/", "-") + ".json")
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            found = json.dumps(run(sets, *settings))
            path.write_text(found)
        return json.loads(path.read_text())
