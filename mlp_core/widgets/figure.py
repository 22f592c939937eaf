"""What the moving figures share: a sweep, one run of it chosen, a kernel for more."""

from pathlib import Path

import anywidget
import traitlets as t

from mlp_core.sweep import Sweep, sweep

FOLDER = Path(__file__).parent
CURVES = ("train_loss", "valid_accuracy")


def front_end(name):
    """(_esm, _css): one ES module and one style sheet, of common.* and then name.*"""

    def joined(kind):
        files = (FOLDER / f"{part}.{kind}" for part in ("common", name))
        return "\n".join(file.read_text(encoding="utf-8") for file in files)

    return joined("js"), joined("css")


class SweepFigure(anywidget.AnyWidget):
    """Trainings with many values of one setting, which a slider chooses.

    A subclass names the setting, `axis`, and the trait that lists its trained values,
    `trained`. Each of the sweeps, over that setting and seed, belongs to one choice of
    what else the page lets its reader choose.
    """

    axis = trained = ""
    train_loss = t.List(t.Bytes()).tag(sync=True)  # float32 (values, seeds, epochs)
    valid_accuracy = t.List(t.Bytes()).tag(sync=True)
    added = t.List(t.List(t.Float())).tag(sync=True)  # values trained on request
    n_seeds = t.Int().tag(sync=True)
    live = t.Bool().tag(sync=True)  # the website's loader sets it to False
    status = t.Unicode().tag(sync=True)  # what the kernel is doing, or what went wrong

    def __init__(self, sweeps, run, **traits):
        self.sweeps, self.run = sweeps, run
        self._grid = sweeps[0].axes[self.axis].tolist()
        traits |= {"n_seeds": len(sweeps[0].axes["seed"]), "live": run is not None}
        super().__init__(**traits, **self._state())

    def _in_range(self, value):
        low, high = self._grid[0], self._grid[-1]
        if low <= value <= high:
            return value
        raise t.TraitError(f"{self.axis}: {value} is not in [{low}, {high}].")

    def _train(self, i, name, **settings):
        """Train the chosen value with every seed, unless sweeps[i] holds it."""
        self.status = ""
        value = getattr(self, self.axis)
        if self.run is None or value in self.sweeps[i].axes[self.axis]:
            return

        def run(seed, **chosen):
            self.status = f"Training {name}, seed {seed} …"
            return self.run(**chosen, seed=seed, **settings)

        try:
            seeds = self.sweeps[i].axes["seed"]
            new = sweep(run, {self.axis: [value], "seed": seeds})
            self.sweeps[i] = self.sweeps[i].insert(new, self.axis)
        except (Exception, KeyboardInterrupt) as error:  # in a comm they go unseen
            self.status = f"No training of {name}: {type(error).__name__}: {error}"
            return
        with self.hold_sync():  # one message: no view sees half of it
            self.status = ""
            for trait, state in self._state().items():
                self.set_trait(trait, state)

    def _state(self):
        values = [one.axes[self.axis].tolist() for one in self.sweeps]
        added = [
            [value for value in some if value not in self._grid] for some in values
        ]
        arrays = {
            name: [as_bytes(one.results[name]) for one in self.sweeps]
            for name in CURVES
        }
        return {self.trained: values, "added": added, **arrays}

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(map(repr, self.sweeps))})"


def as_bytes(array):
    """As the page reads it: float32, little-endian."""
    return array.astype("<f4").tobytes()


def split(results, name):
    """For each value of the first axis, `name`, a sweep over the others."""
    axes = {other: values for other, values in results.axes.items() if other != name}
    return [
        Sweep(axes, {key: array[i] for key, array in results.results.items()})
        for i in range(len(results.axes[name]))
    ]
