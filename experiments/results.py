"""Results in files: what was run, with which versions, and what came out."""

import json
import platform
import subprocess
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parent.parent / "book" / "results"


def write(name, recipe, runs):
    """Write book/results/<name>.json and print it.

    Parameters
    ----------
    recipe : dict, what was run, in words and numbers.
    runs : list of dicts, one a run: its settings, seeds, results and seconds.
    """
    result = {
        "recipe": recipe,
        "runs": runs,
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
        "commit": _commit(),
    }
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps(result, indent=2) + "\n")
    print(path.read_text())


def _commit():
    """The commit that was run, marked where the files had changed since."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    found = subprocess.run(command, capture_output=True, text=True, cwd=FOLDER.parent)
    return found.stdout.strip() or None
