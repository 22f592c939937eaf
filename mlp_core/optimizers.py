"""How a gradient becomes a change of the parameters.

An optimizer sees two flat vectors, `theta` and `grad`, and nothing of the network's
shape: its code is the equation of the textbook.
"""

import math

import numpy as np

from mlp_core.schedules import constant

# Where a gradient stays 0, v would shrink to numbers so small (below 1e-38) that a
# processor takes many times as long over them. Far too little to move a parameter.
TINY = 1e-30


class Optimizer:
    """What all optimizers share: the network, the count of steps, the rate of each."""

    def __init__(self, net, lr):
        self.net, self.steps = net, 0
        self._schedule = lr if callable(lr) else constant(float(lr))
        self._first_lr = self.lr

    @property
    def lr(self):
        # A NumPy scalar would turn the float32 step into float64: three times slower.
        lr = float(self._schedule(self.steps))
        if not (math.isfinite(lr) and lr >= 0.0):
            raise ValueError(
                f"{type(self).__name__}: the rate of step {self.steps} must be a "
                f"finite number of 0 or more, not {lr}."
            )
        return lr


class SGD(Optimizer):
    r"""Gradient descent with momentum:  v <- momentum v + grad,  theta <- theta - lr v.

    "Stochastic" because `grad` usually comes from a minibatch. Without momentum v is
    the gradient itself.

    Parameters
    ----------
    net : anything with `.theta` and `.grad`, such as an `MLP`.
    lr : the learning rate, in units of theta^2 per unit of loss: a number above 0, or
        a schedule, a function(step) -> number of 0 or more.
    momentum : the share of v that is kept at each step, at least 0 and below 1.

    Attributes
    ----------
    steps : how many steps were taken.
    lr : the rate of the next step.

    Raises
    ------
    ValueError : a rate or a momentum that is none; a schedule's rate is looked at
        when its step comes.

    Momentum is the subject of "Going deeper", section "Momentum".
    Explained in "Training and judging", section "The loop".
    Source: Rumelhart, Hinton, Williams (1986), eq. 8 and 9; Robbins, Monro (1951);
    Polyak (1964).
    """

    def __init__(self, net, lr, *, momentum=0.0):
        super().__init__(net, lr)
        self.momentum = float(momentum)
        if not 0.0 <= self.momentum < 1.0:
            raise ValueError(f"SGD: momentum must be in [0, 1), not {momentum}.")
        self.v = np.zeros_like(net.grad) if self.momentum else net.grad

    def step(self):
        """Change the parameters once, along the gradient that `net.grad` holds now."""
        lr = self.lr
        if self.momentum:
            self.v *= self.momentum
            self.v += self.net.grad
            self.v += TINY
        self.net.theta -= lr * self.v
        self.steps += 1

    def __repr__(self):
        momentum = f", momentum={self.momentum:g}" if self.momentum else ""
        return f"SGD(lr={self._first_lr:g}{momentum})"
