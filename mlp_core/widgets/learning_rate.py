"""The learning-rate slider: the state that learning_rate.js draws."""

import numpy as np
import traitlets as t

from mlp_core.widgets.figure import CURVES, SweepFigure, front_end, split


class LearningRate(SweepFigure):
    """Trainings at many learning rates, one of them, `.lr`, chosen with a slider.

    Parameters
    ----------
    results : Sweep over lr, above 0 and rising, and seed; with "train_loss" and
        "valid_accuracy", one entry an epoch. With a first axis momentum, one of its
        values, `.momentum`, is chosen too. A loss of nan is one of a run that diverged.
    run : None, or the function behind the sweep, such as train_digits. With it and a
        kernel, a rate between those of the sweep is trained when it is chosen, at the
        chosen momentum.
    loss : what the axis of "train_loss" says.

    Raises
    ------
    ValueError : another kind of sweep.   TraitError : `.lr` set outside its rates, or
        `.momentum` to none of the sweep's.

    Momentum: "Going deeper", section "The slider, with momentum".
    Explained in "Training and judging", section "The slider".
    """

    _esm, _css = front_end("learning_rate")
    axis, trained = "lr", "rates"
    momenta = t.List(t.Float()).tag(sync=True)  # empty: there is nothing to choose
    momentum = t.Float().tag(sync=True)
    # One entry for each momentum, or a single one:
    rates = t.List(t.List(t.Float())).tag(sync=True)
    loss = t.Unicode().tag(sync=True)
    lr = t.Float().tag(sync=True)

    def __init__(self, results, run=None, *, loss="MSE"):
        _check(results)
        rates = results.axes["lr"].tolist()
        momenta = results.axes.get("momentum", np.empty(0)).tolist()
        super().__init__(
            split(results, "momentum") if momenta else [results],
            run,
            lr=rates[len(rates) // 2],
            momenta=momenta,
            momentum=momenta[0] if momenta else 0.0,
            loss=loss,
        )

    @t.validate("lr")
    def _check_lr(self, proposal):
        return self._in_range(proposal.value)

    @t.validate("momentum")
    def _check_momentum(self, proposal):
        if proposal.value in (self.momenta or [0.0]):
            return proposal.value
        raise t.TraitError(f"momentum: {proposal.value} is not one of {self.momenta}.")

    @t.observe("lr", "momentum")
    def _choose(self, change):
        name = f"learning rate {self.lr:g}"
        if not self.momenta:
            return self._train(0, name)
        i = self.momenta.index(self.momentum)
        name += f", momentum {self.momentum:g}"
        self._train(i, name, momentum=self.momentum)


def _check(results):
    axes = list(results.axes)
    known = axes in (["lr", "seed"], ["momentum", "lr", "seed"])
    known = known and {*CURVES} <= {*results.results}
    if not known or (np.diff(results.axes["lr"], prepend=0) <= 0).any():
        raise ValueError(
            f"{results} must be lr (above 0, rising) x seed, or momentum x lr x seed: "
            f"{list(CURVES)}."
        )
