"""Learning rates that change: functions of the step, counted from 0.

A schedule is any function(step) -> rate. Those here are made by a call, for instance
SGD(net, cosine(0.1, n_steps)). A network that sees N examples in batches of B takes
ceil(N / B) steps an epoch.
"""

import math


def constant(lr):
    r"""The same rate at every step:  lr.

    Explained in "Going deeper", section "Schedules".
    """
    _check("lr", lr)
    return lambda step: lr


def decay_per_epoch(lr, factor, steps_per_epoch):
    r"""Smaller by a factor after every epoch:  lr * factor^(step // steps_per_epoch).

    Explained in "Going deeper", section "Schedules".
    """
    _check("lr", lr, "factor", factor, "steps_per_epoch", steps_per_epoch)
    return lambda step: lr * factor ** (step // steps_per_epoch)


def step_decay(lr, factor, at):
    r"""Smaller by a factor from each of the given steps on, such as at=(1000, 2000).

        lr * factor^(how many of `at` are not above step)

    Explained in "Going deeper", section "Schedules".
    """
    _check("lr", lr, "factor", factor)
    at = tuple(at)
    return lambda step: lr * factor ** sum(step >= start for start in at)


def cosine(lr, n_steps, final=0.0):
    r"""From lr to `final` along half a wave of the cosine, then `final`.

        final + (lr - final) (1 + cos(pi step / n_steps)) / 2

    Explained in "Going deeper", section "Schedules".
    Source: Loshchilov, Hutter (2017), "SGDR", arXiv 1608.03983, eq. 5, one period.
    """
    _check("lr", lr, "n_steps", n_steps)

    def rate(step):
        part = min(step / n_steps, 1.0)
        return final + 0.5 * (lr - final) * (1.0 + math.cos(math.pi * part))

    return rate


def warm_up(schedule, n_steps):
    r"""Another schedule, growing linearly to its full rate over the first n_steps.

        schedule(step) * min(1, (step + 1) / n_steps)

    `schedule` may be a plain number. Explained in "Going deeper", section "Schedules".
    Source: Goyal and others (2017), arXiv 1706.02677, section 2.2.
    """
    _check("n_steps", n_steps)
    after = schedule if callable(schedule) else constant(schedule)
    return lambda step: after(step) * min(1.0, (step + 1) / n_steps)


def _check(*names_and_values):
    for name, value in zip(names_and_values[::2], names_and_values[1::2], strict=True):
        if not (math.isfinite(value) and value > 0):
            raise ValueError(f"{name} must be a finite number above 0, not {value}.")
