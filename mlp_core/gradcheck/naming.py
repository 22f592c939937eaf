"""What is wrong with a network's backward pass, in words, from the loss backwards."""

from mlp_core.gradcheck.explain import explain
from mlp_core.gradcheck.in_place import who_changes_what
from mlp_core.gradcheck.numerical import relative_error
from mlp_core.gradcheck.slips import SAME
from mlp_core.gradcheck.steps import backward_steps, gradients_of

SHOWN = 3  # stories that fit equally well


def name_slips(net, X, y, loss, l2, observed, right):
    """(words, findings): what makes `observed` of `right`.

    observed, right : dicts of (layer index, parameter name) -> gradient. Nothing is
    named unless the steps that the naming stands on give the right gradients.
    """
    steps = backward_steps(net, X, y, loss, l2)
    model = gradients_of(steps) if steps else None
    if model is None or any(_differ(model[slot], right[slot]) for slot in right):
        return ", like no known slip (and the layers are of no known kind):", ()
    changes = who_changes_what(net, X, y, loss, l2, model)
    if changes:
        return f". {changes}", ()
    stories = explain(steps, observed)
    if not stories[0]:
        return ", but only just: are numbers rounded on the way, as by float32?", ()
    told = [story for story in stories if any(found.sentences for found in story)]
    if not told:
        return f", like no known slip. {_where(steps, stories[0][0])}", ()
    words = "\nor, the same on these numbers:\n".join(
        "\n".join(f"  {found}" for found in story) for story in told[:SHOWN]
    )
    return f". From the loss backwards it looks like this:\n{words}", tuple(told)


def _differ(model, right):
    known = right == right  # not nan: no kink
    return relative_error(model[known], right[known]) > SAME


def _where(steps, first):
    """Between which steps the first unexplained gradient went wrong."""
    passed = [step.place for step in steps if step.params]
    passed = passed[: passed.index(first.place)]
    if not passed:
        return f"Look at the loss's own derivative, and from there to {first.place}:"
    return f"It is right back to {passed[-1]}; look from there to {first.place}:"
