"""Matrix equations, drawn."""

import matplotlib.pyplot as plt

from mlp_core.plots.style import COLOURS


def show_shapes(blocks, *, ax=None):
    """Draw a matrix equation as rectangles with their shapes written beside them.

    Parameters
    ----------
    blocks : list of (name, rows, columns) for a matrix and of strings for the signs
        between them, such as [("X", 4, 3), "", ("W", 3, 2), "+", ("b", 1, 2)]. Sides
        may be given as (units drawn, text), such as (4, "N").

    Returns
    -------
    The matplotlib axes.

    Explained in "The forward pass", section "One layer, a whole batch".
    """
    if ax is None:
        _, ax = plt.subplots(figsize=(6.4, 2.4))
    x = 0.0
    for block in blocks:
        if isinstance(block, str):
            ax.text(x + 0.5, 0, block, ha="center", va="center", fontsize=16)
            x += 1.2
            continue
        name, *sides = block
        (rows, row_text), (columns, column_text) = (
            side if isinstance(side, tuple) else (side, side) for side in sides
        )
        ax.add_patch(
            plt.Rectangle((x, -rows / 2), columns, rows, fc="#dbe9f6", ec=COLOURS[0])
        )
        ax.text(x + columns / 2, 0, f"${name}$", ha="center", va="center", fontsize=14)
        ax.text(x - 0.15, 0, row_text, ha="right", va="center", fontsize=10)
        ax.text(x + columns / 2, rows / 2 + 0.15, column_text, ha="center", fontsize=10)
        x += columns + 0.8
    tallest = max(patch.get_height() for patch in ax.patches) / 2
    ax.set(xlim=(-0.8, x), ylim=(-tallest - 0.1, tallest + 0.6), aspect="equal")
    ax.axis("off")
    return ax
