"""Where learned alphas end, depending on where they start."""

import matplotlib.pyplot as plt
import numpy as np

from mlp_core.plots.style import COLOURS


def show_alphas(sweep, shared, *, ax=None):
    """Draw the alphas at the end of the trainings against the one at the start.

    Parameters
    ----------
    sweep : Sweep with the axes shared, alpha and seed, and the result "alphas", such as
        sweep(train_prelu_digits, {"shared": ..., "alpha": ..., "seed": ...}).
    shared : whether to draw the trainings with one alpha a layer, or those with one a
        unit.

    Returns
    -------
    The matplotlib axes: for each layer the median over the seeds of its middle alpha,
    as a line with a point at every start. Its band reaches from the lowest seed to the
    highest if shared, else from the 10 to the 90 % quantile of the units, medians over
    the seeds. The dashed diagonal is where alphas would be that never move.

    Raises
    ------
    ValueError : the axes are others, or hold no such trainings.

    Explained in "PReLU by hand", section "The slider".
    """
    if list(sweep.axes) != ["shared", "alpha", "seed"]:
        raise ValueError(
            f"show_alphas: the axes of {sweep} must be shared, alpha and seed."
        )
    variants = sweep.axes["shared"].tolist()
    if shared not in variants:
        raise ValueError(f"show_alphas: shared must be one of {variants}.")
    if ax is None:
        _, ax = plt.subplots()
    starts = sweep.axes["alpha"]
    ax.plot(starts, starts, "--", color="grey", lw=1, label="as at the start")
    ends = sweep.results["alphas"][variants.index(shared), :, :, -1].astype(float)
    for i in range(ends.shape[2]):
        tenth, middle, ninth = np.moveaxis(ends[:, :, i], -1, 0)  # (starts, seeds)
        low = middle.min(axis=1) if shared else np.median(tenth, axis=1)
        high = middle.max(axis=1) if shared else np.median(ninth, axis=1)
        colour = COLOURS[1 + i % (len(COLOURS) - 1)]  # as in the moving figure
        ax.fill_between(starts, low, high, color=colour, alpha=0.2, lw=0)
        line = np.median(middle, axis=1)
        ax.plot(starts, line, ".-", color=colour, label=f"layer {i + 1}")
    ax.legend(fontsize="small")
    kind = "shared alpha" if shared else "channel-wise alphas"
    ax.set(xlabel="alpha at the start", ylabel=f"{kind} at the end")
    return ax
