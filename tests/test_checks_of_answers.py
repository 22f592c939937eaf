"""`ask`, `check_value`, `check_unchanged`: what a student is told, in words."""

import traceback

import numpy as np
import pytest
from nets import random_examples, random_net

from mlp_core import ReLU, Sigmoid, check_gradient, check_network, mse, relu
from mlp_core.answers import ask, check_unchanged, check_value


def says(function, *arguments, **settings):
    """The sentence with which a check stops."""
    with pytest.raises(AssertionError) as error:
        function(*arguments, **settings)
    return str(error.value)


def twice(X):
    return 2 * X


def test_ask_returns_what_the_function_returns():
    assert ask(twice, 3.0, returns="Y") == 6.0
    assert ask(lambda: (1, 2), returns="a, b") == (1, 2)
    assert ask(lambda: [1, 2], returns="a, b") == (1, 2)


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (lambda X: None, "it returned None, so it is not filled in yet, or its last"),
        (lambda X: X, "it must return 2 things, loss, dX, and returned 1"),
        (lambda X: (X, X, X), "it must return 2 things, loss, dX, and returned 3"),
        (lambda X: (1.0, None), "dX is None, not filled in yet"),
        (lambda X: (..., X), "loss is Ellipsis, not filled in yet"),
    ],
)
def test_ask_says_what_is_missing(function, sentence):
    assert sentence in says(ask, function, np.ones(3), returns="loss, dX")


def test_ask_hands_out_copies():
    X, Ws = np.ones(3), [np.ones(2)]

    def spoils(X, Ws):
        X[:], Ws[0][:] = 0, 0
        return 1

    ask(spoils, X, Ws, returns="one")
    assert X.all()
    assert Ws[0].all()


def test_ask_passes_errors_on_with_the_shapes():
    def wrong(X, n):
        return X @ X

    with pytest.raises(ValueError, match="matmul") as error:
        ask(wrong, np.ones((2, 3)), 5, returns="Y")
    assert error.value.__notes__ == ["(raised by wrong(array (2, 3), 5))"]


def test_ask_sees_through_a_stand_in():
    assert "the package's own function, not yours" in says(
        ask, relu, np.ones(2), returns="A"
    )
    twice_by_the_course = lambda X: 2 * X  # noqa: E731
    twice_by_the_course.stands_in = True
    assert "not yours" in says(ask, twice_by_the_course, 1.0, returns="Y")


WANTED = np.arange(6.0).reshape(2, 3)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (None, "V: not filled in yet"),
        ("abc", "V: must be numbers, not 'abc'"),
        (WANTED.T, "shape (3, 2), but it must be (2, 3); is it transposed?"),
        (WANTED.ravel(), "the same numbers in another shape?"),
        (np.ones((4, 2, 3)), "is the sum or mean over its 4 rows missing?"),
        (np.ones(5), "shape (5,), but it must be (2, 3)"),
        (np.where(WANTED > 3, np.nan, WANTED), "2 of 6 entries are nan or inf"),
        (WANTED + 7, "seven more; [0, 0] is 7, but must be 0"),
        (2 * WANTED, "every entry is 2 times the right one"),
        (WANTED + np.eye(2, 3, 2), "[0, 2] is 3, but must be 2"),
    ],
)
def test_check_value_says_what_is_wrong(found, sentence):
    slips = [("seven more", WANTED + 7)]
    assert sentence in says(check_value, found, WANTED, name="V", slips=slips)


def test_check_value_of_a_number(capsys):
    slips = [("summed, not averaged", 10.0)]
    assert "L: summed, not averaged; is 10, but must be 2" in says(
        check_value, 10.0, 2.0, name="L", slips=slips
    )
    assert "L: nan or inf" in says(check_value, np.inf, 2.0, name="L")
    check_value(np.float32(2.0), 2.0, name="L")
    assert capsys.readouterr().out == "L: right\n"


def test_check_value_takes_float32_and_nothing_coarser(capsys):
    values = np.random.default_rng(0).normal(size=20)
    check_value(values.astype(np.float32), values, name="V")
    says(check_value, values.astype(np.float16), values, name="V")


def test_check_unchanged_names_the_argument():
    def in_place(X, Ws, n):
        Ws[1] *= n

    Ws = [np.ones(2), np.ones(2)]
    assert "in_place: it changes its argument Ws in place" in says(
        check_unchanged, in_place, np.ones(1), Ws, 3
    )
    assert Ws[1].all()  # it was tried on copies
    check_unchanged(in_place, np.ones(1), Ws, 1)
    check_unchanged(lambda V: V, np.array([np.nan]))


def test_frames_of_the_checks_are_hidden_in_jupyter():
    """IPython leaves out frames that have this name; the student sees their own."""
    for check in (ask, check_value, check_unchanged, check_gradient, check_network):
        assert "__tracebackhide__" in check.__code__.co_varnames


def test_a_gradient_in_float32_passes_with_a_tolerance(capsys):
    W = np.random.default_rng(0).normal(size=(3, 4))
    dW = 2 * W * (1 + 1e-6)  # as after some roundings to float32
    says(check_gradient, lambda: float(np.vdot(W, W)), W, dW)
    check_gradient(lambda: float(np.vdot(W, W)), W, dW, tolerance=1e-5)
    assert "2 is missing" not in says(
        check_gradient, lambda: float(np.vdot(W, W)), W, dW / 2, tolerance=1e-5
    )


def test_a_loss_in_float32_passes_with_a_long_step(capsys):
    rng = np.random.default_rng(0)
    A, Y = rng.normal(size=(5, 4)), rng.normal(size=(5, 4))

    def loss():
        return float(np.mean((A.astype(np.float32) - Y.astype(np.float32)) ** 2))

    dA = mse(A, Y)[1]
    says(check_gradient, loss, A, dA)
    check_gradient(loss, A, dA, step=1e-2, tolerance=1e-3)
    slips = [("half", dA / 2)]
    wrong = says(check_gradient, loss, A, dA / 2, step=1e-2, tolerance=1e-3)
    assert "every entry is 0.5 times the right one" in wrong
    assert "half;" in says(
        check_gradient, loss, A, dA / 2, step=1e-2, tolerance=1e-3, slips=slips
    )


def test_gradients_in_float32_of_a_network_pass_with_a_tolerance(capsys):
    rng = np.random.default_rng(0)
    net = random_net(rng, (3, 5, 4), ReLU, Sigmoid)
    X, Y = random_examples(rng, 6, 3, 4)
    net.loss_and_grad(X, Y, mse)
    gradients = [
        getattr(layer, f"d{name}") * (1 + 1e-6)
        for layer in net.layers
        for name in layer.params
    ]
    says(check_network, net, X, Y, mse, gradients=gradients)
    check_network(net, X, Y, mse, gradients=gradients, tolerance=1e-5)
    gradients[1] = gradients[1] / 2
    says(check_network, net, X, Y, mse, gradients=gradients, tolerance=1e-5)


def test_an_unfilled_blank_is_the_last_line_of_the_traceback():
    def blank(X):
        raise NotImplementedError("not filled in yet")

    with pytest.raises(NotImplementedError, match="not filled in yet") as error:
        ask(blank, np.ones(2), returns="A")
    assert traceback.extract_tb(error.value.__traceback__)[-1].name == "blank"
