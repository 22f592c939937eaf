"""What students and instructors get: generated, complete, and giving nothing away."""

import re
import subprocess
import sys
import traceback

import make_assignments
import make_wrong_answers
import nbformat
import pytest
from book_pages import ROOT
from grading import about, answers, load, points, run
from preprocessors import PrivateTests, install_on_colab

SOURCES = make_assignments.sources()
NAMES = [path.parent.name for path in SOURCES]
PAGES = ROOT / "book/classroom"
ROW = r"^\| (\d)\. [^|]*((?:\| *[\d.]* *){3})\|$"  # of the table of points
GIVEAWAYS = re.compile(r"BEGIN|END (SOL|HID|MARK)|HIDDEN|SOLUTION|mark scheme|marked")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The generated notebooks, made anew."""
    folder = tmp_path_factory.mktemp("book")
    make_assignments.main(folder)
    return folder


@pytest.fixture(params=SOURCES, ids=NAMES)
def source(request):
    return request.param


@pytest.fixture
def name(source):
    return source.parent.name


@pytest.fixture
def released(source):
    return read("assignments", source)


@pytest.fixture
def solution(source):
    return read("solutions", source)


def read(kind, source):
    path = ROOT / "book" / kind / source.relative_to(make_assignments.SOURCES)
    return nbformat.read(path, as_version=4)


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for kind in ("assignments", "solutions")
        for path in (folder / kind).rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_committed_notebooks_are_what_make_assignments_writes(made):
    assert files(ROOT / "book") == files(made), "run: make assignments"


def test_the_same_bytes_each_time(made, tmp_path):
    make_assignments.main(tmp_path)
    assert files(made) == files(tmp_path)


def test_sources_hold_no_output(source):
    for cell in code(nbformat.read(source, as_version=4)):
        assert cell.outputs == []
        assert cell.execution_count is None


def test_first_cell_says_where_it_is_from(released, solution, name):
    for notebook in (released, solution):
        first = notebook.cells[0].source
        assert first.startswith("# ")
        assert f"generated from `classroom/source/{name}`" in first


def test_students_see_blanks_and_no_tests_of_the_grader(released, name):
    kept = {
        about(cell)["grade_id"]: cell.source for cell in code(released) if about(cell)
    }
    for grade_id in answers(name):
        assert 'raise NotImplementedError("not filled in yet")' in kept[grade_id]
    for cell in load(name):
        if "HIDDEN" in cell.source:
            assert kept[about(cell)["grade_id"]] == "# Grader tests"
        if "instructor" in cell.metadata.get("tags", []):
            assert not any(cell.source == other.source for other in released.cells)


def test_nothing_gives_the_solution_away(released, name):
    text = "\n".join(cell.source for cell in released.cells)
    assert not GIVEAWAYS.search(text)
    assert not any(cell.metadata.get("tags") for cell in released.cells)
    for source in answers(name).values():
        inside = re.findall(r"### BEGIN SOLUTION\n(.*?)\s*### END", source, re.DOTALL)
        assert inside
        assert not [block for block in inside if block in text]


def test_solutions_are_folded_and_have_no_markers(solution, name):
    folded = 0
    for cell in solution.cells:
        assert "###  " not in cell.source
        assert not re.search(r"### (BEGIN|END)", cell.source)
        assert "nbgrader" not in cell.metadata
        folded += "hide-input" in cell.metadata.get("tags", [])
    graders = sum("HIDDEN" in cell.source for cell in load(name))
    assert folded == len(answers(name)) + graders


def who_gives(cell):
    """The column of the table: a check, a grader test, or a reader."""
    if cell.cell_type == "markdown":
        return 2
    return int(about(cell)["grade_id"].endswith("-grader"))


def test_points(name):
    """The table, the headings and the cells tell the same; 30 in all."""
    first = load(name)[0].source
    table = {
        question: [float(n.strip() or 0) for n in columns[1:].split("|")]
        for question, columns in re.findall(ROW, first, re.MULTILINE)
    }
    given, question = {}, None
    for cell in load(name):
        heading = re.match(r"### Question (\d): .*\(([\d.]+) points", cell.source)
        if heading:
            question = heading[1]
            given[question] = [0.0, 0.0, 0.0]
            assert float(heading[2]) == sum(table[question])
        if about(cell).get("points"):
            given[question][who_gives(cell)] += about(cell)["points"]
    assert table == given
    assert sum(map(sum, given.values())) == 30
    automatic = f"of which {sum(points(name).values()):g} are given by tests"
    assert automatic in first


def test_pages_tell_the_points_and_minutes_of_the_notebook(name):
    first = load(name)[0].source
    minutes = re.search(r"\*\*Time:\*\* about (\d+) minutes", first)[1]
    tests, reader = re.search(r"which (\d+) are .* and (\d+) by", first).groups()
    link = rf"\]\(\.\./assignments/{name}/[^|]*\|"
    pages = {
        page: (PAGES / f"{page}.md").read_text() for page in ("about", "instructors")
    }
    assert re.search(rf"{link}[^|]*\| {minutes} \|", pages["about"])
    row = rf"{link} {minutes} \| {tests} \| {reader} \|"
    assert re.search(row, pages["instructors"])


def test_page_of_wrong_answers_is_what_make_assignments_writes():
    written = (PAGES / "wrong-answers.md").read_text()
    assert written == make_wrong_answers.page(), "run: make assignments"


def test_ids_of_cells_are_those_of_nbgrader(name):
    for cell in load(name):
        assert about(cell).get("grade_id", cell.id) == cell.id


def test_every_code_question_has_a_check_and_grader_tests(name):
    graders = [g for g in points(name) if g.endswith("-grader")]
    checks = [g for g in points(name) if g.endswith("-check")]
    assert len(graders) + len(checks) == len(points(name))
    for cell in load(name):
        grade_id = about(cell).get("grade_id", "")
        assert ("### BEGIN HIDDEN TESTS" in cell.source) == grade_id.endswith("-grader")


def run_all(cells):
    """dict of cell id -> the exception it ended with, over all code cells."""
    space, failed = {"__name__": "__main__"}, {}
    for cell in cells:
        try:
            exec(compile(cell.source, cell.id, "exec"), space)
        except Exception as error:
            failed[cell.id] = error
    return failed


def test_blanks_fail_with_not_filled_in_yet_and_nothing_else_fails(
    released, name, capsys
):
    failed = run_all(code(released))
    blanks = set(answers(name))
    for error in failed.values():
        assert isinstance(error, NotImplementedError), error
        assert str(error) == "not filled in yet"
        assert traceback.extract_tb(error.__traceback__)[-1].filename in blanks
    visible = {g for g in points(name) if g.endswith("-check")}
    assert visible <= set(failed)
    graded = {cell.id for cell in code(released) if about(cell)}
    assert set(failed) & graded == visible


ONLY = """
import sys

class Only:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in {"numpy", "mlp_core"} | sys.stdlib_module_names:
            raise ModuleNotFoundError(f"{name} is not NumPy and not mlp_core")

sys.meta_path.insert(0, Only())
space = {"__name__": "__main__"}
for source in sys.stdin.read().split("\\0"):
    exec(source, space)
"""


def test_solutions_pass_with_numpy_and_the_package_alone(released, name):
    cells = [answers(name).get(cell.id, cell.source) for cell in code(released)]
    done = subprocess.run(
        [sys.executable, "-c", ONLY], input="\0".join(cells), text=True
    )
    assert done.returncode == 0


def test_a_repository_that_is_known_is_installed_from_on_colab(released):
    setup = next(cell for cell in released.cells if cell.id == "setup")
    before = setup.source
    install_on_colab(released, {})
    assert setup.source == before
    project = {"urls": {"Repository": "https://github.com/someone/some-book"}}
    install_on_colab(released, project)
    assert (
        "%pip install --quiet git+https://github.com/someone/some-book" in setup.source
    )


def test_private_tests_take_the_place_of_the_published_ones(source, name, tmp_path):
    notebook = nbformat.read(source, as_version=4)
    grader = next(g for g in points(name) if g.endswith("-grader"))
    (tmp_path / name).mkdir()
    (tmp_path / name / f"{grader}.py").write_text(
        r'assert "\\n" == "no group \\1"' + "\n"
    )
    resources = {"nbgrader": {"assignment": name}}
    PrivateTests(folder=str(tmp_path)).preprocess(notebook, resources)
    for cell, before in zip(notebook.cells, load(name), strict=True):
        assert (cell.source == before.source) == (cell.id != grader)
        if cell.id == grader:
            assert cell.source == (
                "# Grader tests\n### BEGIN HIDDEN TESTS\n"
                'assert "\\\\n" == "no group \\\\1"\n### END HIDDEN TESTS'
            )
    (tmp_path / name / "no-such-cell.py").write_text("")
    with pytest.raises(ValueError, match="no grader cell 'no-such-cell'"):
        PrivateTests(folder=str(tmp_path)).preprocess(notebook, resources)


def test_what_a_planted_warning_costs():
    """A warning printed as output costs nothing, as the notebooks promise."""
    name = NAMES[0]
    space = {}
    for cell in load(name)[:8]:
        if cell.cell_type == "code":
            assert run(cell.source, space) == ""
    assert run("np.exp(np.array([1e4]))", space) == ""
    assert run("import sys; print(1, file=sys.stderr)", space) == "1\n"
