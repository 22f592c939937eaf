"""The arrows between the modules point one way, and importing stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import mlp_core

FOLDER = Path(mlp_core.__file__).parent
LEVELS = [
    {"_validation", "_files"},
    {"activations", "metrics", "initialisation", "schedules"},
    {"losses", "optimizers"},
    {"adam"},
    {"data", "gradcheck", "parameters"},
    {"values"},
    {"answers"},
    {"dense", "dropout", "elementwise", "parametric"},
    {"layers"},
    {"saving"},
    {"network"},
    {"evaluation", "history", "callbacks"},
    {"training"},
    {"fitting"},
    {"recipes", "sweep_results"},
    {"sweep"},
]
OUTSIDE = {"plots", "widgets"}  # may import the package; nothing imports them
WITHIN = {("history", "network")}


def imported(path):
    """The modules of mlp_core that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "mlp_core"
        ):
            parts = node.module.split(".")
            names = [parts[1]] if len(parts) > 1 else [a.name for a in node.names]
            yield from names


def level(name):
    return next(i for i, names in enumerate(LEVELS) if name in names)


@pytest.mark.parametrize(
    "path",
    [p for p in sorted(FOLDER.rglob("*.py")) if p != FOLDER / "__init__.py"],
    ids=lambda p: p.relative_to(FOLDER).as_posix(),
)
def test_imports_point_down(path):
    name = path.relative_to(FOLDER).parts[0].removesuffix(".py")
    for other in set(imported(path)) - {name}:
        assert other not in OUTSIDE, f"{name} imports {other}"
        if name not in OUTSIDE and (name, other) not in WITHIN:
            assert level(other) < level(name), f"{name} imports {other}"


def test_import_loads_only_numpy():
    code = (
        "import sys, mlp_core, mlp_core.recipes, mlp_core.sweep;"
        "heavy = 'matplotlib ipywidgets anywidget joblib tqdm pooch'.split();"
        "print([m for m in heavy if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert out.stdout.strip() == "[]", out.stderr


def test_core_files_stay_small():
    for path in FOLDER.rglob("*.py"):
        lines = len(path.read_text().splitlines())
        assert lines <= 150, f"{path.name} has {lines} lines; one idea a file"
