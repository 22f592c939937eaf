"""Training with everything round it: history, callbacks, progress, a clear ending."""

from contextlib import suppress

import numpy as np

from mlp_core._validation import NotFiniteError
from mlp_core.history import History, collapsed
from mlp_core.training import finite, train


def fit(net, X, y, *, epochs, callbacks=(), progress=True, **settings):
    r"""Train and keep the history, whatever happens: `train` with a driver.

    Parameters
    ----------
    net, X, y, epochs, **settings : those of `train`.
    callbacks : functions(record), called after each epoch in turn. One that returns
        True ends the training; one that adds to the record adds to the history; one
        with a method `at_end` has it called when the training is over.
    progress : show a bar (needs tqdm), and warn if the run ends badly.

    Returns
    -------
    History : with `.records`, columns as history["loss"], and `.stopped`.

    Raises
    ------
    ValueError : shapes that do not fit, before the first step. What a callback or a
        schedule raises later comes through, with the records in its `.history`.

    Explained in "Training and judging", section "The loop, ready made".
    """
    records = train(net, X, y, epochs=epochs, **settings)
    history = History(settings["optimizer"])
    bar = _progress_bar(epochs) if progress else None
    try:
        for record in records:
            history.records.append(record)
            answers = _ask(callbacks, record)
            if bar is not None:
                bar.set_postfix(_shown(record), refresh=False)
                bar.update()
            if not finite(record):
                history.stopped = "diverged"
            elif collapsed(net, X):
                history.stopped = "collapsed"
            elif any(answer is True for answer in answers):
                history.stopped = "early"
            if history.stopped != "finished":
                break
    except KeyboardInterrupt:
        history.stopped = "interrupted"
    except Exception as error:
        error.history = history
        error.add_note("fit: the records so far are in this error's .history")
        raise
    finally:
        if bar is not None:
            bar.close()
        for callback in callbacks:
            if hasattr(callback, "at_end"):
                callback.at_end()
    if progress:
        history.warn()
    return history


def _ask(callbacks, record):
    """What the callbacks answer; after a run that diverged some cannot."""
    if finite(record):
        return [callback(record) for callback in callbacks]
    for callback in callbacks:  # these may ask a network that has run away
        with np.errstate(over="ignore", invalid="ignore"), suppress(NotFiniteError):
            callback(record)
    return []


def _shown(record):
    names = [n for n in ("loss", "valid_accuracy") if n in record]
    return {name: f"{record[name]:.4g}" for name in names}


def _progress_bar(epochs):
    """A tqdm bar for terminal or notebook; None where tqdm is not installed."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    return tqdm(total=epochs, unit="epoch")
