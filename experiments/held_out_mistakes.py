"""Twenty-four mistakes in hand-written backpropagation, to judge a gradient check by.

Each is wrong code as it is found in homework, forum questions and published lessons:
a layer or a loss of `mlp_core` with one mistake in it. The check was written without
them and is not to be fitted to them: a mistake that it cannot name stays here, unnamed.

HELD_OUT is a list of (cause, build). `cause` says what the programmer did wrong, and
build(rng) returns (net, X, y, loss, l2) in float64, random but small, so that
`net.loss_and_grad(X, y, loss, l2=l2)` runs and its gradient is wrong.
"""

import numpy as np

from mlp_core import (
    MLP,
    Dense,
    Dropout,
    ReLU,
    Sigmoid,
    Tanh,
    mse,
    one_hot,
    softmax,
    softmax_cross_entropy,
)

HELD_OUT = []


def held_out(cause):
    """Put the function below into HELD_OUT, under its cause."""

    def keep(build):
        HELD_OUT.append((cause, build))
        return build

    return keep


def dense(rng, n_in, n_out, kind=Dense):
    layer = kind(n_in, n_out, rng=rng, dtype=np.float64)
    layer.b[:] = rng.normal(0, 0.5, n_out)
    return layer


def widths(rng, n):
    """n widths from 3 to 6, no two the same."""
    return [int(width) for width in rng.permutation(np.arange(3, 7))[:n]]


def inputs(rng, n_in):
    return rng.normal(size=(int(rng.integers(4, 8)), n_in))


def labels(rng, X, C):
    return rng.permutation(np.arange(len(X)) % C)


def targets(rng, X, C):
    return one_hot(labels(rng, X, C), C, np.float64)


# Seen many times ----------------------------------------------------------------------


class SigmoidPrimeOfInput(Sigmoid):
    def forward(self, Z, train=False):
        self.Z = Z
        return super().forward(Z)

    def backward(self, dA):
        return dA * self.Z * (1 - self.Z)


@held_out("sigmoid's derivative A (1 - A) is given the input Z instead of the output A")
def sigmoid_prime_of_input(rng):
    a, b, c = widths(rng, 3)
    net = MLP(dense(rng, a, b), SigmoidPrimeOfInput(), dense(rng, b, c), Sigmoid())
    X = inputs(rng, a)
    return net, X, targets(rng, X, c), mse, 0.0


class TanhOfTanh(Tanh):
    def backward(self, dA):
        return dA * (1 - np.tanh(self.A) ** 2)


@held_out("tanh's derivative applies tanh to the output, which is a tanh already")
def tanh_twice(rng):
    a, b, c, d = widths(rng, 4)
    net = MLP(
        dense(rng, a, b), Tanh(), dense(rng, b, c), TanhOfTanh(), dense(rng, c, d)
    )
    X = inputs(rng, a)
    return net, X, labels(rng, X, d), softmax_cross_entropy, 0.0


class SigmoidPassingOn(Sigmoid):
    def backward(self, dA):
        return dA


@held_out(
    "the last sigmoid's derivative is left out, as if the loss were cross-entropy"
)
def last_sigmoid_prime_forgotten(rng):
    a, b, c = widths(rng, 3)
    net = MLP(dense(rng, a, b), Tanh(), dense(rng, b, c), SigmoidPassingOn())
    X = inputs(rng, a)
    return net, X, targets(rng, X, c), mse, 0.01


class DenseMeanBias(Dense):
    def backward(self, dZ, need_dX=True):
        dX = super().backward(dZ, need_dX)
        self.db[...] = dZ.mean(axis=0)
        return dX


@held_out("the bias gradient is the mean over the examples instead of the sum")
def bias_mean(rng):
    a, b, c = widths(rng, 3)
    net = MLP(dense(rng, a, b), ReLU(), dense(rng, b, c, DenseMeanBias))
    X = inputs(rng, a)
    return net, X, labels(rng, X, c), softmax_cross_entropy, 0.0


class DenseDividingByN(Dense):
    def backward(self, dZ, need_dX=True):
        N = len(dZ)
        self.dW[...] = self.X.T @ dZ / N
        self.db[...] = dZ.sum(axis=0) / N
        return dZ @ self.W.T if need_dX else None


@held_out("every layer divides its gradients by N, which the loss has done already")
def divided_by_n_twice(rng):
    a, b, c, d = widths(rng, 4)
    kind = DenseDividingByN
    net = MLP(
        *(dense(rng, a, b, kind), Sigmoid(), dense(rng, b, c, kind), Sigmoid()),
        *(dense(rng, c, d, kind), Sigmoid()),
    )
    X = inputs(rng, a)
    return net, X, targets(rng, X, d), mse, 0.02


class DenseNotTransposed(Dense):
    def backward(self, dZ, need_dX=True):
        super().backward(dZ, need_dX=False)
        return dZ @ self.W if need_dX else None


@held_out("dX = dZ W without the transpose, unnoticed because this layer is square")
def not_transposed(rng):
    a, b, c = widths(rng, 3)
    net = MLP(
        *(dense(rng, a, b), Tanh(), dense(rng, b, b, DenseNotTransposed), Tanh()),
        dense(rng, b, c),
    )
    X = inputs(rng, a)
    return net, X, labels(rng, X, c), softmax_cross_entropy, 0.1


def mse_over_examples_only(A, Y):
    return float(np.mean((A - Y) ** 2)), 2 * (A - Y) / len(A)


@held_out("the loss is a mean over N C entries, its gradient is divided by N only")
def mse_without_c(rng):
    a, b, c, d = widths(rng, 4)
    net = MLP(
        *(dense(rng, a, b), Sigmoid(), dense(rng, b, c), Sigmoid()), dense(rng, c, d)
    )
    X = inputs(rng, a)
    return net, X, targets(rng, X, d), mse_over_examples_only, 0.3


def cross_entropy_summed(Z, y):
    P, Y = softmax(Z), one_hot(y, Z.shape[1])
    return float(-np.mean(np.log(P[np.arange(len(y)), y]))), P - Y


@held_out("the cross-entropy is a mean over the examples, its gradient P - Y is not")
def cross_entropy_without_n(rng):
    a, b, c = widths(rng, 3)
    net = MLP(dense(rng, a, b), Sigmoid(), dense(rng, b, c))
    X = inputs(rng, a)
    return net, X, labels(rng, X, c), cross_entropy_summed, 0.0


def softmax_like_sigmoid(Z, y):
    P, Y = softmax(Z), one_hot(y, Z.shape[1])
    dP = -Y / P / len(y)
    return float(-np.mean(np.log(P[Y == 1]))), dP * P * (1 - P)


@held_out("softmax is differentiated entry by entry as P (1 - P), like a sigmoid")
def softmax_diagonal(rng):
    a, b, c, d = widths(rng, 4)
    net = MLP(dense(rng, a, b), ReLU(), dense(rng, b, c), ReLU(), dense(rng, c, d))
    X = inputs(rng, a)
    return net, X, labels(rng, X, d), softmax_like_sigmoid, 0.0


def cross_entropy_uphill(Z, y):
    P, Y = softmax(Z), one_hot(y, Z.shape[1])
    return float(-np.mean(np.log(P[Y == 1]))), (Y - P) / len(y)


@held_out("the gradient of the loss is target minus output, the wrong sign")
def wrong_sign(rng):
    a, b, c = widths(rng, 3)
    net = MLP(dense(rng, a, b), Tanh(), dense(rng, b, c))
    X = inputs(rng, a)
    return net, X, labels(rng, X, c), cross_entropy_uphill, 0.05


class ReLUOfGradient(ReLU):
    def backward(self, dA):
        return np.where(dA > 0, dA, 0.0)


@held_out("ReLU's backward pass looks at the sign of the gradient, not of its input")
def relu_of_gradient(rng):
    a, b, c, d = widths(rng, 4)
    net = MLP(
        *(dense(rng, a, b), ReLUOfGradient(), dense(rng, b, c), ReLUOfGradient()),
        dense(rng, c, d),
    )
    X = inputs(rng, a)
    return net, X, targets(rng, X, d), mse, 0.0


class DropoutDrawingAgain(Dropout):
    def backward(self, dA):
        kept = self.rng.random(dA.shape) >= self.rate
        return dA * kept / (1 - self.rate)


@held_out("dropout's backward pass draws a new mask instead of using the forward one")
def dropout_new_mask(rng):
    a, b, c = widths(rng, 3)
    dropout = DropoutDrawingAgain(0.4, rng=np.random.default_rng(int(rng.integers(99))))
    net = MLP(dense(rng, a, b), Sigmoid(), dropout, dense(rng, b, c))
    X = inputs(rng, a)
    return net, X, labels(rng, X, c), softmax_cross_entropy, 0.0


class DenseWithDecay(Dense):
    l2 = 0.2

    def backward(self, dZ, need_dX=True):
        dX = super().backward(dZ, need_dX)
        self.dW += self.l2 * self.W
        return dX


@held_out("the layer adds the L2 term to dW, and the network adds it once more")
def decayed_twice(rng):
    a, b, c = widths(rng, 3)
    kind = DenseWithDecay
    net = MLP(dense(rng, a, b, kind), ReLU(), dense(rng, b, c, kind), Sigmoid())
    X = inputs(rng, a)
    return net, X, targets(rng, X, c), mse, kind.l2


class DenseLastExample(Dense):
    def backward(self, dZ, need_dX=True):
        for x, dz in zip(self.X, dZ, strict=True):
            self.dW[...] = np.outer(x, dz)
            self.db[...] = dz
        return dZ @ self.W.T if need_dX else None


@held_out("a loop over the examples assigns dW where it should add: the last one stays")
def last_example_only(rng):
    a, b, c, d = widths(rng, 4)
    kind = DenseLastExample
    net = MLP(
        *(dense(rng, a, b, kind), Sigmoid(), dense(rng, b, c, kind), Sigmoid()),
        dense(rng, c, d, kind),
    )
    X = inputs(rng, a)
    return net, X, labels(rng, X, d), softmax_cross_entropy, 0.0


class DenseUpdatedTooEarly(Dense):
    lr = 1.0

    def backward(self, dZ, need_dX=True):
        super().backward(dZ, need_dX=False)
        W_next = self.W - self.lr * self.dW
        return dZ @ W_next.T if need_dX else None


@held_out("the error goes back through the weights after their step, not before it")
def updated_too_early(rng):
    a, b, c, d = widths(rng, 4)
    kind = DenseUpdatedTooEarly
    net = MLP(
        *(dense(rng, a, b, kind), Tanh(), dense(rng, b, c, kind), Tanh()),
        *(dense(rng, c, d, kind), Tanh()),
    )
    X = inputs(rng, a)
    return net, X, targets(rng, X, d), mse, 0.0


class DenseAdding(Dense):
    def backward(self, dZ, need_dX=True):
        self.dW += self.X.T @ dZ
        self.db += dZ.sum(axis=0)
        return dZ @ self.W.T if need_dX else None


@held_out(
    "gradients are added up and never set to 0: the batch before is still in them"
)
def never_zeroed(rng):
    a, b, c = widths(rng, 3)
    net = MLP(dense(rng, a, b, DenseAdding), ReLU(), dense(rng, b, c, DenseAdding))
    X_before, X = inputs(rng, a), inputs(rng, a)
    net.loss_and_grad(X_before, labels(rng, X_before, c), softmax_cross_entropy)
    return net, X, labels(rng, X, c), softmax_cross_entropy, 0.0


# Odd ones -----------------------------------------------------------------------------


def mse_stretched(a, y):
    N = len(y)
    return float(np.mean((a - y) ** 2)), 2 * (a - y.reshape(N, 1)) / N


@held_out("in the loss (N, 1) - (N,) is stretched to (N, N), in its gradient it is not")
def stretched(rng):
    a, b, c = widths(rng, 3)
    net = MLP(
        *(dense(rng, a, b), Sigmoid(), dense(rng, b, c), Tanh()), dense(rng, c, 1)
    )
    X = inputs(rng, a)
    return net, X, rng.normal(size=len(X)), mse_stretched, 0.0


class SigmoidKeepingError(Sigmoid):
    def backward(self, dA):
        self.error = dA
        return super().backward(dA)


class DensePassingError(Dense):
    activation = None  # the layer behind this one

    def backward(self, dZ, need_dX=True):
        super().backward(dZ, need_dX=False)
        return self.activation.error @ self.W.T if need_dX else None


@held_out("dW has the activation's derivative in it, the error handed back lacks it")
def error_without_slope(rng):
    layers = []
    n_in, *rest = a, *_, d = widths(rng, 4)
    for n_out in rest:
        layers += [dense(rng, n_in, n_out, DensePassingError), SigmoidKeepingError()]
        layers[-2].activation = layers[-1]
        n_in = n_out
    X = inputs(rng, a)
    return MLP(*layers), X, targets(rng, X, d), mse, 0.0


class DenseReshaped(Dense):
    def backward(self, dZ, need_dX=True):
        super().backward(dZ, need_dX=False)
        n_in, n_out = self.W.shape
        return dZ @ self.W.reshape(n_out, n_in) if need_dX else None


@held_out("W is reshaped to (n_out, n_in) where it should be transposed")
def reshaped(rng):
    a, b, c = widths(rng, 3)
    net = MLP(dense(rng, a, b), ReLU(), dense(rng, b, c, DenseReshaped))
    X = inputs(rng, a)
    return net, X, labels(rng, X, c), softmax_cross_entropy, 0.0


def cross_entropy_warm(Z, y):
    return softmax_cross_entropy(Z / 2.5, y)


@held_out("the logits are divided by a temperature, the gradient is not")
def temperature_forgotten(rng):
    a, b, c = widths(rng, 3)
    net = MLP(dense(rng, a, b), Tanh(), dense(rng, b, c))
    X = inputs(rng, a)
    return net, X, labels(rng, X, c), cross_entropy_warm, 0.05


class DenseStandardising(Dense):
    def forward(self, X, train=False):
        self.std = X.std(axis=0) + 1e-3
        return super().forward((X - X.mean(axis=0)) / self.std)

    def backward(self, dZ, need_dX=True):
        dX = super().backward(dZ, need_dX)
        return dX / self.std if need_dX else None


@held_out(
    "a layer standardises its inputs and takes their mean and spread for constants"
)
def batch_statistics_constant(rng):
    a, b, c, d = widths(rng, 4)
    net = MLP(
        *(dense(rng, a, b), Sigmoid(), dense(rng, b, c, DenseStandardising)),
        *(Sigmoid(), dense(rng, c, d)),
    )
    X = inputs(rng, a)
    return net, X, labels(rng, X, d), softmax_cross_entropy, 0.0


class TanhScaled(Tanh):
    def forward(self, Z, train=False):
        self.A = 1.7159 * np.tanh(2 / 3 * Z)
        return self.A

    def backward(self, dA):
        return dA * 1.7159 * (1 - (self.A / 1.7159) ** 2)


@held_out("tanh is scaled inside and outside, its derivative lacks the inner factor")
def scaled_tanh(rng):
    a, b, c, d = widths(rng, 4)
    net = MLP(
        dense(rng, a, b), TanhScaled(), dense(rng, b, c), Tanh(), dense(rng, c, d)
    )
    X = inputs(rng, a)
    return net, X, targets(rng, X, d), mse, 0.0


class DenseWithShortcut(Dense):
    def forward(self, X, train=False):
        self.Z = super().forward(X) + X
        return self.Z


@held_out("a layer adds its input to its output, the way back around it is forgotten")
def shortcut_forgotten(rng):
    a, b, c = widths(rng, 3)
    net = MLP(
        *(dense(rng, a, b), Sigmoid(), dense(rng, b, b, DenseWithShortcut), Tanh()),
        dense(rng, b, c),
    )
    X = inputs(rng, a)
    return net, X, labels(rng, X, c), softmax_cross_entropy, 0.1


class ReLUInPlace(ReLU):
    """Saves an array: Z becomes A, so that no entry is below 0 when backward looks."""

    def forward(self, Z, train=False):
        self.Z = Z
        Z[...] = super().forward(Z)
        return Z

    def backward(self, dA):
        dZ = dA.copy()
        dZ[self.Z < 0] = 0
        return dZ


@held_out("ReLU overwrites Z, and the backward pass then finds no negative entry in it")
def relu_in_place(rng):
    a, b, c, d = widths(rng, 4)
    net = MLP(
        *(dense(rng, a, b), ReLU(), dense(rng, b, c), ReLUInPlace()), dense(rng, c, d)
    )
    X = inputs(rng, a)
    return net, X, targets(rng, X, d), mse, 0.02
