"""S4, softmax and its gradient with loops over examples and classes, and in matrices.

A linear classifier after an assignment of Stanford's CS231n, with its shapes: W (C, D),
X (D, N), examples as columns, and the penalty (reg/2) sum W^2. Each class's row of dW
collects (p_j - [j is right]) x from every example; all of it at once is one product.

    python experiments/s4_softmax_loops.py
"""

import time

import numpy as np
import results

from mlp_core import softmax_cross_entropy

N, C, REG, ROUNDS, TOLERANCE = 5_000, 10, 0.1, 7, 1e-12


def with_loops(W, X, y, reg):
    """(loss, dW), an example and a class at a time."""
    N = X.shape[1]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(N):
        z = W @ X[:, i]
        z -= z.max()
        log_total = np.log(np.exp(z).sum())
        loss += log_total - z[y[i]]
        for j in range(len(W)):
            p = np.exp(z[j] - log_total)
            dW[j] += (p - (j == y[i])) * X[:, i]
    return loss / N + 0.5 * reg * (W * W).sum(), dW / N + reg * W


def with_matrices(W, X, y, reg):
    """(loss, dW) by the package, whose examples are rows."""
    loss, dZ = softmax_cross_entropy((W @ X).T, y)
    return loss + 0.5 * reg * (W * W).sum(), (X @ dZ).T + reg * W


def main():
    (X, y), _ = results.mnist_parts(N)
    X = np.hstack([X, np.ones((N, 1))]).T.astype(np.float64)  # a row of ones for b
    W = np.random.default_rng(0).normal(0.0, 0.1, (C, len(X)))
    seconds = {with_loops: [], with_matrices: []}
    for _ in range(ROUNDS):  # side by side: both see the same neighbours
        found = []
        for way, taken in seconds.items():
            start = time.process_time()
            found.append(way(W, X, y, REG))
            taken.append(time.process_time() - start)
    (loss_loops, dW_loops), (loss, dW) = found
    largest = float(np.abs(dW - dW_loops).max())
    assert largest <= TOLERANCE
    assert abs(loss - loss_loops) <= TOLERANCE * loss
    ratio = np.array(seconds[with_loops]) / np.array(seconds[with_matrices])
    run = {
        "seed": 0,
        "loss": loss,
        "loss_differs_by": abs(loss - loss_loops),
        "dW_differs_by_at_most": largest,
        "dW_largest": float(np.abs(dW).max()),
        "loops_by_matrices": round(float(np.median(ratio)), 1),
        "lowest": round(float(ratio.min()), 1),
        "highest": round(float(ratio.max()), 1),
        "seconds": {
            "loops": round(float(np.median(seconds[with_loops])), 4),
            "matrices": round(float(np.median(seconds[with_matrices])), 4),
        },
    }
    recipe = {
        "task": f"softmax cross-entropy with reg {REG}, {N:,} x 785, C = {C}, float64",
        "data": "MNIST, the first 5,000 training images in [0, 1], and a row of ones",
        "timing": f"{ROUNDS} rounds side by side, medians; ratios within a round; "
        "seconds of processor time",
    }
    results.write("s4", recipe, [run])


if __name__ == "__main__":
    main()
