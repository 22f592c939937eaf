"""All parameters of a network in one flat vector, and all gradients in another."""

import numpy as np


def flatten_parameters(parts):
    r"""Put all parameters into one vector `theta`, all gradients into one `grad`.

    Each parameter becomes a *view*: `layer.W` and its stretch of `theta` are the same
    numbers, so a change of one is a change of the other. Weight matrices come first,
    then all vectors, each group in the order of the parts.

    Parameters
    ----------
    parts : objects with `.params`, the names of their parameters; `W` has its
        gradient in `dW`. Layers are such objects.

    Returns
    -------
    (theta, grad) : two arrays (number of parameters,).

    Raises
    ------
    ValueError : a part comes twice, belongs to another network already, or differs
        in dtype from the rest.

    Source: the idea of the flat vector is that of Maclaurin, Duvenaud, Adams,
    "Autograd" (2015), whose optimizers are written on flat vectors.
    """
    slots = [(part, name) for part in parts for name in part.params]
    slots.sort(key=lambda slot: getattr(*slot).ndim < 2)
    _check_slots(slots)
    arrays = [getattr(*slot) for slot in slots]
    theta = np.concatenate([V.ravel() for V in arrays]) if arrays else np.zeros(0)
    grad = np.zeros_like(theta)
    start = 0
    for (part, name), V in zip(slots, arrays, strict=True):
        stop = start + V.size
        setattr(part, name, theta[start:stop].reshape(V.shape))
        setattr(part, "d" + name, grad[start:stop].reshape(V.shape))
        start = stop
    return theta, grad


def _check_slots(slots):
    if len({(id(part), name) for part, name in slots}) < len(slots):
        raise ValueError("the same layer comes twice: make one layer for each place.")
    if len({getattr(*slot).dtype for slot in slots}) > 1:
        found = ", ".join(f"{p}: {getattr(p, n).dtype}" for p, n in slots)
        raise ValueError(f"all layers need the same dtype, but found {found}.")
    for part, name in slots:
        if isinstance(getattr(part, name).base, np.ndarray):
            raise ValueError(
                f"{part}.{name} is a view of another array, so this layer belongs to "
                "a network already. Make new layers for a new network."
            )
