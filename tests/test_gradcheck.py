"""The check itself: right gradients pass, and each slip is named."""

import numpy as np
import pytest
from nets import random_examples, random_net

from mlp_core import (
    ReLU,
    Sigmoid,
    check_gradient,
    check_network,
    diagnose_gradient,
    mse,
    numerical_gradient,
    prelu,
    relative_error,
    slips_for,
)
from mlp_core.gradcheck.slips import SLIPS


@pytest.fixture
def problem():
    """f(V) = sum(V^3) at V (2, 3): the right gradient is 3 V^2."""
    V = np.array([[1.0, 2.0, -1.0], [0.5, -2.0, 1.5]])
    return (lambda: float(np.sum(V**3))), V, 3 * V**2


def test_right_gradient_prints_one_line_and_returns_none(problem, capsys):
    f, V, dV = problem
    assert check_gradient(f, V, dV, name="dW") is None
    out = capsys.readouterr().out
    assert out.startswith("dW: right, relative error ")
    assert out.count("\n") == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda G: -G, "the sign is wrong"),
        (lambda G: 6 * G, "every entry is 6 times the right one"),
        (lambda G: -G / 6, "every entry is -0.166667 times the right one"),
        (lambda G: G.T, r"shape \(3, 2\), .*\(2, 3\): is it transposed\?"),
        (lambda G: G.sum(axis=0), r"shape \(3,\), but a gradient has its array's"),
        (lambda G: 0 * G, "all entries are zero"),
        (
            lambda G: G * np.array([1, 1, 2]),
            r"wrong, worst at \[1, 2\]: 13.5, but the loss says 6.75",
        ),
        (lambda G: G * np.nan, "6 of 6 entries are not finite"),
        (lambda G: None, "not filled in yet"),
        (lambda G: ..., "not filled in yet"),
    ],
)
def test_slip_is_named(problem, wrong, says):
    f, V, dV = problem
    with pytest.raises(AssertionError, match="dW: " + says):
        check_gradient(f, V, wrong(dV), name="dW")


def test_callers_own_slip_is_named(problem):
    f, V, dV = problem
    report = diagnose_gradient(
        f, V, np.abs(dV) ** 0.5, slips=[("a root was taken", np.sqrt)]
    )
    assert not report.right
    assert report.says.startswith("a root was taken")


def test_small_error_is_not_let_through(problem):
    f, V, dV = problem
    assert not diagnose_gradient(f, V, dV * (1 + 1e-5)).right
    assert diagnose_gradient(f, V, dV * (1 + 1e-9)).right


def test_array_is_put_back_even_when_f_raises(problem):
    _, V, _ = problem
    before = V.copy()

    def broken():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        numerical_gradient(broken, V)
    np.testing.assert_array_equal(V, before)


def test_float32_is_refused_with_the_mend(problem):
    f, V, dV = problem
    with pytest.raises(ValueError, match=r"dtype=np\.float64"):
        check_gradient(f, V.astype(np.float32), dV)
    with pytest.raises(ValueError, match=r"np.array\(2.0\)"):
        numerical_gradient(f, 2.0)


def test_relative_error():
    assert relative_error([0, 0], [0, 0]) == 0
    assert relative_error([3, 4], [3, 4]) == 0
    assert relative_error([1, 0], [-1, 0]) == 1
    with pytest.raises(ValueError, match=r"\(2,\) and \(3,\)"):
        relative_error([1, 2], [1, 2, 3])


def test_kinks_are_left_out_and_counted():
    """A unit at exactly 0 has no derivative; the check says so and judges the rest."""
    rng = np.random.default_rng(2)
    net = random_net(rng, (2, 3, 2), ReLU, Sigmoid)
    X, Y = random_examples(rng, 4, 2, 2)
    net.layers[0].b[1] -= net.layers[0].forward(X)[0, 1]  # unit 1 at its kink
    net.loss_and_grad(X, Y, mse)
    layer = net.layers[0]

    def f():
        return net.loss_and_grad(X, Y, mse)[0]

    def mask():
        return net.layers[1].mask

    report = diagnose_gradient(f, layer.b, layer.db.copy(), mask=mask)
    assert report.right
    assert report.left_out == 1
    assert not diagnose_gradient(f, layer.b, layer.db.copy()).right
    check_network(net, X, Y, mse)


def test_check_network_leaves_parameters_and_gradients(capsys):
    rng = np.random.default_rng(3)
    net = random_net(rng, (3, 4, 2), Sigmoid, Sigmoid)
    X, Y = random_examples(rng, 5, 3, 2)
    _, grad = net.loss_and_grad(X, Y, mse)
    theta, grad = net.theta.copy(), grad.copy()
    check_network(net, X, Y, mse)
    np.testing.assert_array_equal(net.theta, theta)
    np.testing.assert_array_equal(net.grad, grad)
    assert "all 4 gradients are right" in capsys.readouterr().out


def test_check_network_names_the_layer():
    rng = np.random.default_rng(4)
    net = random_net(rng, (3, 4, 2), Sigmoid, Sigmoid)
    last = net.layers[2]
    backward = last.backward

    def sums_nothing(dZ):
        dX = backward(dZ)
        last.db[:] = dZ[0]
        return dX

    last.backward = sums_nothing
    with pytest.raises(AssertionError) as caught:
        check_network(net, *random_examples(rng, 5, 3, 2), mse)
    head, cause, *lines = str(caught.value).splitlines()
    assert head.startswith("1 of 4 gradients is wrong")
    assert cause == "  layers[2], Dense(4, 2), db: only the first example is used"
    assert len(lines) == 4
    wrong = [line for line in lines if "right, " not in line]
    assert len(wrong) == 1
    assert wrong[0].startswith("layers[2].db: wrong, worst at")


def test_kink_is_told_from_an_error():
    """At V = 0 the loss |V| has two slopes: left out; elsewhere an error stays one."""
    V = np.array([1.0, 0.0, 3e-6, -2.0])
    right = np.array([1.0, 1.0, 1.0, -1.0])  # at 0, any number from -1 to 1 would do
    report = diagnose_gradient(lambda: float(np.abs(V).sum()), V, right)
    assert report.right
    assert report.left_out == 2
    assert "2 entries at a kink left out" in report.says
    wrong = right * [1, 1, 1, 3]
    assert not diagnose_gradient(lambda: float(np.abs(V).sum()), V, wrong).right


def test_curved_loss_is_no_kink():
    V = np.linspace(-2, 2, 9)
    for f, dV in ((np.exp, np.exp(V)), (np.sin, np.cos(V)), (np.cosh, np.sinh(V))):
        report = diagnose_gradient(lambda f=f: float(f(V).sum()), V, 1.01 * dV)
        assert not report.right
        assert report.left_out == 0


def test_loss_that_draws_or_changes_its_inputs_is_told():
    V, rng = np.ones(3), np.random.default_rng(0)
    report = diagnose_gradient(lambda: float(rng.normal() * V.sum()), V, V)
    assert "draws random numbers" in report.says

    X = np.ones(3)

    def gradient():
        np.multiply(X, 2, out=X)
        return X

    report = diagnose_gradient(lambda: float(X @ V), V, gradient)
    assert "changed in place" in report.says


def test_unsummed_bias_gradient_is_recognised_by_its_shape():
    b = np.ones(3)
    report = diagnose_gradient(lambda: float(5 * b.sum()), b, np.ones((5, 3)))
    assert "is the sum over its 5 rows missing?" in report.says


@pytest.fixture
def layer():
    rng = np.random.default_rng(5)
    X, W, G = rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), rng.normal(size=(5, 3))
    return X, W, G, lambda: float(np.sum(G * (X @ W)))


def test_slips_of_an_array_are_named_without_our_layers(layer):
    X, W, G, f = layer
    slips = slips_for("dW", X=X, dZ=G)
    wrong = np.outer(X[-1], G[-1])
    report = diagnose_gradient(f, W, wrong, name="dW", slips=slips)
    assert report.says.startswith("only the last example is used; wrong, worst at [")
    report = diagnose_gradient(f, W, X.T @ G / 5, name="dW", slips=slips)
    assert report.says.startswith("divided by N once more")
    report = diagnose_gradient(f, W, X.T @ np.sqrt(np.abs(G)), slips=slips)
    assert report.says.startswith("wrong, worst at")


def test_slip_may_be_an_array(layer):
    X, W, G, f = layer
    slips = [("the inputs are squared", (X**2).T @ G)]
    report = diagnose_gradient(f, W, (X**2).T @ G, slips=slips)
    assert report.says.startswith("the inputs are squared")


def test_slips_for_says_what_is_missing(layer):
    X, _, G, _ = layer
    with pytest.raises(ValueError, match="'dW' needs dZ as well"):
        slips_for("dW", X=X)
    with pytest.raises(ValueError, match="no array is called dz; the names are N, X"):
        slips_for("dW", X=X, dz=G)
    with pytest.raises(ValueError, match="part 'W' must be one of dA"):
        slips_for("W", X=X)


def test_a_row_appended_to_the_table_is_used(layer, monkeypatch):
    X, W, G, f = layer
    row = ("the inputs are squared", lambda s: (s.X**2).T @ s.dZ)
    monkeypatch.setitem(SLIPS, "dW", [*SLIPS["dW"], row])
    report = diagnose_gradient(f, W, (X**2).T @ G, slips=slips_for("dW", X=X, dZ=G))
    assert report.says.startswith("the inputs are squared")


def test_a_slip_with_a_typing_error_is_not_passed_over(layer, monkeypatch):
    X, _, G, _ = layer
    monkeypatch.setitem(SLIPS, "dW", [("typo", lambda s: s.Xx.T @ s.dZ)])
    with pytest.raises(AttributeError, match="Xx"):
        slips_for("dW", X=X, dZ=G)


@pytest.mark.parametrize("n", [1, 4])
def test_slips_of_alpha_are_named(n):
    rng = np.random.default_rng(8)
    Z, dA, alpha = rng.normal(size=(6, 4)), rng.normal(size=(6, 4)), rng.normal(size=n)
    each = dA * np.minimum(Z, 0.0)
    right = each.sum(axis=0) if n > 1 else each.sum().reshape(1)
    without_mask = (dA * Z).sum(axis=0) if n > 1 else (dA * Z).sum().reshape(1)

    def says(dalpha):
        slips = slips_for("dalpha", dA=dA, Z=Z, alpha=alpha)
        return diagnose_gradient(
            lambda: float(np.sum(dA * prelu(Z, alpha))), alpha, dalpha, slips=slips
        ).says

    assert says(right).startswith("right")
    assert "the sign is wrong" in says(-right)
    assert "the mask is missing" in says(without_mask)
    assert "N once more" in says(right / 6)
    assert "only the last example" in says(right - each[:-1].sum(axis=0)[:n]) or n == 1
    if n == 4:
        assert "units as well" in says(np.full(4, each.sum()))
        assert "its own entry" in says(each.sum())
        assert "sum over its 6 rows" in says(each)
    else:
        assert "averaged over the units" in says(right / 4)
        assert "is a sum over examples and units" in says(each.sum(axis=0))
        assert "an array with one entry" in says(each.sum())


def test_wrong_axis_of_alpha_when_N_is_the_width():
    rng = np.random.default_rng(9)
    Z, dA, alpha = rng.normal(size=(4, 4)), rng.normal(size=(4, 4)), rng.normal(size=4)
    wrong = (dA * np.minimum(Z, 0.0)).sum(axis=1)
    slips = slips_for("dalpha", dA=dA, Z=Z, alpha=alpha)

    def f():
        return float(np.sum(dA * prelu(Z, alpha)))

    assert "wrong axis" in diagnose_gradient(f, alpha, wrong, slips=slips).says


def test_one_number_beside_large_terms_that_cancel():
    """1e-3 v + 100 v^3 at 0: differences of one step are too rough."""
    v = np.array([0.0])

    def f():
        return float(1e-3 * v[0] + 100 * v[0] ** 3)

    assert relative_error(numerical_gradient(f, v), [1e-3]) > 1e-7
    assert diagnose_gradient(f, v, np.array([1e-3])).right
    assert not diagnose_gradient(f, v, np.array([1e-3 * (1 + 1e-6)])).right
