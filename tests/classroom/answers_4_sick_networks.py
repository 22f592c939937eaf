"""Answers that students give to Assignment 4, wrong ones and right ones."""

from grading import Planted

NAME = "4-sick-networks"

LAYERS = """\
    params = []
    for n_in, n_out in pairwise(widths):
"""
LIMIT = """\
        limit = np.sqrt(6 / n_in)  # variance limit^2 / 3 = 2 / n_in
        W = rng.uniform(-limit, limit, (n_in, n_out))
"""
BATCHES = """\
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]
"""
SCALE = """\
    X = np.array(X, np.float32)  # always an array of its own
    X -= 127.5
    X /= 127.5
    return X
"""
BOTH_FIRST = "right: dW3, db3, dW2, db2; wrong: dW1, db1.\ndW1: wrong, worst at"
LOSS = """\
    loss = -log_P[rows, y].sum() / n
    dZ = np.exp(log_P)
    dZ[rows, y] -= 1
    dZ /= n
"""


def named(patient, right, wrong, says):
    """A wrong letter for a patient."""
    return Planted(
        f"the cause {wrong}",
        f"diagnosis-{patient}",
        f'return "{right}"',
        f"return {wrong!r}",
        {f"diagnosis-{patient}-grader": says},
    )


def drawn(what, how, loses):
    """Weights that are drawn in another way."""
    return Planted(what, "initialise", LIMIT, f"        W = {how}\n", loses)


WRONG = [
    named(1, "E", "B", "both hidden layers have tanh"),
    named(1, "E", "I", "W3 and W2 are both transposed"),
    named(1, "E", "G", "check_gradient finds dW1 and db1 wrong and the four"),
    named(2, "J", "G", "Which way does it go?"),
    named(2, "J", "C", "Look at the network before its first step"),
    named(3, "L", "F", "this gradient belongs to this loss"),
    named(3, "L", "C", "what of the same examples twice over?"),
    named(4, "C", "A", "each row still has its own label"),
    named(4, "C", "J", "print what one pass hands out"),
    named(5, "H", "K", "training and evaluation call the same function"),
    named(5, "H", "F", "Compare arrays before and after each call"),
    Planted(
        "a cause in words",
        "diagnosis-3",
        'return "L"',
        'return "the loss is summed"',
        {
            "diagnosis-3-check": "it must return a letter from the list",
            "diagnosis-3-grader": "it must return a letter from the list",
        },
    ),
    Planted(
        "the letter is printed, not returned",
        "diagnosis-5",
        'return "H"',
        'print("H")',
        {
            "diagnosis-5-check": "it returned None",
            "diagnosis-5-grader": "it returned None",
        },
    ),
    Planted(
        "the sick function, as it was",
        "backward",
        "dA2 + dZ2 @ W2.T",
        "dZ2 @ W2.T",
        {
            "backward-check": BOTH_FIRST,
            "backward-grader": "A1 + H2 is still taken for H2 alone",
        },
    ),
    Planted(
        "the other way is lost instead",
        "backward",
        "dA2 + dZ2 @ W2.T",
        "dA2",
        {
            "backward-check": BOTH_FIRST,
            "backward-grader": "the way through W2 is lost now",
        },
    ),
    Planted(
        "W2 not transposed: it is square, so it runs",
        "backward",
        "dA2 + dZ2 @ W2.T",
        "dA2 + dZ2 @ W2",
        {
            "backward-check": BOTH_FIRST,
            "backward-grader": "W2 is not transposed",
        },
    ),
    Planted(
        "the shortcut joins one line too late",
        "backward",
        "dA1 = dA2 + dZ2 @ W2.T\n    dZ1 = dA1 * (1 - A1**2)",
        "dA1 = dZ2 @ W2.T\n    dZ1 = dA2 + dA1 * (1 - A1**2)",
        {
            "backward-check": BOTH_FIRST,
            "backward-grader": "dA2 is added after the factor 1 - A1^2",
        },
    ),
    Planted(
        "dA2 is multiplied in place, and then used again",
        "backward",
        "dZ2 = dA2 * (1 - H2**2)",
        "dZ2 = dA2\n    dZ2 *= 1 - H2**2",
        {
            "backward-check": "V *= ... writes into V, under all its names",
            "backward-grader": "dA2 was changed in place, as by dZ2 = dA2",
        },
    ),
    Planted(
        "dZ2 is added for dA2",
        "backward",
        "dA2 + dZ2 @ W2.T",
        "dZ2 @ W2.T + dZ2",
        {
            "backward-check": BOTH_FIRST,
            "backward-grader": "dZ2 stands where dA2 belongs",
        },
    ),
    Planted(
        "the second layer's slope is taken at the sum",
        "backward",
        "dZ2 = dA2 * (1 - H2**2)",
        "dZ2 = dA2 * (1 - (A1 + H2) ** 2)",
        {
            "backward-check": "right: dW3, db3; wrong: dW2, db2, dW1, db1.\n"
            "dW2: tanh' is taken at A1 + H2, not at H2",
            "backward-grader": "tanh' is taken at A1 + H2, not at H2",
        },
    ),
    Planted(
        "the first layer's slope is taken at the sum",
        "backward",
        "dA1 * (1 - A1**2)",
        "dA1 * (1 - (A1 + H2) ** 2)",
        {
            "backward-check": BOTH_FIRST,
            "backward-grader": "tanh' is taken at A1 + H2, not at A1",
        },
    ),
    Planted(
        "no slope of tanh in the second layer",
        "backward",
        "dZ2 = dA2 * (1 - H2**2)",
        "dZ2 = dA2",
        {
            "backward-check": "dW2: the factor 1 - H2^2 is missing",
            "backward-grader": "the factor 1 - H2^2 is missing",
        },
    ),
    Planted(
        "no slope of tanh in the first layer",
        "backward",
        "dZ1 = dA1 * (1 - A1**2)",
        "dZ1 = dA1",
        {
            "backward-check": BOTH_FIRST,
            "backward-grader": "the factor 1 - A1^2 is missing",
        },
    ),
    Planted(
        "H2 is squared in place",
        "backward",
        "dZ2 = dA2 * (1 - H2**2)",
        "H2 *= H2\n    dZ2 = dA2 * (1 - H2)",
        {"backward-grader": "backward: it changes its argument H2 in place"},
    ),
    Planted(
        "a mean for a sum in the first bias",
        "backward",
        "db1 = dZ1.sum(axis=0)",
        "db1 = dZ1.mean(axis=0)",
        {
            "backward-check": "wrong: db1.\ndb1: every entry is 0.2 times",
            "backward-grader": "every entry is 0.25 times the right one",
        },
    ),
    Planted(
        "the sign of dW1",
        "backward",
        "dW1 = X.T @ dZ1",
        "dW1 = -X.T @ dZ1",
        {
            "backward-check": "dW1: the sign is wrong",
            "backward-grader": "dW1 (N = 1, widths 5, 2, 3): the sign is wrong",
        },
    ),
    Planted(
        "the last layer's gradients are returned first",
        "backward",
        "    db1 = dZ1.sum(axis=0)\n",
        "    db1 = dZ1.sum(axis=0)\n    dW1, db1, dW3, db3 = dW3, db3, dW1, db1\n",
        {
            "backward-check": "dW3: shape (3, 6)",
            "backward-grader": "dW3 (N = 1, widths 5, 2, 3): shape (5, 2)",
        },
    ),
    Planted(
        "the sick function, as it was",
        "initialise",
        "np.sqrt(6 / n_in)",
        "np.sqrt(2 / n_in)",
        {
            "initialise-check": "a mean square of relu(Z) that is 0.3",
            "initialise-grader": "a mean square of relu(Z) that is 0.3",
        },
    ),
    drawn(
        "the variance where NumPy wants the standard deviation",
        "rng.normal(0, 2 / n_in, (n_in, n_out))",
        {
            "initialise-check": "a mean square of relu(Z) that is 0.01",
            "initialise-grader": "a mean square of relu(Z) that is 0.0",
        },
    ),
    drawn(
        "nothing said of ReLU, which halves",
        "rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))",
        {
            "initialise-check": "a mean square of relu(Z) that is 0.",
            "initialise-grader": "as if nothing was lost in ReLU",
        },
    ),
    drawn(
        "the pixels are no output of ReLU, so the first layer has another size",
        "rng.normal(0, np.sqrt((2 if params else 1) / n_in), (n_in, n_out))",
        {
            "initialise-check": "the layer 200 to 50 has a mean square",
            "initialise-grader": "as if nothing was lost in ReLU",
        },
    ),
    drawn(
        "n_out for n_in",
        "rng.normal(0, np.sqrt(2 / n_out), (n_in, n_out))",
        {
            "initialise-check": "the layer 200 to 50 has a mean square of relu(Z) "
            "that is 4.",
            "initialise-grader": "as if the widths were swapped, n_out for n_in",
        },
    ),
    drawn(
        "the sum of both widths",
        "rng.normal(0, np.sqrt(4 / (n_in + n_out)), (n_in, n_out))",
        {
            "initialise-check": "the layer 200 to 50 has a mean square of relu(Z) "
            "that is 1.",
            "initialise-grader": "as with the sum of both widths",
        },
    ),
    drawn(
        "a number that was found by trying, for one width",
        "rng.normal(0, 0.1, (n_in, n_out))",
        {
            "initialise-check": "the layer 50 to 400 has a mean square",
            "initialise-grader": "it keeps one size of weights for all widths",
        },
    ),
    drawn(
        "weights of one sign",
        "rng.uniform(0, np.sqrt(6 / n_in), (n_in, n_out))",
        {"initialise-grader": "the layer 400 to 100 has weights with mean 0.06"},
    ),
    Planted(
        "one generator, seeded anew for each layer",
        "initialise",
        LAYERS + LIMIT,
        "    params, seed = [], rng.integers(10**6)\n"
        "    for n_in, n_out in pairwise(widths):\n"
        "        again = np.random.default_rng(seed)\n"
        "        W = again.normal(0, np.sqrt(2 / n_in), (n_in, n_out))\n",
        {"initialise-grader": "two layers start with the same weights"},
    ),
    drawn(
        "the global generator",
        "np.random.normal(0, np.sqrt(2 / n_in), (n_in, n_out))",
        {"initialise-grader": "from equal generators come unequal weights"},
    ),
    drawn(
        "a generator of its own",
        "np.random.default_rng(n_in).normal(0, np.sqrt(2 / n_in), (n_in, n_out))",
        {"initialise-grader": "another rng gives the same weights"},
    ),
    drawn(
        "(n_out, n_in), as other texts have it",
        "rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))",
        {
            "initialise-check": "the layer 200 to 50 has a W of shape (50, 200)",
            "initialise-grader": "the layer 400 to 100 has a W of shape (100, 400)",
        },
    ),
    drawn(
        "weights of 0",
        "np.zeros((n_in, n_out))",
        {
            "initialise-check": "a mean square of relu(Z) that is 0.00",
            "initialise-grader": "the layer 400 to 100 has equal units",
        },
    ),
    Planted(
        "random biases",
        "initialise",
        "np.zeros(n_out)",
        "rng.normal(0, 0.01, n_out)",
        {
            "initialise-check": "the layer 200 to 50 has biases that are not 0",
            "initialise-grader": "the layer 400 to 100 has biases that are not 0",
        },
    ),
    Planted(
        "the output layer is forgotten",
        "initialise",
        "pairwise(widths)",
        "pairwise(widths[:-1])",
        {
            "initialise-check": "it must return 3 pairs (W, b), not 2 things",
            "initialise-grader": "3 pairs (W, b) for 5 widths; it must be 4",
        },
    ),
    Planted(
        "the sick function, as it was: its gradient belongs to its loss",
        "cross-entropy",
        "len(Z)",
        "Z.shape[1]",
        {
            "cross-entropy-grader": "it is a sum over the examples, divided by the "
            "classes"
        },
    ),
    Planted(
        "loss and gradient summed",
        "cross-entropy",
        "len(Z)",
        "1",
        {"cross-entropy-grader": "it is a sum over the examples, not a mean"},
    ),
    Planted(
        "loss and gradient averaged over the classes, too",
        "cross-entropy",
        "len(Z)",
        "Z.size",
        {"cross-entropy-grader": "it is a mean over the classes as well"},
    ),
    Planted(
        "the batch size of the run, written into it",
        "cross-entropy",
        "len(Z)",
        "100",
        {"cross-entropy-grader": "the loss for equal logits (6, 3)"},
    ),
    Planted(
        "the loss is mended, its gradient is not",
        "cross-entropy",
        "dZ /= n",
        "dZ /= Z.shape[1]",
        {
            "cross-entropy-check": "loss and dZ are divided by two numbers",
            "cross-entropy-grader": "dZ for Z (6, 3): twice the right one",
        },
    ),
    Planted(
        "the loss is a mean, the gradient a sum",
        "cross-entropy",
        "    dZ /= n\n",
        "",
        {
            "cross-entropy-check": "a sum over the examples where the mean belongs",
            "cross-entropy-grader": "a sum over the examples where the mean belongs",
        },
    ),
    Planted(
        "dZ is mended, the loss is not",
        "cross-entropy",
        "sum() / n",
        "sum() / Z.shape[1]",
        {
            "cross-entropy-check": "loss and dZ are divided by two numbers",
            "cross-entropy-grader": "a sum over the examples, divided by the classes",
        },
    ),
    Planted(
        "a loss for each example",
        "cross-entropy",
        "-log_P[rows, y].sum() / n",
        "-log_P[rows, y]",
        {
            "cross-entropy-check": "the loss has shape (7,), but it must be one number",
            "cross-entropy-grader": "is the sum or mean over its 6 rows missing?",
        },
    ),
    Planted(
        "no shift",
        "cross-entropy",
        "S = Z - Z.max(axis=1, keepdims=True)",
        "S = Z",
        {"cross-entropy-grader": "the loss for logits of 10^4: nan or inf"},
    ),
    Planted(
        "one shift for all rows",
        "cross-entropy",
        "Z.max(axis=1, keepdims=True)",
        "Z.max()",
        {"cross-entropy-grader": "the loss for logits of 10^4: nan or inf"},
    ),
    Planted(
        "the shift in place",
        "cross-entropy",
        "S = Z - Z.max(axis=1, keepdims=True)",
        "Z -= Z.max(axis=1, keepdims=True)\n    S = Z",
        {"cross-entropy-grader": "cross_entropy: it changes its argument Z in place"},
    ),
    Planted(
        "all rows lose 1 at all labels",
        "cross-entropy",
        "dZ[rows, y] -= 1",
        "dZ[:, y] -= 1",
        {
            "cross-entropy-check": "dZ: wrong, worst at",
            "cross-entropy-grader": "dZ for Z (6, 3): ",
        },
    ),
    Planted(
        "the sick function, as it was",
        "minibatches",
        BATCHES,
        BATCHES.replace("range(0, len(X), batch_size)", "range(-(-len(X) // 5))"),
        {
            "minibatches-check": "come as [5, 5, 5, 5, 5]",
            "minibatches-grader": "one pass hands out 25 rows, 9 of them different",
        },
    ),
    Planted(
        "rows and labels in two orders",
        "minibatches",
        "y[rows]",
        "rng.permutation(y)[rows]",
        {
            "minibatches-check": "a row of X comes with the label of another row",
            "minibatches-grader": "a row of X comes with the label of another row",
        },
    ),
    Planted(
        "the rest is dropped",
        "minibatches",
        "range(0, len(X), batch_size)",
        "range(0, len(X) - batch_size + 1, batch_size)",
        {
            "minibatches-check": "come as [5, 5, 5, 5]; they must",
            "minibatches-grader": "in batches of 5, one pass hands out 20 rows",
        },
    ),
    Planted(
        "a return in the loop",
        "minibatches",
        "yield X[rows], y[rows]",
        "return [(X[rows], y[rows])]",
        {
            "minibatches-check": "come as [5]; they must",
            "minibatches-grader": "in batches of 5, one pass hands out 5 rows",
        },
    ),
    Planted(
        "a return in the loop, of one pair",
        "minibatches",
        "yield X[rows], y[rows]",
        "return X[rows], y[rows]",
        {
            "minibatches-check": "each batch must be a pair (rows of X, their labels); "
            "batch 0 has length 5",
            "minibatches-grader": "batch 0 has length 5",
        },
    ),
    Planted(
        "rows without their labels",
        "minibatches",
        "yield X[rows], y[rows]",
        "yield X[rows]",
        {
            "minibatches-check": "batch 0 has length 5",
            "minibatches-grader": "batch 0 has length 5",
        },
    ),
    Planted(
        "no random order",
        "minibatches",
        "rng.permutation(len(X))",
        "np.arange(len(X))",
        {"minibatches-grader": "in the order of the data, not in a random one"},
    ),
    Planted(
        "drawn with replacement",
        "minibatches",
        "rng.permutation(len(X))",
        "rng.integers(len(X), size=len(X))",
        {"minibatches-grader": "each example must come once"},
    ),
    Planted(
        "a generator of its own",
        "minibatches",
        "rng.permutation(len(X))",
        "np.random.default_rng(0).permutation(len(X))",
        {"minibatches-grader": "two generators give the same order"},
    ),
    Planted(
        "X and y are shuffled in place",
        "minibatches",
        "rows = order[start : start + batch_size]",
        "rows = slice(start, start + batch_size)\n"
        "        if start == 0:\n"
        "            X[:], y[:] = X[order], y[order]",
        {"minibatches-grader": "minibatches: it changes its argument X in place"},
    ),
    Planted(
        "the sick function, as it was",
        "scale",
        "np.array(X, np.float32)",
        "np.asarray(X, np.float32)",
        {"scale-grader": "it writes into the float32 images that it was given"},
    ),
    Planted(
        "astype without a copy",
        "scale",
        "np.array(X, np.float32)",
        "X.astype(np.float32, copy=False)",
        {"scale-grader": "it writes into the float32 images that it was given"},
    ),
    Planted(
        "a view is no copy",
        "scale",
        "np.array(X, np.float32)",
        "np.asarray(X, np.float32)[:]",
        {"scale-grader": "it writes into the float32 images that it was given"},
    ),
    Planted(
        "the copy comes too late",
        "scale",
        SCALE,
        SCALE.replace("np.array(", "np.asarray(").replace(
            "return X", "return X.copy()"
        ),
        {"scale-grader": "it writes into the float32 images that it was given"},
    ),
    Planted(
        "a copy of the bytes, which hold no negative numbers",
        "scale",
        "np.array(X, np.float32)",
        "X.copy()",
        {
            "scale-check": "scale of uint8: bytes cannot hold it: make floats first",
            "scale-grader": "bytes cannot hold it: make floats first",
        },
    ),
    Planted(
        "bytes are doubled, and overflow",
        "scale",
        SCALE,
        "    return 2 * X / 255 - 1\n",
        {
            "scale-check": "bytes are doubled as bytes, which end at 255",
            "scale-grader": "bytes are doubled as bytes, which end at 255",
        },
    ),
    Planted(
        "scaled to 0 to 1",
        "scale",
        SCALE,
        "    return X / 255\n",
        {
            "scale-check": "the pixels are scaled to 0 to 1",
            "scale-grader": "the pixels are scaled to 0 to 1",
        },
    ),
]

RIGHT = [
    Planted("a small letter", "diagnosis-4", '"C"', '"c"'),
    Planted(
        "both ways in one product",
        "backward",
        "dA1 = dA2 + dZ2 @ W2.T",
        "dA1 = np.hstack([dZ3, dZ2]) @ np.hstack([W3, W2]).T",
    ),
    Planted(
        "einsum",
        "backward",
        "dA1 = dA2 + dZ2 @ W2.T",
        'dA1 = np.einsum("nj,ij->ni", dZ2, W2)\n    dA1 += dA2',
    ),
    Planted(
        "float32 inside",
        "backward",
        "    _, dZ3 =",
        "    X, A1, H2, Z3, W2, W3 = (\n"
        "        V.astype(np.float32) for V in (X, A1, H2, Z3, W2, W3)\n"
        "    )\n"
        "    _, dZ3 =",
    ),
    Planted(
        "one example at a time",
        "backward",
        "dA1 = dA2 + dZ2 @ W2.T",
        "dA1 = np.array([a + W2 @ z for a, z in zip(dA2, dZ2)])",
    ),
    drawn("normal numbers", "rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))", {}),
    drawn(
        "float32, and scaled afterwards",
        "rng.standard_normal((n_in, n_out), np.float32) * (2 / n_in) ** 0.5",
        {},
    ),
    drawn(
        "a row at a time",
        "np.stack([rng.normal(0, (2 / n_in) ** 0.5, n_out) for _ in range(n_in)])",
        {},
    ),
    Planted(
        "loops",
        "cross-entropy",
        LOSS,
        "    loss, dZ = 0.0, np.zeros(Z.shape)\n"
        "    for i, label in enumerate(y):\n"
        "        loss -= log_P[i, label] / n\n"
        "        for k in range(Z.shape[1]):\n"
        "            dZ[i, k] = (np.exp(log_P[i, k]) - (k == label)) / n\n",
    ),
    Planted(
        "means, and a one-hot matrix",
        "cross-entropy",
        LOSS,
        "    Y = one_hot(y, Z.shape[1])\n"
        "    loss = np.mean(-np.sum(np.where(Y > 0, log_P, 0), axis=1))\n"
        "    dZ = (np.exp(log_P) - Y) / len(y)\n",
    ),
    Planted(
        "float32 inside",
        "cross-entropy",
        "S = Z - Z.max(axis=1, keepdims=True)",
        "Z = Z.astype(np.float32)\n    S = Z - Z.max(axis=1, keepdims=True)",
    ),
    Planted(
        "a list, and array_split",
        "minibatches",
        BATCHES,
        "    order = rng.permutation(len(X))\n"
        "    parts = np.split(order, range(batch_size, len(X), batch_size))\n"
        "    return [(X[rows], y[rows]) for rows in parts]\n",
    ),
    Planted(
        "the numbers are shuffled, and taken off the front",
        "minibatches",
        BATCHES,
        "    left = np.arange(len(X))\n"
        "    rng.shuffle(left)\n"
        "    while len(left):\n"
        "        rows, left = left[:batch_size], left[batch_size:]\n"
        "        yield np.take(X, rows, axis=0), np.take(y, rows)\n",
    ),
    Planted("one expression", "scale", SCALE, "    return (X - 127.5) / 127.5\n"),
    Planted("another order", "scale", SCALE, "    return X / 127.5 - 1\n"),
    Planted(
        "float32 throughout",
        "scale",
        SCALE,
        "    X = np.subtract(X, 127.5, dtype=np.float32)\n"
        "    return X * np.float32(2 / 255)\n",
    ),
]
