"""What the check says of planted mistakes, and of networks without one.

    python experiments/name_mistakes.py

Every mistake is planted in small random networks, SEEDS of each. *Caught*: the check
fails. *Named*: it says the cause, or a class of slips with the same numbers that holds
the cause; the words that count as naming it stand beside the mistake. The held-out
mistakes were written without knowledge of the check, and the check without knowledge of
them; what it says of those is for the reader to judge. Of the right networks none may
be accused.
"""

import re
import time

import numpy as np
import results
from held_out_mistakes import HELD_OUT
from planted_mistakes import PLANTED, right_network

from mlp_core import diagnose_network

SEEDS, RIGHT = 3, 200


def answers(build):
    """The reports of the check for a mistake in SEEDS networks."""
    for seed in range(SEEDS):
        net, X, y, loss, l2 = build(np.random.default_rng(seed))
        yield diagnose_network(net, X, y, loss, l2=l2)


def named(report, place, words):
    """Whether a line of the answer has both the place and the words."""
    lines = report.says.splitlines()
    return any(re.search(place, line) and re.search(words, line) for line in lines)


def ask(cause, build, place=None, words=None):
    """Print the cause and the first answer; return the row of the results."""
    reports = list(answers(build))
    says = [report.says for report in reports]
    print(f"\n{cause}\n    " + says[0].replace("\n", "\n    "))
    row = {"cause": cause, "caught": sum(not report.right for report in reports)}
    if words is not None:
        row["named"] = sum(named(report, place, words) for report in reports)
    return row | {"says": says}


def main():
    start = time.perf_counter()
    planted = [ask(c, build, place, words) for c, place, words, build in PLANTED]
    print("\n--- held out: the check has never seen these")
    held_out = [ask(cause, build) for cause, build in HELD_OUT]
    accused = 0
    for seed in range(RIGHT):
        net, X, y, loss, l2 = right_network(np.random.default_rng(seed))
        accused += not diagnose_network(net, X, y, loss, l2=l2).right
    total = {
        "planted": SEEDS * len(planted),
        "planted_caught": sum(row["caught"] for row in planted),
        "planted_named": sum(row["named"] for row in planted),
        "held_out": SEEDS * len(held_out),
        "held_out_caught": sum(row["caught"] for row in held_out),
        "right": RIGHT,
        "right_accused": accused,
        "seconds": round(time.perf_counter() - start, 1),
    }
    recipe = {"what": "the check on planted mistakes", "seeds": list(range(SEEDS))}
    results.write("mistakes", recipe, [total], planted=planted, held_out=held_out)
    print(*(f"{name}: {count}" for name, count in total.items()), sep="\n")


if __name__ == "__main__":
    main()
