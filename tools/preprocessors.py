"""What nbgrader does not do by itself when it makes a student's notebook.

Each is a step of `nbgrader generate_assignment`; nbgrader_config.py has their order.
"""

import re
import tomllib
from pathlib import Path

from nbconvert.preprocessors import Preprocessor
from traitlets import Unicode

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
HIDDEN = re.compile(
    r"(?<=### BEGIN HIDDEN TESTS\n).*(?=### END HIDDEN TESTS)",
    re.DOTALL,
)
GENERATED = (
    "*This notebook is generated from `classroom/source/{}` by `make assignments`. "
    "Instructors: change it there, not here.*"
)
INSTALL = """\
try:
    import mlp_core
except ModuleNotFoundError:  # on Colab
    %pip install --quiet git+{}
    import mlp_core
print("mlp_core", mlp_core.__version__)"""


def say_generated(notebook, assignment):
    """Below the title, where the notebook comes from."""
    first = notebook.cells[0]
    title, _, text = first.source.partition("\n")
    first.source = f"{title}\n\n{GENERATED.format(assignment)}\n{text}"


def install_on_colab(notebook, project):
    """Where pyproject.toml names the repository, the first code cell installs from it.

    project : the table [project]; the address is its urls.Repository.
    """
    address = project.get("urls", {}).get("Repository")
    if address:
        setup = next(cell for cell in notebook.cells if cell.id == "setup")
        setup.source = INSTALL.format(address)


class FillIn(Preprocessor):
    """Where a notebook is from, and how it installs the package."""

    enabled = True

    def preprocess(self, notebook, resources):
        say_generated(notebook, resources["nbgrader"]["assignment"])
        install_on_colab(notebook, tomllib.loads(PROJECT.read_text())["project"])
        return notebook, resources


class PrivateTests(Preprocessor):
    """Grader tests from a folder that is not public, in place of the published ones.

    The file FOLDER/ASSIGNMENT/CELL.py replaces what is hidden in that cell. nbgrader
    keeps it in its gradebook and grades with it; the student's notebook is the same.
    """

    enabled = True
    folder = Unicode(help="the folder; empty for the published tests").tag(config=True)

    def preprocess(self, notebook, resources):
        if not self.folder:
            return notebook, resources
        folder = Path(self.folder).expanduser() / resources["nbgrader"]["assignment"]
        cells = {cell.id: cell for cell in notebook.cells if HIDDEN.search(cell.source)}
        for path in sorted(folder.glob("*.py")):
            if path.stem not in cells:
                raise ValueError(
                    f"{path}: this assignment has no grader cell {path.stem!r}. "
                    f"It has {', '.join(cells)}."
                )
            cell, tests = (
                cells[path.stem],
                path.read_text(encoding="utf-8"),
            )
            cell.source = HIDDEN.sub(lambda _, tests=tests: tests, cell.source)
        return notebook, resources
