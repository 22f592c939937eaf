"""Learning: minibatches, and the loop over epochs."""

import math
import time

import numpy as np

from mlp_core._validation import NotFiniteError, check_rng, check_rows
from mlp_core.evaluation import judge

LOSSES = ("loss", "train_loss", "valid_loss")


def minibatches(X, y, batch_size, *, rng):
    r"""One pass over the examples in random order: yields (X[i], y[i]), batch by batch.

    Parameters
    ----------
    X, y : arrays with one row, or entry, per example; N examples each.
    batch_size : examples a batch; the last batch holds what is left.
    rng : numpy.random.Generator that shuffles.

    Raises
    ------
    ValueError : the lengths differ, there is no example, or batch_size is below 1.

    Explained in "Training and judging", section "The loop".
    Source: Bottou, "Stochastic gradient learning in neural networks" (1991).
    """
    check_rows(X, y)
    check_rng(rng)
    _check_count("batch_size", batch_size)
    order = rng.permutation(len(X))
    batches = (order[i : i + batch_size] for i in range(0, len(X), batch_size))
    return ((np.take(X, i, axis=0), np.take(y, i, axis=0)) for i in batches)


def _check_count(name, count):
    if count < 1:
        raise ValueError(f"{name} must be 1 or more, not {count}.")


def train(
    net, X, y, *, loss, optimizer, epochs, batch_size, rng, validation=None, l2=0.0
):
    r"""Train epoch by epoch: an iterator that yields one record after each epoch.

    A record is a dict:
      epoch                            counted from 1
      loss                             mean of the minibatch losses, penalty included,
                                       as the parameters changed
      train_loss, train_accuracy,      with `validation` given: both sets judged by the
      valid_loss, valid_accuracy       same network at the end of the epoch, no penalty
      seconds                          of the epoch's steps
    A loss that is no longer finite ends the training; its record is the last one.

    Parameters
    ----------
    net : MLP.
    X : array (N, n_in).
    y : what `loss` compares the outputs with, one row an example.
    loss : function(outputs, y) -> (value, gradient), such as `mse`.
    optimizer : has `.step()`, such as SGD(net, lr).
    epochs, batch_size : whole numbers, 1 or more.
    rng : numpy.random.Generator that shuffles the examples.
    validation : None or (X_valid, y_valid).
    l2 : strength of the penalty (l2/2) sum W^2.

    Raises
    ------
    ValueError : shapes that do not fit, at the call.

    Explained in "Training and judging", section "The loop".
    """
    _check_count("epochs", epochs)
    _check_count("batch_size", batch_size)
    check_rng(rng)
    for A, target in ((X, y), validation or (X, y)):
        check_rows(A, target)
        loss(net.forward(A[:1]), target[:1])  # wrong shapes end here, before learning

    def epoch_records():
        for epoch in range(1, epochs + 1):
            start = time.perf_counter()
            mean = _run_epoch(net, X, y, loss, optimizer, batch_size, rng, l2)
            record = {"epoch": epoch, "loss": mean}
            record["seconds"] = time.perf_counter() - start
            if validation is not None:
                for name, (A, target) in (("train", (X, y)), ("valid", validation)):
                    judged = judge(net, A, target, loss)
                    record[f"{name}_loss"], record[f"{name}_accuracy"] = judged
            ended = not finite(record)  # callbacks may put other things into it
            yield record
            if ended:
                return

    return epoch_records()


def finite(record):
    """Whether all losses of a record are finite numbers."""
    return all(math.isfinite(v) for name, v in record.items() if name in LOSSES)


def _run_epoch(net, X, y, loss, optimizer, batch_size, rng, l2):
    """One pass with steps; the mean loss, or the first one that is not finite."""
    total = 0.0
    # Overflow is looked for here, in the loss: NumPy's warnings would say it again.
    with np.errstate(over="ignore", invalid="ignore"):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng=rng):
            try:
                value, _ = net.loss_and_grad(X_batch, y_batch, loss, l2=l2)
            except NotFiniteError:
                value = math.nan
            if not math.isfinite(value):
                return value
            optimizer.step()
            total += value * len(X_batch)
    if not np.isfinite(net.theta).all():  # the last step did it: no batch has seen it
        return math.nan
    return total / len(X)
