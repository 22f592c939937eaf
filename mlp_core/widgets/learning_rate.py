"""The learning-rate slider: the state that learning_rate.js draws."""

from pathlib import Path

import anywidget
import numpy as np
import traitlets as t

from mlp_core.sweep import sweep


class LearningRate(anywidget.AnyWidget):
    """Trainings at many learning rates, one of them, `.lr`, chosen with a slider.

    Parameters
    ----------
    results : Sweep over lr, above 0 and rising, and seed; with "train_loss" and
        "valid_accuracy", one entry an epoch.
    run : None, or the function behind the sweep, such as train_digits. With it and a
        kernel, a rate between those of the sweep is trained when it is chosen.

    Raises
    ------
    ValueError : another kind of sweep.   TraitError : `.lr` set outside its rates.

    Explained in "Training and judging", section "The slider".
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    rates = t.List(t.Float()).tag(sync=True)
    n_seeds = t.Int().tag(sync=True)
    train_loss = t.Bytes().tag(sync=True)  # float32 (rates, seeds, epochs)
    valid_accuracy = t.Bytes().tag(sync=True)
    added = t.List(t.Float()).tag(sync=True)  # rates trained on request
    lr = t.Float().tag(sync=True)
    live = t.Bool().tag(sync=True)  # the website's loader sets it to False
    status = t.Unicode().tag(sync=True)  # what the kernel is doing, or what went wrong

    def __init__(self, results, run=None):
        self.results, self.run = results, run
        state = _state(results)
        lr = state["rates"][len(state["rates"]) // 2]
        super().__init__(lr=lr, live=run is not None, **state)

    @t.validate("lr")
    def _check(self, proposal):
        low, high = self.rates[0], self.rates[-1]
        if low <= proposal.value <= high:
            return proposal.value
        raise t.TraitError(f"lr: {proposal.value} is not in [{low}, {high}].")

    @t.observe("lr")
    def _train(self, change):
        self.status = ""
        if self.run is None or change.new in self.rates:
            return
        rate, seeds = f"learning rate {change.new:g}", self.results.axes["seed"]

        def run(lr, seed):
            self.status = f"Training {rate}, seed {seed} …"
            return self.run(lr, seed)

        try:
            new = sweep(run, {"lr": [change.new], "seed": seeds})
            self.results = self.results.insert(new, "lr")
        except (Exception, KeyboardInterrupt) as error:  # in a comm they go unseen
            self.status = f"No training of {rate}: {type(error).__name__}: {error}"
            return
        with self.hold_sync():  # one message: no view sees half of it
            self.added, self.status = [*self.added, change.new], ""
            for name, value in _state(self.results).items():
                self.set_trait(name, value)

    def __repr__(self):
        return f"LearningRate({self.results!r})"


def _state(results):
    axes, names = results.axes, ["train_loss", "valid_accuracy"]
    known = list(axes) == ["lr", "seed"] and {*names} <= {*results.results}
    if not known or (np.diff(axes["lr"], prepend=0) <= 0).any():
        raise ValueError(f"{results} must be lr (above 0, rising) x seed: {names}.")
    arrays = {name: results.results[name].astype("<f4").tobytes() for name in names}
    return {"rates": axes["lr"].tolist(), "n_seeds": len(axes["seed"]), **arrays}
