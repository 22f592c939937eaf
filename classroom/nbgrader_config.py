"""The course as nbgrader sees it. Run nbgrader in this folder.

`nbgrader generate_assignment` writes what `make assignments` writes.
"""

import sys
from pathlib import Path

from nbconvert.preprocessors import TagRemovePreprocessor
from nbgrader.converters import GenerateAssignment

sys.path.append(str(Path(__file__).resolve().parents[1] / "tools"))
from preprocessors import FillIn, PrivateTests

c = get_config()  # noqa: F821, from nbgrader
c.CourseDirectory.course_id = "multilayer-perceptrons-by-hand"
c.CourseDirectory.release_directory = "../book/assignments"

c.GenerateAssignment.preprocessors = [
    TagRemovePreprocessor,
    PrivateTests,
    FillIn,
    *GenerateAssignment.preprocessors.default_args[0],
]
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_cell_tags = {"instructor"}
c.ClearSolutions.text_stub = "*Your answer here.*"
c.ClearSolutions.code_stub = {
    "python": "# Your code here.\n"
    'raise NotImplementedError("not filled in yet")'
}

c.Execute.timeout = 60  # seconds a cell
c.OverwriteCells.add_missing_cells = True
