"""Compute the data of the book's moving figures: python tools/make_sweeps.py

The same machine gives the same bytes each time.
"""

import os
import time
from pathlib import Path

TARGET = Path(__file__).parents[1] / "book" / "sweeps" / "learning_rate.npz"
GRID = {
    "lr": [
        *(0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7),
        *(1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0),
        *(10.0, 15.0, 20.0, 30.0, 40.0, 50.0, 70.0),
        *(100.0, 150.0, 200.0, 300.0),
    ],
    "seed": [0, 1, 2, 3, 4],
}


def main():
    # More threads would add in another order. Set before NumPy is loaded.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    from mlp_core.recipes import train_digits
    from mlp_core.sweep import sweep

    start = time.perf_counter()
    TARGET.parent.mkdir(exist_ok=True)
    sweep(train_digits, GRID).save(TARGET)
    seconds = time.perf_counter() - start
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes in {seconds:.0f} s")


if __name__ == "__main__":
    main()
