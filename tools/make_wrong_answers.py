"""Write book/classroom/wrong-answers.md from the planted answers in tests/classroom.

python tools/make_wrong_answers.py
"""

import re
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLANTED = ROOT / "tests/classroom"
PAGE = ROOT / "book/classroom/wrong-answers.md"
HEAD = """\
# What students get wrong

<!-- Generated from tests/classroom by `make assignments`; change it there. -->

{wrong} wrong answers, as students give them, and the heart of the sentence that is \
read in the first cell that loses points. A name that ends in `-check` is a visible \
check; a mistake with a `-grader` passes the visible check and is found when the \
assignment is marked. None gets full marks, and none loses points in another question. \
{right} right answers in another style (loops, `einsum`, other formulas, float32) keep \
all their points. `make test` tries every one of them.

"""
TABLE = """\
## {title}

| Mistake | Cell | What is read there |
| :------ | :--- | :----------------- |
"""


def modules():
    sys.path.append(str(PLANTED))
    return [import_module(path.stem) for path in sorted(PLANTED.glob("answers_*.py"))]


def title(name):
    """The heading of an assignment's source."""
    (source,) = (ROOT / "classroom/source" / name).glob("*.ipynb")
    return re.search(r'"# (.*?)\\n"', source.read_text(encoding="utf-8"))[1]


def cell_text(text):
    """Plain text that is safe in a table: no pipe, no maths, no emphasis."""
    return re.sub(r"([|$*_<>\[\]\\`])", r"\\\1", " ".join(text.split()))


def row(planted):
    cell, sentence = next(iter(planted.loses.items()))
    return f"| {cell_text(planted.what)} | `{cell}` | {cell_text(sentence)} |\n"


def page():
    found = modules()
    wrong = sum(len(module.WRONG) for module in found)
    right = sum(len(module.RIGHT) for module in found)
    tables = [
        TABLE.format(title=title(module.NAME)) + "".join(map(row, module.WRONG))
        for module in found
    ]
    return HEAD.format(wrong=wrong, right=right) + "\n".join(tables)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
