"""Slips in dA, the loss's derivative by the outputs of the network."""

import numpy as np

DA = [
    (
        "the mean over the C outputs is missing: C times too large",
        lambda s: s.C * s.dA,
    ),
    (
        "divided by C too much: this loss is a mean over the examples only",
        lambda s: s.dA / s.C,
    ),
    ("the targets are not subtracted", lambda s: s.P / s.N),
    ("the targets are not subtracted", lambda s: 2 * s.A / s.A.size),
    (
        "softmax derived as if it were a sigmoid: without the off-diagonal terms of "
        "its Jacobian only the true class gets a gradient",
        lambda s: s.dA * (s.Y * s.P > 0),
    ),
    (
        "a factor P (1 - P) too much: P - Y is the derivative by Z already",
        lambda s: s.dA * s.P * (1 - s.P),
    ),
    ("the derivative by P, where that by Z belongs", lambda s: -s.Y / (s.P * s.N)),
    (
        "1 is taken off one whole row of P, not off each example's own class: the "
        "labels do not enter",
        lambda s: (s.P - (np.arange(s.N) == s.Y.argmax())[:, None]) / s.N,
    ),
    (
        "the outputs Z themselves are used where their softmax P belongs",
        lambda s: (s.A - s.Y) / s.N + 0 * s.P,
    ),
]
