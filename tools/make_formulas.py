"""Write the appendix page of formulas from the sources: python tools/make_formulas.py

Each row of formulas.toml points at a formula of a chapter, at the statements of
mlp_core that compute it, and at the check and the test that hold it. What they say is
read there. A pointer that no longer fits ends with an error that names the row.
"""

import ast
import json
import re
import textwrap
import tomllib
from functools import cache
from itertools import groupby
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
TABLE = Path(__file__).with_name("formulas.toml")
PAGE = ROOT / "book/appendix/formulas.md"
MATHS = re.compile(r"(?<!\$)(\$\$?)(?!\$)(.+?)\1", re.DOTALL)  # display and in the line
CHECKS = re.compile(r"\bcheck_gradient\(|\bcheck_network\(|\bassert ")
TOP = """\
# Formulas

Every central formula of the book, with the lines of `mlp_core` that compute it, and \
what holds the two together: a check in the chapter, which runs whenever the book is \
built, and a test of the package. The [notation](../0-start/notation.md) says what the \
symbols mean. Nothing on this page is typed: it is put together from the chapters, the \
package and the tests by `tools/make_formulas.py`, which fails if one of them is gone.
"""


class BrokenPointer(LookupError):
    """A row of the table points at what is not there, or not only once."""


def read_table():
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))["formula"]


def page(rows, link=lambda path, line: f"../../{path}"):
    """The page as Markdown; link(path, line) is the address of a line of a file."""
    captions, blocks = part_of_chapters(), [TOP]
    for chapter in {row["chapter"] for row in rows} - captions.keys():
        raise BrokenPointer(f"chapter {chapter!r} is not in _toc.yml")
    order = list(captions)
    rows = sorted(rows, key=lambda row: order.index(row["chapter"]))
    for caption, group in groupby(rows, lambda row: captions[row["chapter"]]):
        blocks += [f"## {caption}\n", *(entry(row, link) for row in group)]
    return "\n".join(blocks)


def part_of_chapters():
    """Caption of the part for every chapter, in the order of the book."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return {
        chapter["file"].removeprefix("book/"): part["caption"]
        for part in toc["parts"]
        for chapter in part["chapters"]
    }


def entry(row, link):
    """One formula: what it says, the lines of code, and what holds them."""
    name, chapter = row["name"], Chapter(row["chapter"])
    maths, explained = chapter.find_maths(name, row["maths"])
    code, places = [], []
    for function, pieces in row["code"].items():
        pieces = [pieces] if isinstance(pieces, str) else pieces
        found = [find_statement(name, function, piece) for piece in pieces]
        code.append("\n".join(text for _, _, text in found))
        path, line, _ = found[0]
        places.append(f"[`{'.'.join(names_in(path, function))}`]({link(path, line)})")
    holder = Chapter(row.get("checked_in", row["chapter"]))
    checked = holder.find_check(name, row["check"])
    path, line, test = find_test(name, row["test"])
    same = (holder.name, checked) == (chapter.name, explained)
    lines = [
        f"### {name}\n",
        f"$$\n{maths}\n$$\n",
        "```python",
        "\n\n".join(code),
        "```\n",
        f"- Computed by {', '.join(places)}",
        f"- Explained {'and checked ' if same else ''}in {chapter.link(explained)}",
        *([] if same else [f"- Checked in {holder.link(checked)}"]),
        f"- Tested in [`{path}`]({link(path, line)}), “{in_words(test)}”\n",
    ]
    return "\n".join(lines)


@cache
class Chapter:
    """A notebook of the book, as a list of (section, kind, text), one for each cell."""

    def __init__(self, name):
        self.name = name
        path = ROOT / "book" / f"{name}.ipynb"
        if not path.exists():
            raise BrokenPointer(f"there is no chapter book/{name}.ipynb")
        self.cells, section = [], ""
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            text, kind = "".join(cell["source"]), cell["cell_type"]
            if kind == "markdown":
                headings = re.findall(r"^#{1,3} (.*)$", text, re.MULTILINE)
                section = headings[-1] if headings else section
            self.cells.append((section, kind, text))
        self.title = re.search(r"^# (.*)$", self.cells[0][2], re.MULTILINE)[1]

    def link(self, section):
        anchor = re.sub(r"[^\w -]", "", section.lower()).replace(" ", "-")
        return f"[{self.title}, “{section}”](../{self.name}.ipynb#{anchor})"

    def find_maths(self, name, piece):
        """(formula, section): the one formula that holds the piece."""
        found = [
            (tidy(match[2]), section)
            for section, kind, text in self.cells
            if kind == "markdown"
            for match in MATHS.finditer(text)
            if piece in match[2]
        ]
        return only(found, name, "maths", piece, f"formula of {self.name}")

    def find_check(self, name, piece):
        """The section whose one code cell holds the piece, and checks something."""
        found = [
            (section, text)
            for section, kind, text in self.cells
            if kind == "code" and piece in text
        ]
        section, text = only(found, name, "check", piece, f"code cell of {self.name}")
        if not CHECKS.search(text):
            raise BrokenPointer(
                f"{name}: check {piece!r} is in a cell of {self.name} without assert, "
                "check_gradient or check_network. Point at the cell that checks."
            )
        return section


def tidy(maths):
    """Without the box round it and the punctuation of the sentence that it stood in."""
    maths = maths.strip()
    box = r"\\boxed\{(?:\\;)?((?:(?!\\boxed).)*?)(?:\\;)?\}"
    if boxed := re.fullmatch(box, maths, re.DOTALL):
        maths = boxed[1].strip()
    return re.sub(r"(\\[,;])?\s*[.,:;]$", "", maths).strip()


def path_of(function):
    """The file of mlp_core with the function "module.Class.name"."""
    parts = function.split(".")
    for n in range(len(parts) - 1, 0, -1):
        path = Path("mlp_core", *parts[:n]).with_suffix(".py")
        if (ROOT / path).exists():
            return path.as_posix()
    raise BrokenPointer(f"mlp_core has no file for {function!r}")


def names_in(path, function):
    """The names of "module.Class.name" that are within its file: [Class, name]."""
    return function.split(".")[len(Path(path).parts) - 1 :]


def find_statement(name, function, piece):
    """(path, line, text) of the one statement of a function that holds the piece."""
    path = path_of(function)
    source = (ROOT / path).read_text(encoding="utf-8")
    body = ast.parse(source)
    for part in names_in(path, function):
        named = [node for node in body.body if getattr(node, "name", None) == part]
        body = only(named, name, "code", function, f"definition in {path}")
    lines = source.splitlines()
    statements = [
        (path, node.lineno, textwrap.dedent("\n".join(text)))
        for node in ast.walk(body)
        if isinstance(node, ast.stmt)
        and not hasattr(node, "body")
        and not is_docstring(node)
        and piece in "\n".join(text := lines[node.lineno - 1 : node.end_lineno])
    ]
    return only(statements, name, "code", piece, f"statement of {function} in {path}")


def is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def find_test(name, test):
    """(path, line, function) of "file.py::function", below tests/."""
    file, _, function = test.partition("::")
    path = f"tests/{file}"
    if not (ROOT / path).is_file():
        raise BrokenPointer(f"{name}: test {test!r}: there is no file {path}")
    body = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    named = [node for node in body if getattr(node, "name", None) == function]
    node = only(named, name, "test", function, f"function of {path}")
    return path, node.lineno, function


def in_words(test):
    """A test's name as a sentence, which may be broken into lines on a phone."""
    return test.removeprefix("test_").replace("_", " ")


def only(found, name, key, piece, where):
    """The one thing that was found; the error names the row and the mend."""
    if len(found) != 1:
        count = f"{len(found)} times" if found else "nowhere"
        raise BrokenPointer(
            f"{name}: {key} {piece!r} is {count} a {where}, but must be once. "
            f"Mend the row in {TABLE.relative_to(ROOT)}."
        )
    return found[0]


if __name__ == "__main__":
    rows = read_table()
    PAGE.write_text(page(rows), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(rows)} formulas")
