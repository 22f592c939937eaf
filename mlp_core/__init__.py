"""Multilayer perceptrons by hand: the package that every chapter of the book imports.

Import from here. The modules, in the order in which they build on each other:
activations, losses, optimizers, metrics, gradcheck, data; layers; network; training.
`mlp_core.plots` draws and is imported by name: this package needs NumPy alone.
"""

from mlp_core.activations import (
    prelu,
    prelu_alpha_prime,
    prelu_prime,
    relu,
    relu_prime,
    sigmoid,
    sigmoid_prime,
    softmax,
    tanh,
    tanh_prime,
)
from mlp_core.adam import Adam
from mlp_core.callbacks import (
    EarlyStopping,
    alphas,
    dead_units,
    gradient_norms,
    share_of_dead_units,
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
from mlp_core.evaluation import evaluate
from mlp_core.fitting import fit
from mlp_core.gradcheck import (
    GradientReport,
    NetworkReport,
    check_gradient,
    check_network,
    diagnose_gradient,
    diagnose_network,
    numerical_gradient,
    relative_error,
    slips_for,
)
from mlp_core.history import History, TrainingWarning
from mlp_core.initialisation import glorot, he
from mlp_core.layers import Dense, Dropout, PReLU, ReLU, Sigmoid, Tanh
from mlp_core.losses import mse, softmax_cross_entropy
from mlp_core.metrics import accuracy, confusion_matrix, one_hot, to_labels
from mlp_core.network import MLP
from mlp_core.optimizers import SGD
from mlp_core.parameters import flatten_parameters
from mlp_core.schedules import (
    constant,
    cosine,
    decay_per_epoch,
    step_decay,
    warm_up,
)
from mlp_core.training import minibatches, train

__version__ = "0.1.0"

__all__ = [
    "MLP",
    "SGD",
    "Adam",
    "Dense",
    "Digits",
    "Dropout",
    "EarlyStopping",
    "GradientReport",
    "History",
    "NetworkReport",
    "PReLU",
    "ReLU",
    "Sigmoid",
    "Tanh",
    "TrainingWarning",
    "accuracy",
    "alphas",
    "check_gradient",
    "check_network",
    "confusion_matrix",
    "constant",
    "cosine",
    "dead_units",
    "decay_per_epoch",
    "diagnose_gradient",
    "diagnose_network",
    "evaluate",
    "fit",
    "flatten_parameters",
    "glorot",
    "gradient_norms",
    "he",
    "load_digits_5k",
    "load_mnist",
    "minibatches",
    "mse",
    "numerical_gradient",
    "one_hot",
    "prelu",
    "prelu_alpha_prime",
    "prelu_prime",
    "relative_error",
    "relu",
    "relu_prime",
    "rotate",
    "scale_pixels",
    "share_of_dead_units",
    "sigmoid",
    "sigmoid_prime",
    "slips_for",
    "softmax",
    "softmax_cross_entropy",
    "step_decay",
    "stratified_split",
    "tanh",
    "tanh_prime",
    "to_labels",
    "train",
    "warm_up",
    "xor_points",
]
