"""S4: loops and matrices agree, with sizes that all differ."""

import numpy as np
import s4_softmax_loops as s4


def test_loops_equal_matrices():
    rng = np.random.default_rng(0)
    W, X, y = rng.normal(size=(4, 5)), rng.normal(size=(5, 7)), rng.integers(0, 4, 7)
    loss_loops, dW_loops = s4.with_loops(W, X, y, 0.1)
    loss, dW = s4.with_matrices(W, X, y, 0.1)
    assert abs(loss - loss_loops) < 1e-12
    assert np.abs(dW - dW_loops).max() < 1e-12
