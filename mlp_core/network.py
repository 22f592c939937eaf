"""A network: layers applied one after the other, and the way back through them."""

import numpy as np

from mlp_core import saving
from mlp_core.activations import softmax
from mlp_core.metrics import to_labels
from mlp_core.parameters import flatten_parameters

CHUNK = 1000  # examples a time when predicting: keeps the layers' stored values small


class MLP:
    r"""Layers applied one after the other:  A = f_L( ... f_2(f_1(X))).

    Parameters
    ----------
    *layers : for instance MLP(Dense(784, 50, rng=rng), Sigmoid()).

    Attributes
    ----------
    theta, grad : arrays (number of parameters,), which the layers' parameters and
        gradients are views of. `theta[:n_weights]` holds the weight matrices.

    Raises
    ------
    ValueError : nothing to learn, widths that do not fit, a layer used twice.

    Explained in "The forward pass", section "A network is layers in a row".
    """

    def __init__(self, *layers):
        if not any(layer.params for layer in layers):
            raise ValueError("MLP: no layer has parameters: there is nothing to learn.")
        _check_widths(layers)
        self.layers = layers
        self.theta, self.grad = flatten_parameters(layers)
        self.n_weights = sum(layer.W.size for layer in layers if "W" in layer.params)
        self._views = [
            (layer, V, base)
            for layer in layers
            for name in layer.params
            for V, base in ((name, self.theta), ("d" + name, self.grad))
        ]
        self._first = next(i for i, layer in enumerate(layers) if layer.params)

    def __reduce__(self):
        """Copies and pickles are built anew, so that their views are views again."""
        return type(self), self.layers

    def forward(self, X, train=False):
        """Outputs A (N, C) for the examples X (N, n_in), in the network's dtype."""
        A = np.asarray(X, self.theta.dtype)
        for layer in self.layers:
            A = layer.forward(A, train)
        return A

    def backward(self, dA):
        """Fill `grad` from dA (N, C), the loss's derivative by the outputs.

        Goes no further than the first layer with parameters, whose dX nobody needs.
        """
        for layer in self.layers[: self._first : -1]:
            dA = layer.backward(dA)
        self.layers[self._first].backward(dA, need_dX=False)

    def loss_and_grad(self, X, y, loss, *, l2=0.0):
        r"""One forward and one backward pass:  L + (l2/2) sum W^2, and its gradient.

        Parameters
        ----------
        X : array (N, n_in).
        y : what `loss` compares the outputs with, one row an example.
        loss : function(outputs, y) -> (value, gradient), such as `mse`.
        l2 : strength of the penalty on the weight matrices (not on biases).

        Returns
        -------
        (loss, grad) : a Python float, and the view `self.grad`.
        """
        value, dA = loss(self.forward(X, train=True), y)
        self.backward(dA)
        self._check_views()
        if l2:
            W = self.theta[: self.n_weights]
            value += 0.5 * l2 * float(W @ W)
            self.grad[: self.n_weights] += l2 * W
        return value, self.grad

    def predict(self, X):
        """Classes (N,) of the examples X (N, n_in): each row's largest output."""
        return np.concatenate([to_labels(A) for A in self._outputs(X)])

    def predict_proba(self, X):
        """Probabilities P (N, C) of the classes: the softmax of the outputs.

        For networks whose outputs are logits: trained with `softmax_cross_entropy`,
        and without an activation behind the last `Dense`.
        """
        return np.concatenate([softmax(A) for A in self._outputs(X)])

    def _outputs(self, X):
        chunks = range(0, max(len(X), 1), CHUNK)
        return (self.forward(X[i : i + CHUNK]) for i in chunks)

    def save(self, path):
        """Write layers and parameters to `path`, an .npz file; returns the path."""
        return saving.save(self, path)

    @classmethod
    def load(cls, path):
        """The network that `save` wrote to `path`."""
        return saving.load(cls, path)

    def _check_views(self):
        for layer, V, base in self._views:
            if getattr(layer, V).base is not base:
                raise ValueError(
                    f"{layer}.{V} was replaced by another array, which the network "
                    f"does not see. Fill the one there: layer.{V}[...] = values."
                )

    def __repr__(self):
        layers = ", ".join(map(repr, self.layers))
        return f"MLP({layers})  # {self.theta.size:,} parameters"


def _check_widths(layers):
    """Weights must fit those before them, an alpha for each unit the units."""
    last = None  # the last layer with weights
    for layer in layers:
        if "alpha" in layer.params and last and layer.alpha.size > 1:
            width_in = layer.alpha.size
        elif "W" in layer.params:
            width_in = layer.W.shape[0]
        else:
            continue
        if last and last.W.shape[1] != width_in:
            raise ValueError(
                f"MLP: {last} is followed by {layer}: the width out, "
                f"{last.W.shape[1]}, must be the next width in."
            )
        last = layer if "W" in layer.params else last
