"""The pages of the book: the lists that every check uses.

``python tools/book_pages.py`` prints the notebooks that must run.
"""

from pathlib import Path

from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).resolve().parent.parent
ADDED_BY_SPHINX = ("genindex", "search")
NOT_RUN = ROOT / "book/assignments"  # their blanks are the reader's to fill in


def pages_in_toc():
    """Names without suffix, as in _toc.yml and in the address of a page."""
    return sorted(parse_toc_yaml(ROOT / "_toc.yml"))


def sources_on_disk():
    """Every notebook and text page below book/."""
    return sorted(
        path
        for suffix in ("ipynb", "md")
        for path in (ROOT / "book").rglob(f"*.{suffix}")
        if ".ipynb_checkpoints" not in path.parts
        and ROOT / "book/assets" not in path.parents
    )


def notebooks():
    return [path for path in sources_on_disk() if path.suffix == ".ipynb"]


def notebooks_that_run():
    return [path for path in notebooks() if NOT_RUN not in path.parents]


if __name__ == "__main__":
    print(*(path.relative_to(ROOT) for path in notebooks_that_run()), sep="\n")
