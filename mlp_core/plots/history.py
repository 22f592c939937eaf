"""Curves over the epochs."""

import matplotlib.pyplot as plt

from mlp_core.plots.style import COLOURS


def show_history(history, *, axes=None):
    """Draw loss and accuracy over the epochs, training and validation in each.

    Parameters
    ----------
    history : History of a `fit` that was given a validation set.
    axes : two matplotlib axes, or None for new ones.

    Returns
    -------
    The two axes.

    Raises
    ------
    ValueError : the history has no validation columns.

    Explained in "Training and judging", section "The loop, ready made".
    """
    if not len(history) or "valid_loss" not in history.records[0]:
        raise ValueError(
            "show_history: the records hold no valid_loss. "
            "Give fit validation=(X_valid, Y_valid), and one epoch at least."
        )
    if axes is None:
        _, axes = plt.subplots(1, 2, figsize=(6.8, 2.9))
    for ax, score in zip(axes, ("loss", "accuracy"), strict=True):
        for name, colour in zip(("train", "valid"), COLOURS, strict=False):
            values = history[f"{name}_{score}"]
            ax.plot(history["epoch"], values, label=name, color=colour)
        ax.set(xlabel="epoch", ylabel=score)
    axes[0].set_ylim(bottom=0)
    axes[1].set_ylim(0, 1)
    axes[0].legend()
    return axes
