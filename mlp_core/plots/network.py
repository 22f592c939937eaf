"""Small networks, drawn as neurons and arrows."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np

from mlp_core.plots.style import COLOURS

RADIUS = 0.25  # of a neuron


def show_network(weights, biases, *, ax=None):
    """Draw a small network with the number of every weight and bias.

    Parameters
    ----------
    weights : list of arrays (n_in, n_out), one a layer, from the input on.
    biases : list of arrays (n_out,), one a layer.

    Returns
    -------
    The matplotlib axes.

    Raises
    ------
    ValueError : the widths of two neighbours differ.

    Explained in "The forward pass", section "A network with a pencil".
    """
    widths = [len(weights[0]), *(np.shape(W)[1] for W in weights)]
    shapes = list(map(np.shape, weights))
    if shapes != list(pairwise(widths)):
        raise ValueError(f"show_network: the shapes {shapes} do not fit in a row.")
    if [len(b) for b in biases] != widths[1:]:
        raise ValueError(f"show_network: one bias is needed for each of {widths[1:]}.")
    if ax is None:
        _, ax = plt.subplots(figsize=(6.4, 3.0))
    spots = [
        [(2.0 * column, 1.2 * ((width - 1) / 2 - i)) for i in range(width)]
        for column, width in enumerate(widths)
    ]
    for W, (left, right) in zip(weights, pairwise(spots), strict=True):
        for i, start in enumerate(left):
            for j, end in enumerate(right):
                _arrow(ax, start, end, f"{W[i][j]:g}".replace("-", "−"))
    for b, column in zip(biases, spots[1:], strict=True):
        for value, (x, y) in zip(b, column, strict=True):
            bias = f"bias {value:g}".replace("-", "−")
            ax.text(x, y + 0.34, bias, ha="center", color=COLOURS[1])
    for number, column in enumerate(spots):
        for i, spot in enumerate(column):
            name = f"$x_{i + 1}$" if number == 0 else r"$\Sigma,\sigma$"
            ax.add_patch(
                plt.Circle(spot, RADIUS, fc="white", ec=COLOURS[0], lw=2, zorder=3)
            )
            ax.text(*spot, name, ha="center", va="center", zorder=4)
    ax.axis("equal")
    ax.axis("off")
    return ax


def _arrow(ax, start, end, text):
    """From circle to circle, with the text at a third of the way."""
    start, end = np.array(start), np.array(end)
    way = end - start
    rim = RADIUS * way / np.linalg.norm(way)
    arrow = {"arrowstyle": "->", "color": "#777777", "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", xy=end - rim, xytext=start + rim, arrowprops=arrow)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    ax.text(*(start + way / 3), text, ha="center", va="center", bbox=box)
