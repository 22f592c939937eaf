"""Wrong answers lose points where the mistake is, right ones in any style lose none."""

from importlib import import_module
from pathlib import Path

import pytest
from grading import answers, grade, points, with_planted

MODULES = [
    import_module(path.stem)
    for path in sorted(Path(__file__).parent.glob("answers_*.py"))
]
WRONG = [(module.NAME, planted) for module in MODULES for planted in module.WRONG]
RIGHT = [(module.NAME, planted) for module in MODULES for planted in module.RIGHT]


def title(case):
    name, planted = case
    return f"{name}: {planted.cell}, {planted.what}"


@pytest.mark.parametrize("name", [module.NAME for module in MODULES])
def test_model_solution_has_full_marks(name):
    assert grade(name, answers(name)) == {}


@pytest.mark.parametrize("case", WRONG, ids=title)
def test_wrong_answer(case):
    name, planted = case
    lost = grade(name, with_planted(name, planted))
    assert set(lost) == set(planted.loses), lost
    assert sum(points(name)[cell] for cell in lost) > 0
    for cell, sentence in planted.loses.items():
        assert sentence in lost[cell]


@pytest.mark.parametrize("case", RIGHT, ids=title)
def test_right_answer_in_another_style(case):
    name, planted = case
    assert grade(name, with_planted(name, planted)) == {}
