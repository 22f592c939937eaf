"""What nbgrader would give for a notebook, in a second and without a kernel.

It runs the cells that nbgrader knows: read-only ones, answers, tests. A test that
raises, or prints to stderr, gives no points, as nbgrader has it. `make classroom` has
nbgrader itself grade the same answers.
"""

import contextlib
import io
import warnings
from dataclasses import dataclass, field
from functools import cache

import nbformat
from make_assignments import SOURCES


@dataclass(frozen=True)
class Planted:
    """An answer in place of the model solution: `old` becomes `new` in one cell.

    loses : the test cells in which it loses points, each with a part of the sentence
        that the student reads there; empty for a right answer.
    """

    what: str
    cell: str
    old: str
    new: str
    loses: dict = field(default_factory=dict)


@cache
def load(name):
    """The cells of an assignment's source, by name, as "3-prelu"."""
    (path,) = (SOURCES / name).glob("*.ipynb")
    return nbformat.read(path, as_version=4).cells


def about(cell):
    return cell.metadata.get("nbgrader", {})


def points(name):
    """dict of test cell -> points, for the cells that are graded by running them."""
    return {
        about(cell)["grade_id"]: about(cell)["points"]
        for cell in load(name)
        if cell.cell_type == "code" and about(cell).get("grade")
    }


def answers(name):
    """dict of answer cell -> the model solution, for the code cells."""
    return {
        about(cell)["grade_id"]: cell.source
        for cell in load(name)
        if cell.cell_type == "code" and about(cell).get("solution")
    }


def with_planted(name, planted):
    """The answers with one planted in place."""
    found = answers(name)
    assert planted.old in found[planted.cell], f"no {planted.old!r} in {planted.cell}"
    changed = found[planted.cell].replace(planted.old, planted.new)
    return found | {planted.cell: changed}


def grade(name, given):
    """dict of test cell -> what the student reads, for the tests that give no points.

    given : dict of answer cell -> source.
    """
    space, lost = {"__name__": "__main__"}, {}
    for cell in load(name):
        if cell.cell_type != "code" or not about(cell):
            continue
        grade_id = about(cell)["grade_id"]
        says = run(given.get(grade_id, cell.source), space)
        if about(cell)["grade"] and says:
            lost[grade_id] = says
    return lost


def run(source, space):
    """Run a cell; what it raised, or wrote to stderr, else ""."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("default")
        if "print_warning" in space:
            warnings.showwarning = space["print_warning"]
        try:
            exec(compile(source, "<cell>", "exec"), space)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
    return err.getvalue()
