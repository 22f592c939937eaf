"""Which gradients of a network are wrong, and what the mistake looks like."""

from dataclasses import dataclass

import numpy as np

from mlp_core._validation import check_rows
from mlp_core.gradcheck.compare import TOLERANCE, compare
from mlp_core.gradcheck.naming import name_slips
from mlp_core.gradcheck.own_pass import moved, run, run_with_other_size
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


def diagnose_network(net, X, y, loss, *, l2=0.0, gradients=None, tolerance=TOLERANCE):
    r"""Check every gradient of a network, and find what a wrong one looks like.

    Parameters
    ----------
    net, X, y, loss, l2 : as in `MLP.loss_and_grad`. The network must be float64 and
        small. Random layers draw the same numbers each time.
    gradients : None to judge the network's own; or those of another backward pass for
        the same parameters and examples: arrays in the order of the layers, W before b.
    tolerance : the error below which those are right; 1e-5 if they may be float32.

    Returns
    -------
    NetworkReport

    Raises
    ------
    ValueError : the network is not float64, X and y do not fit, or gradients that are
        not one for each parameter.

    The network's own pass is run with a number of examples that differs from every
    width, so that a slip cannot hide behind two equal sizes; and where a kink is in the
    way, once more with all parameters moved a little.

    Explained in "The clinic", section "What the check does".
    """
    check_rows(X, y)
    slots = [(i, name) for i, layer in enumerate(net.layers) for name in layer.params]
    case = loss, l2, Draws(net.layers)
    if gradients is None:
        report = _judge_own(net, X, y, *case, slots)
        if not report.right and any(one.left_out for one in report.reports):
            with moved(net):  # off the kinks, which nothing can be said about
                report = _judge_own(net, X, y, *case, slots)
    elif len(gradients) == len(slots):
        observed = dict(zip(slots, gradients, strict=True))
        report = _judge(net, X, y, *case, observed, tolerance)
    else:
        raise ValueError(
            f"gradients: {len(gradients)} given, but the network has {len(slots)} "
            "parameters: W and b, or alpha, of each layer in turn."
        )
    if report.reports:
        run(net, X, y, *case)  # leaves gradients as a training step would
    return report


def _judge_own(net, X, y, loss, l2, draws, slots):
    """The report on the gradients that the network itself computes."""
    X, y, trouble = run_with_other_size(net, X, y, loss, l2, draws)
    if trouble:
        return NetworkReport(False, (), (), trouble)
    observed = {(i, n): getattr(net.layers[i], "d" + n).copy() for i, n in slots}
    return _judge(net, X, y, loss, l2, draws, observed)


def _judge(net, X, y, loss, l2, draws, observed, tolerance=TOLERANCE):
    """The report on gradients, a dict of (layer index, parameter name) -> array."""
    reports, right = _compared(net, X, y, loss, l2, draws, observed, tolerance)
    wrong = [report for report in reports if not report.right]
    if not wrong:
        return NetworkReport(True, tuple(reports))
    be = "is" if len(wrong) == 1 else "are"
    says, findings = f"{len(wrong)} of {len(reports)} gradients {be} wrong", ()
    if any(G is None for G in right.values()):
        says += "; see to those first that are no gradients:"
    elif any(np.isnan(G).all() for G in right.values()):
        says = "some gradients cannot be judged, for the loss has a kink just here:"
    else:
        draws.again()
        words, findings = name_slips(net, X, y, loss, l2, observed, right)
        says += words
    return NetworkReport(False, tuple(reports), findings, says)


def _compared(net, X, y, loss, l2, draws, observed, tolerance):
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
            tolerance=tolerance,
        )
        reports.append(report)
    return reports, right
