"""How large the random weights of a new layer should be."""

import math


def he(n_in):
    r"""Standard deviation that keeps a ReLU layer's scale:  sqrt(2 / n_in).

    Raises ValueError if n_in is below 1.

    Source: He, Zhang, Ren, Sun (2015), arXiv 1502.01852, eq. 10.
    """
    if n_in < 1:
        raise ValueError(f"he: n_in must be 1 or more, not {n_in}.")
    return math.sqrt(2.0 / n_in)
