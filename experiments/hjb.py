"""Small networks chained through time: the deep BSDE method, backwards by hand.

u_{i+1} = u_i + f(z_i) dt + z_i . dB_i  along paths x_{i+1} = x_i + sqrt(2) dB_i, with
f(z) = lam |z|^2 / 2. At the start u and z are parameters, later each z_i is the output
of a network of its own; the loss is the mean of (u_N - g(x_N))^2.
Method: Han, Jentzen, E (2018), doi 10.1073/pnas.1718942115; arXiv 1706.04702.
"""

import numpy as np

from mlp_core import Dense, Tanh, flatten_parameters


class Start:
    """The two parameters outside every network: u (1,) and z (d,) at the start."""

    params = ("u0", "z0")

    def __init__(self, d, dtype):
        self.u0, self.z0 = np.zeros(1, dtype), np.zeros(d, dtype)


def sub_network(d, *, rng, std=0.0, dtype=np.float32):
    """x_i -> z_i: two tanh layers of width d + 10, then d linear outputs.

    W of the hidden layers has orthogonal rows: every direction of x arrives equally
    strong. std is that of the last layer's weights: the size of z at first.
    """
    h, how = d + 10, {"rng": rng, "dtype": dtype}
    net = [Dense(d, h, **how), Tanh(), Dense(h, h, **how), Tanh()]
    for layer, size in zip(net[::2], (0.5, 1.0), strict=True):
        layer.W[:] = size * np.linalg.qr(layer.W.T)[0].T
    return [*net, Dense(h, d, std=std, **how)]


def forward(net, x):
    for layer in net:
        x = layer.forward(x)
    return x


def backward(net, dz):
    for layer in net[:0:-1]:
        dz = layer.backward(dz)
    net[0].backward(dz, need_dX=False)


class Chain:
    """u0, z0 and N - 1 networks, all in one `theta`, for N steps from 0 to T = 1."""

    def __init__(self, d, N, lam, *, rng, std=0.0, dtype=np.float32):
        self.d, self.N, self.lam, self.dt = d, N, float(lam), 1.0 / N
        self.start = Start(d, dtype)
        how = {"rng": rng, "std": std, "dtype": dtype}
        self.nets = [sub_network(d, **how) for _ in range(N - 1)]
        layers = [layer for net in self.nets for layer in net]
        self.theta, self.grad = flatten_parameters([self.start, *layers])

    def z(self, i, x):
        if i == 0:
            return np.broadcast_to(self.start.z0, x.shape)
        return forward(self.nets[i - 1], x)

    def paths(self, B, *, rng, steer=0.0):
        """x (N + 1, B, d) from 0 on, and its steps dB (N, B, d).

        dB_i is normal with variance dt and mean -steer lam z_i dt: Brownian paths with
        steer 0, with 1 those that the solution found so far takes for the best.
        """
        dtype = self.theta.dtype
        dB = rng.standard_normal((self.N, B, self.d), dtype)
        dB *= self.dt**0.5
        x = np.zeros((self.N + 1, B, self.d), dtype)
        for i in range(self.N):
            if steer:
                dB[i] -= steer * self.lam * self.dt * self.z(i, x[i])
            x[i + 1] = x[i] + 2.0**0.5 * dB[i]
        return x, dB

    def forward(self, x, dB):
        """u_N (B, 1); keeps what the way back needs."""
        u, self.dz_du = self.start.u0, []
        for i in range(self.N):
            z = self.z(i, x[i])
            f = 0.5 * self.lam * np.sum(z * z, axis=1, keepdims=True)
            u = u + f * self.dt + np.sum(z * dB[i], axis=1, keepdims=True)
            self.dz_du.append(self.lam * self.dt * z + dB[i])
        return u

    def backward(self, du):
        """Fill `grad` from du (B, 1), which is du_i for all i: f does not depend on u.

        x and dB are data, as pixels are: nothing is carried into them.
        """
        self.start.du0[:] = du.sum(axis=0)
        self.start.dz0[:] = (du * self.dz_du[0]).sum(axis=0)
        for net, dz_du in zip(self.nets, self.dz_du[1:], strict=True):
            backward(net, du * dz_du)

    def loss_and_grad(self, x, dB):
        error = self.forward(x, dB) - g(x[-1])
        self.backward(2.0 * error / len(error))
        return float(np.mean(error**2)), self.grad

    def loss_and_grad_of_slopes(self, x):
        """The pre-training's: every z_i is to be sqrt(2) grad g at the path's end.

        Its mean over the paths through x_i is the exact z_i of lam = 0.
        """
        target, loss = 2.0**0.5 * g_prime(x[-1]), 0.0
        for i in range(self.N):
            error = self.z(i, x[i]) - target
            dz = 2.0 * error / len(x[i])
            loss += float(np.sum(error * dz)) / 2.0
            if i == 0:
                self.start.dz0[:] = dz.sum(axis=0)
            else:
                backward(self.nets[i - 1], dz)
        self.start.du0[:] = 0.0
        return loss, self.grad


def g(x):
    """What u is at the end: ln((1 + |x|^2) / 2), (B, 1)."""
    return np.log(0.5 * (1.0 + np.sum(x * x, axis=1, keepdims=True)))


def g_prime(x):
    """grad g = 2 x / (1 + |x|^2), (B, d)."""
    return 2.0 * x / (1.0 + np.sum(x * x, axis=1, keepdims=True))
