"""Thirty-six mistakes in hand-written backpropagation, to judge a gradient check by.

Each is wrong code as it is found in homework, forum questions and published lessons:
a layer or a loss of `mlp_core` with one mistake in it; the last twelve are mistakes
with PReLU's learned slope alpha. The check was written without them and is not to be
fitted to them: a mistake that it cannot name stays here, unnamed.

HELD_OUT is a list of (cause, build). `cause` says what the programmer did wrong, and
build(rng) returns (net, X, y, loss, l2) in float64, random but small, so that
`net.loss_and_grad(X, y, loss, l2=l2)` runs and its gradient is wrong.
"""

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


# With PReLU's alpha: seen many times --------------------------------------------------


def alphas_of_both_signs(rng, n):
    """n slopes of size 0.1 to 0.9; of two or more, half are below 0."""
    signs = np.resize([-1, 1], n) if n > 1 else rng.choice([-1, 1], 1)
    return rng.permutation(signs) * rng.uniform(0.1, 0.9, n)


def prelu(rng, kind, n=1):
    layer = kind(n, dtype=np.float64)
    layer.alpha[:] = alphas_of_both_signs(rng, n)
    return layer


class PReLUConstant(PReLU):
    def backward(self, dA, need_dX=True):
        return np.where(self.Z > 0, dA, self.alpha * dA)


@held_out("the backward pass is a leaky ReLU's: alpha's own gradient is never filled")
def alpha_constant(rng):
    a, b, c, d = widths(rng, 4)
    net = MLP(
        *(dense(rng, a, b), prelu(rng, PReLUConstant, b)),
        *(dense(rng, b, c), prelu(rng, PReLUConstant, c), dense(rng, c, d)),
    )
    X = inputs(rng, a)
    return net, X, labels(rng, X, d), softmax_cross_entropy, 0.0


class PReLUWithoutError(PReLU):
    def backward(self, dA, need_dX=True):
        self.dalpha[:] = np.where(self.Z > 0, 0, self.Z).sum(axis=0)
        return np.where(self.Z > 0, dA, self.alpha * dA)


@held_out("alpha's gradient is the sum of min(Z, 0), not multiplied by the error dA")
def alpha_without_error(rng):
    a, b, c = widths(rng, 3)
    net = MLP(dense(rng, a, b), prelu(rng, PReLUWithoutError, b), dense(rng, b, c))
    X = inputs(rng, a)
    return net, X, targets(rng, X, c), mse, 0.02


class PReLUMeanOfNegatives(PReLU):
    def backward(self, dA, need_dX=True):
        negative = self.Z < 0
        if negative.any():
            self.dalpha[:] = np.mean(dA[negative] * self.Z[negative])
        return np.where(negative, self.alpha * dA, dA)


@held_out("the shared alpha's gradient is the mean over the negative entries, no sum")
def alpha_mean_of_negatives(rng):
    a, b, c, d = widths(rng, 4)
    net = MLP(
        *(dense(rng, a, b), prelu(rng, PReLUMeanOfNegatives)),
        *(dense(rng, b, c), prelu(rng, PReLUMeanOfNegatives), dense(rng, c, d)),
    )
    X = inputs(rng, a)
    return net, X, labels(rng, X, d), softmax_cross_entropy, 0.0


class PReLUFlattened(PReLU):
    def backward(self, dA, need_dX=True):
        negative = self.Z < 0
        self.dalpha[:] = np.sum(dA[negative] * self.Z[negative])
        return np.where(negative, self.alpha * dA, dA)


@held_out("a boolean index loses the units: each alpha is given the sum over all units")
def alpha_flattened(rng):
    a, b, c, d = widths(rng, 4)
    net = MLP(
        *(dense(rng, a, b), prelu(rng, PReLUFlattened, b)),
        *(dense(rng, b, c), prelu(rng, PReLUFlattened, c), dense(rng, c, d)),
    )
    X = inputs(rng, a)
    return net, X, targets(rng, X, d), mse, 0.0


class PReLUSignOfOutput(PReLU):
    def backward(self, dA, need_dX=True):
        positive = self.A > 0
        self.dalpha[:] = np.where(positive, 0, dA * self.Z).sum(axis=0)
        return np.where(positive, dA, self.alpha * dA)


@held_out("the backward pass looks at the output's sign, wrong once alpha is below 0")
def alpha_sign_of_output(rng):
    a, b, c = widths(rng, 3)
    net = MLP(dense(rng, a, b), prelu(rng, PReLUSignOfOutput, b), dense(rng, b, c))
    X = inputs(rng, a)
    return net, X, labels(rng, X, c), softmax_cross_entropy, 0.05


class PReLUSlopeTyped(PReLU):
    def backward(self, dA, need_dX=True):
        super().backward(dA)
        return np.where(self.Z > 0, dA, 0.25 * dA)


@held_out("the error goes back through the slope 0.25, which alpha only started with")
def alpha_slope_typed(rng):
    a, *_, c = widths(rng, 4)
    layers, n_in = [], a
    for n_out in rng.integers(3, 7, 6).tolist():
        layers += [dense(rng, n_in, n_out), prelu(rng, PReLUSlopeTyped)]
        n_in = n_out
    X = inputs(rng, a)
    net = MLP(*layers, dense(rng, n_in, c))
    return net, X, labels(rng, X, c), softmax_cross_entropy, 0.0


class PReLUErrorInPlace(PReLU):
    def backward(self, dA, need_dX=True):
        dZ = dA
        dZ[self.Z < 0] *= self.alpha
        self.dalpha[:] = np.sum(dA * np.minimum(self.Z, 0))
        return dZ


@held_out("dZ is written over dA, before alpha's gradient is computed from dA")
def alpha_error_in_place(rng):
    a, b, c, d = widths(rng, 4)
    net = MLP(
        *(dense(rng, a, b), prelu(rng, PReLUErrorInPlace)),
        *(dense(rng, b, c), prelu(rng, PReLUErrorInPlace), dense(rng, c, d)),
    )
    X = inputs(rng, a)
    return net, X, targets(rng, X, d), mse, 0.0


class PReLUOtherSide(PReLU):
    def backward(self, dA, need_dX=True):
        mask = self.Z > 0
        self.dalpha[:] = (dA * self.Z * mask).sum(axis=0)
        return dA * (mask + self.alpha * ~mask)


@held_out("alpha's gradient sums the entries above 0, with the mask meant for dZ")
def alpha_other_side(rng):
    a, b, c = widths(rng, 3)
    net = MLP(dense(rng, a, b), prelu(rng, PReLUOtherSide, b), dense(rng, b, c), Tanh())
    X = inputs(rng, a)
    return net, X, targets(rng, X, c), mse, 0.0


# With PReLU's alpha: odd ones ---------------------------------------------------------


class PReLUOfFirst(PReLU):
    """Uses the alpha of the first of these layers, and writes to its gradient."""

    first = None

    def forward(self, Z, train=False):
        self.alpha, self.dalpha = self.first.alpha, self.first.dalpha
        return super().forward(Z)


@held_out("six layers share one alpha, each overwrites its gradient and adds nothing")
def alpha_of_six_layers(rng):
    a, *_, c = widths(rng, 4)
    layers, n_in, first = [], a, prelu(rng, PReLUOfFirst)
    for i, n_out in enumerate(rng.integers(3, 7, 6).tolist()):
        activation = prelu(rng, PReLUOfFirst) if i else first
        activation.first = first
        activation.params = () if i else PReLU.params
        layers += [dense(rng, n_in, n_out), activation]
        n_in = n_out
    X = inputs(rng, a)
    net = MLP(*layers, dense(rng, n_in, c))
    return net, X, labels(rng, X, c), softmax_cross_entropy, 0.0


class PReLUBoolean(PReLU):
    def backward(self, dA, need_dX=True):
        super().backward(dA)
        slopes = self.Z > 0
        slopes[~slopes] = self.alpha[0]
        return slopes * dA


@held_out("the slopes are put into a boolean array, where every alpha but 0 becomes 1")
def alpha_boolean(rng):
    a, b, c, d = widths(rng, 4)
    net = MLP(
        *(dense(rng, a, b), prelu(rng, PReLUBoolean)),
        *(dense(rng, b, c), prelu(rng, PReLUBoolean), dense(rng, c, d)),
    )
    X = inputs(rng, a)
    return net, X, targets(rng, X, d), mse, 0.1


class PReLUHalfForgotten(PReLU):
    def forward(self, Z, train=False):
        super().forward(Z)
        self.A = np.maximum(Z, 0) + self.alpha * (Z - np.abs(Z)) * 0.5
        return self.A

    def backward(self, dA, need_dX=True):
        self.dalpha[:] = (dA * (self.Z - np.abs(self.Z))).sum(axis=0)
        return np.where(self.Z > 0, dA, self.alpha * dA)


@held_out("min(Z, 0) is written as (Z - |Z|) / 2, and alpha's gradient lacks the half")
def alpha_half_forgotten(rng):
    a, b, c, d = widths(rng, 4)
    net = MLP(
        *(dense(rng, a, b), prelu(rng, PReLUHalfForgotten, b)),
        *(dense(rng, b, c), prelu(rng, PReLUHalfForgotten, c), dense(rng, c, d)),
    )
    X = inputs(rng, a)
    return net, X, labels(rng, X, d), softmax_cross_entropy, 0.0


class PReLUMaximum(PReLU):
    def forward(self, Z, train=False):
        super().forward(Z)
        self.A = np.maximum(Z, self.alpha * Z)
        return self.A


@held_out("forward takes max(Z, alpha Z), which for an alpha above 1 is another bend")
def alpha_maximum(rng):
    a, b, c = widths(rng, 3)
    layer = prelu(rng, PReLUMaximum, b)
    layer.alpha[rng.integers(b)] = rng.uniform(1.2, 2)
    net = MLP(dense(rng, a, b), layer, dense(rng, b, c))
    X = inputs(rng, a)
    return net, X, targets(rng, X, c), mse, 0.0
