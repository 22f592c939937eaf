"""S3: the loss by hand is the package's with l2 = 2 reg, and the decay is a trap."""

import numpy as np
import pytest
import s3_two_layer_net as s3

from mlp_core import relative_error, softmax_cross_entropy


def test_by_hand_and_by_the_package():
    rng = np.random.default_rng(0)
    net = s3.build(rng, (5, 6, 4), np.float64)
    net.theta[:] = rng.normal(size=net.theta.size)
    X, y, reg = rng.normal(size=(9, 5)), rng.integers(0, 4, 9), 0.1
    first, _, last = net.layers
    params = [first.W, first.b, last.W, last.b]
    loss, (dW1, db1, dW2, db2) = s3.two_layer(params, X, y, reg)
    by_package, _ = net.loss_and_grad(X, y, softmax_cross_entropy, l2=2 * reg)
    assert loss == pytest.approx(by_package, rel=1e-12)
    for ours, theirs in zip(
        (dW1, db1, dW2, db2), (first.dW, first.db, last.dW, last.db), strict=True
    ):
        assert relative_error(ours, theirs) < 1e-10
    np.testing.assert_allclose(s3.two_layer(params, X), net.forward(X))


def test_when_the_decay_fires():
    assert s3.fires(600, 10) == [0, 3, 6, 9]  # 3 batches of 200 an epoch
    assert s3.fires(601, 1000) == [0]  # 3.005 batches, and no multiple is whole
    assert s3.fires(700, 10) == [0, 7]  # 3.5: every other epoch
    rate = s3.published_decay(1.0, 600, 10)
    expected = [1.0, 0.95, 0.95, 0.95, 0.95**2]
    assert [rate(t) for t in range(5)] == pytest.approx(expected)
