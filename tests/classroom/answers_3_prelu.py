"""Answers that students give to Assignment 3, wrong ones and right ones."""

from grading import Planted

NAME = "3-prelu"

PRELU = "A = np.where(Z > 0, Z, alpha * Z)"
S = "S = np.where(Z > 0, 1.0, alpha)"
DZ = "dZ = S * dA"
E = "E = dA * np.minimum(Z, 0)"
ONE = "dalpha = E.sum().reshape(1)"
EACH = "dalpha = E.sum(axis=0)"
STD = "std = np.sqrt(2 / (n * np.mean(1 + alpha**2)))"
FORWARD = "self.Z = Z\n        return prelu(Z, self.alpha)"
FILL_ONE = "self.dalpha[:] = dalpha_shared(dA, self.Z)"
FILL_EACH = "self.dalpha[:] = dalpha_channelwise(dA, self.Z)"
BACKWARD = "return prelu_backward(dA, self.Z, self.alpha)"
BODY = f"""if self.alpha.size == 1:
            {FILL_ONE}
        else:
            {FILL_EACH}
        {BACKWARD}"""

WRONG = [
    Planted(
        "the larger of z and alpha z",
        "prelu",
        PRELU,
        "A = np.maximum(Z, alpha * Z)",
        {"prelu-grader": "it is the larger of z and alpha z, which is right only"},
    ),
    Planted(
        "alpha for alpha z",
        "prelu",
        PRELU,
        "A = np.where(Z > 0, Z, alpha)",
        {
            "prelu-check": "alpha stands where alpha Z belongs",
            "prelu-grader": "alpha stands where alpha Z belongs",
        },
    ),
    Planted(
        "only the first slope",
        "prelu",
        PRELU,
        "A = np.where(Z > 0, Z, alpha[0] * Z)",
        {
            "prelu-check": "all units use the slope of the first",
            "prelu-grader": "all units use the slope of the first",
        },
    ),
    Planted(
        "a slope for each row",
        "prelu",
        PRELU,
        "A = np.where(Z > 0, Z, alpha[:, None] * Z)",
        {
            "prelu-check": "could not be broadcast",
            "prelu-grader": "alpha goes with the rows, not with the columns",
        },
    ),
    Planted(
        "the negative side is multiplied in place",
        "prelu",
        PRELU,
        "Z *= np.where(Z > 0, 1.0, alpha)\n    A = Z",
        {"prelu-grader": "prelu: it changes its argument Z in place"},
    ),
    Planted(
        "no return",
        "prelu",
        "    return A",
        "",
        {
            "prelu-check": "its last line is not: return A",
            "prelu-grader": "prelu: it returned None",
        },
    ),
    Planted(
        "ReLU's derivative",
        "prelu-backward",
        DZ,
        "dZ = dA * (Z > 0)",
        {
            "prelu-backward-check": "the slope alpha is missing: this is ReLU's",
            "prelu-backward-grader": "the slope alpha is missing: this is ReLU's",
        },
    ),
    Planted(
        "the sides are read off the output",
        "prelu-backward",
        S,
        "A = prelu(Z, alpha)\n    S = np.where(A > 0, 1.0, alpha)",
        {"prelu-backward-grader": "derivative is taken at the output A, not at"},
    ),
    Planted(
        "the mask is that of dA",
        "prelu-backward",
        S,
        "S = np.where(dA > 0, 1.0, alpha)",
        {
            "prelu-backward-check": "the sides are those of dA, not those of Z",
            "prelu-backward-grader": "the sides are those of dA, not those of Z",
        },
    ),
    Planted(
        "the slopes are not multiplied by dA",
        "prelu-backward",
        DZ,
        "dZ = S + 0 * dA",
        {
            "prelu-backward-check": "the factor dA is missing",
            "prelu-backward-grader": "the factor dA is missing",
        },
    ),
    Planted(
        "the derivative by alpha for that by Z",
        "prelu-backward",
        DZ,
        "dZ = dA * np.minimum(Z, 0)",
        {
            "prelu-backward-check": "the derivative by alpha, min(Z, 0), stands where",
            "prelu-backward-grader": "the derivative by alpha, min(Z, 0), stands",
        },
    ),
    Planted(
        "the mean over the examples once more",
        "prelu-backward",
        DZ,
        "dZ = S * dA / len(dA)",
        {
            "prelu-backward-check": "the mean is in the loss already",
            "prelu-backward-grader": "the mean is in the loss already",
        },
    ),
    Planted(
        "0 counts as positive",
        "prelu-backward",
        S,
        "S = np.where(Z >= 0, 1.0, alpha)",
        {"prelu-backward-grader": "at Z = 0 the slope must be alpha, not 1"},
    ),
    Planted(
        "dA is multiplied in place",
        "prelu-backward",
        DZ,
        "dA *= S\n    dZ = dA",
        {"prelu-backward-grader": "prelu_backward: it changes its argument dA"},
    ),
    Planted(
        "no mask",
        "dalpha-shared",
        E,
        "E = dA * Z",
        {
            "dalpha-shared-check": "the mask is missing: dA * Z is summed where Z > 0",
            "dalpha-shared-grader": "the mask is missing: dA * Z is summed",
        },
    ),
    Planted(
        "a mean for the sum",
        "dalpha-shared",
        ONE,
        "dalpha = E.mean().reshape(1)",
        {
            "dalpha-shared-check": "averaged over units and examples",
            "dalpha-shared-grader": "averaged over units and examples",
        },
    ),
    Planted(
        "a number, not an array",
        "dalpha-shared",
        ONE,
        "dalpha = E.sum()",
        {
            "dalpha-shared-check": "a bare number; make an array with one entry",
            "dalpha-shared-grader": "the same numbers in another shape?",
        },
    ),
    Planted(
        "the axes are kept",
        "dalpha-shared",
        ONE,
        "dalpha = E.sum(keepdims=True)",
        {
            "dalpha-shared-check": "shape (1, 1), but a gradient has its array's",
            "dalpha-shared-grader": "shape (1, 1), but it must be (1,)",
        },
    ),
    Planted(
        "no sum over the units",
        "dalpha-shared",
        ONE,
        "dalpha = E.sum(axis=0)",
        {
            "dalpha-shared-check": "is a sum over examples and units",
            "dalpha-shared-grader": "shape (4,), but it must be (1,)",
        },
    ),
    Planted(
        "the sign",
        "dalpha-shared",
        E,
        "E = -dA * np.minimum(Z, 0)",
        {
            "dalpha-shared-check": "the sign is wrong",
            "dalpha-shared-grader": "the sign is wrong",
        },
    ),
    Planted(
        "Z is cut off in place",
        "dalpha-shared",
        E,
        "np.minimum(Z, 0, out=Z)\n    E = dA * Z",
        {"dalpha-shared-grader": "dalpha_shared: it changes its argument Z in place"},
    ),
    Planted(
        "the wrong axis",
        "dalpha-channelwise",
        EACH,
        "dalpha = E.sum(axis=1)",
        {
            "dalpha-channelwise-check": "is it the wrong axis?",
            "dalpha-channelwise-grader": "n = 4: summed over the wrong axis",
        },
    ),
    Planted(
        "the wrong axis wherever its shape fits",
        "dalpha-channelwise",
        EACH,
        "dalpha = E.sum(axis=1)\n"
        "    if dalpha.shape != (Z.shape[1],):\n"
        "        dalpha = E.sum(axis=0)",
        {"dalpha-channelwise-grader": "over the units, not over the examples"},
    ),
    Planted(
        "the longer axis",
        "dalpha-channelwise",
        EACH,
        "dalpha = E.sum(axis=int(np.argmax(E.shape)))",
        {
            "dalpha-channelwise-check": "N = 3 and n = 4: shape (3,), a number for",
            "dalpha-channelwise-grader": "N = 2 and n = 6: shape (2,)",
        },
    ),
    Planted(
        "one example loses its row",
        "dalpha-channelwise",
        EACH,
        "dalpha = np.squeeze(E).sum(axis=0)",
        {
            "dalpha-channelwise-check": "N = 1 and n = 2: shape ()",
            "dalpha-channelwise-grader": "N = 1 and n = 4: shape ()",
        },
    ),
    Planted(
        "the sum of everything for each unit",
        "dalpha-channelwise",
        EACH,
        "dalpha = np.full(Z.shape[1], E.sum())",
        {
            "dalpha-channelwise-check": "summed over the units as well",
            "dalpha-channelwise-grader": "summed over the units as well",
        },
    ),
    Planted(
        "the sum of everything",
        "dalpha-channelwise",
        EACH,
        "dalpha = E.sum()",
        {
            "dalpha-channelwise-check": "was it summed over the units as well?",
            "dalpha-channelwise-grader": "shape (), but it must be (4,)",
        },
    ),
    Planted(
        "no sum",
        "dalpha-channelwise",
        EACH,
        "dalpha = E",
        {
            "dalpha-channelwise-check": "is the sum over its 5 rows missing?",
            "dalpha-channelwise-grader": "is the sum or mean over its 4 rows missing?",
        },
    ),
    Planted(
        "Z where it is negative, without dA",
        "dalpha-channelwise",
        E,
        "E = np.minimum(Z, 0)",
        {
            "dalpha-channelwise-check": "the factor dA is missing",
            "dalpha-channelwise-grader": "the factor dA is missing",
        },
    ),
    Planted(
        "dA is cut off in place",
        "dalpha-channelwise",
        E,
        "dA[Z > 0] = 0\n    E = dA * Z",
        {"dalpha-channelwise-grader": "dalpha_channelwise: it changes its argument dA"},
    ),
    Planted(
        "the variance",
        "he-std",
        STD,
        "std = 2 / (n * np.mean(1 + alpha**2))",
        {
            "he-std-check": "this is the variance: take its root",
            "he-std-grader": "this is the variance: take its root",
        },
    ),
    Planted(
        "the slopes are summed, whatever their number",
        "he-std",
        STD,
        "std = np.sqrt(2 / np.sum(1 + alpha**2))",
        {
            "he-std-check": "one alpha stands for all n inputs",
            "he-std-grader": "alpha [-4.]: alpha has one entry, but it stands for all",
        },
    ),
    Planted(
        "the mean of the slopes, squared",
        "he-std",
        STD,
        "std = np.sqrt(2 / (n * (1 + np.mean(alpha) ** 2)))",
        {
            "he-std-check": "the mean is squared: square, then average",
            "he-std-grader": "it needs the mean of their squares",
        },
    ),
    Planted(
        "a number for each input",
        "he-std",
        STD,
        "std = np.sqrt(2 / (n * (1 + alpha**2)))",
        {
            "he-std-check": "a std for each input: one number is wanted",
            "he-std-grader": "is the sum or mean over its 5 rows missing?",
        },
    ),
    Planted(
        "dalpha is another array",
        "my-prelu",
        FILL_ONE,
        "self.dalpha = dalpha_shared(dA, self.Z)",
        {"my-prelu-network-check": "MyPReLU(1).dalpha was replaced by another array"},
    ),
    Planted(
        "dalpha is another array, channel-wise",
        "my-prelu",
        FILL_EACH,
        "self.dalpha = dalpha_channelwise(dA, self.Z)",
        {"my-prelu-network-check": "MyPReLU(4).dalpha was replaced by another array"},
    ),
    Planted(
        "dalpha is added up over the calls",
        "my-prelu",
        FILL_EACH,
        "self.dalpha += dalpha_channelwise(dA, self.Z)",
        {
            "my-prelu-alone-check": "adds to the first: overwrite dalpha",
            "my-prelu-grader": "this backward adds to the one before: overwrite it",
        },
    ),
    Planted(
        "dalpha is never filled",
        "my-prelu",
        FILL_ONE,
        "dalpha = dalpha_shared(dA, self.Z)",
        {
            "my-prelu-alone-check": "was it ever filled",
            "my-prelu-network-check": "was it ever filled",
            "my-prelu-grader": "was it ever filled",
        },
    ),
    Planted(
        "the shared sum for each unit",
        "my-prelu",
        FILL_EACH,
        "self.dalpha[:] = dalpha_shared(dA, self.Z)",
        {
            "my-prelu-alone-check": "summed over the units as well",
            "my-prelu-network-check": "summed over the units as well",
            "my-prelu-grader": "summed over the units as well",
        },
    ),
    Planted(
        "the output is kept, not the input",
        "my-prelu",
        FORWARD,
        "self.Z = prelu(Z, self.alpha)\n        return self.Z",
        {
            "my-prelu-alone-check": "the output A stands where Z belongs",
            "my-prelu-network-check": "the output A stands where Z belongs",
            "my-prelu-grader": "the side of the kink is read off A",
        },
    ),
    Planted(
        "nothing is kept",
        "my-prelu",
        FORWARD,
        "return prelu(Z, self.alpha)",
        {
            "my-prelu-alone-check": "'MyPReLU' object has no attribute 'Z'",
            "my-prelu-network-check": "'MyPReLU' object has no attribute 'Z'",
            "my-prelu-grader": "'MyPReLU' object has no attribute 'Z'",
        },
    ),
    Planted(
        "backward returns nothing",
        "my-prelu",
        BACKWARD,
        "dZ = prelu_backward(dA, self.Z, self.alpha)",
        {
            "my-prelu-alone-check": "its last line is not: return dZ",
            "my-prelu-network-check": "its last line is not: return dZ",
            "my-prelu-grader": "its last line is not: return dZ",
        },
    ),
    Planted(
        "backward takes a step as well",
        "my-prelu",
        BACKWARD,
        "self.alpha -= 0.1 * self.dalpha\n        " + BACKWARD,
        {
            "my-prelu-alone-check": "alpha changed: only the optimizer may",
            "my-prelu-network-check": "alpha changed: only the optimizer may",
            "my-prelu-grader": "alpha, which only the optimizer may change",
        },
    ),
    Planted(
        "forward writes over its input",
        "my-prelu",
        FORWARD,
        "self.Z = Z.copy()\n        Z[:] = prelu(Z, self.alpha)\n        return Z",
        {"my-prelu-grader": "forward: it changes its argument Z in place"},
    ),
    Planted(
        "dA becomes dZ before dalpha is computed",
        "my-prelu",
        BODY,
        "dA = prelu_backward(dA, self.Z, self.alpha)\n        "
        + BODY.replace(BACKWARD, "return dA"),
        {
            "my-prelu-alone-check": "or dZ where dA does",
            "my-prelu-network-check": "or dZ where dA does",
            "my-prelu-grader": "dalpha: a factor alpha too much",
        },
    ),
    Planted(
        "a mask, which forgets the unit",
        "prelu",
        PRELU,
        "A = Z.copy()\n    A[Z <= 0] = alpha * Z[Z <= 0]",
        {
            "prelu-check": "could not be broadcast",
            "prelu-grader": "could not be broadcast",
        },
    ),
    Planted(
        "the value for the slope",
        "prelu-backward",
        S,
        "S = np.where(Z > 0, 1.0, alpha * Z)",
        {
            "prelu-backward-check": "alpha Z stands where its slope alpha",
            "prelu-backward-grader": "alpha Z stands where its slope alpha",
        },
    ),
    Planted(
        "the output for the slope",
        "prelu-backward",
        S,
        "S = prelu(Z, alpha)",
        {
            "prelu-backward-check": "dA is multiplied by A, not by the slope",
            "prelu-backward-grader": "multiplied by the activation A, not by its",
        },
    ),
    Planted(
        "dA only on the positive side",
        "prelu-backward",
        DZ,
        "dZ = np.where(Z > 0, dA, alpha)",
        {
            "prelu-backward-check": "dA is missing where Z <= 0",
            "prelu-backward-grader": "dA is missing where Z <= 0",
        },
    ),
    Planted(
        "only the first slope",
        "prelu-backward",
        S,
        "S = np.where(Z > 0, 1.0, alpha[0])",
        {
            "prelu-backward-check": "all units use the slope of the first",
            "prelu-backward-grader": "all units use the slope of the first",
        },
    ),
    Planted(
        "a matrix product",
        "dalpha-shared",
        ONE,
        "dalpha = np.array([(dA.T @ np.minimum(Z, 0)).sum()])",
        {
            "dalpha-shared-check": "mixes the units: multiply entry by entry",
            "dalpha-shared-grader": "a matrix product mixes the units",
        },
    ),
    Planted(
        "a matrix product",
        "dalpha-channelwise",
        EACH,
        "dalpha = dA.T @ np.minimum(Z, 0)",
        {
            "dalpha-channelwise-check": "shape (3, 3): a matrix product mixes",
            "dalpha-channelwise-grader": "shape (4, 4), but it must be (4,)",
        },
    ),
    Planted(
        "the columns of a matrix product",
        "dalpha-channelwise",
        EACH,
        "dalpha = (dA.T @ np.minimum(Z, 0)).sum(axis=0)",
        {
            "dalpha-channelwise-check": "mixes the units: multiply entry by entry",
            "dalpha-channelwise-grader": "a matrix product mixes the units",
        },
    ),
    Planted(
        "the root of the denominator alone",
        "he-std",
        STD,
        "std = 2 / np.sqrt(n * np.mean(1 + alpha**2))",
        {
            "he-std-check": "the root is missing over the 2",
            "he-std-grader": "the root is missing over the 2",
        },
    ),
    Planted(
        "the 1 outside of the sum",
        "he-std",
        STD,
        "every = np.broadcast_to(alpha, n)\n"
        "    std = np.sqrt(2 / (1 + np.sum(every**2)))",
        {
            "he-std-check": "1 is counted once, but there are n of them",
            "he-std-grader": "1 is counted once, but there are n of them",
        },
    ),
    Planted(
        "n, and the sum as well",
        "he-std",
        STD,
        "every = np.broadcast_to(alpha, n)\n"
        "    std = np.sqrt(2 / (n * np.sum(1 + every**2)))",
        {
            "he-std-check": "the inputs are summed, and n is there as well",
            "he-std-grader": "they are counted twice",
        },
    ),
    Planted(
        "dalpha is returned, too",
        "my-prelu",
        BACKWARD,
        "return prelu_backward(dA, self.Z, self.alpha), self.dalpha",
        {
            "my-prelu-alone-check": "return dZ alone, it returned 2 things",
            "my-prelu-network-check": "return dZ alone, it returned 2 things",
            "my-prelu-grader": "return dZ alone, it returned 2 things",
        },
    ),
    Planted(
        "dalpha is returned, not dZ",
        "my-prelu",
        BACKWARD,
        "return self.dalpha",
        {
            "my-prelu-alone-check": "backward must return dZ, of the shape",
            "my-prelu-network-check": "backward must return dZ, of the shape",
            "my-prelu-grader": "backward must return dZ, of the shape",
        },
    ),
    Planted(
        "the shared dalpha is added up over the calls",
        "my-prelu",
        FILL_ONE,
        "self.dalpha += dalpha_shared(dA, self.Z)",
        {
            "my-prelu-alone-check": "MyPReLU(1), second batch: dalpha: the",
            "my-prelu-grader": "this backward adds to the one before: overwrite it",
        },
    ),
    Planted(
        "the shared layer sums by unit",
        "my-prelu",
        FILL_ONE,
        "self.dalpha[:] = dalpha_channelwise(dA, self.Z)",
        {
            "my-prelu-alone-check": "could not broadcast",
            "my-prelu-network-check": "could not broadcast",
            "my-prelu-grader": "could not broadcast",
        },
    ),
]

RIGHT = [
    Planted(
        "a line and a fold",
        "prelu",
        PRELU,
        "A = (1 + alpha) / 2 * Z + (1 - alpha) / 2 * np.abs(Z)",
    ),
    Planted(
        "max and min",
        "prelu",
        PRELU,
        "A = np.maximum(Z, 0) + alpha * np.minimum(Z, 0)",
    ),
    Planted(
        "loops",
        "prelu",
        PRELU,
        "A = np.array(Z)\n"
        "    for m in range(A.shape[0]):\n"
        "        for j in range(A.shape[1]):\n"
        "            if A[m, j] <= 0:\n"
        "                A[m, j] *= alpha[j if len(alpha) > 1 else 0]",
    ),
    Planted(
        "in float32",
        "prelu",
        PRELU,
        "Z = np.float32(Z)\n    A = np.where(Z > 0, Z, np.float32(alpha) * Z)",
    ),
    Planted(
        "slopes without a branch",
        "prelu-backward",
        S,
        "S = alpha + (1 - alpha) * (Z > 0)",
    ),
    Planted(
        "a copy, filled in with a mask",
        "prelu-backward",
        DZ,
        "dZ = np.array(dA)\n"
        "    off = Z <= 0\n"
        "    dZ[off] = (dA * np.broadcast_to(alpha, Z.shape))[off]",
    ),
    Planted(
        "in float32",
        "prelu-backward",
        DZ,
        "dZ = np.float32(S) * np.float32(dA)",
    ),
    Planted(
        "the trace of a product",
        "dalpha-shared",
        ONE,
        "dalpha = np.array([np.trace(dA.T @ np.minimum(Z, 0))])",
    ),
    Planted(
        "the entries of the negative side alone",
        "dalpha-shared",
        ONE,
        "dalpha = np.array([dA[Z < 0] @ Z[Z < 0]])",
    ),
    Planted(
        "loops",
        "dalpha-shared",
        ONE,
        "dalpha = np.zeros(1)\n"
        "    for g, z in zip(dA.ravel(), Z.ravel(), strict=True):\n"
        "        dalpha[0] += g * z if z < 0 else 0",
    ),
    Planted(
        "in float32",
        "dalpha-shared",
        E,
        "E = np.float32(dA) * np.float32(np.minimum(Z, 0))",
    ),
    Planted(
        "einsum",
        "dalpha-channelwise",
        EACH,
        'dalpha = np.einsum("mj,mj->j", dA, np.minimum(Z, 0))',
    ),
    Planted(
        "the diagonal of a product",
        "dalpha-channelwise",
        EACH,
        "dalpha = np.diag(dA.T @ (Z * (Z < 0)))",
    ),
    Planted(
        "a column of ones",
        "dalpha-channelwise",
        EACH,
        "dalpha = np.ones(len(E)) @ E",
    ),
    Planted(
        "the shared one, unit by unit",
        "dalpha-channelwise",
        EACH,
        "units = range(Z.shape[1])\n"
        "    dalpha = [dalpha_shared(dA[:, [j]], Z[:, [j]])[0] for j in units]\n"
        "    dalpha = np.array(dalpha)",
    ),
    Planted(
        "in float32, example by example",
        "dalpha-channelwise",
        EACH,
        "dalpha = np.zeros(Z.shape[1], np.float32)\n"
        "    for row in E:\n"
        "        dalpha += row.astype(np.float32)",
    ),
    Planted(
        "the sum, with alpha stretched to the width",
        "he-std",
        STD,
        "every = np.broadcast_to(alpha, (n,))\n"
        "    std = float(np.sum(0.5 * (1 + every**2)) ** -0.5)",
    ),
    Planted(
        "in float32, by cases",
        "he-std",
        STD,
        "total = np.float32(1 + alpha**2).sum()\n"
        "    if len(alpha) == 1:\n"
        "        total = total * n\n"
        "    std = np.sqrt(np.float32(2) / total)",
    ),
    Planted(
        "written out, dalpha by its shape",
        "my-prelu",
        FORWARD,
        "self.Z, self.S = Z, np.where(Z > 0, 1.0, self.alpha)\n"
        "        return self.S * Z",
    ),
    Planted(
        "dX only where it is needed, dalpha entry by entry",
        "my-prelu",
        BACKWARD,
        "self.dalpha[...] = (\n"
        "            (dA * np.minimum(self.Z, 0)).sum(axis=0)\n"
        "            if self.alpha.shape == (dA.shape[1],)\n"
        "            else np.vdot(dA, np.minimum(self.Z, 0))\n"
        "        )\n"
        "        if need_dX:\n"
        "            " + BACKWARD,
    ),
    Planted(
        "kept only while training, dalpha emptied first",
        "my-prelu",
        "if self.alpha.size == 1:",
        "self.dalpha *= 0\n        if len(self.dalpha) == 1:",
    ),
    Planted(
        "in float32",
        "my-prelu",
        FORWARD,
        "self.Z = np.float32(Z)\n        return prelu(self.Z, np.float32(self.alpha))",
    ),
    Planted(
        "backward in float32",
        "my-prelu",
        BODY,
        "dA = np.float32(dA)\n"
        "        E = dA * np.float32(np.minimum(self.Z, 0))\n"
        "        self.dalpha[:] = E.sum(axis=0 if self.alpha.size > 1 else None)\n"
        "        return dA * np.float32(np.where(self.Z > 0, 1.0, self.alpha))",
    ),
    Planted(
        "a mask and the slopes stretched",
        "prelu",
        PRELU,
        "A, off = Z.copy(), Z <= 0\n    A[off] *= np.broadcast_to(alpha, Z.shape)[off]",
    ),
    Planted(
        "dalpha as a list",
        "dalpha-shared",
        ONE,
        "dalpha = [E.sum()]",
    ),
]
