"""Networks in files: .npz without pickle, so that loading runs no foreign code."""

import json
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from mlp_core import layers
from mlp_core._files import written_whole


def save(net, path):
    """Write the kinds of the layers and their parameters; returns the path written.

    The file is complete before it takes its name: an interruption leaves the old one.
    """
    path = Path(path)
    if path.suffix != ".npz":
        raise ValueError(f"save: {path} must end in .npz.")
    for layer in net.layers:
        if getattr(layers, type(layer).__name__, None) is not type(layer):
            raise ValueError(
                f"save: {layer} is not of mlp_core, so load could not build it. "
                "Save net.theta with np.save instead."
            )
    kinds = [[type(layer).__name__, layer.settings()] for layer in net.layers]
    with written_whole(path) as file:
        np.savez(file, layers=json.dumps(kinds), theta=net.theta)
    return path


def load(cls, path):
    """Rebuild the network from `save`'s file; ValueError if it is not one."""
    try:
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as arrays:
            kinds, theta = json.loads(str(arrays["layers"])), arrays["theta"]
    except (KeyError, ValueError, EOFError, BadZipFile) as error:
        raise ValueError(
            f"load: {path} was not written by MLP.save ({error})."
        ) from None
    net = cls(*(_build(kind, settings, theta.dtype) for kind, settings in kinds))
    if net.theta.shape != theta.shape:
        raise ValueError(
            f"load: {path} holds {theta.size} parameters, its layers {net.theta.size}."
        )
    net.theta[:] = theta
    return net


def _build(kind, settings, dtype):
    layer = getattr(layers, kind)
    if layer.params:
        settings = settings | {"dtype": dtype}
    if layer.draws:
        settings = settings | {"rng": np.random.default_rng()}
    return layer(**settings)
