"""Which gradients of a network are wrong, and what the mistake looks like."""

import itertools
from dataclasses import dataclass

import numpy as np

from mlp_core._validation import check_rows
from mlp_core.gradcheck.compare import compare
from mlp_core.gradcheck.naming import name_slips
from mlp_core.gradcheck.steps import Draws


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
    ValueError : the network is not float64, X and y do not fit, or gradients that are
        not one for each parameter.

    The network's own pass is run with a number of examples that differs from every
    width, so that a slip cannot hide behind two equal sizes.

    Explained in "The clinic", section "What the check does".
    """
    check_rows(X, y)
    slots = [(i, name) for i, layer in enumerate(net.layers) for name in layer.params]
    draws, theta = Draws(net.layers), net.theta.copy()
    if gradients is None:
        given, (X, y) = (X, y), _with_other_size(net, X, y)
        try:
            _run(net, X, y, loss, l2, draws)
        except (ValueError, IndexError) as error:
            _run(net, *given, loss, l2, draws)  # if this fails too, it says why
            says = (
                f"the pass runs with {len(given[0])} examples but not with {len(X)}, "
                f"so rows and columns are mixed up somewhere: {error}"
            )
            return NetworkReport(False, (), (), says)
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
    reports, right = _compared(net, X, y, loss, l2, draws, observed)
    says, findings = "", ()
    wrong = [report for report in reports if not report.right]
    if wrong:
        be = "is" if len(wrong) == 1 else "are"
        says = f"{len(wrong)} of {len(reports)} gradients {be} wrong"
        if any(G is None for G in right.values()):
            says += "; see to those first that are no gradients:"
        else:
            draws.again()
            words, findings = name_slips(net, X, y, loss, l2, observed, right)
            says += words
    _run(net, X, y, loss, l2, draws)  # leaves gradients as a training step would
    return NetworkReport(not says, tuple(reports), findings, says)


def _with_other_size(net, X, y):
    """(X, y) with a number of examples that is no layer's width, and 3 or more.

    Examples are dropped at the end, or those after the first come twice.
    """
    widths = {n for layer in net.layers if "W" in layer.params for n in layer.W.shape}
    N = len(X)
    counts = itertools.chain(range(N, 2, -1), itertools.count(N + 1))
    n = next(n for n in counts if n not in widths)
    again = np.resize(np.arange(min(1, N - 1), N), max(0, n - N))
    which = np.concatenate([np.arange(min(n, N)), again])
    return X[which], np.asarray(y)[which]


def _run(net, X, y, loss, l2, draws):
    draws.again()
    net.loss_and_grad(X, y, loss, l2=l2)


def _compared(net, X, y, loss, l2, draws, observed):
    """(reports, right gradients): for each parameter, by moving every entry."""
    kinked = [layer for layer in net.layers if getattr(layer, "mask", None) is not None]
    weights = [layer.W for layer in net.layers if "W" in layer.params]

    def f():
        draws.again()
        value = loss(net.forward(X, train=True), y)[0]
        return value + 0.5 * l2 * sum(float(np.vdot(W, W)) for W in weights)

    def mask():
        return np.concatenate([layer.mask.ravel() for layer in kinked])

    reports, right = [], {}
    for (i, name), gradient in observed.items():
        report, right[i, name], _ = compare(
            f,
            getattr(net.layers[i], name),
            gradient,
            name=f"layers[{i}].d{name}",
            mask=mask if kinked else None,
        )
        reports.append(report)
    return reports, right
