"""Who is taken for whom."""

import matplotlib.pyplot as plt
import numpy as np


def show_confusion(M, *, ax=None):
    """Draw a confusion matrix with its counts; the mistakes are shaded, the hits not.

    Parameters
    ----------
    M : int array (C, C) of `confusion_matrix`.

    Returns
    -------
    The matplotlib axes.

    Raises
    ------
    ValueError : M is not square.

    Explained in "Training and judging", section "Who is taken for whom".
    """
    M = np.asarray(M)
    if M.ndim != 2 or M.shape[0] != M.shape[1]:
        raise ValueError(f"show_confusion: M {M.shape} must be (C, C), square.")
    if ax is None:
        _, ax = plt.subplots(figsize=(5, 4.4))
    mistakes = M * (1 - np.eye(len(M), dtype=int))
    ax.imshow(mistakes, cmap="Oranges")
    half = mistakes.max() / 2
    for (i, j), count in np.ndenumerate(M):
        if count:
            dark = mistakes[i, j] > half
            ax.text(j, i, count, ha="center", va="center", color="w" if dark else "k")
    classes = range(len(M))
    ax.set(xlabel="predicted", ylabel="true", xticks=classes, yticks=classes)
    ax.grid(False)
    return ax
