"""The package reference shows docstrings as they are written.

They are plain text with aligned formulas, made for help(name). Read as
reStructuredText, |a - b| would be a substitution and the alignment lost.
"""


def show_as_written(app, what, name, obj, options, lines):
    """Sphinx calls this with the lines of each docstring, to be changed in place."""
    if any(lines):
        text = [f"   {line}" for line in lines]
        lines[:] = [".. code-block:: text", "   :class: docstring", "", *text]
