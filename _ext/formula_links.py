"""Where the repository is known, the page of formulas links to the very lines.

As it is written in the book's sources it links to the files: their lines would change
with each edit above them. A fork's book links to the fork.
"""

import os
import sys
from pathlib import Path

from repository_links import find_repository, read_origin

sys.path.append(str(Path(__file__).resolve().parents[1] / "tools"))
from make_formulas import page, read_table

FORMULAS = "book/appendix/formulas"


def link_to_lines(app, docname, source):
    """Sphinx calls this with the text of each page, to be changed in place."""
    if docname == FORMULAS:
        repository = find_repository(os.environ, read_origin(Path(app.srcdir)))
        if repository is not None:
            source[0] = page(read_table(), lines_of(repository))


def lines_of(repository):
    """A function(path, line) -> the address of that line in the repository."""
    files = f"{repository.url}/blob/{repository.branch}"
    return lambda path, line: f"{files}/{path}#L{line}"
