"""The package reference shows docstrings as they are written, and links to the text.

They are plain text with aligned formulas, made for help(name). Read as
reStructuredText, |a - b| would be a substitution and the alignment lost.
"""

import re
from pathlib import Path

EXPLAINED = re.compile(r'Explained in "([^"]+)",\s+section\s+"([^"]+)"\.')


def show_as_written(app, what, name, obj, options, lines):
    """Sphinx calls this with the lines of each docstring, to be changed in place."""
    if not any(lines):
        return
    written = "\n".join(lines)
    found = EXPLAINED.search(written)
    text = EXPLAINED.sub("", written).rstrip().splitlines()
    lines[:] = [".. code-block:: text", "   :class: docstring", ""]
    lines += [f"   {line}" for line in text]
    if found:
        title, section = found.groups()
        page = find_page(Path(app.srcdir), title)
        lines += ["", f'Explained in :doc:`{title} </{page}>`, "{section}".']


def find_page(root, title):
    """The page of the book with this title, as Sphinx names it."""
    for path in sorted((root / "book").rglob("*.ipynb")):
        if f'"# {title}\\n"' in path.read_text(encoding="utf-8"):
            return path.relative_to(root).with_suffix("").as_posix()
    raise LookupError(f"a docstring names the chapter {title!r}, which is not there")
