"""What a network says about every point of the plane."""

import matplotlib.pyplot as plt
import numpy as np


def decision_boundary(predict, X, y, *, ax=None):
    """Colour the plane by what `predict` says, and draw the examples on it.

    Parameters
    ----------
    predict : function of an array (M, 2) that returns M numbers in [0, 1].
    X : array (N, 2), the examples.   y : int array (N,), 0 or 1.

    Returns
    -------
    The matplotlib axes; the line is where `predict` gives 1/2.

    Raises
    ------
    ValueError : X is not (N, 2).

    Explained in "The forward pass", section "One neuron draws a line".
    """
    X, y = np.asarray(X), np.asarray(y)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"decision_boundary: X {X.shape} must be (N, 2), points.")
    if ax is None:
        _, ax = plt.subplots(figsize=(4.4, 3.6))
    low, high = X.min(axis=0) - 0.4, X.max(axis=0) + 0.4
    x1, x2 = np.meshgrid(
        *(np.linspace(a, b, 121) for a, b in zip(low, high, strict=True))
    )
    values = np.reshape(predict(np.column_stack([x1.ravel(), x2.ravel()])), x1.shape)
    area = ax.imshow(
        values,
        cmap="PuOr_r",
        vmin=0,
        vmax=1,
        extent=(low[0], high[0], low[1], high[1]),
        origin="lower",
        alpha=0.6,
    )
    ax.figure.colorbar(area, ax=ax, label="output", ticks=[0, 0.5, 1])
    ax.contour(x1, x2, values, [0.5], colors="black")
    for label, marker in ((0, "o"), (1, "s")):
        points = X[y == label]
        ax.plot(*points.T, marker, color="black", markerfacecolor="white", markersize=5)
    ax.set(xlabel="$x_1$", ylabel="$x_2$")
    ax.grid(False)
    return ax
