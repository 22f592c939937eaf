"""What a training run leaves behind: its records, and why it ended."""

import warnings

import numpy as np

from mlp_core.network import CHUNK

SAYS = {
    "finished": "",
    "early": "A callback ended the training.",
    "diverged": "The loss is {loss}: the steps were too long. Make a new network and "
    "try a learning rate ten times smaller than in {optimizer}. If that diverges too, "
    "ask check_network whether the gradient is right.",
    "collapsed": "Every example gets the same output and the gradient has vanished: "
    "steps that were too long drove the units to where their curves are flat. Make a "
    "new network and try a learning rate ten times smaller than in {optimizer}.",
    "interrupted": "Stopped by hand. The records and the network's present parameters "
    "are kept; call fit again to go on from here.",
}


class TrainingWarning(UserWarning):
    """A training run ended in another way than it was meant to.

    Source: `fit` warns with it, in the words of `History.says`.
    """


class History:
    """The records of a training run, one dict an epoch.

    Attributes
    ----------
    records : list of dict, as `train` yields them.
    stopped : 'finished', 'early', 'diverged', 'collapsed' or 'interrupted'.

    history["loss"] is the column "loss" as an array, one entry an epoch.

    Source: the records are those of `train`.
    """

    def __init__(self, optimizer):
        self.records = []
        self.stopped = "finished"
        self._optimizer = optimizer

    def __getitem__(self, name):
        if self.records and name not in self.records[0]:
            known = ", ".join(self.records[0])
            raise KeyError(f"no column {name!r}; the records hold: {known}")
        # the last record of a run that diverged may lack a callback's column
        return np.array([record[name] for record in self.records if name in record])

    def __len__(self):
        return len(self.records)

    @property
    def says(self):
        """One sentence on why the training ended; empty when it ran to its end."""
        loss = self.records[-1]["loss"] if self.records else None
        return SAYS[self.stopped].format(loss=loss, optimizer=self._optimizer)

    def warn(self):
        """Warn with `says` unless the run ended as it was meant to."""
        if self.stopped not in ("finished", "early"):
            warnings.warn(f"{self!r}", TrainingWarning, stacklevel=3)

    def __repr__(self):
        epochs = f"{len(self)} epoch{'' if len(self) == 1 else 's'}"
        return f"{self.stopped} after {epochs}. {self.says}".strip()


def collapsed(net, X):
    """Whether the network answers all examples alike and cannot learn any more.

    True when the outputs for the first 1,000 examples agree within 0.001 and no entry
    of the last gradient exceeds 1e-6. Either alone is innocent: a deep sigmoid network
    starts with equal outputs, and a trained one ends with a small gradient.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        spread = np.ptp(net.forward(X[:CHUNK]), axis=0).max()
    return bool(len(X) > 1 and spread < 1e-3 and np.abs(net.grad).max() < 1e-6)
