"""How large the random weights of a new layer should be."""

import math


def he(n_in):
    r"""Standard deviation that keeps a ReLU layer's scale:  sqrt(2 / n_in).

    Source: He, Zhang, Ren, Sun (2015), arXiv 1502.01852, eq. 10.
    """
    return math.sqrt(2.0 / n_in)
