"""The results of many trainings over a grid, kept together as arrays and in a file."""

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from mlp_core._files import written_whole


@dataclass(frozen=True, eq=False)
class Sweep:
    r"""What came out at every point of a grid.

    Attributes
    ----------
    axes : dict of arrays; axes["lr"] holds the values that lr took, in order.
    results : dict of arrays, each of shape
        (len of 1st axis, len of 2nd axis, ..., *shape of one result).

    Raises
    ------
    ValueError : an axis that is empty, not one-dimensional or has a value twice, or a
        result whose first dimensions are not the axes.

    Explained in "Training and judging", section "The slider".
    """

    axes: dict
    results: dict

    def __post_init__(self):
        for name, values in self.axes.items():
            if values.ndim != 1 or values.dtype.kind not in "biufU" or len(values) == 0:
                raise ValueError(
                    f"Sweep: axis {name!r} must be a list of numbers or names, one or "
                    f"more, not {values!r}."
                )
            if len(np.unique(values)) < len(values):
                raise ValueError(f"Sweep: axis {name!r} has a value twice: {values}.")
        shape = tuple(map(len, self.axes.values()))
        for name, array in self.results.items():
            if array.shape[: len(shape)] != shape:
                raise ValueError(
                    f"Sweep: result {name!r} {array.shape} must begin with the lengths "
                    f"of the axes {shape}."
                )

    def insert(self, other, axis):
        """This sweep and `other`, whose other axes are the same, sorted along `axis`.

        ValueError if the two differ in more than the values on `axis`.
        """
        if list(self.axes) != list(other.axes) or set(self.results) != set(
            other.results
        ):
            raise ValueError(f"insert: {self} and {other} hold different things.")
        if axis not in self.axes:
            raise ValueError(f"insert: no axis {axis!r}; there are {list(self.axes)}.")
        for name, values in self.axes.items():
            if name != axis and not np.array_equal(values, other.axes[name]):
                raise ValueError(f"insert: the values of {name!r} differ.")
        along = list(self.axes).index(axis)
        values = np.concatenate([self.axes[axis], other.axes[axis]])
        order = np.argsort(values, kind="stable")
        joined = {
            name: np.concatenate([array, other.results[name]], axis=along)
            for name, array in self.results.items()
        }
        return Sweep(
            self.axes | {axis: values[order]},
            {name: array.take(order, axis=along) for name, array in joined.items()},
        )

    def save(self, path):
        """Write an .npz file without pickle; returns the path.

        The file is complete before it takes its name.
        """
        path = Path(path)
        if path.suffix != ".npz":
            raise ValueError(f"save: {path} must end in .npz.")
        arrays = {f"axes/{name}": array for name, array in self.axes.items()}
        arrays |= {f"results/{name}": array for name, array in self.results.items()}
        with written_whole(path) as file:
            np.savez_compressed(file, **arrays)
        return path

    @classmethod
    def load(cls, path):
        """The sweep that `save` wrote; ValueError if the file is something else."""
        parts = {"axes": {}, "results": {}}
        try:
            with open(path, "rb") as file, np.load(file, allow_pickle=False) as arrays:
                for key in arrays.files:
                    part, name = key.split("/", 1)
                    parts[part][name] = arrays[key]
            return cls(**parts)
        except (KeyError, ValueError, AttributeError, EOFError, BadZipFile) as error:
            raise ValueError(
                f"load: {path} was not written by Sweep.save ({error})."
            ) from None

    def __repr__(self):
        axes = " x ".join(f"{len(v)} {name}" for name, v in self.axes.items())
        return f"Sweep({axes}: {', '.join(self.results)})"
