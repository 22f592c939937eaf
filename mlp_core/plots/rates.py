"""How well a training ends, depending on its learning rate."""

import matplotlib.pyplot as plt
import numpy as np

from mlp_core.plots.style import COLOURS


def show_rates(sweep, *, ax=None):
    """Draw the final validation accuracy against the learning rate.

    Parameters
    ----------
    sweep : Sweep with the axes lr and seed, or momentum, lr and seed, and the result
        "valid_accuracy", one entry an epoch, such as
        sweep(train_digits, {"lr": ..., "seed": ...}).

    Returns
    -------
    The matplotlib axes: the median over the seeds as a line with a point at every
    rate, and a band from the worst seed to the best; one of each for every momentum,
    with a legend.

    Raises
    ------
    ValueError : the axes are others.

    Momentum: "Going deeper", section "The slider, with momentum".
    Explained in "Training and judging", section "The slider".
    """
    if list(sweep.axes) not in (["lr", "seed"], ["momentum", "lr", "seed"]):
        raise ValueError(
            f"show_rates: the axes of {sweep} must be lr and seed, or momentum, lr "
            "and seed."
        )
    if ax is None:
        _, ax = plt.subplots()
    rates = sweep.axes["lr"]
    percent = 100 * sweep.results["valid_accuracy"][..., -1]
    momenta = sweep.axes.get("momentum")
    lines = [percent] if momenta is None else percent
    for i, line in enumerate(lines):
        colour = COLOURS[i % len(COLOURS)]
        worst, best = line.min(axis=1), line.max(axis=1)
        ax.fill_between(rates, worst, best, color=colour, alpha=0.2, lw=0)
        label = None if momenta is None else f"momentum {momenta[i]:g}"
        ax.plot(rates, np.median(line, axis=1), ".-", color=colour, label=label)
    if momenta is not None:
        ax.legend()
    ax.set(xscale="log", xlabel="learning rate", ylim=(0, 100))
    ax.xaxis.set_major_formatter("{x:g}")
    ax.set(ylabel="final validation accuracy (%)")
    return ax
