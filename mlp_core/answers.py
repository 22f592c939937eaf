"""Checks of a function that somebody else wrote; the assignments are made of them.

A gradient is judged by the loss itself: `check_gradient`. What a gradient check cannot
see, these look for, and say in plain words what is missing or what it looks like.
"""

import inspect

import numpy as np

from mlp_core.values import check_value

__all__ = ["ask", "check_unchanged", "check_value"]


def ask(function, *arguments, returns):
    r"""What the function returns for copies of the arguments, its form looked at.

    Parameters
    ----------
    function : the one to be asked. It gets arrays of its own, so that one which writes
        into them spoils nothing here; `check_unchanged` looks for that.
    returns : the names of what it must return, as in its definition: "loss, dA".

    Returns
    -------
    The one result, or the tuple of results.

    Raises
    ------
    AssertionError : a result is missing, is None or `...`, or there are too many; or
        the function is one of the package, standing in for the student's.
    Whatever the function itself raises, with a note that names the arguments' shapes.

    Source: the assignments.
    """
    __tracebackhide__ = True  # Jupyter shows the reader's own lines only
    name, names = _name(function), returns.split(", ")
    if _stands_in(function):
        raise AssertionError(
            f"{name}: this is the package's own function, not yours. Run your cell "
            "again, then this one."
        )
    try:
        found = function(*map(_copy, arguments))
    except Exception as error:
        shapes = ", ".join(map(_describe, arguments))
        error.add_note(f"(raised by {name}({shapes}))")
        raise
    if found is None:
        raise AssertionError(
            f"{name}: it returned None, so it is not filled in yet, or its last line "
            f"is not: return {returns}"
        )
    if len(names) == 1:
        parts = (found,)
    elif isinstance(found, tuple | list) and len(found) == len(names):
        parts = tuple(found)
    else:
        count = len(found) if isinstance(found, tuple | list) else 1
        raise AssertionError(
            f"{name}: it must return {len(names)} things, {returns}, and returned "
            f"{count}."
        )
    for part, one in zip(names, parts, strict=True):
        if one is None or one is ...:
            raise AssertionError(f"{name}: {part} is {one}, not filled in yet.")
    return parts if len(names) > 1 else found


def check_unchanged(function, *arguments):
    r"""Raise AssertionError if the function writes into an array that it was given.

    Whoever called it may still need that array, as backpropagation does.

    Source: the assignments.
    """
    __tracebackhide__ = True  # Jupyter shows the reader's own lines only
    mine = [_copy(argument) for argument in arguments]
    function(*mine)
    names = list(inspect.signature(function).parameters)
    for name, argument, left in zip(names, arguments, mine, strict=False):
        if not _same(argument, left):
            raise AssertionError(
                f"{_name(function)}: it changes its argument {name} in place, and "
                "whoever called it may still need that. Compute a new array, or work "
                "on a copy."
            )


def _stands_in(function):
    """Whether a later cell has put the package's function in the student's place."""
    module = getattr(function, "__module__", None) or ""
    return module.startswith("mlp_core") or hasattr(function, "stands_in")


def _name(function):
    return getattr(function, "__name__", type(function).__name__)


def _describe(argument):
    """An array by its shape, all else by its value."""
    if isinstance(argument, np.ndarray):
        return f"array {argument.shape}"
    if isinstance(argument, list | tuple):
        return f"[{', '.join(map(_describe, argument))}]"
    return f"{argument!r:.40}"


def _copy(argument):
    """Its own array, or list of arrays; all else is passed on."""
    if isinstance(argument, np.ndarray):
        return argument.copy()
    if isinstance(argument, list | tuple):
        return type(argument)(map(_copy, argument))
    return argument


def _same(a, b):
    if isinstance(a, np.ndarray):
        return np.array_equal(a, b, equal_nan=True)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(_same, a, b))
    return True
