"""How a gradient becomes a change of the parameters.

An optimizer sees two flat vectors, `theta` and `grad`, and nothing of the network's
shape: its code is the equation of the textbook.
"""

import math


class SGD:
    r"""Gradient descent:  theta <- theta - lr grad.

    "Stochastic" because `grad` usually comes from a minibatch.

    Parameters
    ----------
    net : anything with `.theta` and `.grad`, such as an `MLP`.
    lr : the learning rate, a number above 0, in units of theta^2 per unit of loss.

    Raises
    ------
    ValueError : lr is not a finite number above 0.

    Explained in "Training and judging", section "The loop".
    Source: Rumelhart, Hinton, Williams (1986), eq. 8; Robbins, Monro (1951).
    """

    def __init__(self, net, lr):
        # A NumPy scalar would turn the float32 step into float64: three times slower.
        self.net, self.lr = net, float(lr)
        if not (math.isfinite(self.lr) and self.lr > 0):
            raise ValueError(f"SGD: lr must be a finite number above 0, not {lr}.")

    def step(self):
        """Change the parameters once, along the gradient that `net.grad` holds now."""
        self.net.theta -= self.lr * self.net.grad

    def __repr__(self):
        return f"SGD(lr={self.lr:g})"
