"""What the check says of planted mistakes: python experiments/name_mistakes.py

Each mistake is planted in three random networks. Caught: the check fails. Named: it
says the cause, or a class of slips with the same numbers that holds the cause. Then as
many right networks, none of which may be accused.
"""

import re
import sys

import numpy as np
from planted_mistakes import PLANTED, right_network

from mlp_core import diagnose_network

SEEDS, RIGHT = 3, 200


def answers(build):
    for seed in range(SEEDS):
        net, X, y, loss, l2 = build(np.random.default_rng(seed))
        yield diagnose_network(net, X, y, loss, l2=l2)


def named(report, place, words):
    """Whether a line of the answer has the place and the words."""
    lines = report.says.splitlines()
    return any(re.search(place, ln) and re.search(words, ln) for ln in lines)


def main(verbose):
    caught = right = total = 0
    for cause, place, words, build in PLANTED:
        reports = list(answers(build))
        hits = [named(report, place, words) for report in reports]
        total += SEEDS
        caught += sum(not report.right for report in reports)
        right += sum(hits)
        if verbose or not all(hits):
            print(f"* {cause}: named {sum(hits)} of {SEEDS}")
            print("\n".join(f"    {ln}" for ln in str(reports[hits.index(False) if False in hits else 0]).splitlines()))
    print(f"{len(PLANTED)} mistakes in {SEEDS} networks each: caught {caught}, named {right} of {total}")
    accused = 0
    for seed in range(RIGHT):
        net, X, y, loss, l2 = right_network(np.random.default_rng(1000 + seed))
        report = diagnose_network(net, X, y, loss, l2=l2)
        if not report.right:
            accused += 1
            print(seed, report)
    print(f"accused: {accused} of {RIGHT} right networks")


if __name__ == "__main__":
    main("-v" in sys.argv)
