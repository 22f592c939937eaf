"""Many trainings over a grid of settings.

It knows nothing of networks: a run is any function from settings to numbers.
"""

from itertools import product

import numpy as np

from mlp_core.sweep_results import Sweep

__all__ = ["Sweep", "sweep"]


def sweep(run, grid, *, n_jobs=1):
    r"""Call run(**settings) at every point of a grid.

    Parameters
    ----------
    run : function of settings that returns a dict of numbers or arrays; the names and
        shapes are the same for all settings.
    grid : dict of lists, such as {"lr": [1.0, 10.0], "seed": [0, 1, 2]}; every
        combination is run, the last axis changing fastest.
    n_jobs : how many runs at a time; other than 1 needs joblib, whose active backend
        decides where they run: processes of this machine, or a Dask cluster.

    Returns
    -------
    Sweep : here with results of shape (2, 3, *shape of one result).

    Raises
    ------
    ValueError : a grid without points, or runs that are not alike.
    What a run raises comes through, with a note for which settings.

    Explained in "Training and judging", section "The slider".
    """
    if not grid:
        raise ValueError('sweep: the grid is empty; give such as {"lr": [1.0, 10.0]}.')
    axes = {name: np.asarray(values) for name, values in grid.items()}
    Sweep(axes, {})  # a bad grid ends here, before the first run
    # tolist: plain Python numbers, since a NumPy learning rate slows float32 down
    values = [axis.tolist() for axis in axes.values()]
    points = [dict(zip(axes, point, strict=True)) for point in product(*values)]
    if n_jobs == 1:
        runs = [_run_one(run, settings) for settings in points]
    else:
        from joblib import Parallel, delayed

        jobs = (delayed(_run_one)(run, settings) for settings in points)
        runs = Parallel(n_jobs=n_jobs)(jobs)
    for settings, result in zip(points, runs, strict=True):
        if _form(result) != _form(runs[0]):
            raise ValueError(
                f"sweep: {_call(settings)} returned {_form(result)}, but the first "
                f"run {_form(runs[0])}; all runs must be alike."
            )
    shape = tuple(map(len, values))
    return Sweep(axes, {name: _stack(name, runs, shape) for name in runs[0]})


def _run_one(run, settings):
    try:
        result = run(**settings)
        return {name: np.asarray(value) for name, value in result.items()}
    except Exception as error:
        error.add_note(f"sweep: in {_call(settings)}")
        raise


def _call(settings):
    return f"run({', '.join(f'{name}={v!r}' for name, v in settings.items())})"


def _form(result):
    return {name: array.shape for name, array in result.items()}


def _stack(name, runs, shape):
    array = np.stack([result[name] for result in runs])
    return array.reshape(*shape, *array.shape[1:])
