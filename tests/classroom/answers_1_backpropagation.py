"""Answers that students give to Assignment 1, wrong ones and right ones."""

from grading import Planted

NAME = "1-backpropagation"

WRONG = [
    Planted(
        "e^z for e^-z",
        "sigmoid",
        "return 0.5 * (1.0 + np.tanh(0.5 * Z))",
        "return 1 / (1 + np.exp(Z))",
        {
            "sigmoid-check": "e^z stands where e^-z belongs",
            "sigmoid-grader": "[0] is 1, but must be 0",
        },
    ),
    Planted(
        "e^z / (1 + e^z) overflows",
        "sigmoid",
        "return 0.5 * (1.0 + np.tanh(0.5 * Z))",
        "return np.exp(Z) / (1 + np.exp(Z))",
        {"sigmoid-grader": "1 of 3 entries are nan or inf"},
    ),
    Planted(
        "the derivative is taken at Z, as if the output had not been handed over",
        "sigmoid",
        "return A * (1.0 - A)",
        "return sigmoid(A) * (1.0 - sigmoid(A))",
        {"sigmoid-check": "the sigmoid of A is taken, but A is its output"},
    ),
    Planted(
        "the derivative overwrites A",
        "sigmoid",
        "return A * (1.0 - A)",
        "A *= 1.0 - A\n    return A",
        {"sigmoid-grader": "sigmoid_prime: it changes its argument A in place"},
    ),
    Planted(
        "no bias",
        "forward",
        "A1 @ W2 + b2",
        "A1 @ W2",
        {
            "forward-check": "b2 is missing",
            "forward-grader": "A2 for N = 1 and the widths 7-2-5",
        },
    ),
    Planted(
        "a linear output",
        "forward",
        "A2 = sigmoid(A1 @ W2 + b2)",
        "A2 = A1 @ W2 + b2",
        {
            "forward-check": "the sigmoid of the output layer is missing",
            "forward-grader": "A2 for N = 1",
        },
    ),
    Planted(
        "the inputs are centred in place",
        "forward",
        "A1 = sigmoid(X @ W1 + b1)",
        "X -= 0.0\n    b1 += 1.0\n    A1 = sigmoid(X @ W1 + b1 - 1.0)",
        {"forward-grader": "forward: it changes its argument b1"},
    ),
    Planted(
        "gradient of a sum, loss a mean",
        "squared-error",
        "dA = 2 * E / E.size",
        "dA = 2 * E",
        {
            "squared-error-check": "every entry is 20 times the right one",
            "squared-error-grader": "dA there: every entry is 18 times",
        },
    ),
    Planted(
        "the lost 2",
        "squared-error",
        "dA = 2 * E / E.size",
        "dA = E / E.size",
        {
            "squared-error-check": "half the right one: a factor 2 is missing",
            "squared-error-grader": "dA there: every entry is 0.5 times",
        },
    ),
    Planted(
        "the mean over the examples only, in the gradient",
        "squared-error",
        "dA = 2 * E / E.size",
        "dA = 2 * E / len(E)",
        {
            "squared-error-check": "the mean over the C outputs is missing",
            "squared-error-grader": "dA there: every entry is 3 times",
        },
    ),
    Planted(
        "loss and gradient both summed",
        "squared-error",
        "loss = np.mean(E**2)\n    dA = 2 * E / E.size",
        "loss = np.sum(E**2)\n    dA = 2 * E",
        {"squared-error-grader": "it is summed, not averaged"},
    ),
    Planted(
        "loss and gradient both with the 1/2 of other books",
        "squared-error",
        "loss = np.mean(E**2)\n    dA = 2 * E / E.size",
        "loss = np.mean(E**2) / 2\n    dA = E / E.size",
        {"squared-error-grader": "it has a factor 1/2 that was not asked for"},
    ),
    Planted(
        "loss and gradient both averaged over the examples only",
        "squared-error",
        "loss = np.mean(E**2)\n    dA = 2 * E / E.size",
        "loss = np.sum(E**2) / len(E)\n    dA = 2 * E / len(E)",
        {"squared-error-grader": "averaged over the examples, but summed over the"},
    ),
    Planted(
        "the error is written into A",
        "squared-error",
        "E = A - Y",
        "A -= Y\n    E = A",
        {"squared-error-grader": "squared_error: it changes its argument A"},
    ),
    Planted(
        "a mean for each example",
        "squared-error",
        "loss = np.mean(E**2)",
        "loss = np.mean(E**2, axis=1)",
        {
            "squared-error-check": "the loss has the shape (5,), but it must be one",
            "squared-error-grader": "shape (6,), but it must be ()",
        },
    ),
    Planted(
        "the bias after the sigmoid",
        "forward",
        "A1 = sigmoid(X @ W1 + b1)",
        "A1 = sigmoid(X @ W1) + b1",
        {
            "forward-check": "A1: the bias is added after the sigmoid",
            "forward-grader": "A2 for N = 1",
        },
    ),
    Planted(
        "the outputs change places",
        "forward",
        "return A1, A2",
        "return A2, A1",
        {
            "forward-check": "are the two swapped?",
            "forward-grader": "shape (1, 2), but it must be (1, 5)",
        },
    ),
    Planted(
        "another order of the three",
        "dense-backward",
        "return dW, db, dX",
        "return dX, dW, db",
        {
            "dense-backward-check": "the order must be dW, db, dX",
            "dense-backward-grader": "dW for X (1, 2) and W (2, 3): shape (1, 2)",
        },
    ),
    Planted(
        "W1, which it is not given, out of another cell",
        "backward",
        "dW1, db1 = X.T @ dZ1, dZ1.sum(axis=0)",
        "dW1, db1, _ = dense_backward(X, W1, dZ1)",
        {
            "backward-check": "Dense(3, 6): X (6, 2) must be (N, 3)",
            "backward-grader": "Dense(3, 6): X (1, 2) must be (N, 3)",
        },
    ),
    Planted(
        "the error squared in the gradient",
        "backward",
        "(A2 - Y) *",
        "(A2 - Y) ** 2 *",
        {
            "backward-check": "Look at the loss's own derivative",
            "backward-grader": "Look at the loss's own derivative",
        },
    ),
    Planted(
        "dW transposed",
        "dense-backward",
        "dW = X.T @ dZ",
        "dW = dZ.T @ X",
        {
            "dense-backward-check": "is it transposed?",
            "dense-backward-grader": "dW for X (1, 2) and W (2, 3): shape (3, 2)",
        },
    ),
    Planted(
        "db without its sum",
        "dense-backward",
        "db = dZ.sum(axis=0)",
        "db = dZ",
        {
            "dense-backward-check": "is the sum over its 5 rows missing?",
            "dense-backward-grader": "db for X (1, 2)",
        },
    ),
    Planted(
        "averaged once more",
        "dense-backward",
        "dW = X.T @ dZ",
        "dW = X.T @ dZ / len(X)",
        {
            "dense-backward-check": "divided by N once more: the mean is in the loss",
            "dense-backward-grader": "dW for X (4, 4) and W (4, 4): divided by N",
        },
    ),
    Planted(
        "W not transposed",
        "dense-backward",
        "dX = dZ @ W.T",
        "dX = dZ @ W",
        {"dense-backward-check": "matmul", "dense-backward-grader": "matmul"},
    ),
    Planted(
        "the wrong one of two products, found by its shape alone",
        "dense-backward",
        "dX = dZ @ W.T",
        "dX = dZ @ (W if W.shape[0] == W.shape[1] else W.T)",
        {"dense-backward-grader": "dX for X (4, 4) and W (4, 4): W is not transposed"},
    ),
    Planted(
        "the output's sigmoid has no derivative",
        "backward",
        "dZ2 = 2 / A2.size * (A2 - Y) * sigmoid_prime(A2)",
        "dZ2 = 2 / A2.size * (A2 - Y)",
        {
            "backward-check": "layers[3], Sigmoid(), dZ: the activation's derivative",
            "backward-grader": "layers[3], Sigmoid(), dZ: the activation's derivative",
        },
    ),
    Planted(
        "the hidden layer's derivative is taken at the wrong array",
        "backward",
        "dZ1 = dA1 * sigmoid_prime(A1)",
        "dZ1 = dA1 * sigmoid_prime(sigmoid(A1))",
        {"backward-check": "layers[1]", "backward-grader": "layers[1]"},
    ),
    Planted(
        "uphill",
        "backward",
        "(A2 - Y)",
        "(Y - A2)",
        {"backward-check": "the sign is wrong", "backward-grader": "the sign is wrong"},
    ),
    Planted(
        "two gradients change places",
        "backward",
        "return dW1, db1, dW2, db2",
        "return dW1, dW2, db1, db2",
        {
            "backward-check": "layers[2].dW: shape (5,)",
            "backward-grader": "shape (5, 3)",
        },
    ),
    Planted(
        "nothing is returned",
        "backward",
        "return dW1, db1, dW2, db2",
        "pass",
        {
            "backward-check": "it returned None",
            "backward-grader": "it returned None",
        },
    ),
    Planted(
        "the mask instead of the value",
        "relu",
        "return np.maximum(Z, 0.0)",
        "return Z > 0",
        {"relu-check": "the mask alone", "relu-grader": "relu"},
    ),
    Planted(
        "in place",
        "relu",
        "return np.maximum(Z, 0.0)",
        "Z[Z < 0] = 0\n    return Z",
        {"relu-grader": "relu: it changes its argument Z"},
    ),
    Planted(
        "ReLU in both layers",
        "relu-network",
        "A2 = sigmoid(A1 @ W2 + b2)",
        "A2 = relu(A1 @ W2 + b2)",
        {
            "forward-relu-check": "ReLU in the output layer as well",
            "relu-network-grader": "A2 for N = 4",
        },
    ),
    Planted(
        "where A >= 0, which is everywhere",
        "relu-network",
        "(A1 > 0)",
        "(A1 >= 0)",
        {
            "backward-relu-check": "asked whether it is >= 0",
            "relu-network-grader": "the activation's derivative is missing",
        },
    ),
    Planted(
        "the sigmoid's derivative is left",
        "relu-network",
        "dZ1 = dA1 * (A1 > 0)",
        "dZ1 = dA1 * sigmoid_prime(A1)",
        {
            "backward-relu-check": "A (1 - A), the sigmoid's derivative, for another",
            "relu-network-grader": "A (1 - A), the sigmoid's derivative, for another",
        },
    ),
    Planted(
        "the mask is written into A1",
        "relu-network",
        "dZ1 = dA1 * (A1 > 0)",
        "A1[A1 > 0] = 1\n    dZ1 = dA1 * A1",
        {"relu-network-grader": "backward_relu: it changes its argument A1"},
    ),
    Planted(
        "a slip of the pen: the cell does not compile",
        "squared-error",
        "E = A - Y",
        "E = (A - Y",
        {
            "squared-error-check": "name 'squared_error' is not defined",
            "squared-error-grader": "name 'squared_error' is not defined",
        },
    ),
]

RIGHT = [
    Planted(
        "the textbook's sigmoid, which warns of an overflow and is right",
        "sigmoid",
        "return 0.5 * (1.0 + np.tanh(0.5 * Z))",
        "return 1 / (1 + np.exp(-Z))",
    ),
    Planted(
        "with cases",
        "sigmoid",
        "return 0.5 * (1.0 + np.tanh(0.5 * Z))",
        "E = np.exp(-np.abs(Z))\n    return np.where(Z > 0, 1, E) / (1 + E)",
    ),
    Planted(
        "A - A^2",
        "sigmoid",
        "return A * (1.0 - A)",
        "return A - np.square(A)",
    ),
    Planted(
        "loops",
        "forward",
        "A1 = sigmoid(X @ W1 + b1)",
        "A1 = [[sigmoid(sum(x * w) + b) for w, b in zip(W1.T, b1)] for x in X]\n"
        "    A1 = np.array(A1)",
    ),
    Planted(
        "float32 inside",
        "forward",
        "A1 = sigmoid(X @ W1 + b1)",
        "A1 = sigmoid((X @ W1 + b1).astype(np.float32))",
    ),
    Planted(
        "loops over every entry",
        "squared-error",
        "loss = np.mean(E**2)\n    dA = 2 * E / E.size",
        "N, C = E.shape\n"
        "    loss = sum(e * e for row in E for e in row) / (N * C)\n"
        "    dA = np.zeros((N, C))\n"
        "    for n in range(N):\n"
        "        for k in range(C):\n"
        "            dA[n, k] = 2 * (A[n, k] - Y[n, k]) / (N * C)",
    ),
    Planted(
        "float32 in loss and gradient",
        "squared-error",
        "E = A - Y",
        "E = A.astype(np.float32) - Y.astype(np.float32)",
    ),
    Planted(
        "einsum",
        "dense-backward",
        "dW = X.T @ dZ\n    db = dZ.sum(axis=0)\n    dX = dZ @ W.T",
        'dW = np.einsum("ni,nj->ij", X, dZ)\n'
        '    db = np.einsum("nj->j", dZ)\n'
        '    dX = np.einsum("nj,ij->ni", dZ, W)',
    ),
    Planted(
        "a sum of outer products, and a product with ones",
        "dense-backward",
        "dW = X.T @ dZ\n    db = dZ.sum(axis=0)",
        "dW = sum(np.outer(x, dz) for x, dz in zip(X, dZ))\n"
        "    db = np.ones(len(dZ)) @ dZ",
    ),
    Planted(
        "float32",
        "dense-backward",
        "dW = X.T @ dZ",
        "dW = X.T.astype(np.float32) @ dZ.astype(np.float32)",
    ),
    Planted(
        "written out in another order",
        "backward",
        "dZ2 = 2 / A2.size * (A2 - Y) * sigmoid_prime(A2)\n"
        "    dW2, db2, dA1 = dense_backward(A1, W2, dZ2)",
        "dZ2 = (A2 - Y) * (A2 - A2 * A2) * 2 / (A2.shape[0] * A2.shape[1])\n"
        "    dW2, db2, dA1 = (dZ2.T @ A1).T, dZ2.sum(0), (W2 @ dZ2.T).T",
    ),
    Planted(
        "a list of gradients, some of them float32",
        "backward",
        "return dW1, db1, dW2, db2",
        "return [dW1.astype(np.float32), db1, dW2, db2.astype(np.float32)]",
    ),
    Planted(
        "with a mask and np.where",
        "relu-network",
        "dZ1 = dA1 * (A1 > 0)",
        "dZ1 = np.where(A1 == 0, 0.0, dA1)",
    ),
    Planted(
        "Z times its mask",
        "relu",
        "return np.maximum(Z, 0.0)",
        "return Z * (Z > 0)",
    ),
]
