"""The page of formulas says what the sources say, and a lost source is noticed."""

import re

import pytest
from formula_links import lines_of
from make_formulas import (
    PAGE,
    ROOT,
    BrokenPointer,
    Chapter,
    find_statement,
    page,
    read_table,
    tidy,
)
from repository_links import Repository

ROWS = read_table()
ROW = {
    "name": "One layer",
    "chapter": "1-sigmoid/forward-pass",
    "maths": "Z = X W + b",
    "code": {"dense.Dense.forward": "X @ self.W"},
    "check": "assert Z.shape == (3, 2)",
    "test": "test_one_step_by_hand.py::test_forward",
}


def test_page_is_that_of_the_sources():
    assert PAGE.read_text(encoding="utf-8") == page(ROWS), (
        "a source has changed: run python tools/make_formulas.py, and read what it did"
    )


def test_every_formula_is_there_once():
    names = [row["name"] for row in ROWS]
    assert len(set(names)) == len(names) == page(ROWS).count("\n### ") > 20
    parts = re.findall("^## (Part [0-9])", page(ROWS), re.MULTILINE)
    assert parts == ["Part 1", "Part 2", "Part 3"]


def test_an_entry_by_hand():
    shown = page([ROW])
    _, entry = shown.split("### One layer\n")
    maths, code, notes = re.fullmatch(
        r"\n\$\$\n(.*)\n\$\$\n\n```python\n(.*)\n```\n\n(.*)", entry, re.DOTALL
    ).groups()
    assert maths.startswith("Z = X W + b,")
    assert code == "self.Z = X @ self.W"
    assert notes.splitlines() == [
        "- Computed by [`Dense.forward`](../../mlp_core/dense.py)",
        "- Explained and checked in [The forward pass, “One layer, a whole batch”]"
        "(../1-sigmoid/forward-pass.ipynb#one-layer-a-whole-batch)",
        "- Tested in [`tests/test_one_step_by_hand.py`]"
        "(../../tests/test_one_step_by_hand.py), “forward”",
    ]


def test_rows_come_in_the_order_of_the_book():
    later = ROW | {"name": "Later", "chapter": "2-relu-softmax/relu"}
    later |= {"maths": "dZ = dA * [Z > 0]", "check": "relu(Z)), Z, dZ"}
    assert page([later, ROW]) == page([ROW, later])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"chapter": "1-sigmoid/lost"}, "chapter '1-sigmoid/lost' is not in _toc.yml"),
        ({"checked_in": "lost"}, r"there is no chapter book/lost\.ipynb"),
        ({"maths": "Z = W X"}, "One layer: maths 'Z = W X' is nowhere a formula of 1-"),
        ({"maths": "W"}, "maths 'W' is .* times a formula of .* must be once. Mend "),
        ({"code": {"dense.Dense.lost": "X"}}, "'dense.Dense.lost' is nowhere a defin"),
        ({"code": {"lost.f": "X"}}, "mlp_core has no file for 'lost.f'"),
        ({"code": {"dense.Dense.forward": "lost"}}, "'lost' is nowhere a statement of"),
        (
            {"code": {"dense.Dense.forward": "self.Z"}},
            "'self.Z' is 3 times a statement",
        ),
        ({"code": {"losses.mse": "- Y)^2"}}, "'- Y.*' is nowhere a statement"),
        ({"check": "lost"}, "check 'lost' is nowhere a code cell of 1-sigmoid/forward"),
        ({"check": "assert"}, "check 'assert' is .* times a code cell"),
        ({"check": "import matplotlib"}, "without assert, check_gradient or check_net"),
        ({"test": "lost.py::test_forward"}, "there is no file tests/lost.py"),
        (
            {"test": "test_prelu.py::lost"},
            "'lost' is nowhere a function of tests/test_",
        ),
        ({"test": "test_prelu.py"}, "'' is nowhere a function of tests/test_prelu.py"),
    ],
)
def test_a_broken_pointer_is_named(change, says):
    with pytest.raises(BrokenPointer, match=says):
        page([ROW | change])


def test_links_lead_to_the_very_lines():
    built = page(ROWS, lines_of(Repository("ada/book", "draft")))
    address = r"https://github\.com/ada/book/blob/draft/([\w./]+)#L(\d+)"
    links = re.findall(address, built)
    assert len(links) >= 2 * len(ROWS)
    for path, line in links:
        text = (ROOT / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        if path.startswith("tests/"):
            name = re.match(r"def test_(\w+)\(", text)[1].replace("_", " ")
            assert f"#L{line}), “{name}”" in built
        else:
            assert text.strip() in built
    assert re.sub(address, r"../../\1", built) == page(ROWS)


def test_statements_and_formulas_are_shown_as_they_are_written():
    path, line, text = find_statement("", "dropout.Dropout.backward", "self.scale")
    assert text == "return dA if self.scale is None else dA * self.scale"
    assert (ROOT / path).read_text().splitlines()[line - 1].strip() == text
    assert tidy("\n\\boxed{\\; a = b_{1} \\;}\n") == "a = b_{1}"
    assert tidy("a = b \\, .\n") == tidy("a = b ,") == "a = b"
    assert tidy("\\boxed{a} = \\boxed{b}") == "\\boxed{a} = \\boxed{b}"
    assert Chapter("1-sigmoid/forward-pass").title == "The forward pass"
