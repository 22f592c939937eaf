"""The functions between the layers, each with its derivative below it.

All work entry by entry on arrays of any shape and return new arrays. A derivative
takes what it is shortest in: the *output* A for sigmoid and tanh, the *input* Z for
ReLU. The layers in `layers.py` multiply by them in the backward pass.
"""

import numpy as np


def sigmoid(Z):
    r"""Squash every entry into (0, 1):  A = 1 / (1 + exp(-Z)).

    Computed as (1 + tanh(Z/2)) / 2, which is the same function but never
    overflows: at Z = -1e4 the textbook form would ask for exp(10000).

    Explained in "The forward pass", section "Sigmoid without overflow".
    """
    return 0.5 * (1.0 + np.tanh(0.5 * Z))


def sigmoid_prime(A):
    r"""Derivative of sigmoid, from its output A = sigmoid(Z):  A (1 - A).

    Explained in "Backpropagation by hand", section "The sigmoid".
    Source: Rumelhart, Hinton, Williams (1986), the step from their eq. 4 to eq. 5.
    """
    return A * (1.0 - A)


def tanh(Z):
    r"""Squash every entry into (-1, 1):  A = tanh(Z).

    The sigmoid in other units: tanh(Z) = 2 sigmoid(2 Z) - 1.

    Explained in "The forward pass", section "Sigmoid without overflow".
    """
    return np.tanh(Z)


def tanh_prime(A):
    r"""Derivative of tanh, from its output A = tanh(Z):  1 - A^2.

    Source: LeCun, Bottou, Orr, Müller, "Efficient BackProp" (1998), section 4.4.
    """
    return 1.0 - A * A


def relu(Z):
    r"""Keep what is positive:  A = max(Z, 0).

    Source: Nair, Hinton (2010), "Rectified linear units".
    """
    return np.maximum(Z, 0.0)


def relu_prime(Z):
    r"""Derivative of ReLU, from its *input* Z: True (1) where Z > 0, else False (0).

    At Z = 0, the kink, there is no derivative; the value 0 is a choice.

    Source: Nair, Hinton (2010), "Rectified linear units".
    """
    return np.greater(Z, 0.0)
