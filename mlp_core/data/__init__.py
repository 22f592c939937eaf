"""Data for the chapters: digits, ready to train on, and points in the plane.

Everything that reads a file or the network lies in this subpackage.
"""

from mlp_core.data.digits import Digits, load_digits_5k, load_mnist
from mlp_core.data.mnist import mnist_arrays
from mlp_core.data.plane import xor_points
from mlp_core.data.prepare import scale_pixels, stratified_split
from mlp_core.data.rotate import rotate

__all__ = [
    "Digits",
    "load_digits_5k",
    "load_mnist",
    "mnist_arrays",
    "rotate",
    "scale_pixels",
    "stratified_split",
    "xor_points",
]
