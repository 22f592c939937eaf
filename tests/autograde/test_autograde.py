"""nbgrader itself grades every planted answer; minutes, so `make classroom` runs it."""

import os
import shutil
import subprocess
import sys
import venv
from collections import defaultdict
from itertools import zip_longest
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
    """dict of student -> answers. Each student has one planted answer in every cell."""
    name = module.NAME
    given = {"model": answers(name), "blank": {}}
    for kind in ("WRONG", "RIGHT"):
        by_cell = defaultdict(list)
        for planted in getattr(module, kind):
            changed = with_planted(name, planted)[planted.cell]
            by_cell[planted.cell].append((planted.cell, changed))
        for i, changes in enumerate(zip_longest(*by_cell.values())):
            mine = dict(filter(None, changes))
            given[f"{kind.lower()}-{i:02}"] = answers(name) | mine
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


@pytest.mark.filterwarnings("default")
def test_private_tests_grade_and_show_nowhere(course, tmp_path):
    """The same notebook for the students; a strict grader in the gradebook."""
    name, grader = "1-backpropagation", "relu-grader"
    released = course.parent / "book/assignments" / name
    before = {path.name: path.read_bytes() for path in released.iterdir()}
    (tmp_path / name).mkdir()
    (tmp_path / name / f"{grader}.py").write_text("assert relu(np.ones(1)) == 2\n")
    private = f"--PrivateTests.folder={tmp_path}"
    shutil.rmtree(course / "submitted", ignore_errors=True)
    (course / "gradebook.db").unlink()  # a class of its own
    done = nbgrader(course, "generate_assignment", name, "--force", private)
    assert done.returncode == 0, done.stderr
    assert before == {path.name: path.read_bytes() for path in released.iterdir()}
    submit(course, name, "somebody", answers(name))
    done = nbgrader(course, "autograde", name)
    assert done.returncode == 0, done.stderr
    found = scores(course, name)["somebody"]
    assert [cell for cell, score in found.items() if not score] == [grader]


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
