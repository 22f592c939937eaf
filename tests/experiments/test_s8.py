"""S8: without a fault it is the package's gradient; each fault shows, or cannot."""

import numpy as np
import pytest
import s8_never_learns as s8

from mlp_core import MLP, Dense, ReLU, relative_error, softmax_cross_entropy

WIDTHS, N = (7, 6, 6, 4), 9
IN_GRADIENT = (*s8.FATAL, "divided_again", "copied_delta")
IN_START = ("wrong_limit", "random_bias")


def problem(faults=frozenset()):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(N, 7)), rng.integers(0, 4, N)
    return s8.draw(rng, faults, WIDTHS), X, y


def flat(faults):
    grads, _ = s8.gradient(*problem(), faults)
    return np.concatenate([dV.ravel() for dV in grads])


def trained(y, faults, epochs=1, n=40):
    rng = np.random.default_rng(1)
    params = problem(faults)[0]
    X = rng.normal(size=(n, 7))
    rest = {"rng": np.random.default_rng(2), "faults": faults, "batch_size": 10}
    list(s8.train(params, X, y, epochs=epochs, **rest))
    return np.concatenate([V.ravel() for V in params])


def test_without_faults_it_is_the_gradient():
    params, X, y = problem()
    layers = []
    for W, b in zip(params[::2], params[1::2], strict=True):
        dense = Dense(*W.shape, rng=np.random.default_rng(), dtype=np.float64)
        dense.W[:], dense.b[:] = W, b
        layers += [dense, ReLU()]
    net = MLP(*layers[:-1])
    net.loss_and_grad(X, y, softmax_cross_entropy)
    right = [dV for layer in net.layers[::2] for dV in (layer.dW, layer.db)]
    grads, P = s8.gradient(params, X, y, frozenset())
    for dV, expected in zip(grads, right, strict=True):
        assert relative_error(dV, expected) < 1e-10
    np.testing.assert_allclose(P, net.predict_proba(X))


@pytest.mark.parametrize("fault", IN_GRADIENT)
def test_faults_that_change_the_gradient(fault):
    assert relative_error(flat({fault}), flat(frozenset())) > 0.1


def test_adding_the_largest_logit_is_harmless_until_it_overflows():
    assert relative_error(flat({"max_added"}), flat(frozenset())) < 1e-10
    params, X, _ = problem()
    with np.errstate(over="ignore", invalid="ignore"):
        assert np.isnan(s8.forward(params, 1e4 * X, {"max_added"})[2]).any()
    assert np.isfinite(s8.forward(params, 1e4 * X, frozenset())[2]).all()


@pytest.mark.parametrize("fault", IN_START)
def test_faults_of_the_start(fault):
    meant, drawn = problem()[0], problem({fault})[0]
    assert any(not np.array_equal(V, W) for V, W in zip(meant, drawn, strict=True))


@pytest.mark.parametrize(
    ("fault", "n"), [("rate_bands", 40), ("batch_overwritten", 36)]
)
def test_faults_of_the_loop(fault, n):
    y = np.zeros(n, int)  # soon learned, so that the error falls from band to band
    changed = trained(y, {fault}, 20, n)
    assert not np.allclose(changed, trained(y, frozenset(), 20, n), atol=1e-3)


def test_every_fault_is_tested():
    seen = (*IN_GRADIENT, *IN_START, "max_added", "rate_bands", "batch_overwritten")
    assert sorted(seen) == sorted(s8.FAULTS)


def test_labels_never_enter():
    y = np.random.default_rng(3).integers(0, 4, 40)
    made_up = np.random.default_rng(4).integers(0, 4, 40)
    first = np.random.default_rng(2).permutation(40)[::10]  # of each batch
    kept = made_up.copy()
    kept[first] = y[first]
    gradient_faults = frozenset(IN_GRADIENT)
    weights = trained(y, gradient_faults)
    np.testing.assert_array_equal(trained(kept, gradient_faults), weights)
    np.testing.assert_allclose(trained(made_up, gradient_faults), weights, rtol=1e-12)
    control = trained(made_up, frozenset()) - trained(y, frozenset())
    assert np.abs(control).max() > 1e-3
