"""S10, a network of networks for a partial differential equation in 100 dimensions.

The Hamilton-Jacobi-Bellman equation u_t + Laplace u = lam |grad u|^2, u(1, x) =
ln((1 + |x|^2) / 2), asked for u(0, 0), after Han, Jentzen, E (2018), doi
10.1073/pnas.1718942115. The chain of `hjb.py` is trained in four ways:

    random        the networks stay as they are drawn; u0 is fitted
    together      everything at once, from networks that say 0, as published
    pre-trained   each network first learns the mean slope of g at the end
    steered       the same, on paths that follow the solution found so far

the last two with the networks frozen after that, and then trained on together.

    python experiments/s10_network_of_networks.py
"""

import time
from math import lgamma

import hjb
import numpy as np
import results

from mlp_core import Adam, cosine

D, LAM, N, SEEDS = 100, 20, 20, (0, 1, 2, 3, 4)
N_STEERED, OTHER_LAMS = 40, (1, 10, 50)
PRE = {"steps": 1500, "lr": 3e-3, "batch": 64}
AFTER = {"steps": 100, "lr": 3e-5, "batch": 128}
FROM_0 = {"steps": 1000, "lr": 1e-3, "batch": 64}
LONGER = {"steps": 2000, "lr": 1e-3, "batch": 256}


def exact_u0(lam, d=D):
    """u(0, 0) = -ln(E exp(-lam g(x_N))) / lam, where |x_N|^2 / 2 is chi-square with d.

    With lam = 0 it is E g(x_N), what remains without the nonlinear term.
    """
    y, dy = np.linspace(-12.0, 6.0, 100_001, retstep=True)
    R = d * np.exp(y)
    log_p = d / 2 * np.log(R / 2) - R / 2 - lgamma(d / 2)  # of y, not of R
    g = np.log((1.0 + 2.0 * R) / 2.0)
    if not lam:
        return float(np.sum(np.exp(log_p) * g) * dy)
    return float(-_log_sum(log_p - lam * g, dy) / lam)


def exact_u_and_slope(lam, r2, tau, d=D):
    """u and c in z = c x, at squared distances r2 (B,) and tau before the end.

    By a^-lam = (integral of s^(lam - 1) e^(-s a) ds) / Gamma(lam), whose mean over
    a normal x is a product of d known ones; the integral is taken over y = ln s.
    """
    y, dy = np.linspace(-25.0, 6.0, 1001, retstep=True)
    s = np.exp(y)
    k = s / (1.0 + 4.0 * tau * s)
    log_w = lam * y - s - d / 2 * np.log1p(4.0 * tau * s) - np.outer(r2, k)
    u = np.log(0.5) - (_log_sum(log_w, dy) - lgamma(lam)) / lam
    w = np.exp(log_w - log_w.max(axis=1, keepdims=True))
    return u, 2.0**1.5 / lam * (w @ k) / w.sum(axis=1)


def _log_sum(log_w, dy):
    top = log_w.max(axis=-1, keepdims=True)
    return np.log(np.exp(log_w - top).sum(axis=-1) * dy) + top[..., 0]


def new_chain(lam, n, rng, std=0.0):
    """u0 starts at the mean of g(x_N): the answer without any network."""
    chain = hjb.Chain(D, n, lam, rng=rng, std=std)
    chain.start.u0[:] = hjb.g(chain.paths(1000, rng=rng)[0][-1]).mean()
    return chain


def pre_train(chain, rng, *, steps, lr, batch, steer=0.0):
    """The slopes alone; on steered paths from the middle on, less before."""
    optimizer = Adam(chain, cosine(lr, steps))
    for step in range(steps):
        part = steer * min(1.0, 2.0 * step / steps)
        chain.loss_and_grad_of_slopes(chain.paths(batch, rng=rng, steer=part)[0])
        optimizer.step()


def train(chain, rng, *, steps, lr, batch, steer=0.0):
    """Everything together; u0 on its way, every tenth."""
    optimizer, u0 = Adam(chain, cosine(lr, steps)), []
    for _ in range(steps):
        chain.loss_and_grad(*chain.paths(batch, rng=rng, steer=steer))
        optimizer.step()
        u0.append(float(chain.start.u0[0]))
    return u0[::10]


def fit_u0(chain, rng, steer=0.0):
    """Put u0 where the loss on 8,000 new paths is least, networks as they are."""
    errors = []
    for _ in range(16):
        x, dB = chain.paths(500, rng=rng, steer=steer)
        errors.append(chain.forward(x, dB) - hjb.g(x[-1]))
    chain.start.u0 -= np.mean(errors)


def loss_on_new_paths(chain, rng, steer=0.0):
    x, dB = chain.paths(4000, rng=rng, steer=steer)
    return float(np.mean((chain.forward(x, dB) - hjb.g(x[-1])) ** 2))


def run(way, seed, lam=LAM, n=N, from_0=FROM_0):
    """One chain, seen frozen and trained together, as far as the way has both."""
    rng, start = np.random.default_rng(seed), time.process_time()
    steer, found = float(way == "steered"), []
    chain = new_chain(lam, n, rng, std=0.01 if way == "random" else 0.0)

    def see(networks, path):
        u0, exact = float(chain.start.u0[0]), exact_u0(lam)
        found.append({"way": way, "networks": networks, "lam": lam, "N": n})
        found[-1] |= {
            "seed": seed,
            "u0": u0,
            "relative_error": (u0 - exact) / exact,
            "seconds": round(time.process_time() - start, 1),
            "loss": loss_on_new_paths(chain, rng, steer),
            "u0_every_10_steps": path,
        }

    if way in ("pre-trained", "steered"):
        pre_train(chain, rng, **PRE, steer=steer)
    if way != "together":
        fit_u0(chain, rng, steer)
        see("frozen", [])
    if way != "random":
        how = from_0 if way == "together" else AFTER
        see("trained together", train(chain, rng, **how, steer=steer))
    for row in found:
        says = ("way", "networks", "lam", "N", "seed", "relative_error", "seconds")
        print(*(row[name] for name in says), flush=True)
    return found


def with_exact_z(n, steer, lam=LAM, B=8000):
    """Relative error of u0 and loss that the time steps alone leave."""
    rng, x, u = np.random.default_rng(0), np.zeros((B, D)), 0.0
    for i in range(n):
        _, c = exact_u_and_slope(lam, np.sum(x * x, axis=1), 1.0 - i / n)
        z = c[:, None] * x
        dB = rng.normal(0.0, n**-0.5, (B, D)) - steer * lam / n * z
        u = u + np.sum(lam / 2 / n * z * z + z * dB, axis=1, keepdims=True)
        x = x + 2.0**0.5 * dB
    error, exact = hjb.g(x) - u, exact_u0(lam)
    return {
        "N": n,
        "steer": steer,
        "relative_error": float(error.mean()) / exact - 1.0,
        "standard_error": float(error.std()) / B**0.5 / exact,
        "loss": float(error.var()),
    }


def main():
    runs = [r for seed in SEEDS for r in run("random", seed)]
    runs += [r for seed in SEEDS for r in run("together", seed)]
    runs += [r for seed in SEEDS for r in run("pre-trained", seed)]
    runs += [r for seed in SEEDS for r in run("steered", seed, n=N_STEERED)]
    other = [r for n in (10, 20) for r in run("steered", 0, n=n)]
    other += [r for lam in OTHER_LAMS for r in run("steered", 0, lam, N)]
    other += run("together", 0, n=10, from_0=LONGER)
    recipe = {
        "equation": "u_t + Laplace u = lam |grad u|^2, u(1, x) = ln((1 + |x|^2) / 2), "
        "d = 100, at t = 0, x = 0",
        "networks": "one for each time step but the first: 100-110-110-100, tanh in "
        "both hidden layers, W of these with orthogonal rows, last layer from 0 "
        "(random: from N(0, 0.01^2)); float32",
        "training": "Adam, the rate falls to 0 along a cosine; u0 starts at the mean "
        "of g over 1,000 paths, and where networks are frozen it is fitted on 8,000",
        "together": FROM_0,
        "together, the last of the other runs": LONGER,
        "pre-trained": PRE,
        "then together": AFTER,
        "source": "Han, Jentzen, E (2018), doi 10.1073/pnas.1718942115",
        "seconds": "of processor time, pre-training included",
    }
    ways = dict.fromkeys((r["way"], r["networks"]) for r in runs)
    results.write(
        "s10",
        recipe,
        runs,
        exact={str(lam): exact_u0(lam) for lam in (*OTHER_LAMS, LAM)},
        baseline=exact_u0(0.0),
        summary=[
            {"way": way, "networks": networks}
            | {
                what: results.mean_and_spread(
                    r[what] for r in runs if (r["way"], r["networks"]) == key
                )
                for what in ("relative_error", "loss", "seconds")
            }
            for key in ways
            for way, networks in [key]
        ],
        other_runs=other,
        with_exact_z=[with_exact_z(n, s) for s in (0.0, 1.0) for n in (10, 20, 40)],
    )


if __name__ == "__main__":
    main()
