"""The check that ends every derivation: one line when right, else what is wrong."""

import numpy as np

from mlp_core.diagnosis import diagnose_gradient


def check_gradient(f, V, dV, *, name="dV", slips=(), mask=None):
    r"""Print one line if dV is the derivative of f by V; raise AssertionError if not.

    The parameters are those of `diagnose_gradient`. Returns None.

    >>> W = np.array([1.0, 2.0])
    >>> check_gradient(lambda: float(W @ W), W, 2 * W, name="dW")
    dW: right, relative error ...

    Explained in "What you need to know", section "Checking a derivative".
    """
    report = diagnose_gradient(f, V, dV, name=name, slips=slips, mask=mask)
    if not report.right:
        raise AssertionError(str(report))
    print(report)


def check_network(net, X, y, loss, *, l2=0.0):
    r"""Check the gradient of every parameter of a network against its own loss.

    Prints one line if all are right, else raises AssertionError with one line for
    each parameter. The network must be float64 and small: every parameter costs two
    forward passes. Parameters and gradients are left as a training step would find
    them.

    Parameters
    ----------
    net, X, y, loss, l2 : as in `MLP.loss_and_grad`.

    Raises
    ------
    AssertionError : a gradient is wrong.   ValueError : the network is not float64.

    Explained in "Backpropagation by hand", section "The whole network".
    """
    net.loss_and_grad(X, y, loss, l2=l2)
    slots = [
        (i, layer, name) for i, layer in enumerate(net.layers) for name in layer.params
    ]
    gradients = [getattr(layer, "d" + name).copy() for _, layer, name in slots]
    kinked = [layer for layer in net.layers if getattr(layer, "mask", None) is not None]

    def f():
        return net.loss_and_grad(X, y, loss, l2=l2)[0]

    def mask():
        return np.concatenate([layer.mask.ravel() for layer in kinked])

    reports = [
        diagnose_gradient(
            f,
            getattr(layer, name),
            gradient,
            name=f"layers[{i}].d{name}",
            mask=mask if kinked else None,
        )
        for (i, layer, name), gradient in zip(slots, gradients, strict=True)
    ]
    f()  # leaves the gradients of the unchanged parameters in place
    if not all(report.right for report in reports):
        raise AssertionError("\n".join(map(str, reports)))
    worst = max(reports, key=lambda report: report.error)
    print(f"all {len(reports)} gradients are right; the largest error is {worst}")
