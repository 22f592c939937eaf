"""Small networks and examples that several tests use."""

import numpy as np

from mlp_core import MLP, Dense, one_hot


def random_net(rng, widths, *activations, dtype=np.float64):
    """Dense layers of these widths, each followed by its activation (None for none)."""
    layers = []
    for n_in, n_out, activation in zip(
        widths[:-1], widths[1:], activations, strict=True
    ):
        layers.append(Dense(n_in, n_out, rng=rng, std=1.0, dtype=dtype))
        if activation is not None:
            layers.append(activation())
        layers[-1 if activation is None else -2].b[:] = rng.normal(size=n_out)
    return MLP(*layers)


def random_examples(rng, N, n_in, n_classes):
    return rng.normal(size=(N, n_in)), one_hot(rng.integers(0, n_classes, N), n_classes)
