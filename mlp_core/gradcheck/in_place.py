"""Finding the call that writes into an array which somebody still needs."""

import numpy as np

from mlp_core.gradcheck.numerical import relative_error
from mlp_core.gradcheck.slips import SAME


def who_changes_what(net, X, y, loss, l2, right):
    """A sentence if a change in place is what spoils the gradient, else "".

    The pass is run once with a private copy at each hand-over. If that makes the
    gradient right, some call writes into an array that is not its own, and a second
    run, with all arrays watched, shows which.

    right : dict of (layer index, parameter name) -> gradient.
    """
    if not _right_with_copies(net, X, y, loss, l2, right):
        return ""
    changes = _changes(net, X.copy(), y, loss)
    if not changes:
        return ""
    return f"An array that is still needed is changed in place: {'; '.join(changes)}."


def _right_with_copies(net, X, y, loss, l2, right):
    A = X
    for layer in net.layers:
        A = layer.forward(A.copy(), train=True)
    dA = loss(A.copy(), y)[1]
    for layer in reversed(net.layers):
        dA = layer.backward(dA.copy())
    for (i, name), gradient in right.items():
        layer = net.layers[i]
        penalty = l2 * layer.W if name == "W" else 0.0
        if relative_error(getattr(layer, "d" + name) + penalty, gradient) > SAME:
            return False
    return True


def _changes(net, X, y, loss):
    """Who writes into which array of somebody else, as sentences."""
    arrays, changes = {}, []

    def look(who):
        for name, (A, before) in arrays.items():
            if not np.array_equal(A, before):
                changes.append(f"{who} writes into {name}")
                arrays[name] = A, A.copy()

    def watch(name, A):
        arrays[name] = A, A.copy()

    A = X
    watch("X", A)
    for i, layer in enumerate(net.layers):
        A = layer.forward(A, train=True)
        look(f"layers[{i}].forward")
        watch(f"the output of layers[{i}]", A)
    dA = loss(A, y)[1]
    look("the loss")
    watch("the loss's gradient", dA)
    for i, layer in reversed(list(enumerate(net.layers))):
        dA = layer.backward(dA)
        look(f"layers[{i}].backward")
        watch(f"the gradient that layers[{i}].backward returned", dA)
    return changes
