"""Mistakes planted in small random networks, each as real wrong code.

PLANTED holds (cause, place, words, build): what was done wrong, where, the words by
which an answer that names it is known (a regular expression), and a function(rng) that
returns (net, X, y, loss, l2). The table of slips in `mlp_core.gradcheck.slips` was
written with these in mind; `held_out_mistakes.py` has those it has never seen.
"""

from itertools import pairwise

import numpy as np

from mlp_core import (
    MLP,
    Dense,
    Dropout,
    PReLU,
    ReLU,
    Sigmoid,
    Tanh,
    mse,
    one_hot,
    softmax,
    softmax_cross_entropy,
)


class ChannelWise(PReLU):
    """PReLU with an alpha for each unit; plain `PReLU` stands for a shared one."""


def network(
    rng,
    widths,
    activation,
    *,
    output=None,
    loss=softmax_cross_entropy,
    N=7,
    l2=0.0,
    layers=(),
    dropout=None,
):
    """A random network with some of its layers replaced: layers = {index: class}."""
    layers, made = dict(layers), []

    def make(kind, *args, **how):
        made.append(layers.get(len(made), kind)(*args, **how))

    for i, (n_in, n_out) in enumerate(pairwise(widths)):
        make(Dense, n_in, n_out, rng=rng, std=1.0, dtype=np.float64)
        made[-1].b[:] = rng.normal(size=n_out)
        if i < len(widths) - 2:
            if issubclass(activation, PReLU):
                n = n_out if activation is ChannelWise else 1
                make(activation, n, dtype=np.float64)
                made[-1].alpha[:] = rng.normal(0.3, 0.5, n)
            else:
                make(activation)
            if dropout is not None:
                make(Dropout, dropout, rng=rng)
        elif output is not None:
            make(output)
    X, y = rng.normal(size=(N, widths[0])), rng.integers(0, widths[-1], N)
    if getattr(loss, "wants_one_hot", loss is mse):
        y = one_hot(y, widths[-1], np.float64)
    return MLP(*made), X, y, loss, l2


def dense(**wrong):
    """Dense with some of dW, db, dX computed by functions(layer, dZ)."""

    class WrongDense(Dense):
        def backward(self, dZ, need_dX=True):
            dX = super().backward(dZ)
            for name in wrong.keys() - {"dX"}:
                getattr(self, name)[...] = wrong[name](self, dZ)
            return wrong["dX"](self, dZ) if "dX" in wrong else dX

    return WrongDense


def activation(kind, dZ):
    """An activation whose dZ is computed by a function(layer, dA)."""

    class Wrong(kind):
        def forward(self, Z, train=False):
            self.Z = Z
            return super().forward(Z, train)

        def backward(self, dA):
            return dZ(self, dA)

    return Wrong


def prelu(kind, **wrong):
    """PReLU with dalpha or dZ computed by functions(layer, dA)."""

    class WrongPReLU(kind):
        def backward(self, dA, need_dX=True):
            dZ = super().backward(dA)
            if "dalpha" in wrong:
                self.dalpha[...] = wrong["dalpha"](self, dA)
            return wrong["dZ"](self, dA) if "dZ" in wrong else dZ

    return WrongPReLU


def softmax_loss(dZ):
    """Softmax cross-entropy whose gradient is computed by a function(P, y)."""

    def loss(Z, y):
        return softmax_cross_entropy(Z, y)[0], dZ(softmax(Z), y)

    return loss


def squared_loss(dA):
    """mse whose gradient is computed by a function(A, Y)."""

    def loss(A, Y):
        return mse(A, Y)[0], dA(A, Y)

    loss.wants_one_hot = True
    return loss


def Y_of(P, y):
    return one_hot(y, P.shape[1], np.float64)


def _wrong_row(P, y):
    P[Y_of(P, y).argmax()] -= 1
    return P / len(y)


def _in_place_mse(A, Y):
    A -= Y
    return float(np.mean(A**2)), 2 * A / A.size


_in_place_mse.wants_one_hot = True


class _Penalty(MLP):
    """A network whose penalty's gradient is a function(net, l2)."""

    def loss_and_grad(self, X, y, loss, *, l2=0.0):
        value, _ = super().loss_and_grad(X, y, loss)
        value += 0.5 * l2 * float(np.sum(self.theta[: self.n_weights] ** 2))
        self.penalty(l2)
        return value, self.grad


def _penalised(penalty):
    def build(rng):
        net, *rest, _ = network(rng, (4, 6, 3), Tanh)
        kind = type("Wrong", (_Penalty,), {"penalty": penalty})
        return MLP_from(kind, net), *rest, 0.3

    return build


def MLP_from(kind, net):
    new = object.__new__(kind)
    vars(new).update(vars(net))
    return new


def _l2_everywhere(net, l2):
    net.grad += l2 * net.theta


def _l2_doubled(net, l2):
    net.grad[: net.n_weights] += 2 * l2 * net.theta[: net.n_weights]


def _l2_left_out(net, l2):
    pass


def _in(widths, kind, **how):
    return lambda rng: network(rng, widths, kind, **how)


NET, DEEP, SQUARE = (4, 6, 3), (4, 6, 5, 3), (4, 5, 5, 3)
MSE = {"output": Sigmoid, "loss": mse}

PLANTED = [
    # the loss
    ("the loss is a mean, its gradient a sum", "the loss", "sum over the examples",
     _in(NET, ReLU, loss=softmax_loss(lambda P, y: P - Y_of(P, y)))),
    ("the mean is taken twice, in the loss", "the loss", "N once more",
     _in(NET, Tanh, loss=softmax_loss(lambda P, y: (P - Y_of(P, y)) / len(y) ** 2))),
    ("Y - P instead of P - Y", "the loss", "sign",
     _in(DEEP, ReLU, loss=softmax_loss(lambda P, y: (Y_of(P, y) - P) / len(y)))),
    ("softmax derived like a sigmoid (S2)", "the loss", "off-diagonal",
     _in(NET, ReLU, loss=softmax_loss(
         lambda P, y: -Y_of(P, y) * (1 - P) / len(y)))),
    ("(P - Y) times P (1 - P)", "the loss", r"P \(1 - P\)",
     _in(NET, Sigmoid, loss=softmax_loss(
         lambda P, y: (P - Y_of(P, y)) * P * (1 - P) / len(y)))),
    ("1 subtracted from a whole row: argmax of the matrix (S8)", "the loss",
     "labels do not enter", _in(DEEP, ReLU, loss=softmax_loss(_wrong_row))),
    ("P without the targets", "the loss", "targets are not",
     _in(NET, ReLU, loss=softmax_loss(lambda P, y: P / len(y)))),
    ("the derivative by P given for that by Z", "the loss", "derivative by P",
     _in(NET, Tanh, loss=softmax_loss(lambda P, y: -Y_of(P, y) / P / len(y)))),
    ("squared error without its 2", "the loss", "factor 2 is missing",
     _in(DEEP, Sigmoid, output=Sigmoid,
         loss=squared_loss(lambda A, Y: (A - Y) / A.size))),
    ("squared error divided by N, not by N C (S1)", "the loss", "outputs is missing",
     _in(NET, Sigmoid, output=Sigmoid,
         loss=squared_loss(lambda A, Y: 2 * (A - Y) / len(A)))),
    ("cross-entropy divided by N C", "the loss", "divided by C",
     _in(NET, ReLU, loss=softmax_loss(lambda P, y: (P - Y_of(P, y)) / P.size))),
    ("the loss subtracts Y in the outputs themselves", "the loss", "in place",
     _in(NET, Tanh, output=Sigmoid, loss=_in_place_mse)),
    # Dense
    ("dW divided by N again", r"layers\[2\].*dW", "N once more",
     _in(NET, ReLU, layers={2: dense(dW=lambda s, dZ: s.X.T @ dZ / len(dZ))})),
    ("db a mean, not a sum", r"layers\[0\].*db", "N once more",
     _in(NET, Tanh, layers={0: dense(db=lambda s, dZ: dZ.mean(0))}, **MSE)),
    ("dW from the last example", r"layers\[2\].*dW", "last example",
     _in(DEEP, ReLU, layers={2: dense(dW=lambda s, dZ: np.outer(s.X[-1], dZ[-1]))})),
    ("db from the last example", r"layers\[4\].*db", "last example",
     _in(DEEP, Sigmoid, layers={4: dense(db=lambda s, dZ: dZ[-1])})),
    ("db from the first example", r"layers\[2\].*db", "first example",
     _in(NET, ReLU, layers={2: dense(db=lambda s, dZ: dZ[0])}, **MSE)),
    ("db summed over the wrong axis, N = width", "", "rows and columns",
     _in(NET, ReLU, N=6, layers={0: dense(db=lambda s, dZ: dZ.sum(1))})),
    ("dW transposed, in a square layer", r"layers\[2\].*dW", "transposed",
     _in(SQUARE, Tanh, layers={2: dense(dW=lambda s, dZ: dZ.T @ s.X)})),
    ("dX through W, not its transpose, in a square layer", r"layers\[2\].*dX",
     "not transposed", _in(SQUARE, ReLU, layers={2: dense(dX=lambda s, dZ: dZ @ s.W)})),
    ("dW from the pre-activation (S2)", r"layers\[2\].*dW", "before the activation",
     lambda rng: _pre_activation(rng)),
    ("the gradient averaged before it is handed on (S8)", r"layers\[4\].*dX",
     "averaged over the batch", _in(DEEP, ReLU, layers={4: dense(
         dX=lambda s, dZ: np.tile(dZ.mean(0) @ s.W.T, (len(dZ), 1)))})),
    ("the last example's input with the averaged gradient (S8)", r"layers\[4\].*dW",
     "last example's input.*averaged", _in(DEEP, ReLU, layers={4: dense(
         dW=lambda s, dZ: np.outer(s.X[-1], dZ.mean(0)))})),
    ("the sign of dX", r"layers\[2\].*(dX|dZ)|layers\[1\].*dZ", "sign",
     _in(NET, Tanh, layers={2: dense(dX=lambda s, dZ: -dZ @ s.W.T)})),
    ("dW never written", r"layers\[0\].*dW", "zero",
     _in(NET, ReLU, layers={0: dense(dW=lambda s, dZ: 0.0)}, **MSE)),
    ("inputs averaged before the product", r"layers\[0\].*dW", "averaged before",
     _in(NET, ReLU, layers={0: dense(
         dW=lambda s, dZ: np.outer(s.X.mean(0), dZ.sum(0)))})),
    # activations and dropout
    ("ReLU's derivative left out", r"layers\[1\].*dZ", "derivative is missing",
     _in(NET, ReLU, layers={1: activation(ReLU, lambda s, dA: dA)})),
    ("ReLU's mask asked of the output with >=", r"layers\[3\].*dZ", ">= 0",
     _in(DEEP, ReLU, layers={3: activation(ReLU, lambda s, dA: dA * (s.A >= 0))})),
    ("sigmoid's derivative left out", r"layers\[1\].*dZ", "derivative is missing",
     _in(DEEP, Sigmoid, layers={1: activation(Sigmoid, lambda s, dA: dA)}, **MSE)),
    ("the output sigmoid's derivative left out", r"layers\[3\].*dZ",
     "derivative is missing",
     _in(NET, ReLU, layers={3: activation(Sigmoid, lambda s, dA: dA)}, **MSE)),
    ("sigmoid's derivative applied twice", r"layers\[1\].*dZ", "twice",
     _in(NET, Sigmoid, layers={1: activation(
         Sigmoid, lambda s, dA: dA * (s.A * (1 - s.A)) ** 2)})),
    ("sigmoid' of the output instead of the input", r"layers\[1\].*dZ",
     "at the output A", _in(NET, Sigmoid, layers={1: activation(
         Sigmoid, lambda s, dA: dA * np.exp(-s.A) / (1 + np.exp(-s.A)) ** 2)})),
    ("Z (1 - Z) for the sigmoid", r"layers\[3\].*dZ", r"A \(1 - A\)",
     _in(DEEP, Sigmoid, layers={3: activation(
         Sigmoid, lambda s, dA: dA * s.Z * (1 - s.Z))}, **MSE)),
    ("1 - Z^2 for tanh", r"layers\[1\].*dZ", r"1 - A\^2",
     _in(NET, Tanh, layers={1: activation(
         Tanh, lambda s, dA: dA * (1 - s.Z**2))})),
    ("A (1 - A) for tanh", r"layers\[1\].*dZ", "another activation",
     _in(DEEP, Tanh, layers={1: activation(
         Tanh, lambda s, dA: dA * s.A * (1 - s.A))})),
    ("times the activation, not its derivative", r"layers\[1\].*dZ",
     "multiplied by the activation", _in(NET, ReLU, layers={1: activation(
         ReLU, lambda s, dA: dA * s.A)})),
    ("ReLU's mask from the gradient", r"layers\[1\].*dZ", "where dA > 0",
     _in(NET, ReLU, layers={1: activation(ReLU, lambda s, dA: dA * (dA > 0))})),
    ("ReLU's mask from another layer", r"layers\[1\].*dZ", "one layer after",
     lambda rng: _mask_of_the_next(rng)),
    ("dropout's mask missing on the way back", r"layers\[2\].*dZ",
     "derivative is missing", _in(NET, ReLU, dropout=0.4, layers={
         2: activation(Dropout, lambda s, dA: dA)})),
    ("dropout's scale missing on the way back", r"layers\[2\].*dZ", "1/\\(1 - rate\\)",
     _in(NET, Tanh, dropout=0.4, layers={
         2: activation(Dropout, lambda s, dA: dA * (s.scale > 0))})),
    # PReLU, with one alpha (PReLU) or one for each unit (ChannelWise)
    ("dalpha without its mask", r"layers\[1\].*dalpha", "mask is missing",
     _in(NET, PReLU, layers={1: prelu(PReLU, dalpha=lambda s, dA: (dA * s.Z).sum())})),
    ("dalpha without its mask, channel-wise", r"layers\[3\].*dalpha",
     "mask is missing", _in(DEEP, ChannelWise, layers={
         3: prelu(ChannelWise, dalpha=lambda s, dA: (dA * s.Z).sum(0))})),
    ("dalpha where Z > 0", r"layers\[1\].*dalpha", "wrong way round",
     _in(DEEP, PReLU, layers={
         1: prelu(PReLU, dalpha=lambda s, dA: (dA * s.Z * s.mask).sum())})),
    ("the sign of dalpha: |Z| for Z", r"layers\[1\].*dalpha", "sign",
     _in(NET, ChannelWise, layers={1: prelu(
         ChannelWise, dalpha=lambda s, dA: (dA * abs(s.Z) * ~s.mask).sum(0))})),
    ("dalpha summed over the units too, channel-wise", r"layers\[1\].*dalpha",
     "units as well", _in(DEEP, ChannelWise, layers={
         1: prelu(ChannelWise, dalpha=lambda s, dA: (dA * s.Z * ~s.mask).sum())})),
    ("dalpha summed over the wrong axis, N = width", "", "rows and columns",
     _in(NET, ChannelWise, N=6, layers={
         1: prelu(ChannelWise, dalpha=lambda s, dA: (dA * s.Z * ~s.mask).sum(1))})),
    ("a mean over the units, shared", r"layers\[1\].*dalpha",
     "averaged over the units", _in(NET, PReLU, layers={
         1: prelu(PReLU, dalpha=lambda s, dA: (dA * s.Z * ~s.mask).sum(0).mean())})),
    ("a mean over everything, shared", r"layers\[3\].*dalpha",
     "averaged over units and", _in(DEEP, PReLU, layers={
         3: prelu(PReLU, dalpha=lambda s, dA: (dA * s.Z * ~s.mask).mean())})),
    ("dalpha without Z", r"layers\[1\].*dalpha", "factor Z is missing",
     _in(NET, ChannelWise, layers={
         1: prelu(ChannelWise, dalpha=lambda s, dA: (dA * ~s.mask).sum(0))}, **MSE)),
    ("dalpha without dA", r"layers\[3\].*dalpha", "factor dA is missing",
     _in(DEEP, PReLU, layers={
         3: prelu(PReLU, dalpha=lambda s, dA: np.minimum(s.Z, 0).sum())})),
    ("dalpha from dZ, not from dA", r"layers\[1\].*dalpha", "alpha too much",
     _in(NET, ChannelWise, layers={1: prelu(
         ChannelWise, dalpha=lambda s, dA: (s.S * dA * s.Z * ~s.mask).sum(0))})),
    ("dalpha from the last example", r"layers\[1\].*dalpha", "last example",
     _in(NET, ChannelWise, layers={1: prelu(
         ChannelWise, dalpha=lambda s, dA: (dA * s.Z * ~s.mask)[-1])})),
    ("alpha decayed", r"layers\[1\].*dalpha", "penalty is on alpha",
     _in(NET, PReLU, l2=0.3, layers={1: prelu(PReLU, dalpha=lambda s, dA: (
         dA * s.Z * ~s.mask).sum() + 0.3 * s.alpha)})),
    ("PReLU passes back like ReLU", r"layers\[1\].*dZ", "slope alpha is missing",
     _in(NET, PReLU, layers={1: prelu(PReLU, dZ=lambda s, dA: dA * s.mask)})),
    ("PReLU passes alpha back everywhere", r"layers\[3\].*dZ", "alpha everywhere",
     _in(DEEP, ChannelWise, layers={
         3: prelu(ChannelWise, dZ=lambda s, dA: dA * s.alpha)})),
    ("PReLU's slopes the wrong way round", r"layers\[1\].*dZ", "wrong way round",
     _in(NET, ChannelWise, layers={1: prelu(
         ChannelWise, dZ=lambda s, dA: dA * np.where(s.mask, s.alpha, 1.0))})),
    ("PReLU's slope 1 + alpha where Z > 0", r"layers\[1\].*dZ", r"1 \+ alpha",
     _in(NET, PReLU, layers={
         1: prelu(PReLU, dZ=lambda s, dA: dA * (s.mask + s.alpha))})),
    ("min(Z, 0) handed on, not the slope", r"layers\[1\].*dZ", "derivative by alpha",
     _in(NET, PReLU, layers={
         1: prelu(PReLU, dZ=lambda s, dA: dA * np.minimum(s.Z, 0))})),
    # the penalty
    ("the penalty's gradient left out", r"dW", "penalty is left out",
     _penalised(_l2_left_out)),
    ("the penalty on the biases too", r"db", "penalty is on the bias",
     _penalised(_l2_everywhere)),
    ("the penalty's gradient doubled", r"dW", "penalty is doubled",
     _penalised(_l2_doubled)),
    # two at once
    ("ReLU's derivative left out, and db of the layer behind a mean",
     r"layers\[1\].*dZ", "derivative is missing",
     _in(NET, ReLU, layers={1: activation(ReLU, lambda s, dA: dA),
                            2: dense(db=lambda s, dZ: dZ.mean(0))})),
]  # fmt: skip


def _pre_activation(rng):
    net, *rest = network(rng, NET, ReLU, layers={1: activation(
        ReLU, lambda s, dA: dA * (s.Z > 0))})  # fmt: skip
    last, relu = net.layers[2], net.layers[1]
    backward = last.backward

    def from_pre_activation(dZ, need_dX=True):
        dX = backward(dZ, need_dX)
        last.dW[...] = relu.Z.T @ dZ
        return dX

    last.backward = from_pre_activation
    return net, *rest


def _mask_of_the_next(rng):
    net, *rest = network(rng, (4, 6, 6, 3), ReLU)
    first, second = net.layers[1], net.layers[3]
    first.backward = lambda dA: dA * second.mask
    return net, *rest


def right_network(rng):
    """A network without a mistake, of any kind that the table above has."""
    widths = rng.choice([2, 3, 4, 5, 6, 8], rng.integers(3, 6))
    kind = [ReLU, Tanh, Sigmoid, PReLU, ChannelWise][rng.integers(5)]
    how = {"N": int(rng.integers(2, 10)), "l2": float(rng.choice([0.0, 0.1]))}
    if rng.random() < 0.4:
        how |= {"output": Sigmoid, "loss": mse}
    if rng.random() < 0.3:
        how["dropout"] = 0.3
    net, X, *rest = network(rng, widths, kind, **how)
    if rng.random() < 0.5:  # as a new network has them: kinks in deeper layers
        net.theta[net.n_weights :] = 0.0
    if rng.random() < 0.3:  # a unit exactly at its kink, for the first example
        first = net.layers[0]
        first.b[0] -= first.forward(X[:1])[0, 0]
    return net, X, *rest
