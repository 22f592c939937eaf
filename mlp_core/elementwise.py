"""The activations as layers: each entry on its own, no parameters."""

from mlp_core._validation import check_backward
from mlp_core.activations import (
    relu,
    relu_prime,
    sigmoid,
    sigmoid_prime,
    tanh,
    tanh_prime,
)


class _Activation:
    """What the layers without parameters share."""

    params = ()
    draws = False

    def __init__(self):
        self.Z = self.A = None

    def settings(self):
        return {}

    def __repr__(self):
        return f"{type(self).__name__}()"


class Sigmoid(_Activation):
    r"""A = sigmoid(Z);  dZ = dA * A (1 - A), entry by entry. Shapes stay.

    Explained in "The forward pass", section "A network is layers in a row".
    """

    def forward(self, Z, train=False):
        self.A = sigmoid(Z)
        return self.A

    def backward(self, dA):
        check_backward(self, "dA", dA, self.A)
        return dA * sigmoid_prime(self.A)


class Tanh(_Activation):
    r"""A = tanh(Z);  dZ = dA * (1 - A^2), entry by entry. Shapes stay.

    Source: LeCun, Bottou, Orr, Müller, "Efficient BackProp" (1998), section 4.4.
    """

    def forward(self, Z, train=False):
        self.A = tanh(Z)
        return self.A

    def backward(self, dA):
        check_backward(self, "dA", dA, self.A)
        return dA * tanh_prime(self.A)


class ReLU(_Activation):
    r"""A = max(Z, 0);  dZ = dA where Z > 0, else 0. Shapes stay.

    `mask`, where Z > 0, tells the gradient check on which side of its kink each
    unit stands.

    Explained in "ReLU", section "The derivative, and the corner".
    """

    mask = None

    def forward(self, Z, train=False):
        self.mask = relu_prime(Z)
        self.A = relu(Z)
        return self.A

    def backward(self, dA):
        check_backward(self, "dA", dA, self.A)
        return dA * self.mask
