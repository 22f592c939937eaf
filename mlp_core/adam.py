"""Steps whose length is set for each parameter by the size of its own gradients."""

import numpy as np

from mlp_core.optimizers import TINY, Optimizer

# Entries at a time: what is computed in between stays in the processor's cache.
STRETCH = 32768


class Adam(Optimizer):
    r"""Each parameter by its own scale:  theta <- theta - lr m' / (sqrt(v') + epsilon).

    Running means of the gradient and of its square, entry by entry,
        m <- beta1 m + (1 - beta1) grad
        v <- beta2 v + (1 - beta2) grad^2
    begin at 0, so after t steps they are too small by a known factor, which is
    divided out:
        m' = m / (1 - beta1^t)      v' = v / (1 - beta2^t)

    Parameters
    ----------
    net : anything with `.theta` and `.grad`, such as an `MLP`.
    lr : about how far one step moves each parameter: a number above 0, or a schedule,
        a function(step) -> number of 0 or more.
    beta1, beta2 : the shares of m and v that are kept at each step, at least 0 and
        below 1.
    epsilon : above 0; a gradient far below it hardly moves its parameter.

    Attributes
    ----------
    steps : how many steps were taken.
    lr : the rate of the next step.

    Raises
    ------
    ValueError : a rate, a beta or an epsilon that is none; a schedule's rate is looked
        at when its step comes.

    Explained in "A network of networks", section "Adam".
    Source: Kingma, Ba (2015), "Adam", arXiv 1412.6980, algorithm 1.
    """

    def __init__(self, net, lr, *, beta1=0.9, beta2=0.999, epsilon=1e-8):
        super().__init__(net, lr)
        # Python floats, as the rate is: a NumPy scalar would make the step float64.
        self.beta1, self.beta2, self.epsilon = map(float, (beta1, beta2, epsilon))
        for name in ("beta1", "beta2"):
            beta = getattr(self, name)
            if not 0.0 <= beta < 1.0:
                raise ValueError(f"Adam: {name} must be in [0, 1), not {beta}.")
        if not 0.0 < self.epsilon < np.inf:
            raise ValueError(
                f"Adam: epsilon must be a finite number above 0, not {epsilon}."
            )
        self.m = np.zeros_like(net.grad)
        self.v = np.zeros_like(net.grad)

    def step(self):
        """Change the parameters once, by the gradient that `net.grad` holds now."""
        # The two corrections on single numbers, not on whole vectors.
        t = self.steps + 1
        c1, c2 = 1.0 - self.beta1**t, 1.0 - self.beta2**t
        lr = self.lr / c1
        for start in range(0, self.m.size, STRETCH):
            here = slice(start, start + STRETCH)
            m, v, grad = self.m[here], self.v[here], self.net.grad[here]
            m *= self.beta1
            m += (1.0 - self.beta1) * grad + TINY
            v *= self.beta2
            v += (1.0 - self.beta2) * grad**2 + TINY
            self.net.theta[here] -= lr * m / (np.sqrt(v / c2) + self.epsilon)
        self.steps = t

    def __repr__(self):
        return f"Adam(lr={self._first_lr:g})"
