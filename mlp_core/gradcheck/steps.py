"""The steps of a network's backward pass, found from its forward pass alone.

A wrong `backward` cannot be asked what is right. What the steps need is therefore
measured: inputs and outputs of every layer by running it forward, the slope of an
activation and the derivative of the loss by wiggling their inputs.
"""

from dataclasses import dataclass, field

import numpy as np

from mlp_core.activations import softmax
from mlp_core.gradcheck.numerical import STEP, numerical_gradient, relative_error
from mlp_core.gradcheck.slips import RIGHT, Step
from mlp_core.metrics import one_hot

KNOWN = ((), ("W", "b"), ("alpha",))  # the parameters that a layer may have


@dataclass
class BackwardStep:
    """One layer, or the loss, on the way back.

    place : what to call it.   index : of the layer; None for the loss.
    arrays : Step, without the gradient that arrives.
    arriving, leaving : the parts it takes and hands on, such as "dZ" and "dX".
    params : names of its parameters.
    """

    place: str
    arrays: Step
    leaving: str
    arriving: str | None = None
    index: int | None = None
    params: tuple = field(default=())

    def with_gradient(self, G):
        """The arrays of the step once G has arrived."""
        return self.arrays.given(**{self.arriving: G}) if self.arriving else self.arrays


class Draws:
    """Puts random layers back, so that each forward pass draws the same numbers."""

    def __init__(self, layers):
        generators = [getattr(layer, "rng", None) for layer in layers]
        self.new = [g for g in generators if isinstance(g, np.random.Generator)]
        self.old = [g for g in generators if isinstance(g, np.random.RandomState)]
        self.new_states = [g.bit_generator.state for g in self.new]
        self.old_states = [g.get_state() for g in self.old]

    def again(self):
        for generator, state in zip(self.new, self.new_states, strict=True):
            generator.bit_generator.state = state
        for generator, state in zip(self.old, self.old_states, strict=True):
            generator.set_state(state)


def backward_steps(net, X, y, loss, l2):
    """List of BackwardStep, the loss first; None if a layer is of no known kind.

    Known are layers with parameters W and b, taken for Z = X W + b, and layers taken to
    work entry by entry: those without parameters, and those with alpha, taken for
    PReLU. `gradients_of` shows whether that is so.
    """
    if any(layer.params not in KNOWN for layer in net.layers):
        return None
    values, slopes, slopes_at_A = [np.asarray(X, net.theta.dtype)], [], []
    for layer in net.layers:
        draws = Draws([layer])
        A = np.array(layer.forward(values[-1].copy(), train=True))
        values.append(A)
        if "W" in layer.params:
            slopes.append(None)
            slopes_at_A.append(None)
        else:
            slopes.append(_slope(layer, values[-2], draws))
            slopes_at_A.append(_slope(layer, A, draws))
    steps = []
    for i, layer in enumerate(net.layers):
        Z, A, N = values[i], values[i + 1], len(A)
        place = f"layers[{i}], {layer}"
        if "W" in layer.params:
            arrays = {"X": Z, "W": layer.W, "b": layer.b, "N": N, "l2": l2}
            arrays["penalty"] = l2 * layer.W
            if i and slopes[i - 1] is not None:
                arrays["Z_before"] = values[i - 1]
            if i + 1 < len(slopes) and slopes[i + 1] is not None:
                arrays["A_after"] = values[i + 2]
            step = BackwardStep(place, Step(**arrays), "dX", "dZ", i, layer.params)
        else:
            arrays = {"Z": Z, "A": A, "slope": slopes[i], "N": N}
            arrays["slope_at_A"] = slopes_at_A[i]
            arrays |= _neighbours(slopes, i)
            if layer.params:
                arrays |= {"alpha": layer.alpha, "l2": l2}
            step = BackwardStep(place, Step(**arrays), "dZ", "dA", i, layer.params)
        steps.insert(0, step)
    return [_loss_step(values[-1], y, loss), *steps]


def _slope(layer, Z, draws):
    """Derivative of an activation at every entry of Z, by central differences."""
    ends = []
    for h in (STEP, -STEP):
        draws.again()
        ends.append(np.array(layer.forward(Z + h, train=True)))
    return (ends[0] - ends[1]) / (2 * STEP)


def _neighbours(slopes, i):
    """The nearest activations' slopes on both sides, where their shape is the same."""
    found = {}
    for name, others in (
        ("slope_before", slopes[:i][::-1]),
        ("slope_after", slopes[i + 1 :]),
    ):
        other = next((slope for slope in others if slope is not None), None)
        if other is not None and other.shape == slopes[i].shape:
            found[name] = other
    return found


def _loss_step(A, y, loss):
    given = np.asarray(loss(A.copy(), y)[1])
    dA = numerical_gradient(lambda: loss(A.copy(), y)[0], A)
    if given.shape == dA.shape and relative_error(given, dA) < 1e-7:
        dA = given  # right, and without the rounding of the differences
    arrays = {"A": A, "dA": dA, "N": A.shape[0], "C": A.shape[1]}
    if np.ndim(y) == 1 and np.asarray(y).dtype.kind in "iu":
        arrays |= {"Y": one_hot(y, A.shape[1], np.float64), "P": softmax(A)}
    elif np.shape(y) == A.shape:
        arrays["Y"] = np.asarray(y, np.float64)
    return BackwardStep("the loss", Step(**arrays), "dA")


def gradients_of(steps):
    """The right gradients of all parameters: dict of (layer index, name)."""
    found, G = {}, None
    for step in steps:
        arrays = step.with_gradient(G)
        for name in step.params:
            found[step.index, name] = RIGHT["d" + name](arrays)
        G = RIGHT[step.leaving](arrays)
    return found
