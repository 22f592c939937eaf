"""Compute the data of the book's moving figures: python tools/make_sweeps.py

With names, only those: python tools/make_sweeps.py momentum
The same machine gives the same bytes each time.
"""

import argparse
import os
import time
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "book" / "sweeps"
SEEDS = [0, 1, 2, 3, 4]
SHORT = {"alphas"}  # three digits are enough, in half the bytes
SWEEPS = {  # the name of the file: a recipe, and its grid
    "learning_rate": (
        "train_digits",
        {
            "lr": [
                *(0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7),
                *(1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0),
                *(10.0, 15.0, 20.0, 30.0, 40.0, 50.0, 70.0),
                *(100.0, 150.0, 200.0, 300.0),
            ],
            "seed": SEEDS,
        },
    ),
    "momentum": (
        "train_relu_digits",
        {
            "momentum": [0.0, 0.5, 0.9],
            "lr": [
                *(0.001, 0.002, 0.003, 0.005),
                *(0.01, 0.02, 0.03, 0.05),
                *(0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7),
                *(1.0, 1.5, 2.0, 3.0),
            ],
            "seed": SEEDS,
        },
    ),
    "alpha": (
        "train_prelu_digits",
        {
            "shared": [True, False],
            "alpha": [
                *(-1.5, -1.25, -1.0, -0.75, -0.5, -0.25, -0.1),
                *(0.0, 0.1, 0.25, 0.5, 0.75),
                *(1.0, 1.25, 1.5, 1.75, 2.0),
            ],
            "seed": SEEDS,
        },
    ),
}


def main():
    # More threads would add in another order. Set before NumPy is loaded.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    import numpy as np

    from mlp_core import recipes
    from mlp_core.sweep import Sweep, sweep

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = ", ".join(SWEEPS)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {names}")
    chosen = parser.parse_args().names or list(SWEEPS)
    if unknown := set(chosen) - set(SWEEPS):
        parser.error(f"no sweep {', '.join(sorted(unknown))}; there are {names}")
    FOLDER.mkdir(exist_ok=True)
    for name in chosen:
        recipe, grid = SWEEPS[name]
        start = time.perf_counter()
        done = sweep(getattr(recipes, recipe), grid)
        results = {
            key: array.astype(np.float16) if key in SHORT else array
            for key, array in done.results.items()
        }
        path = Sweep(done.axes, results).save(FOLDER / f"{name}.npz")
        seconds = time.perf_counter() - start
        print(f"{path}: {path.stat().st_size:,} bytes in {seconds:.0f} s")


if __name__ == "__main__":
    main()
