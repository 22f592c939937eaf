"""The alpha slider: the state that alpha.js draws."""

import numpy as np
import traitlets as t

from mlp_core.widgets.figure import CURVES, SweepFigure, as_bytes, front_end, split

USUAL = 0.25  # where PReLU starts unless told otherwise


class Alpha(SweepFigure):
    """PReLU with the slope `.alpha`, chosen with a slider, and trainings from there.

    Parameters
    ----------
    results : Sweep over shared, [True, False], alpha, rising, and seed; with
        "train_loss" and "valid_accuracy", one entry an epoch, and "alphas"
        (epochs + 1, layers, 3), all three as train_prelu_digits returns them. Which
        of the two, `.shared`, is chosen too. A loss of nan is one of a run that
        diverged.
    run : None, or the function behind the sweep, such as train_prelu_digits. With it
        and a kernel, an alpha between those of the sweep is trained when it is chosen.

    Raises
    ------
    ValueError : another kind of sweep.   TraitError : `.alpha` set outside the sweep.

    Explained in "PReLU by hand", section "The slider".
    """

    _esm, _css = front_end("alpha")
    axis, trained = "alpha", "starts"
    alpha = t.Float().tag(sync=True)
    shared = t.Bool(True).tag(sync=True)
    # Two entries, shared and channel-wise:
    starts = t.List(t.List(t.Float())).tag(sync=True)
    paths = t.List(t.Bytes()).tag(sync=True)  # float32 (starts, epochs + 1, layers, n)
    n_layers = t.Int().tag(sync=True)

    def __init__(self, results, run=None):
        _check(results)
        starts = results.axes["alpha"].tolist()
        super().__init__(
            split(results, "shared"),
            run,
            alpha=min(starts, key=lambda start: abs(start - USUAL)),
            n_layers=results.results["alphas"].shape[-2],
        )

    @t.validate("alpha")
    def _check_alpha(self, proposal):
        return self._in_range(proposal.value)

    @t.observe("alpha", "shared")
    def _choose(self, change):
        name = f"alpha {self.alpha:g}, {'shared' if self.shared else 'channel-wise'}"
        self._train(0 if self.shared else 1, name, shared=self.shared)

    def _state(self):
        shared, channel_wise = (one.results["alphas"] for one in self.sweeps)
        # n is the seeds, or the three quantiles of the units in the median seed
        shared = np.moveaxis(shared[..., 1], 1, -1)
        channel_wise = np.where(np.isnan(channel_wise), np.inf, channel_wise)
        channel_wise = np.median(channel_wise, axis=1)
        paths = [as_bytes(shared), as_bytes(channel_wise)]
        return super()._state() | {"paths": paths}


def _check(results):
    axes, alphas = results.axes, results.results.get("alphas", np.empty(0))
    known = list(axes) == ["shared", "alpha", "seed"] and alphas.ndim == 6
    known = known and {*CURVES} <= {*results.results} and alphas.shape[-1] == 3
    known = known and axes["shared"].tolist() == [True, False]
    if not known or (np.diff(axes["alpha"]) <= 0).any():
        raise ValueError(
            f"{results} must be shared (True, False) x alpha (rising) x seed: "
            f"{[*CURVES, 'alphas']}, as of train_prelu_digits."
        )
