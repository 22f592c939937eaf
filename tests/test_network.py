"""Layers and networks: shapes, views, types, files."""

import copy
import json
import pickle

import numpy as np
import pytest
from nets import random_examples, random_net

from mlp_core import (
    MLP,
    SGD,
    Dense,
    Dropout,
    ReLU,
    Sigmoid,
    Tanh,
    flatten_parameters,
    he,
    mse,
    sigmoid,
    softmax,
    tanh,
)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def net(rng):
    return random_net(rng, (5, 4, 3), Tanh, Sigmoid)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sigmoid_and_tanh_never_overflow(dtype):
    Z = np.array([-1e4, -50, 0, 50, 1e4], dtype)
    assert sigmoid(Z).dtype == tanh(Z).dtype == dtype
    np.testing.assert_array_equal(sigmoid(Z)[[0, 2, 4]], [0, 0.5, 1])
    np.testing.assert_array_equal(tanh(Z)[[0, 2, 4]], [-1, 0, 1])


def test_sigmoid_is_the_textbook_function():
    Z = np.linspace(-30, 30, 61)
    np.testing.assert_allclose(sigmoid(Z), 1 / (1 + np.exp(-Z)), atol=1e-15)


def test_parameters_are_views_with_weights_first(net):
    assert net.n_weights == 5 * 4 + 4 * 3
    assert net.theta.size == net.n_weights + 4 + 3
    first, last = net.layers[0], net.layers[2]
    net.theta[:] = np.arange(net.theta.size)
    assert first.W[0, 1] == 1
    assert last.W[0, 0] == 20
    assert first.b[0] == 32
    first.W[0, 0] = -7
    assert net.theta[0] == -7


def test_views_survive_a_step(net, rng):
    X, Y = random_examples(rng, 6, 5, 3)
    net.loss_and_grad(X, Y, mse)
    before = net.theta.copy()
    SGD(net, 0.5).step()
    np.testing.assert_array_equal(net.theta, before - 0.5 * net.grad)
    for layer in (net.layers[0], net.layers[2]):
        assert np.shares_memory(layer.W, net.theta)
        assert np.shares_memory(layer.db, net.grad)


def test_float32_stays_float32_through_a_step(rng):
    net = random_net(rng, (5, 4, 3), ReLU, Sigmoid, dtype=np.float32)
    X, Y = random_examples(rng, 6, 5, 3)  # float64 examples
    A = net.forward(X)
    loss, dA = mse(A, Y.astype(np.float64))
    assert type(loss) is float
    assert A.dtype == dA.dtype == np.float32
    assert net.layers[1].backward(net.layers[2].backward(dA)).dtype == np.float32
    net.loss_and_grad(X, Y, mse)
    SGD(net, np.float64(0.1)).step()
    assert net.theta.dtype == net.grad.dtype == np.float32
    assert type(SGD(net, np.float64(0.1)).lr) is float


def test_inputs_and_stored_values_are_not_overwritten(net, rng):
    X, Y = random_examples(rng, 6, 5, 3)
    kept = X.copy(), Y.copy()
    A = net.forward(X)
    out = A.copy()
    net.loss_and_grad(X, Y, mse, l2=0.1)
    np.testing.assert_array_equal(X, kept[0])
    np.testing.assert_array_equal(Y, kept[1])
    np.testing.assert_array_equal(A, out)


@pytest.mark.parametrize(
    "duplicate", [copy.deepcopy, lambda n: pickle.loads(pickle.dumps(n))]
)
def test_copies_are_whole_networks_of_their_own(net, duplicate):
    other = duplicate(net)
    np.testing.assert_array_equal(other.theta, net.theta)
    other.theta[:] = 0
    assert not other.layers[0].W.any()
    assert net.layers[0].W.all()


def test_he_scale(rng):
    assert he(8) == 0.5
    W = Dense(200, 300, rng=rng).W
    assert abs(W.std() / he(200) - 1) < 0.02  # 60,000 draws: standard error 0.3 %


def test_predict_works_in_chunks_and_on_nothing(net, rng):
    X = rng.normal(size=(2345, 5))
    np.testing.assert_array_equal(net.predict(X), net.forward(X).argmax(axis=1))
    assert net.predict(X[:0]).shape == (0,)


def test_predict_proba_is_softmax_of_the_outputs_in_chunks(rng, monkeypatch):
    net = random_net(rng, (5, 4, 3), Tanh, None)
    X = rng.normal(size=(2345, 5))
    P = net.predict_proba(X)
    assert P.shape == (2345, 3)
    np.testing.assert_allclose(P.sum(axis=1), 1, rtol=1e-14)
    np.testing.assert_array_equal(P.argmax(axis=1), net.predict(X))
    np.testing.assert_allclose(P, softmax(net.forward(X)), rtol=1e-12)
    seen = []
    forward = net.forward
    monkeypatch.setattr(net, "forward", lambda X: seen.append(len(X)) or forward(X))
    net.predict_proba(X)
    assert seen == [1000, 1000, 345]
    assert net.predict_proba(X[:0]).shape == (0, 3)


def test_predict_proba_keeps_float32_and_drops_nothing(rng):
    dropout = Dropout(0.9, rng=rng)
    net = MLP(Dense(5, 40, rng=rng), dropout, Dense(40, 3, rng=rng))
    X = rng.normal(size=(4, 5))
    P = net.predict_proba(X)
    assert P.dtype == np.float32
    np.testing.assert_array_equal(net.predict_proba(X), P)


def test_l2_is_half_the_squared_weights(net, rng):
    X, Y = random_examples(rng, 6, 5, 3)
    plain, _ = net.loss_and_grad(X, Y, mse)
    with_l2, _ = net.loss_and_grad(X, Y, mse, l2=0.2)
    squares = sum(np.sum(layer.W**2) for layer in (net.layers[0], net.layers[2]))
    assert with_l2 - plain == pytest.approx(0.1 * squares)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_save_and_load(tmp_path, rng, dtype):
    net = random_net(rng, (5, 4, 3), Tanh, ReLU, dtype=dtype)
    path = net.save(tmp_path / "net.npz")
    again = MLP.load(path)
    assert repr(again) == repr(net)
    assert again.theta.dtype == dtype
    np.testing.assert_array_equal(again.theta, net.theta)
    X = rng.normal(size=(3, 5))
    np.testing.assert_array_equal(again.forward(X), net.forward(X))
    assert [p.name for p in tmp_path.iterdir()] == ["net.npz"]


def test_failed_save_keeps_the_old_file(tmp_path, net, monkeypatch):
    path = net.save(tmp_path / "net.npz")
    before = path.read_bytes()

    def full(*args, **kwargs):
        raise OSError("no space left")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="no space"):
        net.save(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["net.npz"]


def test_load_refuses_what_save_did_not_write(tmp_path, net):
    text = tmp_path / "text.npz"
    text.write_text("not a network")
    other = tmp_path / "other.npz"
    np.savez(other, a=1)
    short = tmp_path / "short.npz"
    np.savez(short, layers=json.dumps([["ReLU", {}]]), theta=net.theta)
    cut = tmp_path / "cut.npz"
    cut.write_bytes(net.save(tmp_path / "net.npz").read_bytes()[:200])
    for path in (text, other, cut):
        with pytest.raises(ValueError, match=r"was not written by MLP\.save"):
            MLP.load(path)
    with pytest.raises(ValueError, match="nothing to learn"):
        MLP.load(short)
    with pytest.raises(FileNotFoundError):
        MLP.load(tmp_path / "missing.npz")
    with pytest.raises(ValueError, match=r"must end in \.npz"):
        net.save(tmp_path / "net.txt")


class Doubled(Dense):
    pass


def test_bad_networks_say_how_to_mend_them(rng, tmp_path):
    with pytest.raises(ValueError, match=r"Dense\(5, 4\) is followed by Dense\(3, 2\)"):
        MLP(Dense(5, 4, rng=rng), Dense(3, 2, rng=rng))
    with pytest.raises(ValueError, match="nothing to learn"):
        MLP(ReLU())
    layer = Dense(4, 4, rng=rng)
    with pytest.raises(ValueError, match="comes twice"):
        MLP(layer, ReLU(), layer)
    MLP(layer)
    with pytest.raises(ValueError, match="belongs to a network already"):
        MLP(layer)
    with pytest.raises(ValueError, match="same dtype"):
        MLP(Dense(4, 4, rng=rng), Dense(4, 4, rng=rng, dtype=np.float64))
    with pytest.raises(ValueError, match="1 or more"):
        Dense(0, 4, rng=rng)
    with pytest.raises(ValueError, match=r"np.float32 or np.float64"):
        Dense(4, 4, rng=rng, dtype=int)
    with pytest.raises(ValueError, match=r"rng = np\.random\.default_rng\(0\)"):
        Dense(4, 4, rng=0)
    with pytest.raises(ValueError, match="n_in must be 1 or more, not 0"):
        he(0)
    with pytest.raises(ValueError, match="not of mlp_core"):
        MLP(Doubled(4, 4, rng=rng)).save(tmp_path / "net.npz")


def test_replaced_arrays_are_noticed(net, rng):
    X, Y = random_examples(rng, 6, 5, 3)
    net.layers[0].W = net.layers[0].W.copy()
    with pytest.raises(ValueError, match=r"Dense\(5, 4\).W was replaced"):
        net.loss_and_grad(X, Y, mse)


def test_replaced_gradients_are_noticed(net, rng):
    X, Y = random_examples(rng, 6, 5, 3)
    layer = net.layers[2]

    def backward(dZ):
        layer.dW = layer.X.T @ dZ
        return dZ @ layer.W.T

    layer.backward = backward
    with pytest.raises(ValueError, match=r"\.dW was replaced .* layer.dW\[\.\.\.\]"):
        net.loss_and_grad(X, Y, mse)


def test_flatten_parameters_of_anything_with_params():
    class Point:
        params = ("x",)

        def __init__(self, *x):
            self.x = np.array(x)

    a, b = Point(1.0, 2.0), Point(3.0)
    theta, grad = flatten_parameters([a, b])
    theta += 1
    np.testing.assert_array_equal(b.x, [4.0])
    b.dx[:] = 5
    np.testing.assert_array_equal(grad, [0, 0, 5])


def test_wrong_shapes_name_both_and_the_mend(net, rng):
    X, Y = random_examples(rng, 6, 5, 3)
    with pytest.raises(ValueError, match=r"X \(6, 4\) must be \(N, 5\)"):
        net.forward(X[:, :4])
    with pytest.raises(ValueError, match=r"X \(5,\) .* x\[None, :\]"):
        net.forward(X[0])
    with pytest.raises(ValueError, match=r"\(6, 3\) and targets Y \(6,\).*one_hot"):
        net.loss_and_grad(X, Y[:, 0], mse)
    with pytest.raises(ValueError, match=r"\(6, 1\) and targets Y \(6,\)"):
        mse(Y[:, :1], Y[:, 0])
    with pytest.raises(ValueError, match="empty"):
        mse(Y[:0], Y[:0])
    with pytest.raises(ValueError, match=r"dZ \(6, 4\) must have the shape \(6, 3\)"):
        net.layers[2].backward(np.ones((6, 4)))
    with pytest.raises(ValueError, match=r"dA \(6, 1\) must have the shape \(6, 3\)"):
        net.layers[3].backward(np.ones((6, 1)))
    for layer in (Dense(2, 2, rng=rng), ReLU(), Sigmoid(), Tanh()):
        with pytest.raises(ValueError, match="needs forward first"):
            layer.backward(np.ones((1, 2)))
