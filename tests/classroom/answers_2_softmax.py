"""Answers that students give to Assignment 2, wrong ones and right ones."""

from grading import Planted

NAME = "2-softmax"

SOFTMAX = """\
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
"""
CROSS_ENTROPY = """\
    N = len(y)
    S = Z - Z.max(axis=1, keepdims=True)
    log_P = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    loss = -np.mean(log_P[np.arange(N), y])
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1.0
    dZ /= N
"""
FORWARD = """\
    activations = [X]
    for i, (W, b) in enumerate(zip(weights, biases, strict=True)):
        Z = activations[-1] @ W + b
        activations.append(relu(Z) if i + 1 < len(weights) else Z)
"""
BACKWARD = """\
    dWs, dbs = [], []
    for i in reversed(range(len(weights))):
        dWs.insert(0, activations[i].T @ dZ + l2 * weights[i])
        dbs.insert(0, dZ.sum(axis=0))
        if i > 0:
            dA = dZ @ weights[i].T
            dZ = dA * (activations[i] > 0)
"""
STEP = """\
    v *= momentum
    v += grad
    theta -= lr * v
"""

WRONG = [
    Planted(
        "no shift: large logits overflow",
        "softmax",
        "E = np.exp(Z - Z.max(axis=1, keepdims=True))",
        "E = np.exp(Z)",
        {"softmax-grader": "entries are nan or inf"},
    ),
    Planted(
        "the largest of the whole matrix is taken off",
        "softmax",
        "E = np.exp(Z - Z.max(axis=1, keepdims=True))",
        "E = np.exp(Z - Z.max())",
        {"softmax-grader": "entries are nan or inf"},
    ),
    Planted(
        "the columns add up to 1",
        "softmax",
        SOFTMAX,
        """\
    E = np.exp(Z - Z.max(axis=0))
    P = E / E.sum(axis=0)
""",
        {
            "softmax-check": "the rows do not add up to 1: the columns do",
            "softmax-grader": "softmax of rows as large as 10^4",
        },
    ),
    Planted(
        "keepdims forgotten in the sum",
        "softmax",
        "P = E / E.sum(axis=1, keepdims=True)",
        "P = E / E.sum(axis=1)",
        {
            "softmax-check": "is keepdims missing?",
            "softmax-grader": "softmax of rows as large as 10^4",
        },
    ),
    Planted(
        "keepdims forgotten in the largest",
        "softmax",
        "Z.max(axis=1, keepdims=True)",
        "Z.max(axis=1)",
        {
            "softmax-check": "the largest of another row: is keepdims missing?",
            "softmax-grader": "softmax of rows as large as 10^4",
        },
    ),
    Planted(
        "keepdims forgotten twice",
        "softmax",
        SOFTMAX,
        """\
    E = np.exp(Z - Z.max(axis=1))
    P = E / E.sum(axis=1)
""",
        {
            "softmax-check": "the largest of another row: is keepdims missing?",
            "softmax-grader": "softmax of rows as large as 10^4",
        },
    ),
    Planted(
        "the largest is taken off above only",
        "softmax",
        "E / E.sum(axis=1, keepdims=True)",
        "E / np.exp(Z).sum(axis=1, keepdims=True)",
        {
            "softmax-check": "is the same number taken off above and below?",
            "softmax-grader": "softmax of rows as large as 10^4",
        },
    ),
    Planted(
        "log-softmax",
        "softmax",
        SOFTMAX,
        """\
    P = Z - np.logaddexp.reduce(Z, axis=1)[:, None]
""",
        {
            "softmax-check": "these are the logarithms of the probabilities",
            "softmax-grader": "softmax of rows as large as 10^4",
        },
    ),
    Planted(
        "the shift is written into Z",
        "softmax",
        "E = np.exp(Z - Z.max(axis=1, keepdims=True))",
        """Z -= Z.max(axis=1, keepdims=True)
    E = np.exp(Z)""",
        {"softmax-grader": "softmax: it changes its argument Z in place"},
    ),
    Planted(
        "the division is forgotten",
        "softmax",
        SOFTMAX,
        """\
    P = np.exp(Z)
""",
        {
            "softmax-check": "the division is missing",
            "softmax-grader": "entries are nan or inf",
        },
    ),
    Planted(
        "large logits are clipped",
        "softmax",
        "E = np.exp(Z - Z.max(axis=1, keepdims=True))",
        "E = np.exp(np.clip(Z, -500, 500))",
        {"softmax-grader": "large logits are cut off, and their differences are lost"},
    ),
    Planted(
        "nan replaced by 0",
        "softmax",
        SOFTMAX,
        """\
    E = np.exp(Z)
    P = np.nan_to_num(E / E.sum(axis=1, keepdims=True))
""",
        {"softmax-grader": "nan was replaced by 0"},
    ),
    Planted(
        "one sum for all",
        "softmax",
        "P = E / E.sum(axis=1, keepdims=True)",
        "P = E / E.sum()",
        {
            "softmax-check": "all entries together add up to 1",
            "softmax-grader": "softmax of rows as large as 10^4",
        },
    ),
    Planted(
        "no return",
        "softmax",
        "    return P",
        "    P",
        {"softmax-check": "it returned None", "softmax-grader": "it returned None"},
    ),
    Planted(
        "loss and gradient summed",
        "cross-entropy",
        CROSS_ENTROPY,
        """\
    N = len(y)
    S = Z - Z.max(axis=1, keepdims=True)
    log_P = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    loss = -np.sum(log_P[np.arange(N), y])
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1.0
""",
        {"cross-entropy-grader": "summed over the examples, not averaged"},
    ),
    Planted(
        "loss and gradient averaged over the classes as well",
        "cross-entropy",
        CROSS_ENTROPY,
        """\
    N = len(y)
    S = Z - Z.max(axis=1, keepdims=True)
    log_P = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    loss = -np.mean(log_P[np.arange(N), y]) / Z.shape[1]
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1.0
    dZ /= Z.size
""",
        {"cross-entropy-grader": "averaged over the classes as well"},
    ),
    Planted(
        "loss and gradient to the base 2",
        "cross-entropy",
        CROSS_ENTROPY,
        """\
    N = len(y)
    S = Z - Z.max(axis=1, keepdims=True)
    log_P = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    loss = -np.mean(log_P[np.arange(N), y]) / np.log(2)
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1.0
    dZ /= N * np.log(2)
""",
        {"cross-entropy-grader": "to the base 2"},
    ),
    Planted(
        "loss and gradient halved",
        "cross-entropy",
        CROSS_ENTROPY,
        """\
    N = len(y)
    S = Z - Z.max(axis=1, keepdims=True)
    log_P = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    loss = -0.5 * np.mean(log_P[np.arange(N), y])
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1.0
    dZ /= 2 * N
""",
        {"cross-entropy-grader": "factor 1/2 that was not asked for"},
    ),
    Planted(
        "loss summed, gradient averaged",
        "cross-entropy",
        "np.mean",
        "np.sum",
        {
            "cross-entropy-check": "it is your loss that is not the one asked for",
            "cross-entropy-grader": "summed over the examples, not averaged",
        },
    ),
    Planted(
        "loss averaged, gradient summed",
        "cross-entropy",
        """\
    dZ /= N
""",
        "",
        {
            "cross-entropy-check": "N times too large",
            "cross-entropy-grader": "dZ for equal logits: every entry is 6 times",
        },
    ),
    Planted(
        "minus forgotten",
        "cross-entropy",
        "-np.mean",
        "np.mean",
        {
            "cross-entropy-check": "your loss has the wrong sign",
            "cross-entropy-grader": "the sign is wrong",
        },
    ),
    Planted(
        "both signs",
        "cross-entropy",
        """\
    dZ /= N
""",
        """\
    dZ /= -N
    loss = -loss
""",
        {
            "cross-entropy-check": "your loss has the wrong sign",
            "cross-entropy-grader": "the sign is wrong",
        },
    ),
    Planted(
        "Y is never made",
        "cross-entropy",
        """\
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1.0
    dZ /= N
""",
        """\
    dZ = (softmax(Z) - Y) / N
""",
        {
            "cross-entropy-check": "name 'Y' is not defined",
            "cross-entropy-grader": "name 'Y' is not defined",
        },
    ),
    Planted(
        "the loss is a mean over the classes as well",
        "cross-entropy",
        "-np.mean(log_P[np.arange(N), y])",
        "-np.mean(one_hot(y, Z.shape[1]) * log_P)",
        {
            "cross-entropy-check": "it is your loss that is not the one asked for",
            "cross-entropy-grader": "averaged over the classes as well",
        },
    ),
    Planted(
        "softmax taken for a function of each entry",
        "cross-entropy",
        "dZ /= N",
        "dZ *= one_hot(y, Z.shape[1]) / N",
        {
            "cross-entropy-check": "softmax derived as if it were a sigmoid",
            "cross-entropy-grader": "dZ for equal logits",
        },
    ),
    Planted(
        "a small number in the logarithm",
        "cross-entropy",
        "loss = -np.mean(log_P[np.arange(N), y])",
        "loss = -np.mean(np.log(softmax(Z)[np.arange(N), y] + 1e-12))",
        {"cross-entropy-grader": "a small number replaces a P of 0"},
    ),
    Planted(
        "log of a P that is 0",
        "cross-entropy",
        "loss = -np.mean(log_P[np.arange(N), y])",
        "loss = -np.mean(np.log(softmax(Z)[np.arange(N), y]))",
        {"cross-entropy-grader": "loss for logits of 10^4: nan or inf"},
    ),
    Planted(
        "columns y of all rows in dZ",
        "cross-entropy",
        "dZ[np.arange(N), y] -= 1.0",
        "dZ[:, y] -= 1.0",
        {
            "cross-entropy-check": "1 is taken off in the columns y of every row",
            "cross-entropy-grader": "dZ for equal logits",
        },
    ),
    Planted(
        "columns y of all rows in the loss",
        "cross-entropy",
        "loss = -np.mean(log_P[np.arange(N), y])",
        "loss = -np.mean(log_P[:, y])",
        {
            "cross-entropy-check": "it is your loss that is not the one asked for",
            "cross-entropy-grader": "the classes y are taken in every row",
        },
    ),
    Planted(
        "the number of classes is taken from the labels",
        "cross-entropy",
        "dZ[np.arange(N), y] -= 1.0",
        "dZ -= np.eye(y.max() + 1)[y]",
        {"cross-entropy-grader": "Is the number of classes taken from y?"},
    ),
    Planted(
        "the shift is written into Z",
        "cross-entropy",
        "S = Z - Z.max(axis=1, keepdims=True)",
        """Z -= Z.max(axis=1, keepdims=True)
    S = Z""",
        {"cross-entropy-grader": "cross_entropy: it changes its argument Z in place"},
    ),
    Planted(
        "no mean at all",
        "cross-entropy",
        "np.mean(log_P[np.arange(N), y])",
        "log_P[np.arange(N), y]",
        {
            "cross-entropy-check": "is the mean over the examples missing?",
            "cross-entropy-grader": "is the sum or mean over its 6 rows missing?",
        },
    ),
    Planted(
        "results swapped",
        "cross-entropy",
        "return loss, dZ",
        "return dZ, loss",
        {
            "cross-entropy-check": "loss and dZ: the other way round",
            "cross-entropy-grader": "the loss for equal logits, log C: shape (6, 10)",
        },
    ),
    Planted(
        "the variance",
        "initialise",
        "std = np.sqrt(2.0 / n_in)",
        "std = 2.0 / n_in",
        {"initialise-check": "this is 2/n_in, the variance; the spread is its root"},
    ),
    Planted(
        "width out",
        "initialise",
        "2.0 / n_in",
        "2.0 / n_out",
        {"initialise-check": "the width out decides, not the width in"},
    ),
    Planted(
        "factor 2 missing",
        "initialise",
        "2.0 / n_in",
        "1.0 / n_in",
        {"initialise-check": "nothing is halved"},
    ),
    Planted(
        "shape (n_out, n_in)",
        "initialise",
        "(n_in, n_out))",
        "(n_out, n_in))",
        {
            "initialise-check": "weights: the shapes are",
            "initialise-grader": "for the widths 3-2 the shapes are",
        },
    ),
    Planted(
        "NumPy's global generator",
        "initialise",
        "rng.normal",
        "np.random.normal",
        {"initialise-grader": "the same seed gave other weights"},
    ),
    Planted(
        "an rng of its own in every layer",
        "initialise",
        "weights.append(rng.normal(0.0, std, (n_in, n_out)))",
        """rng = np.random.default_rng(0)
        weights.append(rng.normal(0.0, std, (n_in, n_out)))""",
        {"initialise-grader": "another seed gave the same weights"},
    ),
    Planted(
        "biases random",
        "initialise",
        "np.zeros(n_out)",
        "rng.normal(0.0, std, n_out)",
        {"initialise-check": "biases:"},
    ),
    Planted(
        "a pair for each layer",
        "initialise",
        "return weights, biases",
        "return list(zip(weights, biases))",
        {
            "initialise-check": "must return 2 things",
            "initialise-grader": "must return 2 things",
        },
    ),
    Planted(
        "the list of widths loses an entry",
        "initialise",
        "    return weights",
        """\
    widths.pop()
    return weights""",
        {"initialise-grader": "argument widths in place"},
    ),
    Planted(
        "uniform numbers above 0",
        "initialise",
        "weights.append(rng.normal(0.0, std, (n_in, n_out)))",
        "weights.append(12**0.5 * std * rng.random((n_in, n_out)))",
        {"initialise-grader": "mean of the weights is not 0"},
    ),
    Planted(
        "the first layer by another rule",
        "initialise",
        "2.0 / n_in",
        "(2.0 if weights else 1.0) / n_in",
        {"initialise-check": "the first layer also counts"},
    ),
    Planted(
        "the last layer by another rule",
        "initialise",
        "2.0 / n_in",
        "(1.0 if len(weights) == len(widths) - 2 else 2.0) / n_in",
        {"initialise-check": "the last layer also counts"},
    ),
    Planted(
        "a layer too few",
        "initialise",
        "pairwise(widths)",
        "pairwise(widths[:-1])",
        {
            "initialise-check": "weights: must hold 3 arrays, not 2",
            "initialise-grader": "for the widths 3-2 the shapes are",
        },
    ),
    Planted(
        "scale missing",
        "initialise",
        "weights.append(rng.normal(0.0, std, (n_in, n_out)))",
        "weights.append(rng.normal(size=(n_in, n_out)))",
        {"initialise-check": "the scale is missing"},
    ),
    Planted(
        "the widths' product under the root",
        "initialise",
        "2.0 / n_in",
        "2.0 / (n_in * n_out)",
        {"initialise-check": "the two widths are multiplied"},
    ),
    Planted(
        "Glorot's rule",
        "initialise",
        "2.0 / n_in",
        "2.0 / (n_in + n_out)",
        {"initialise-check": "this is Glorot's rule"},
    ),
    Planted(
        "ReLU on logits",
        "forward",
        "activations.append(relu(Z) if i + 1 < len(weights) else Z)",
        "activations.append(relu(Z))",
        {
            "forward-check": "ReLU in the last layer as well",
            "forward-grader": "ReLU in the last layer as well",
        },
    ),
    Planted(
        "no ReLU",
        "forward",
        "activations.append(relu(Z) if i + 1 < len(weights) else Z)",
        "activations.append(Z)",
        {"forward-check": "the ReLU is missing", "forward-grader": "A1 for N = 2"},
    ),
    Planted(
        "ReLU in the first layer only",
        "forward",
        "i + 1 < len(weights)",
        "i == 0",
        {
            "forward-check": "the ReLU is missing",
            "forward-grader": "ReLU in the last layer as well",
        },
    ),
    Planted(
        "two hidden layers written out",
        "forward",
        FORWARD,
        """\
    (W1, W2, W3), (b1, b2, b3) = weights, biases
    A1 = relu(X @ W1 + b1)
    A2 = relu(A1 @ W2 + b2)
    activations = [X, A1, A2, A2 @ W3 + b3]
""",
        {"forward-grader": "Is the number of layers fixed"},
    ),
    Planted(
        "no bias",
        "forward",
        "@ W + b",
        "@ W",
        {"forward-check": "the bias is missing", "forward-grader": "Z1 for N = 1"},
    ),
    Planted(
        "the list without X",
        "forward",
        "return activations",
        "return activations[1:]",
        {
            "forward-check": "must return 4 things",
            "forward-grader": "must return 2 things",
        },
    ),
    Planted(
        "layers are popped off the lists",
        "forward",
        FORWARD,
        """\
    activations = [X]
    while weights:
        Z = activations[-1] @ weights.pop(0) + biases.pop(0)
        activations.append(relu(Z) if weights else Z)
""",
        {"forward-grader": "forward: it changes its argument weights in place"},
    ),
    Planted(
        "X through ReLU",
        "forward",
        "activations = [X]",
        "activations = [relu(X)]",
        {"forward-check": "it went through ReLU", "forward-grader": "X for N = 1"},
    ),
    Planted(
        "X centred in place",
        "forward",
        "activations = [X]",
        """X -= X.mean(axis=0)
    activations = [X]""",
        {"forward-check": "X: it was centred", "forward-grader": "X for N = 1"},
    ),
    Planted(
        "ReLU in two layers, whatever the depth",
        "forward",
        "i + 1 < len(weights)",
        "len(activations) < 3",
        {"forward-grader": "ReLU in the last layer as well"},
    ),
    Planted(
        "ReLU only once all layers are through",
        "forward",
        "activations.append(relu(Z) if i + 1 < len(weights) else Z)",
        """activations.append(Z)
    activations = [X, *(relu(Z) for Z in activations[1:])]""",
        {
            "forward-check": "made from the Z before it",
            "forward-grader": "ReLU in the last layer as well",
        },
    ),
    Planted(
        "W transposed",
        "forward",
        "@ W + b",
        "@ W.T + b",
        {
            "forward-check": "mismatch in its core dimension",
            "forward-grader": "Is the number of layers fixed",
        },
    ),
    Planted(
        "penalty missing",
        "backward",
        " + l2 * weights[i]",
        "",
        {
            "backward-check": "the L2 penalty is left out",
            "backward-grader": "the L2 penalty is left out",
        },
    ),
    Planted(
        "penalty doubled",
        "backward",
        " + l2 *",
        " + 2 * l2 *",
        {
            "backward-check": "the L2 penalty is doubled",
            "backward-grader": "the L2 penalty is doubled",
        },
    ),
    Planted(
        "penalty divided by N",
        "backward",
        " + l2 * weights[i]",
        " + l2 * weights[i] / len(dZ)",
        {
            "backward-check": "the L2 penalty is divided by N",
            "backward-grader": "the L2 penalty is divided by N",
        },
    ),
    Planted(
        "penalty with the wrong sign",
        "backward",
        " + l2 *",
        " - l2 *",
        {
            "backward-check": "the L2 penalty has the wrong sign",
            "backward-grader": "the L2 penalty has the wrong sign",
        },
    ),
    Planted(
        "the penalty itself for its derivative",
        "backward",
        " + l2 * weights[i]",
        " + l2 / 2 * np.sum(weights[i]**2)",
        {
            "backward-check": "the penalty's value is added, not its derivative",
            "backward-grader": "the penalty's value is added, not its derivative",
        },
    ),
    Planted(
        "data's part of dW divided by N again",
        "backward",
        "@ dZ + l2",
        "@ dZ / len(dZ) + l2",
        {
            "backward-check": "dW3: the data's part is divided by N once more",
            "backward-grader": "dW2: the data's part is divided by N once more",
        },
    ),
    Planted(
        "dW divided by N again, without the penalty",
        "backward",
        "@ dZ + l2 * weights[i]",
        "@ dZ / len(dZ)",
        {
            "backward-check": "once more (the mean is in dZ already), and the penalty",
            "backward-grader": "the L2 penalty is left out",
        },
    ),
    Planted(
        "all of dW divided by N",
        "backward",
        "activations[i].T @ dZ + l2 * weights[i]",
        "(activations[i].T @ dZ + l2 * weights[i]) / len(dZ)",
        {
            "backward-check": "all of it is divided by N once more",
            "backward-grader": "divided by N once more",
        },
    ),
    Planted(
        "all penalties' values in every dW",
        "backward",
        " + l2 * weights[i]",
        " + l2 / 2 * sum(np.sum(W**2) for W in weights)",
        {
            "backward-check": "the penalty's value is added, not its derivative",
            "backward-grader": "the penalty's value is added, not its derivative",
        },
    ),
    Planted(
        "l2 in db",
        "backward",
        "dZ.sum(axis=0)",
        "dZ.sum(axis=0) + l2",
        {
            "backward-check": "db3: l2 is in db, but the biases have no penalty",
            "backward-grader": "db1: l2 is in db, but the biases have no penalty",
        },
    ),
    Planted(
        "weights' penalty in db",
        "backward",
        "dZ.sum(axis=0)",
        "dZ.sum(axis=0) + l2 * weights[i].sum(axis=0)",
        {
            "backward-check": "db3: l2 is in db, but the biases have no penalty",
            "backward-grader": "db1: l2 is in db, but the biases have no penalty",
        },
    ),
    Planted(
        "mask missing",
        "backward",
        "dZ = dA * (activations[i] > 0)",
        "dZ = dA",
        {
            "backward-check": "the activation's derivative is missing",
            "backward-grader": "the activation's derivative is missing",
        },
    ),
    Planted(
        "mask from dA",
        "backward",
        "activations[i] > 0",
        "dA > 0",
        {
            "backward-check": "where dA > 0, not where Z > 0",
            "backward-grader": "where dA > 0, not where Z > 0",
        },
    ),
    Planted(
        "times A",
        "backward",
        "* (activations[i] > 0)",
        "* activations[i]",
        {
            "backward-check": "multiplied by the activation A, not by its derivative",
            "backward-grader": "multiplied by the activation A, not by its derivative",
        },
    ),
    Planted(
        "mask of layer after",
        "backward",
        "activations[i] > 0",
        "activations[i + 1] > 0",
        {
            "backward-check": "could not be broadcast",
            "backward-grader": "Is the number of layers fixed",
        },
    ),
    Planted(
        "W not transposed",
        "backward",
        "weights[i].T",
        "weights[i]",
        {
            "backward-check": "mismatch in its core dimension",
            "backward-grader": "Is the number of layers fixed",
        },
    ),
    Planted(
        "divided by N again",
        "backward",
        "dWs, dbs = [], []",
        "dWs, dbs, dZ = [], [], dZ / len(dZ)",
        {
            "backward-check": "divided by N once more",
            "backward-grader": "divided by N once more",
        },
    ),
    Planted(
        "db is a mean",
        "backward",
        "dZ.sum(axis=0)",
        "dZ.mean(axis=0)",
        {
            "backward-check": "db: divided by N once more",
            "backward-grader": "db: divided by N once more",
        },
    ),
    Planted(
        "db over the wrong axis",
        "backward",
        "dZ.sum(axis=0)",
        "dZ.sum(axis=1)",
        {
            "backward-check": "layers[0].db: shape (8,)",
            "backward-grader": "layers[0].db: shape (1,)",
        },
    ),
    Planted(
        "lists from the output to the input",
        "backward",
        BACKWARD,
        """\
    dWs, dbs = [], []
    for i in reversed(range(len(weights))):
        dWs.append(activations[i].T @ dZ + l2 * weights[i])
        dbs.append(dZ.sum(axis=0))
        if i > 0:
            dA = dZ @ weights[i].T
            dZ = dA * (activations[i] > 0)
""",
        {
            "backward-check": "begins with the last layer",
            "backward-grader": "begins with the last layer",
        },
    ),
    Planted(
        "the two lists swapped",
        "backward",
        "return dWs, dbs",
        "return dbs, dWs",
        {
            "backward-check": "dWs and dbs: the other way round",
            "backward-grader": "dWs and dbs: the other way round",
        },
    ),
    Planted(
        "the mask is written into the activations",
        "backward",
        "dZ = dA * (activations[i] > 0)",
        """activations[i][activations[i] > 0] = 1
            dZ = dA * activations[i]""",
        {"backward-grader": "activations in place"},
    ),
    Planted(
        "dZ is cleared in place",
        "backward",
        "    return dWs",
        """\
    dZ *= 0
    return dWs""",
        {"backward-grader": "argument dZ in place"},
    ),
    Planted(
        "ReLU's mask on the logits, in place",
        "backward",
        "dWs, dbs = [], []",
        """dWs, dbs = [], []
    dZ[activations[-1] <= 0] = 0""",
        {
            "backward-check": "dZ is cut to 0 where the logits are below 0",
            "backward-grader": "dZ is cut to 0 where the logits are below 0",
        },
    ),
    Planted(
        "the logits are popped off the list",
        "backward",
        BACKWARD,
        """\
    dWs, dbs = [], []
    activations.pop()
    for i in reversed(range(len(weights))):
        dWs.insert(0, activations[i].T @ dZ + l2 * weights[i])
        dbs.insert(0, dZ.sum(axis=0))
        if i > 0:
            dA = dZ @ weights[i].T
            dZ = dA * (activations[i] > 0)
""",
        {"backward-grader": "activations in place"},
    ),
    Planted(
        "l2 multiplied into the weights",
        "backward",
        "dWs.insert(0, activations[i].T @ dZ + l2 * weights[i])",
        """weights[i] *= l2
        dWs.insert(0, activations[i].T @ dZ + weights[i])""",
        {
            "backward-check": "0.1 times the right one",
            "backward-grader": "argument weights in place",
        },
    ),
    Planted(
        "weights decayed in place",
        "backward",
        "    return",
        """\
    for W in weights:
        W *= 1 - l2
    return""",
        {"backward-grader": "argument weights in place"},
    ),
    Planted(
        "three layers counted",
        "backward",
        "range(len(weights))",
        "range(3)",
        {"backward-grader": "Is the number of layers fixed"},
    ),
    Planted(
        "the first layer left out",
        "backward",
        "range(len(weights))",
        "range(1, len(weights))",
        {
            "backward-check": "must hold 3 arrays, not 2",
            "backward-grader": "must hold 1 arrays, not 0",
        },
    ),
    Planted(
        "no return",
        "backward",
        "return dWs, dbs",
        "dWs, dbs",
        {"backward-check": "it returned None", "backward-grader": "it returned None"},
    ),
    Planted(
        "v rebound",
        "momentum-step",
        STEP,
        """\
    v = momentum * v + grad
    theta -= lr * v
""",
        {
            "momentum-step-check": "v: it is what it was before",
            "momentum-step-grader": "theta (4,) after three steps",
        },
    ),
    Planted(
        "theta rebound",
        "momentum-step",
        "theta -= lr * v",
        "theta = theta - lr * v",
        {
            "momentum-step-check": "theta: it is what it was before",
            "momentum-step-grader": "theta (4,) after three steps",
        },
    ),
    Planted(
        "up the slope",
        "momentum-step",
        "theta -=",
        "theta +=",
        {
            "momentum-step-check": "up the loss, not down",
            "momentum-step-grader": "theta (4,) after three steps",
        },
    ),
    Planted(
        "gradient times 1 - momentum",
        "momentum-step",
        "v += grad",
        "v += (1 - momentum) * grad",
        {
            "momentum-step-check": "enters by 1 - momentum",
            "momentum-step-grader": "theta (4,) after three steps",
        },
    ),
    Planted(
        "old v",
        "momentum-step",
        STEP,
        """\
    theta -= lr * v
    v *= momentum
    v += grad
""",
        {
            "momentum-step-check": "along the old v",
            "momentum-step-grader": "theta (4,) after three steps",
        },
    ),
    Planted(
        "along grad",
        "momentum-step",
        "theta -= lr * v",
        "theta -= lr * grad",
        {
            "momentum-step-check": "along the gradient, not along v",
            "momentum-step-grader": "theta (4,) after three steps",
        },
    ),
    Planted(
        "lr in v",
        "momentum-step",
        """v += grad
    theta -= lr * v""",
        """v += lr * grad
    theta -= v""",
        {
            "momentum-step-check": "lr is in v as well",
            "momentum-step-grader": "v (4,) after three steps",
        },
    ),
    Planted(
        "the sum is made in grad",
        "momentum-step",
        STEP,
        """\
    grad += momentum * v
    v[:] = grad
    theta -= lr * v
""",
        {"momentum-step-grader": "argument grad in place"},
    ),
    Planted(
        "for matrices only",
        "momentum-step",
        STEP,
        """\
    v[:, :] = momentum * v + grad
    theta[:, :] = theta - lr * v
""",
        {"momentum-step-grader": "for a vector of 4 it failed"},
    ),
    Planted(
        "the old v twice",
        "momentum-step",
        """v *= momentum
    v += grad""",
        "v += momentum * v + grad",
        {
            "momentum-step-check": "+= adds to what is there",
            "momentum-step-grader": "theta (4,) after three steps",
        },
    ),
    Planted(
        "lr and the minus in v",
        "momentum-step",
        """v += grad
    theta -= lr * v""",
        """v -= lr * grad
    theta += v""",
        {
            "momentum-step-check": "this is another spelling",
            "momentum-step-grader": "v (4,) after three steps",
        },
    ),
    Planted(
        "v multiplied by lr",
        "momentum-step",
        "theta -= lr * v",
        """v *= lr
    theta -= v""",
        {
            "momentum-step-check": "lr is in v as well",
            "momentum-step-grader": "theta (4,) after three steps",
        },
    ),
    Planted(
        "momentum missing",
        "momentum-step",
        """\
    v *= momentum
""",
        "",
        {
            "momentum-step-check": "all of the old v is kept",
            "momentum-step-grader": "theta (4,) after three steps",
        },
    ),
    Planted(
        "Nesterov",
        "momentum-step",
        "theta -= lr * v",
        "theta -= lr * (momentum * v + grad)",
        {
            "momentum-step-check": "momentum is applied twice",
            "momentum-step-grader": "theta (4,) after three steps",
        },
    ),
]

RIGHT = [
    Planted(
        "loop",
        "softmax",
        SOFTMAX,
        """\
    P = np.zeros_like(Z)
    for n in range(len(Z)):
        row = [np.exp(z - max(Z[n])) for z in Z[n]]
        P[n] = [e / sum(row) for e in row]
""",
    ),
    Planted(
        "log-sum-exp",
        "softmax",
        SOFTMAX,
        """\
    m = np.max(Z, axis=1)[:, None]
    P = np.exp(Z - (m + np.log(np.sum(np.exp(Z - m), axis=1))[:, None]))
""",
    ),
    Planted(
        "float32",
        "softmax",
        "E = np.exp(Z -",
        """Z = Z.astype(np.float32)
    E = np.exp(Z -""",
    ),
    Planted(
        "transposed",
        "softmax",
        SOFTMAX,
        """\
    E = np.exp(Z.T - Z.max(axis=1))
    P = (E / E.sum(axis=0)).T
""",
    ),
    Planted(
        "logaddexp",
        "softmax",
        SOFTMAX,
        """\
    P = np.exp(Z - np.logaddexp.reduce(Z, axis=1)[:, None])
""",
    ),
    Planted(
        "loops",
        "cross-entropy",
        CROSS_ENTROPY,
        """\
    N, C = Z.shape
    loss, dZ = 0.0, np.zeros((N, C))
    for n in range(N):
        s = Z[n] - max(Z[n])
        total = sum(np.exp(s))
        loss += (np.log(total) - s[y[n]]) / N
        for k in range(C):
            dZ[n, k] = (np.exp(s[k]) / total - (k == y[n])) / N
""",
    ),
    Planted(
        "one-hot and softmax",
        "cross-entropy",
        CROSS_ENTROPY,
        """\
    Y = one_hot(y, Z.shape[1])
    dZ = (softmax(Z) - Y) / len(y)
    log_sum = np.logaddexp.reduce(Z, axis=1)
    loss = (log_sum.sum() - np.einsum('nk,nk', Y, Z)) / len(y)
""",
    ),
    Planted(
        "float32",
        "cross-entropy",
        "S = Z - Z.max(axis=1, keepdims=True)",
        "S = (Z - Z.max(axis=1, keepdims=True)).astype(np.float32)",
    ),
    Planted(
        "float32 from the start",
        "cross-entropy",
        "S = Z - Z.max(axis=1, keepdims=True)",
        """Z = Z.astype(np.float32)
    S = Z - Z.max(axis=1, keepdims=True)""",
    ),
    Planted(
        "Jacobian",
        "cross-entropy",
        """\
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1.0
    dZ /= N
""",
        """\
    P = np.exp(log_P)
    dZ = np.zeros_like(Z)
    for n in range(N):
        J = np.diag(P[n]) - np.outer(P[n], P[n])
        if P[n, y[n]] > 0:
            dZ[n] = -J[y[n]] / P[n, y[n]] / N
        else:
            dZ[n] = P[n] / N
            dZ[n, y[n]] = -1 / N
""",
    ),
    Planted(
        "float32 from the generator",
        "initialise",
        "weights.append(rng.normal(0.0, std, (n_in, n_out)))",
        """W = rng.standard_normal((n_in, n_out), dtype=np.float32)
        weights.append(W * np.float32(std))""",
    ),
    Planted(
        "uniform",
        "initialise",
        "weights.append(rng.normal(0.0, std, (n_in, n_out)))",
        """c = 3**0.5 * he(n_in)
        weights.append(rng.uniform(-c, c, (n_in, n_out)))""",
    ),
    Planted(
        "the last layer drawn first",
        "initialise",
        """\
    weights, biases = [], []
    for n_in, n_out in pairwise(widths):
        std = np.sqrt(2.0 / n_in)
        weights.append(rng.normal(0.0, std, (n_in, n_out)))
        biases.append(np.zeros(n_out))
""",
        """\
    weights = []
    for i in range(len(widths) - 1, 0, -1):
        W = rng.normal(size=(widths[i], widths[i - 1])).T
        weights = [W * (2 / len(W)) ** 0.5, *weights]
    biases = tuple(np.array([0.0] * n) for n in widths[1:])
""",
    ),
    Planted(
        "einsum, masked in place, tuples",
        "forward",
        FORWARD,
        """\
    activations, A = (X,), X
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        A = np.einsum('ni,ij->nj', A, W) + b
        A[A < 0] = 0
        activations += (A,)
    activations += (A @ weights[-1] + biases[-1],)
""",
    ),
    Planted(
        "float32",
        "forward",
        FORWARD,
        """\
    activations = [X.astype(np.float32)]
    for i, (W, b) in enumerate(zip(weights, biases, strict=True)):
        Z = activations[-1] @ W.astype(np.float32) + b
        activations.append(relu(Z) if i + 1 < len(weights) else Z)
""",
    ),
    Planted(
        "loops",
        "forward",
        FORWARD,
        """\
    activations = [X]
    for W, b in zip(weights, biases):
        A = np.zeros((len(X), len(b)))
        for n, x in enumerate(activations[-1]):
            for j in range(len(b)):
                A[n, j] = sum(x * W[:, j]) + b[j]
        if W is not weights[-1]:
            A = A * (A > 0)
        activations.append(A)
""",
    ),
    Planted(
        "loop over examples",
        "backward",
        BACKWARD,
        """\
    dWs = [l2 * W for W in weights]
    dbs = [np.zeros(W.shape[1]) for W in weights]
    for n in range(len(dZ)):
        dz = dZ[n]
        for i in range(len(weights) - 1, -1, -1):
            a = activations[i][n]
            dWs[i] += np.outer(a, dz)
            dbs[i] += dz
            dz = (weights[i] @ dz) * np.where(a > 0, 1.0, 0.0)
""",
    ),
    Planted(
        "einsum, float32",
        "backward",
        BACKWARD,
        """\
    dWs, dbs, dZ = [], [], dZ.astype(np.float32)
    for W, A in zip(weights[::-1], activations[-2::-1], strict=True):
        dWs.append(np.einsum('ni,nj->ij', A, dZ) + l2 * W)
        dbs.append(np.ones(len(dZ)) @ dZ)
        dZ = np.einsum('nj,ij->ni', dZ, W)
        dZ[A <= 0] = 0
    dWs.reverse()
    dbs.reverse()
""",
    ),
    Planted("tuples", "backward", "return dWs, dbs", "return tuple(dWs), tuple(dbs)"),
    Planted(
        "slices",
        "momentum-step",
        STEP,
        """\
    v[...] = momentum * v + grad
    theta[...] = theta - lr * v
""",
    ),
    Planted(
        "np.float32",
        "momentum-step",
        STEP,
        """\
    step = np.float32(momentum) * v.astype(np.float32) + grad
    np.copyto(v, step)
    np.subtract(theta, lr * step, out=theta)
""",
    ),
    Planted(
        "loop",
        "momentum-step",
        STEP,
        """\
    for i in np.ndindex(theta.shape):
        v[i] = momentum * v[i] + grad[i]
        theta[i] -= lr * v[i]
    return theta, v
""",
    ),
]
