"""Which gradients of a network are wrong, and what the mistake looks like."""

from dataclasses import dataclass

import numpy as np

from mlp_core.gradcheck.compare import compare
from mlp_core.gradcheck.explain import explain
from mlp_core.gradcheck.in_place import who_changes_what
from mlp_core.gradcheck.numerical import relative_error
from mlp_core.gradcheck.slips import SAME
from mlp_core.gradcheck.steps import Draws, backward_steps, gradients_of


@dataclass(frozen=True)
class NetworkReport:
    """What the check of a whole network found.

    right : whether every gradient is.
    reports : one `GradientReport` a parameter, in the order of the layers.
    findings : what the mistakes look like, from the loss backwards: a tuple of stories
        that fit equally well, each a tuple of `Finding`. Empty if nothing is known.
    says : the findings in words; empty when right.

    Source: `diagnose_network`.
    """

    right: bool
    reports: tuple
    findings: tuple = ()
    says: str = ""

    def __str__(self):
        lines = [str(report) for report in self.reports]
        return "\n".join([self.says, *lines] if self.says else lines)


def diagnose_network(net, X, y, loss, *, l2=0.0, gradients=None):
    r"""Check every gradient of a network, and find what a wrong one looks like.

    Parameters
    ----------
    net, X, y, loss, l2 : as in `MLP.loss_and_grad`. The network must be float64 and
        small. Random layers draw the same numbers each time.
    gradients : None to judge the network's own; or those of another backward pass for
        the same parameters and examples: arrays in the order of the layers, W before b.

    Returns
    -------
    NetworkReport

    Raises
    ------
    ValueError : the network is not float64, or gradients that are not one for each
        parameter.

    The network's own pass is run with a number of examples that differs from every
    width, so that a slip cannot hide behind two equal sizes.

    Explained in "The clinic", section "What the check does".
    """
    slots = [(i, name) for i, layer in enumerate(net.layers) for name in layer.params]
    draws, theta = Draws(net.layers), net.theta.copy()
    if gradients is None:
        X, y, trouble = _sizes_that_differ(net, X, y, loss, l2, draws)
        if trouble:
            return NetworkReport(False, (), (), trouble)
        gradients = [getattr(net.layers[i], "d" + name).copy() for i, name in slots]
    elif len(gradients) != len(slots):
        raise ValueError(
            f"gradients: {len(gradients)} given, but the network has {len(slots)} "
            "parameters: W and b of each layer in turn."
        )
    observed = dict(zip(slots, gradients, strict=True))
    if not np.array_equal(net.theta, theta):
        net.theta[:] = theta
        says = "the pass changes the parameters: only the optimizer may write them"
        return NetworkReport(False, (), (), says)
    reports = _compared(net, X, y, loss, l2, draws, observed)
    if all(report.right for report in reports):
        says, findings = "", ()
    else:
        says, findings = _named(net, X, y, loss, l2, draws, observed, reports)
    draws.again()
    net.loss_and_grad(X, y, loss, l2=l2)  # leaves gradients as a training step would
    return NetworkReport(not says, tuple(reports), findings, says)


def _sizes_that_differ(net, X, y, loss, l2, draws):
    """(X, y, trouble): as many examples as no layer is wide, with gradients in place.

    Trouble is a sentence if the pass runs only with the given number of examples.
    """
    widths = {n for layer in net.layers if "W" in layer.params for n in layer.W.shape}
    counts = [n for n in range(len(X), 1, -1) if n not in widths]
    n = counts[0] if counts else len(X)
    draws.again()
    try:
        net.loss_and_grad(X[:n], y[:n], loss, l2=l2)
    except (ValueError, IndexError) as error:
        if n == len(X):
            raise
        draws.again()
        net.loss_and_grad(X, y, loss, l2=l2)  # if this fails too, it says why
        return (
            X,
            y,
            (
                f"the backward pass runs with {len(X)} examples, the width of a "
                f"layer, but not with {n}: rows and columns are mixed up ({error})"
            ),
        )
    return X[:n], y[:n], ""


def _compared(net, X, y, loss, l2, draws, observed):
    """A GradientReport for each parameter."""
    kinked = [layer for layer in net.layers if getattr(layer, "mask", None) is not None]

    def f():
        draws.again()
        value = loss(net.forward(X, train=True), y)[0]
        return value + 0.5 * l2 * sum(float(np.vdot(W, W)) for W in weights)

    def mask():
        return np.concatenate([layer.mask.ravel() for layer in kinked])

    weights = [layer.W for layer in net.layers if "W" in layer.params]
    return [
        compare(
            f,
            getattr(net.layers[i], name),
            gradient,
            name=f"layers[{i}].d{name}",
            mask=mask if kinked else None,
        )[0]
        for (i, name), gradient in observed.items()
    ]


def _named(net, X, y, loss, l2, draws, observed, reports):
    """(what the mistake looks like in words, the findings)."""
    wrong = [report for report in reports if not report.right]
    if any(report.error is None for report in wrong):
        return "look at these first:", ()
    be = "is" if len(wrong) == 1 else "are"
    head = f"{len(wrong)} of {len(reports)} gradients {be} wrong"
    draws.again()
    steps = backward_steps(net, X, y, loss, l2)
    right = gradients_of(steps) if steps else {}
    unknown = f"{head}, and like no known slip:"
    if not _agree(right, observed, reports):
        return unknown, ()
    draws.again()
    changed = who_changes_what(net, X, y, loss, l2, right)
    if changed:
        return f"{head}. {changed}", ()
    stories = explain(steps, observed)
    told = [story for story in stories if any(found.sentences for found in story)]
    if not told:
        first = stories[0][0]
        return f"{head}, and like no known slip; look first at {first.place}:", ()
    return f"{head}. From the loss backwards it looks like this:\n" + _in_words(told), (
        tuple(told)
    )


def _agree(right, observed, reports):
    """Whether the steps' gradients are right wherever the numerical ones are known."""
    return bool(right) and all(
        not report.right or relative_error(right[slot], observed[slot]) < SAME
        for slot, report in zip(observed, reports, strict=True)
    )


def _in_words(stories):
    lines = [f"  {found}" for found in stories[0]]
    for story in stories[1:4]:
        lines.append("or, the same on these numbers:")
        lines += [f"  {found}" for found in story]
    return "\n".join(lines)
