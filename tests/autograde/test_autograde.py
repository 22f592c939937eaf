"""nbgrader itself grades every planted answer; minutes, so `make classroom` runs it."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import make_assignments
import nbformat
import pytest
from book_pages import ROOT
from grading import about, answers, grade, points, with_planted
from test_answers import MODULES

BIN = Path(sys.executable).parent
ENVIRONMENT = os.environ | {
    "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",  # nbgrader calls alembic
    "PYTHONWARNINGS": "default",  # an error in chapters; SQLAlchemy has some of its own
}


def nbgrader(course, *arguments):
    command = [BIN / "nbgrader", *arguments]
    return subprocess.run(
        command, cwd=course, env=ENVIRONMENT, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of classroom/ with its gradebook and all assignments released."""
    root = tmp_path_factory.mktemp("course")
    for folder in ("classroom", "tools"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "pyproject.toml", root)
    for source in make_assignments.sources():
        done = nbgrader(root / "classroom", "generate_assignment", source.parent.name)
        assert done.returncode == 0, done.stderr
    return root / "classroom"


def submissions(module):
    """dict of student -> answers; one student for each planted answer."""
    name = module.NAME
    given = {"model": answers(name), "blank": {}}
    for kind in ("WRONG", "RIGHT"):
        for i, planted in enumerate(getattr(module, kind)):
            given[f"{kind.lower()}-{i:02}"] = with_planted(name, planted)
    return given


def submit(course, name, student, given):
    released = course.parent / "book/assignments" / name
    (path,) = released.glob("*.ipynb")
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = given.get(cell.id, cell.source)
    to = course / "submitted" / student / name / path.name
    to.parent.mkdir(parents=True)
    nbformat.write(notebook, to)


def scores(course, name):
    """dict of student -> dict of test cell -> points, from nbgrader's gradebook."""
    from nbgrader.api import Gradebook

    (notebook,) = (path.stem for path in (course / "source" / name).glob("*.ipynb"))
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {
            submission.student.id: {
                grade.name: grade.auto_score
                for grade in submission.grades
                if grade.name in points(name)
            }
            for submission in gradebook.notebook_submissions(notebook, name)
        }


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.NAME)
def test_nbgrader_gives_the_points_that_our_quick_grader_gives(course, module):
    name, given = module.NAME, submissions(module)
    for student, sources in given.items():
        submit(course, name, student, sources)
    done = nbgrader(course, "autograde", name)
    assert done.returncode == 0, done.stderr[:6000]
    found = scores(course, name)
    assert set(found) == set(given)
    full = points(name)
    for student, sources in given.items():
        if student == "blank":
            graders = {g for g in full if g.endswith("-grader")}
            assert not any(found[student].values()), graders
            continue
        lost = grade(name, sources)
        wanted = {cell: 0 if cell in lost else full[cell] for cell in full}
        assert found[student] == wanted, student


RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A Python with NumPy and mlp_core, and what runs a notebook; nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=True)
    python = folder / "bin/python"
    for part in ("mlp_core", "LICENSE", "README.md", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)  # pip would build in the folder it is given
    install = [python, "-m", "pip", "install", "--quiet", "numpy", "nbclient"]
    subprocess.run([*install, "ipykernel", str(folder)], check=True)
    found = subprocess.run(
        [python, "-m", "pip", "list"], capture_output=True, text=True, check=True
    ).stdout
    assert "nbgrader" not in found
    assert "matplotlib " not in found
    return python


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.NAME)
def test_released_notebook_runs_with_numpy_and_mlp_core_alone(bare, module, tmp_path):
    (path,) = (ROOT / "book/assignments" / module.NAME).glob("*.ipynb")
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if about(cell):
            cell.source = answers(module.NAME).get(cell.id, cell.source)
    filled = tmp_path / path.name
    nbformat.write(notebook, filled)
    subprocess.run([bare, "-c", RUN, filled], check=True, cwd=tmp_path, env=ENVIRONMENT)
