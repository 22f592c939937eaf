"""What the experiments share: MNIST in parts, and results in files.

A results file tells what was run, with which versions, and what came out.
"""

import json
import platform
import subprocess
from pathlib import Path

import numpy as np

from mlp_core.data import mnist_arrays, scale_pixels

FOLDER = Path(__file__).resolve().parent.parent / "book" / "results"


def mnist_parts(n_train=60_000, n_valid=0):
    """MNIST, pixels in [0, 1]: the parts to train, to validate and to test on.

    The first n_train images of the training file, its last n_valid ones, and the test
    file, each as (X, y): float32 (N, 784), int64 (N,).
    """
    images, labels, test_images, test_labels = mnist_arrays()
    held = slice(len(images) - n_valid, None)
    parts = [(images[:n_train], labels[:n_train])]
    parts += [(images[held], labels[held])] if n_valid else []
    parts += [(test_images, test_labels)]
    return [(scale_pixels(images), y.astype(np.int64)) for images, y in parts]


def mean_and_spread(values):
    """Mean and standard deviation (by n - 1) of what several seeds gave."""
    values = np.array(list(values), np.float64)
    spread = float(values.std(ddof=1)) if len(values) > 1 else None
    return {"mean": float(values.mean()), "std": spread, "runs": len(values)}


def write(name, recipe, runs, **more):
    """Write book/results/<name>.json and print it.

    Parameters
    ----------
    recipe : dict, what was run, in words and numbers.
    runs : list of dicts, one a run: its settings, seeds, results and seconds.
    **more : further entries, such as a summary of the runs.
    """
    result = {
        "recipe": recipe,
        **more,
        "runs": runs,
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
        "commit": _commit(),
    }
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps(result, indent=2) + "\n")
    print(path.read_text())


def _commit():
    """The commit that was run, marked where the files had changed since."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    found = subprocess.run(command, capture_output=True, text=True, cwd=FOLDER.parent)
    return found.stdout.strip() or None
