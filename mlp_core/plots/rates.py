"""How well a training ends, depending on its learning rate."""

import matplotlib.pyplot as plt
import numpy as np

from mlp_core.plots.style import COLOURS


def show_rates(sweep, *, ax=None):
    """Draw the final validation accuracy against the learning rate.

    Parameters
    ----------
    sweep : Sweep with the axes lr and seed and the result "valid_accuracy", one entry
        an epoch, such as sweep(train_digits, {"lr": ..., "seed": ...}).

    Returns
    -------
    The matplotlib axes: the median over the seeds as a line with a point at every
    rate, and a band from the worst seed to the best.

    Raises
    ------
    ValueError : the axes are not lr and seed.

    Explained in "Training and judging", section "The slider".
    """
    if list(sweep.axes) != ["lr", "seed"]:
        raise ValueError(f"show_rates: the axes of {sweep} must be lr and seed.")
    if ax is None:
        _, ax = plt.subplots()
    rates = sweep.axes["lr"]
    percent = 100 * sweep.results["valid_accuracy"][..., -1]
    worst, best = percent.min(axis=1), percent.max(axis=1)
    ax.fill_between(rates, worst, best, color=COLOURS[0], alpha=0.2, lw=0)
    ax.plot(rates, np.median(percent, axis=1), ".-", color=COLOURS[0])
    ax.set(xscale="log", xlabel="learning rate", ylim=(0, 100))
    ax.xaxis.set_major_formatter("{x:g}")
    ax.set(ylabel="final validation accuracy (%)")
    return ax
