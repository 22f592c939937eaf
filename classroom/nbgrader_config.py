"""The course as nbgrader sees it. Run nbgrader in this folder.

`nbgrader generate_assignment` writes what `make assignments` writes.
"""

import sys
from pathlib import Path

sys.path.insert(
    0, str(Path(__file__).resolve().parent.parent / "tools")
)
from make_assignments import RELEASE

c = get_config()  # noqa: F821, from nbgrader
c.CourseDirectory.course_id = "multilayer-perceptrons-by-hand"
c.CourseDirectory.release_directory = "../book/assignments"

c.ClearSolutions.code_stub = {
    "python": "# Your code here.\n"
    'raise NotImplementedError("not filled in yet")'
}
c.ClearSolutions.text_stub = "*Your answer here.*"
c.GenerateAssignment.preprocessors = RELEASE
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_cell_tags = {"instructor"}

c.Execute.timeout = 60  # seconds a cell
c.OverwriteCells.add_missing_cells = True
