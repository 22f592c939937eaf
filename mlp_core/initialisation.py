"""How large the random weights of a new layer should be."""

import math


def he(n_in, alpha=0.0):
    r"""Standard deviation that keeps a layer's scale:  sqrt(2 / ((1 + alpha^2) n_in)).

    For a layer whose inputs come out of ReLU (alpha 0) or of PReLU with slope alpha:
    it solves 1/2 (1 + alpha^2) n_in Var[w] = 1.

    Raises ValueError if n_in is below 1, or alpha is not a finite number.

    With alpha: "PReLU by hand", section "The scale of a layer with alpha".
    Explained in "Going deeper", section "The scale of a layer".
    Source: He, Zhang, Ren, Sun (2015), arXiv 1502.01852, eq. 10 and 15.
    """
    if n_in < 1:
        raise ValueError(f"he: n_in must be 1 or more, not {n_in}.")
    if not math.isfinite(alpha):
        raise ValueError(f"he: alpha must be a finite number, not {alpha}.")
    return math.sqrt(2.0 / ((1.0 + alpha**2) * n_in))


def glorot(n_in, n_out):
    r"""Standard deviation between forward and backward:  sqrt(2 / (n_in + n_out)).

    Also called Xavier. Activations keep their scale with 1/n_in, gradients with
    1/n_out; this is the compromise, for units of slope 1 near 0, such as tanh.

    Raises ValueError if a width is below 1.

    Explained in "Going deeper", section "The scale of a layer".
    Source: Glorot, Bengio (2010), "Understanding the difficulty of training deep
    feedforward neural networks", eq. 12.
    """
    if n_in < 1 or n_out < 1:
        raise ValueError(f"glorot: widths must be 1 or more, not {n_in} and {n_out}.")
    return math.sqrt(2.0 / (n_in + n_out))
