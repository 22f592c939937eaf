"""S10: every gradient of the chain, mistakes that are caught, the exact solution."""

import autograd
import autograd.numpy as anp
import hjb
import numpy as np
import pytest
import s10_network_of_networks as s10

from mlp_core import numerical_gradient, relative_error

LAM = 3.0
SIZES = [(2, 3, 5), (3, 2, 4), (1, 4, 3), (2, 2, 1)]  # d, N, B


def problem(d, N, B, steer=0.5):
    """A chain whose parameters are all random, and paths."""
    rng = np.random.default_rng(10 * d + N)
    chain = hjb.Chain(d, N, LAM, rng=rng, std=0.3, dtype=np.float64)
    chain.theta += rng.normal(0.0, 0.3, chain.theta.shape)
    return chain, *chain.paths(B, rng=rng, steer=steer)


def parameters(chain):
    yield from ((f"d{name}", chain.start, name) for name in chain.start.params)
    for i, net in enumerate(chain.nets, start=1):
        for layer in net:
            yield from ((f"net {i}, d{name}", layer, name) for name in layer.params)


def wrong_ones(chain, x, dB, way="loss_and_grad"):
    """Names of the gradients that central differences do not confirm."""
    data = (x, dB) if way == "loss_and_grad" else (x,)
    getattr(chain, way)(*data)
    grads = [getattr(part, "d" + name).copy() for _, part, name in parameters(chain)]
    wrong = []
    for (title, part, name), dV in zip(parameters(chain), grads, strict=True):
        V = getattr(part, name)
        G = numerical_gradient(lambda: getattr(chain, way)(*data)[0], V)
        if relative_error(dV, G) > 1e-7:
            wrong.append(title)
    return wrong


@pytest.mark.parametrize("sizes", SIZES)
def test_gradients_against_central_differences(sizes):
    assert wrong_ones(*problem(*sizes)) == []


def test_slopes_of_the_pre_training_against_central_differences():
    chain, x, dB = problem(2, 3, 5)
    found = wrong_ones(chain, x, dB, "loss_and_grad_of_slopes")
    assert found == []


def autograd_gradients(chain, x, dB):
    """Gradients of the textbook formulas by each parameter, in `parameters`' order."""

    def f(values):
        values = iter(values)
        u, z0 = next(values), next(values)
        for i in range(chain.N):
            z = z0 + anp.zeros(x[i].shape)
            if i:
                A = x[i]
                for k in range(3):
                    W, b = next(values), next(values)
                    A = anp.dot(A, W) + b
                    A = anp.tanh(A) if k < 2 else A
                z = A
            f_dt = LAM / 2 * anp.sum(z**2, axis=1) / chain.N
            u = u + f_dt + anp.sum(z * dB[i], axis=1)
        g = anp.log((1 + anp.sum(x[-1] ** 2, axis=1)) / 2)
        return anp.mean((u - g) ** 2)

    values = [getattr(part, name).copy() for _, part, name in parameters(chain)]
    return f(values), autograd.grad(f)(values)


@pytest.mark.parametrize("sizes", SIZES)
def test_gradients_against_autograd(sizes):
    chain, x, dB = problem(*sizes)
    loss, _ = chain.loss_and_grad(x, dB)
    expected, grads = autograd_gradients(chain, x, dB)
    assert loss == pytest.approx(expected, rel=1e-12)
    for (_, part, name), dV in zip(parameters(chain), grads, strict=True):
        assert np.linalg.norm(dV) > 0
        assert relative_error(getattr(part, "d" + name), dV) < 1e-10


def test_everything_is_a_view_of_one_vector():
    chain, *_ = problem(2, 3, 5)
    assert sum(getattr(p, n).size for _, p, n in parameters(chain)) == chain.theta.size
    chain.theta[:] = 0
    assert all((getattr(part, name) == 0).all() for _, part, name in parameters(chain))


def test_grad_of_g():
    x = np.random.default_rng(0).normal(size=(4, 3))
    dx = numerical_gradient(lambda: float(hjb.g(x).sum()), x)
    assert relative_error(hjb.g_prime(x), dx) < 1e-7


class WithoutDriver(hjb.Chain):
    """The lam z dt of dz is forgotten, as if f did not depend on z."""

    def forward(self, x, dB):
        u = super().forward(x, dB)
        self.dz_du = list(dB)
        return u


class OneExample(hjb.Chain):
    """du0 without its sum over the batch."""

    def backward(self, du):
        super().backward(du)
        self.start.du0[:] = du[0]


class Square(hjb.Chain):
    """The sum over d without keepdims: (B, 1) + (B,) is (B, B)."""

    def forward(self, x, dB):
        u = super().forward(x, dB)
        return u + np.sum(0.0 * dB[0], axis=1)


def planted(mistake):
    chain, x, dB = problem(2, 3, 5)
    chain.__class__ = mistake
    return chain, x, dB


def test_a_forgotten_driver_is_caught_in_every_network():
    wrong = wrong_ones(*planted(WithoutDriver))
    assert len(wrong) == 1 + 2 * 6  # z0, and W and b of three layers in two networks
    assert "du0" not in wrong


def test_a_forgotten_sum_is_caught():
    assert wrong_ones(*planted(OneExample)) == ["du0"]


def test_a_square_of_u_is_caught():
    chain, x, dB = planted(Square)
    assert chain.forward(x, dB).shape == (5, 5)
    with pytest.raises(ValueError, match=r"broadcast|shape"):
        chain.loss_and_grad(x, dB)


def test_paths_have_the_right_law():
    rng = np.random.default_rng(0)
    chain = hjb.Chain(3, 4, LAM, rng=rng, dtype=np.float64)
    x, dB = chain.paths(20_000, rng=rng)
    np.testing.assert_array_equal(x[0], 0)
    np.testing.assert_allclose(np.diff(x, axis=0), 2**0.5 * dB, atol=1e-12)
    np.testing.assert_allclose(dB.var(axis=1), 0.25, rtol=0.05)
    np.testing.assert_allclose(x[-1].var(axis=0), 2.0, rtol=0.05)
    chain.start.z0[:] = 1.0
    _, dB = chain.paths(20_000, rng=rng, steer=1.0)
    np.testing.assert_allclose(dB[0].mean(axis=0), -LAM / 4, atol=0.02)


TABLE = {
    1: 4.59016172,
    10: 4.49292949,
    20: 4.36713903,
    30: 4.21360716,
    40: 4.01307403,
    50: 3.72417592,
}


@pytest.mark.parametrize("lam", TABLE)
def test_exact_solution(lam):
    """Two integrals that share nothing, and the table that was computed elsewhere."""
    by_chi_square = s10.exact_u0(lam)
    by_gamma, _ = s10.exact_u_and_slope(lam, np.zeros(1), 1.0)
    assert by_chi_square == pytest.approx(TABLE[lam], abs=2e-8)
    assert by_gamma[0] == pytest.approx(TABLE[lam], abs=2e-8)


def test_baseline():
    assert s10.exact_u0(0.0) == pytest.approx(4.600226, abs=1e-6)


def test_exact_z_is_the_slope_of_the_exact_u():
    lam, tau, h = 20, 0.3, 1e-4
    r = np.array([0.5, 8.0, 12.0])
    above, _ = s10.exact_u_and_slope(lam, (r + h) ** 2, tau)
    below, _ = s10.exact_u_and_slope(lam, (r - h) ** 2, tau)
    _, c = s10.exact_u_and_slope(lam, r**2, tau)
    np.testing.assert_allclose(c * r, 2**0.5 * (above - below) / (2 * h), rtol=1e-6)
