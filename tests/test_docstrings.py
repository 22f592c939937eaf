"""Docstrings lead to the text, and the package reference shows every public name."""

import json
import re
from pathlib import Path

import pytest

import mlp_core
from mlp_core import plots

BOOK = Path(__file__).resolve().parent.parent / "book"
EXPLAINED = re.compile(r'Explained in "([^"]+)",\s+section\s+"([^"]+)"')
PUBLIC = {name: getattr(mlp_core, name) for name in mlp_core.__all__}
PUBLIC |= {name: getattr(plots, name) for name in plots.__all__ if name.islower()}


def headings(path):
    """The headings of a chapter, title first, as they are written."""
    if path.suffix == ".ipynb":
        cells = json.loads(path.read_text())["cells"]
        text = "\n".join("".join(c["source"]) + "\n" for c in cells if _is_text(c))
    else:
        text = path.read_text()
    return re.findall(r"^#+ (.*)$", text, re.MULTILINE)


def _is_text(cell):
    return cell["cell_type"] == "markdown"


@pytest.fixture(scope="module")
def chapters():
    pages = [p for p in BOOK.rglob("*") if p.suffix in (".md", ".ipynb")]
    return {found[0]: found for found in map(headings, pages) if found}


@pytest.mark.parametrize("name", PUBLIC)
def test_docstring_names_its_section_or_source(name, chapters):
    doc = PUBLIC[name].__doc__
    assert doc, f"{name} has no docstring"
    found = EXPLAINED.search(doc)
    if found is None:
        assert re.search(r"Source: |^\s+Notes\n", doc, re.MULTILINE), (
            f"{name} names neither the section that explains it nor a source"
        )
        return
    title, section = found.groups()
    assert title in chapters, f"{name}: no chapter {title!r}"
    assert section in chapters[title], f"{name}: no section {section!r} in {title!r}"


def test_reference_shows_every_public_name():
    shown = re.findall(
        r":: mlp_core\.(?:\w+\.)?(\w+)", (BOOK / "appendix/reference.md").read_text()
    )
    missing = set(PUBLIC) - set(shown)
    assert not missing, f"add to book/appendix/reference.md: {sorted(missing)}"
