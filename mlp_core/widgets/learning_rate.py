"""The learning-rate slider: the state that learning_rate.js draws."""

from pathlib import Path

import anywidget
import numpy as np
import traitlets as t

from mlp_core.sweep import Sweep, sweep

RESULTS = ("train_loss", "valid_accuracy")


class LearningRate(anywidget.AnyWidget):
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

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    momenta = t.List(t.Float()).tag(sync=True)  # empty: there is nothing to choose
    momentum = t.Float().tag(sync=True)
    # One entry for each momentum, or a single one:
    rates = t.List(t.List(t.Float())).tag(sync=True)
    train_loss = t.List(t.Bytes()).tag(sync=True)  # float32 (rates, seeds, epochs)
    valid_accuracy = t.List(t.Bytes()).tag(sync=True)
    added = t.List(t.List(t.Float())).tag(sync=True)  # rates trained on request
    n_seeds = t.Int().tag(sync=True)
    loss = t.Unicode().tag(sync=True)
    lr = t.Float().tag(sync=True)
    live = t.Bool().tag(sync=True)  # the website's loader sets it to False
    status = t.Unicode().tag(sync=True)  # what the kernel is doing, or what went wrong

    def __init__(self, results, run=None, *, loss="MSE"):
        _check(results)
        self.sweeps, self.run = _split(results), run
        self._grid = rates = results.axes["lr"].tolist()
        momenta = results.axes.get("momentum", np.empty(0)).tolist()
        super().__init__(
            lr=rates[len(rates) // 2],
            momenta=momenta,
            momentum=momenta[0] if momenta else 0.0,
            n_seeds=len(results.axes["seed"]),
            loss=loss,
            live=run is not None,
            **self._state(),
        )

    @t.validate("lr")
    def _check_lr(self, proposal):
        low, high = self._grid[0], self._grid[-1]
        if low <= proposal.value <= high:
            return proposal.value
        raise t.TraitError(f"lr: {proposal.value} is not in [{low}, {high}].")

    @t.validate("momentum")
    def _check_momentum(self, proposal):
        if proposal.value in (self.momenta or [0.0]):
            return proposal.value
        raise t.TraitError(f"momentum: {proposal.value} is not one of {self.momenta}.")

    @t.observe("lr", "momentum")
    def _train(self, change):
        self.status = ""
        i = self.momenta.index(self.momentum) if self.momenta else 0
        if self.run is None or self.lr in self.rates[i]:
            return
        settings = {"momentum": self.momentum} if self.momenta else {}
        where = f"learning rate {self.lr:g}"
        where += "".join(f", {name} {value:g}" for name, value in settings.items())

        def run(lr, seed):
            self.status = f"Training {where}, seed {seed} …"
            return self.run(lr=lr, seed=seed, **settings)

        try:
            seeds = self.sweeps[i].axes["seed"]
            new = sweep(run, {"lr": [self.lr], "seed": seeds})
            self.sweeps[i] = self.sweeps[i].insert(new, "lr")
        except (Exception, KeyboardInterrupt) as error:  # in a comm they go unseen
            self.status = f"No training of {where}: {type(error).__name__}: {error}"
            return
        with self.hold_sync():  # one message: no view sees half of it
            self.status = ""
            for name, value in self._state().items():
                self.set_trait(name, value)

    def _state(self):
        rates = [one.axes["lr"].tolist() for one in self.sweeps]
        arrays = {
            name: [one.results[name].astype("<f4").tobytes() for one in self.sweeps]
            for name in RESULTS
        }
        added = [[rate for rate in some if rate not in self._grid] for some in rates]
        return {"rates": rates, "added": added, **arrays}

    def __repr__(self):
        return f"LearningRate({', '.join(map(repr, self.sweeps))})"


def _check(results):
    axes = list(results.axes)
    known = axes in (["lr", "seed"], ["momentum", "lr", "seed"])
    known = known and {*RESULTS} <= {*results.results}
    if not known or (np.diff(results.axes["lr"], prepend=0) <= 0).any():
        raise ValueError(
            f"{results} must be lr (above 0, rising) x seed, or momentum x lr x seed: "
            f"{list(RESULTS)}."
        )


def _split(results):
    """A sweep over lr and seed for each momentum, or the only one there is."""
    if "momentum" not in results.axes:
        return [results]
    axes = {name: results.axes[name] for name in ("lr", "seed")}
    return [
        Sweep(axes, {name: results.results[name][i] for name in RESULTS})
        for i in range(len(results.axes["momentum"]))
    ]
