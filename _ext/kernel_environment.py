"""The environment in which every chapter runs, in the built book and in its tests.

Kernels inherit it, so a plain ``jupyter-book build .`` needs no shell settings.
"""

import os

KERNEL_ENVIRONMENT = {
    # One BLAS thread: more of them fight over the cores and make small nets slower.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # A chapter whose numbers overflow must fail, not print a warning.
    "PYTHONWARNINGS": "error::RuntimeWarning",
    # A progress bar would leave an empty widget in the page.
    "TQDM_DISABLE": "1",
}


def set_kernel_environment():
    """Set every variable that the caller has not set."""
    for name, value in KERNEL_ENVIRONMENT.items():
        os.environ.setdefault(name, value)
