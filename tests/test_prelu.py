"""PReLU: its values and gradients by hand, its two forms, and what it refuses."""

import copy
import pickle
import re
import types

import numpy as np
import pytest
from nets import random_examples, random_net

import mlp_core
from mlp_core import (
    MLP,
    SGD,
    Dense,
    PReLU,
    ReLU,
    check_network,
    diagnose_gradient,
    fit,
    mse,
    prelu,
    prelu_alpha_prime,
    prelu_prime,
    relu,
    share_of_dead_units,
    softmax_cross_entropy,
)

Z = np.array([[-1.0, 2.0], [-3.0, -4.0]])
dA = np.array([[1.0, 10.0], [100.0, 1000.0]])


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def small_net(rng, n=1, dtype=np.float64, alpha=0.25):
    """5 inputs, one PReLU layer of 4 units, 3 outputs."""
    between = lambda: PReLU(n, alpha=alpha, dtype=dtype)  # noqa: E731
    return random_net(rng, (5, 4, 3), between, None, dtype=dtype)


def settings(net, lr=0.1, **more):
    how = {"loss": softmax_cross_entropy, "optimizer": SGD(net, lr), "batch_size": 10}
    return how | {"rng": np.random.default_rng(1), "progress": False} | more


def test_public_names_are_what_they_say():
    """A module of the same name would take a function's place."""
    modules = [
        name
        for name in mlp_core.__all__
        if isinstance(getattr(mlp_core, name), types.ModuleType)
    ]
    assert not modules
    assert mlp_core.prelu(-2.0, 0.25) == -0.5


def test_functions_by_hand():
    z = np.array([-2.0, 0.0, 3.0])
    np.testing.assert_array_equal(prelu(z, 0.25), [-0.5, 0.0, 3.0])
    np.testing.assert_array_equal(prelu_prime(z, 0.25), [0.25, 0.25, 1.0])
    np.testing.assert_array_equal(prelu_alpha_prime(z), [-2.0, 0.0, 0.0])
    assert prelu(-2.0, 1.3) == -2.6


def test_alpha_0_is_relu_1_the_line_and_minus_1_the_size(rng):
    z = rng.normal(size=(7, 3))
    np.testing.assert_array_equal(prelu(z, 0.0), relu(z))
    np.testing.assert_array_equal(prelu(z, 1.0), z)
    np.testing.assert_array_equal(prelu(z, -1.0), np.abs(z))


def test_an_alpha_for_each_column():
    z, alpha = np.full((2, 3), -2.0), np.array([0.0, 0.5, -1.0])
    np.testing.assert_array_equal(prelu(z, alpha), [[0.0, -1.0, 2.0]] * 2)
    np.testing.assert_array_equal(prelu_prime(z, alpha), [alpha] * 2)


@pytest.mark.parametrize("alpha", [0.25, 0.001, 1.0, 1.3, -0.5])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_large_inputs_and_their_type(dtype, alpha):
    z = np.array([[-1e4, 1e4]], dtype)
    for n in (1, 2):
        layer = PReLU(n, alpha=alpha, dtype=dtype)
        A = layer.forward(z)
        np.testing.assert_allclose(A, [[alpha * -1e4, 1e4]], rtol=1e-6)
        dZ = layer.backward(z)
        assert A.dtype == dZ.dtype == layer.dalpha.dtype == dtype
        np.testing.assert_allclose(layer.dalpha, [1e8, 0.0][:n], rtol=1e-6)


def test_shared_alpha_by_hand():
    """By each use of alpha: -1, 0, -300, -4000."""
    layer = PReLU(alpha=0.5, dtype=np.float64)
    np.testing.assert_array_equal(layer.forward(Z), [[-0.5, 2.0], [-1.5, -2.0]])
    np.testing.assert_array_equal(layer.backward(dA), [[0.5, 10.0], [50.0, 500.0]])
    np.testing.assert_array_equal(layer.dalpha, [-4301.0])


def test_channel_wise_alpha_by_hand():
    """Two examples, two units: a sum over the wrong axis has the right shape."""
    layer = PReLU(2, dtype=np.float64)
    layer.alpha[:] = 0.5, -1.0
    np.testing.assert_array_equal(layer.forward(Z), [[-0.5, 2.0], [-1.5, 4.0]])
    np.testing.assert_array_equal(layer.backward(dA), [[0.5, 10.0], [50.0, -1000.0]])
    np.testing.assert_array_equal(layer.dalpha, [-301.0, -4000.0])


@pytest.mark.parametrize("n", [1, 2])
def test_gradients_are_of_the_last_pass_and_filled_in_place(n):
    layer = PReLU(n, dtype=np.float64)
    dalpha = layer.dalpha
    layer.forward(Z)
    layer.backward(dA)
    once = dalpha.copy()
    layer.backward(dA)
    assert once.any()
    np.testing.assert_array_equal(dalpha, once)
    assert layer.dalpha is dalpha


@pytest.mark.parametrize("n", [1, 2])
def test_what_is_given_is_not_overwritten(n):
    layer, given = PReLU(n, dtype=np.float64), (Z.copy(), dA.copy())
    A = layer.forward(given[0])
    out = A.copy()
    layer.backward(given[1])
    np.testing.assert_array_equal(given, (Z, dA))
    np.testing.assert_array_equal(A, out)
    np.testing.assert_array_equal(layer.alpha, [0.25] * n)


def test_the_first_layer_hands_nothing_on(rng):
    net = MLP(PReLU(5, dtype=np.float64), Dense(5, 3, rng=rng, dtype=np.float64))
    X, Y = random_examples(rng, 7, 5, 3)
    check_network(net, X, Y, mse)
    first = net.layers[0]
    assert np.count_nonzero(first.dalpha) > 1
    assert first.backward(np.ones((7, 5)), need_dX=False) is None


def test_one_alpha_serves_any_shape(rng):
    layer = PReLU(dtype=np.float64)
    for shape in ((3,), (2, 5), (2, 3, 4)):
        z, arriving = rng.normal(size=shape), rng.normal(size=shape)
        np.testing.assert_array_equal(layer.forward(z), prelu(z, 0.25))
        layer.backward(arriving)
        assert layer.dalpha == pytest.approx(np.sum(arriving * np.minimum(z, 0)))


def test_mask_and_slope_at_0():
    layer = PReLU(dtype=np.float64)
    layer.forward(np.array([[-1.0, 0.0, 1.0]]))
    np.testing.assert_array_equal(layer.mask, [[False, False, True]])
    np.testing.assert_array_equal(layer.backward(np.ones((1, 3))), [[0.25, 0.25, 1]])


@pytest.mark.parametrize("n", [1, 4])
def test_a_unit_at_its_kink_is_left_out_of_the_check(rng, n):
    net = small_net(rng, n)
    X, Y = random_examples(rng, 7, 5, 3)
    dense, layer = net.layers[:2]
    dense.b[1] -= dense.forward(X)[0, 1]  # unit 1 is at 0 for example 0
    net.loss_and_grad(X, Y, mse)
    assert np.count_nonzero(dense.Z == 0) == 1

    def f():
        return mse(net.forward(X), Y)[0]

    db = dense.db.copy()
    report = diagnose_gradient(f, dense.b, db, mask=lambda: layer.mask)
    assert report.right
    assert report.left_out == 1
    assert not diagnose_gradient(f, dense.b, db, mask=lambda: True).right
    report = diagnose_gradient(f, layer.alpha, layer.dalpha, mask=lambda: layer.mask)
    assert report.right
    assert report.left_out == 0  # in alpha there is no kink
    check_network(net, X, Y, mse)


@pytest.mark.parametrize("n", [1, 4])
def test_alpha_is_not_decayed(rng, n):
    net = small_net(rng, n)
    X, Y = random_examples(rng, 7, 5, 3)
    plain, _ = net.loss_and_grad(X, Y, mse)
    dalpha, dW = net.layers[1].dalpha.copy(), net.layers[0].dW.copy()
    with_l2, _ = net.loss_and_grad(X, Y, mse, l2=0.3)
    weights = net.layers[0].W, net.layers[2].W
    squares = sum(np.sum(W**2) for W in weights)
    assert net.n_weights == sum(W.size for W in weights)
    assert with_l2 - plain == pytest.approx(0.15 * squares)
    np.testing.assert_array_equal(net.layers[1].dalpha, dalpha)
    np.testing.assert_allclose(net.layers[0].dW - dW, 0.3 * weights[0])


@pytest.mark.parametrize("n", [1, 4])
def test_a_step_moves_alpha_and_stays_float32(rng, n):
    net = small_net(rng, n, np.float32)
    layer, (X, Y) = net.layers[1], random_examples(rng, 7, 5, 3)
    net.loss_and_grad(X, Y, mse)
    before, dalpha = layer.alpha.copy(), layer.dalpha.copy()
    SGD(net, 0.5).step()
    np.testing.assert_array_equal(layer.alpha, before - np.float32(0.5) * dalpha)
    assert dalpha.all()
    dZ = layer.backward(np.ones((7, 4), np.float32))
    for V in (layer.alpha, layer.dalpha, layer.A, dZ, net.theta, net.grad):
        assert V.dtype == np.float32
    assert np.shares_memory(layer.alpha, net.theta)
    assert np.shares_memory(layer.dalpha, net.grad)


@pytest.mark.parametrize("n", [1, 4])
def test_a_replaced_alpha_is_noticed(rng, n):
    net = small_net(rng, n)
    net.layers[1].alpha = net.layers[1].alpha * 1.0
    with pytest.raises(ValueError, match=r"PReLU\(4?\)\.alpha was replaced"):
        net.loss_and_grad(*random_examples(rng, 7, 5, 3), mse)


def by_file(net, folder):
    return MLP.load(net.save(folder / "net.npz"))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n", [1, 4])
@pytest.mark.parametrize(
    "duplicate",
    [
        by_file,
        lambda net, _: copy.deepcopy(net),
        lambda net, _: pickle.loads(pickle.dumps(net)),
    ],
)
def test_copies_keep_their_alphas(rng, tmp_path, duplicate, n, dtype):
    net = small_net(rng, n, dtype)
    net.layers[1].alpha[:] = [-0.5, 0.001, 1.0, 1.3][:n]
    other = duplicate(net, tmp_path)
    assert repr(other) == repr(net)
    assert other.theta.dtype == other.layers[1].alpha.dtype == dtype
    np.testing.assert_array_equal(other.layers[1].alpha, net.layers[1].alpha)
    X, Y = random_examples(rng, 6, 5, 3)
    np.testing.assert_array_equal(other.forward(X), net.forward(X))
    kept = net.layers[1].alpha.copy()
    other.theta[:] = 7.0
    assert (other.layers[1].alpha == 7.0).all()
    np.testing.assert_array_equal(net.layers[1].alpha, kept)
    other.loss_and_grad(X, Y, mse)
    assert np.shares_memory(other.layers[1].dalpha, other.grad)


def test_names():
    assert [repr(PReLU()), repr(PReLU(1)), repr(PReLU(7))] == [
        *("PReLU()", "PReLU()", "PReLU(7)"),
    ]


def test_dead_units_are_those_of_relu_alone(rng):
    net = MLP(
        *(Dense(4, 6, rng=rng), PReLU(6), Dense(6, 5, rng=rng), ReLU()),
        *(Dense(5, 4, rng=rng), PReLU(), Dense(4, 3, rng=rng)),
    )
    net.layers[0].b[:] = net.layers[4].b[:] = -1e3  # all of both PReLU layers at Z < 0
    net.layers[2].W[:], net.layers[2].b[:] = 0.0, [1, 1, -1, 1, -1]
    X = rng.normal(size=(30, 4))
    np.testing.assert_allclose(share_of_dead_units(net, X), [2 / 5])
    assert share_of_dead_units(small_net(rng), rng.normal(size=(3, 5))).shape == (0,)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"n": 0}, r"n must be 1 \(shared\) or the width, not 0"),
        ({"n": -3}, r"n must be 1 \(shared\) or the width, not -3"),
        ({"n": 2.5}, r"n must be 1 \(shared\) or the width, not 2\.5"),
        ({"alpha": np.nan}, "alpha must start finite, not at nan"),
        ({"alpha": np.inf}, "alpha must start finite, not at inf"),
    ],
)
def test_bad_arguments_are_refused(arguments, says):
    with pytest.raises(ValueError, match=says):
        PReLU(**arguments)


@pytest.mark.parametrize("shape", [(7, 3), (7, 1), (4, 7), (4,), (7, 4, 2), (2, 7, 4)])
def test_another_shape_is_refused_with_the_mend(shape):
    """(4,) as well: without rows, a sum over the examples would go over the units."""
    says = rf"PReLU\(4\): Z {re.escape(str(shape))} must be \(N, 4\), .* PReLU\(\) one"
    with pytest.raises(ValueError, match=says):
        PReLU(4).forward(np.ones(shape))


def test_shapes_and_widths_that_do_not_fit(rng):
    layer = PReLU(4)
    with pytest.raises(ValueError, match=r"PReLU\(4\)\.backward needs forward first"):
        layer.backward(np.ones((7, 4)))
    layer.forward(np.ones((7, 4)))
    for wrong in ((1, 4), (7, 1), (4,)):
        with pytest.raises(ValueError, match=r"must have the shape \(7, 4\)"):
            layer.backward(np.ones(wrong))
    for after in ((), (Dense(4, 2, rng=rng),)):
        with pytest.raises(ValueError, match=r"is followed by PReLU\(3\): .* 4, must"):
            MLP(Dense(5, 4, rng=rng), PReLU(3), *after)
    with pytest.raises(ValueError, match=r"need the same dtype.*PReLU\(\): float64"):
        MLP(Dense(5, 4, rng=rng), PReLU(dtype=np.float64))


@pytest.mark.parametrize(("n", "bad"), [(1, "1 of 1"), (4, "1 of 4")])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_an_alpha_that_ran_away_is_told(rng, n, bad, value):
    net = small_net(rng, n)
    net.layers[1].alpha[-1] = value
    says = rf"{bad} alphas of PReLU\(4?\) are inf or nan.*smaller learning rate"
    with pytest.raises(ValueError, match=says):
        net.forward(np.ones((2, 5)))


@pytest.mark.parametrize("n", [1, 4])
@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("when", [5, 6])  # amid the second epoch, and at its very end
def test_fit_ends_as_diverged_when_alpha_runs_away(rng, n, value, when):
    net = small_net(rng, n, np.float32)
    X, y = rng.normal(size=(30, 5)), rng.integers(0, 3, 30)

    class Spoiler(SGD):
        def step(self):
            super().step()
            if self.steps == when:
                net.layers[1].alpha[-1] = value

    how = settings(net, optimizer=Spoiler(net, 0.1), validation=(X, y))
    history = fit(net, X, y, epochs=5, **how)
    assert history.stopped == "diverged"
    assert len(history) == 2
    for column in ("loss", "valid_loss"):
        assert np.isfinite(history[column][0])
        assert np.isnan(history[column][1])
    with pytest.raises(ValueError, match="alphas of PReLU"):
        fit(net, X, y, epochs=1, **settings(net))


def test_fit_ends_as_diverged_when_the_rate_is_absurd(rng):
    net = small_net(rng, 4, np.float32)
    X, y = rng.normal(size=(30, 5)), rng.integers(0, 3, 30)
    history = fit(net, X, y, epochs=5, **settings(net, lr=1e30))
    assert history.stopped == "diverged"
    assert len(history) == 1


@pytest.mark.parametrize("n", [1, 4])
def test_training_changes_every_alpha(rng, n):
    net = small_net(rng, n, np.float32)
    X, y = rng.normal(size=(30, 5)), rng.integers(0, 3, 30)
    history = fit(net, X, y, epochs=20, **settings(net))
    assert history["loss"][-1] < history["loss"][0]
    assert (net.layers[1].alpha != np.float32(0.25)).all()


def test_functions_and_alpha_keep_float32():
    Z32 = Z.astype(np.float32)
    for array in (prelu(Z32, 0.25), prelu_prime(Z32, 0.25), prelu_alpha_prime(Z32)):
        assert array.dtype == np.float32
    with pytest.raises(ValueError, match=r"PReLU: dtype .* must be np.float32"):
        PReLU(dtype=int)
