"""Finding the slips of a whole backward pass from the gradients that it left.

We walk back from the loss, as the pass itself does, and keep every story of what may
have gone wrong so far: the gradient that is handed on, and the slips that made it so.
At each layer with parameters its observed gradients decide which stories go on, those
with the fewest slips. So several mistakes are found in one walk, each at its place.
"""

from dataclasses import dataclass, replace

import numpy as np

from mlp_core.gradcheck.numerical import relative_error
from mlp_core.gradcheck.slips import RIGHT, SAME, wrong_values

MOST = 2  # slips between two layers with parameters, else anything explains everything
SLACK, KEPT = 1.5, 5  # how much above the cheapest story, and how many, are kept
LENGTH, STRANGE = 1.5, 3.0  # cost of a factor that is no known slip, of no explanation


@dataclass(frozen=True)
class Finding:
    """A slip at a place: sentences that are the same here; none if it fits no slip."""

    place: str
    part: str
    sentences: tuple

    def __str__(self):
        says = "; or, the same on these numbers: ".join(self.sentences)
        return f"{self.place}, {self.part}: {says or 'wrong, but like no known slip'}"


@dataclass(frozen=True, eq=False)
class Story:
    """The gradient handed on so far, the findings, their cost; how many are new."""

    G: np.ndarray | None = None
    findings: tuple = ()
    cost: float = 0.0
    new: int = 0

    def then(self, G, *findings, cost=1.0):
        cost = self.cost + cost * len(findings)
        return Story(G, self.findings + findings, cost, self.new + len(findings))


def explain(steps, observed):
    """The stories that fit the observed gradients best, with the fewest slips.

    steps : those of `backward_steps`.
    observed : dict of (layer index, parameter name) -> gradient to be explained.
    Returns a list of tuples of `Finding`.
    """
    stories = [Story()]
    for step in steps:
        if step.params:
            stories = _that_fit(stories, step, observed)
        if step is not steps[-1]:
            stories = [after for story in stories for after in _through(story, step)]
    best = min(story.cost for story in stories)
    return list(dict.fromkeys(s.findings for s in stories if s.cost == best))


def _through(story, step):
    """The story once its gradient has passed the step, with a slip or rightly."""
    arrays = step.with_gradient(story.G)
    if story.new < MOST:
        alike = []
        for sentence, wrong in wrong_values(step.leaving, arrays):
            for sentences, other in alike:
                if relative_error(wrong, other) < SAME:
                    sentences.append(sentence)
                    break
            else:
                alike.append(([sentence], wrong))
        for sentences, wrong in alike:
            finding = Finding(step.place, step.leaving, tuple(sentences))
            yield story.then(wrong, finding)
    yield replace(story, G=RIGHT[step.leaving](arrays))


def _that_fit(stories, step, observed):
    """The stories that explain the step's observed gradients at about the lowest cost:
    one that costs a little more than the cheapest here may save more later."""
    stories = [*stories, *_of_other_length(stories, step, observed)]
    best, fitting = np.inf, []
    for story in sorted(stories, key=lambda story: story.cost):
        judged = _judge(story, step, observed, best + SLACK)
        if judged is not None:
            fitting.append(judged)
            best = min(best, judged.cost)
    fitting = [story for story in fitting if story.cost <= best + SLACK]
    fitting.sort(key=lambda story: story.cost)
    return [replace(story, new=0) for story in fitting[:KEPT]]


def _of_other_length(stories, step, observed):
    """The cheapest story, its gradient times the factor that db, or dalpha, shows."""
    story = min(stories, key=lambda story: story.cost)
    name = step.params[-1]
    right = RIGHT["d" + name](step.with_gradient(story.G))
    factor = _factor(observed[step.index, name], right)
    if factor is not None:
        place, says = f"what arrives at {step.place}", (_says_factor(factor),)
        finding = Finding(place, step.arriving, says)
        yield story.then(factor * story.G, finding, cost=LENGTH)


def _judge(story, step, observed, most):
    """The story with its findings about this step's parameters; None if above most."""
    arrays = step.with_gradient(story.G)
    wrong = [
        ("d" + name, observed[step.index, name])
        for name in step.params
        if relative_error(observed[step.index, name], RIGHT["d" + name](arrays)) > SAME
    ]
    if story.cost + len(wrong) > most:  # a finding costs 1 or more
        return None
    for part, found in wrong:
        sentences, cost = _sentences(part, arrays, found)
        story = story.then(story.G, Finding(step.place, part, sentences), cost=cost)
    return story if story.cost <= most else None


def _sentences(part, arrays, found):
    """(sentences, cost) of what turns the right value of a part into the found one."""
    wrongs = list(wrong_values(part, arrays))
    sentences = [says for says, wrong in wrongs if relative_error(found, wrong) < SAME]
    if sentences:
        return tuple(sentences), 1.0
    factor = _factor(found, RIGHT[part](arrays))
    if factor is not None:
        return (_says_factor(factor),), LENGTH
    factors = [(says, _factor(found, wrong)) for says, wrong in wrongs]
    sentences = [f"{says}, and {c:.6g} times that" for says, c in factors if c]
    return (tuple(sentences), 1.0 + LENGTH) if sentences else ((), STRANGE)


def _says_factor(factor):
    return f"{factor:.6g} times the right one"


def _factor(found, right):
    """c if found = c * right, and more than one entry shows it; else None."""
    if np.count_nonzero(right) < 2:
        return None
    factor = float(np.vdot(found, right) / np.vdot(right, right))
    same = factor and relative_error(found, factor * right) < SAME
    return factor if same and abs(factor - 1.0) > SAME else None
