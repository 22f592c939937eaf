"""Multilayer perceptrons by hand: the package that every chapter of the book imports.

Import from here. The modules, in the order in which they build on each other:
activations, losses, optimizers, metrics, gradcheck, data; layers; network; training.
`mlp_core.plots` draws and is imported by name: this package needs NumPy alone.
"""

from mlp_core.activations import (
    relu,
    relu_prime,
    sigmoid,
    sigmoid_prime,
    tanh,
    tanh_prime,
)
from mlp_core.data import (
    Digits,
    load_digits_5k,
    load_mnist,
    rotate,
    scale_pixels,
    stratified_split,
    xor_points,
)
from mlp_core.diagnosis import GradientReport, diagnose_gradient
from mlp_core.fitting import fit
from mlp_core.gradcheck import check_gradient, check_network
from mlp_core.history import History, TrainingWarning
from mlp_core.initialisation import he
from mlp_core.layers import Dense, ReLU, Sigmoid, Tanh
from mlp_core.losses import mse
from mlp_core.metrics import accuracy, confusion_matrix, one_hot, to_labels
from mlp_core.network import MLP
from mlp_core.numerical import numerical_gradient, relative_error
from mlp_core.optimizers import SGD
from mlp_core.parameters import flatten_parameters
from mlp_core.training import evaluate, minibatches, train

__version__ = "0.1.0"

__all__ = [
    "MLP",
    "SGD",
    "Dense",
    "Digits",
    "GradientReport",
    "History",
    "ReLU",
    "Sigmoid",
    "Tanh",
    "TrainingWarning",
    "accuracy",
    "check_gradient",
    "check_network",
    "confusion_matrix",
    "diagnose_gradient",
    "evaluate",
    "fit",
    "flatten_parameters",
    "he",
    "load_digits_5k",
    "load_mnist",
    "minibatches",
    "mse",
    "numerical_gradient",
    "one_hot",
    "relative_error",
    "relu",
    "relu_prime",
    "rotate",
    "scale_pixels",
    "sigmoid",
    "sigmoid_prime",
    "stratified_split",
    "tanh",
    "tanh_prime",
    "to_labels",
    "train",
    "xor_points",
]
