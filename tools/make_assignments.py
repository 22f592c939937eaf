"""Write the students' notebooks and the solution pages from classroom/source.

python tools/make_assignments.py      all four, the same bytes each time

A source is a notebook in nbgrader's format. What becomes of its cells:

                            book/assignments          book/solutions
    answer, code            a blank                   folded
    answer, written         a blank                   as it is
    check                   as it is                  as it is
    grader tests            an empty cell             folded
    tagged "instructor"     left out                  as it is
"""

import logging
import re
import shutil
import sys
from pathlib import Path

import nbformat
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from preprocessors import say_generated
from traitlets.config import PyFileConfigLoader

ROOT = Path(__file__).resolve().parent.parent
CLASSROOM = ROOT / "classroom"
SOURCES = CLASSROOM / "source"
MARKER = re.compile(r"^\s*### (BEGIN|END) (SOLUTION|HIDDEN TESTS)\n?", re.MULTILINE)


def sources():
    return sorted(SOURCES.glob("*/*.ipynb"))


def write_releases(out):
    """nbgrader's own conversion into an empty folder, without its database."""
    loader = PyFileConfigLoader("nbgrader_config.py", path=str(CLASSROOM))
    config = loader.load_config()
    config.CourseDirectory.release_directory = str(out)
    config.SaveCells.enabled = False  # as `nbgrader generate_assignment --no-db`
    course = CourseDirectory(config=config, root=str(CLASSROOM), assignment_id="*")
    GenerateAssignment(coursedir=course, config=config, no_database=True).start()


def write_solution(source, out):
    """The source as a page: no markers, answers and grader tests folded."""
    notebook = nbformat.read(source, as_version=4)
    say_generated(notebook, source.parent.name)
    first = notebook.cells[0]
    first.source = first.source.replace("# ", "# Solutions of ", 1)
    for cell in notebook.cells:
        about = cell.metadata.pop("nbgrader", {})
        cell.metadata.pop("tags", None)
        hidden = "### BEGIN HIDDEN TESTS" in cell.source
        cell.source = MARKER.sub("", cell.source).rstrip("\n")
        if cell.cell_type == "markdown" and about.get("solution"):
            cell.source = f"**Model answer**\n\n{cell.source}"
        if cell.cell_type == "code" and (about.get("solution") or hidden):
            cell.metadata.tags = ["hide-input"]
            cell.metadata.jupyter = {"source_hidden": True}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def main(book=ROOT / "book"):
    logging.basicConfig(format="%(message)s")  # else nbgrader's errors go unseen
    assignments, solutions = book / "assignments", book / "solutions"
    for folder in (assignments, solutions):
        shutil.rmtree(folder, ignore_errors=True)
    write_releases(assignments)
    for source in sources():
        write_solution(source, solutions / source.relative_to(SOURCES))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
