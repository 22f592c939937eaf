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
}


def main():
    # More threads would add in another order. Set before NumPy is loaded.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    from mlp_core import recipes
    from mlp_core.sweep import sweep

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
        path = sweep(getattr(recipes, recipe), grid).save(FOLDER / f"{name}.npz")
        seconds = time.perf_counter() - start
        print(f"{path}: {path.stat().st_size:,} bytes in {seconds:.0f} s")


if __name__ == "__main__":
    main()
