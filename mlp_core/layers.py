"""The layers of a network, each with its backward pass directly below its forward pass.

Every layer keeps one contract:
  forward(X, train=False) -> A     keeps what the backward pass will need
  backward(dA) -> dX               the loss's derivative, one step nearer to the input
  params                           names of its parameters; `W` has its gradient in `dW`
A layer with parameters also takes backward(dA, need_dX=False): the first one of a
network computes no dX, which nobody needs.
Examples are rows, and dV has the shape of V for every array V. Parameters and their
gradients are filled, never replaced: a network holds views of them.
"""

from mlp_core.dense import Dense
from mlp_core.dropout import Dropout
from mlp_core.elementwise import ReLU, Sigmoid, Tanh
from mlp_core.parametric import PReLU

__all__ = ["Dense", "Dropout", "PReLU", "ReLU", "Sigmoid", "Tanh"]
