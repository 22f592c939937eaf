"""The check that ends every derivation: one line when right, else what is wrong."""

from mlp_core.gradcheck.compare import TOLERANCE
from mlp_core.gradcheck.diagnosis import diagnose_gradient
from mlp_core.gradcheck.network import diagnose_network
from mlp_core.gradcheck.numerical import STEP


def check_gradient(
    f, V, dV, *, name="dV", slips=(), mask=None, step=STEP, tolerance=TOLERANCE
):
    r"""Print one line if dV is the derivative of f by V; raise AssertionError if not.

    The parameters are those of `diagnose_gradient`. Returns None.

    >>> W = np.array([1.0, 2.0])
    >>> check_gradient(lambda: float(W @ W), W, 2 * W, name="dW")
    dW: right, relative error ...

    Explained in "What you need to know", section "Checking a derivative".
    """
    __tracebackhide__ = True  # Jupyter shows the reader's own lines only
    settings = {"mask": mask, "step": step, "tolerance": tolerance}
    report = diagnose_gradient(f, V, dV, name=name, slips=slips, **settings)
    if not report.right:
        raise AssertionError(str(report))
    print(report)


def check_network(net, X, y, loss, *, l2=0.0, gradients=None, tolerance=TOLERANCE):
    r"""Check the gradient of every parameter of a network against its own loss.

    Prints one line if all are right, else raises AssertionError with what the mistakes
    look like, and a line for each gradient. The network must be float64 and small:
    every parameter costs two forward passes. Parameters and gradients are left as a
    training step would find them.

    Parameters
    ----------
    net, X, y, loss, l2, gradients, tolerance : as in `diagnose_network`.

    Raises
    ------
    AssertionError : a gradient is wrong.   ValueError : the network is not float64.

    Explained in "Backpropagation by hand", section "The whole network".
    """
    __tracebackhide__ = True  # Jupyter shows the reader's own lines only
    report = diagnose_network(
        net, X, y, loss, l2=l2, gradients=gradients, tolerance=tolerance
    )
    if not report.right:
        raise AssertionError(str(report))
    worst = max(report.reports, key=lambda report: report.error)
    n = len(report.reports)
    print(f"all {n} gradients are right; the largest error is {worst}")
