"""The shipped digits and MNIST: sizes, balance, and where the images come from."""

import dataclasses
import hashlib
from pathlib import Path

import numpy as np
import pytest

import mlp_core.data
from mlp_core.data import Digits, load_digits_5k, load_mnist

# Of images, then labels, as they lie in the file: the split is the same for everyone.
SHIPPED = "55966117c827f75e122591d46d2d800aadcfa242c3e947dd02dcceb9da5742b2"


@pytest.fixture(scope="module")
def digits():
    return load_digits_5k()


@pytest.fixture(scope="module")
def shipped():
    path = Path(mlp_core.data.__file__).with_name("digits_5k.npz")
    with np.load(path, allow_pickle=False) as file:
        return file["images"], file["labels"]


def image_set(images):
    return {image.tobytes() for image in images}


def test_shapes_and_types(digits):
    for part, n in [("train", 3_500), ("valid", 500), ("test", 1_000)]:
        X, y = getattr(digits, f"X_{part}"), getattr(digits, f"y_{part}")
        assert (X.shape, X.dtype) == ((n, 784), np.float32)
        assert (y.shape, y.dtype) == ((n,), np.int64)
        assert (X.min(), X.max()) == (0, 1)


def test_parts_are_the_shipped_file_in_its_order(digits, shipped):
    images, labels = shipped
    X = np.concatenate([digits.X_train, digits.X_valid, digits.X_test])
    y = np.concatenate([digits.y_train, digits.y_valid, digits.y_test])
    np.testing.assert_array_equal(np.rint(X * 255), images.reshape(5_000, 784))
    np.testing.assert_array_equal(y, labels)


def test_labels_belong_to_their_images(digits):
    means = [digits.X_train[digits.y_train == c].mean(0) for c in range(10)]
    distance = [((digits.X_test - mean) ** 2).sum(1) for mean in means]
    assert np.mean(np.argmin(distance, axis=0) == digits.y_test) > 0.7


def test_every_digit_comes_equally_often_in_each_part(digits):
    assert np.bincount(digits.y_train).tolist() == [350] * 10
    assert np.bincount(digits.y_valid).tolist() == [50] * 10
    assert np.bincount(digits.y_test).tolist() == [100] * 10


def test_parts_are_shuffled_and_share_no_image(digits):
    assert set(digits.y_train[:60]) == set(range(10))
    parts = [digits.X_train, digits.X_valid, digits.X_test]
    assert len(image_set(np.concatenate(parts))) == 5_000


def test_symmetric_scale(digits):
    symmetric = load_digits_5k("symmetric")
    np.testing.assert_allclose(
        symmetric.X_train, 2 * digits.X_train - 1, rtol=0, atol=1e-6
    )
    assert symmetric.X_test.dtype == np.float32
    assert (symmetric.X_test.min(), symmetric.X_test.max()) == (-1, 1)


def test_every_call_returns_new_arrays(digits):
    mine = load_digits_5k()
    mine.X_train[:] = 7
    np.testing.assert_array_equal(load_digits_5k().X_train, digits.X_train)


def test_shipped_file_is_the_one_that_the_text_was_written_with(shipped):
    images, labels = shipped
    assert images.dtype == labels.dtype == np.uint8
    content = images.tobytes() + labels.tobytes()
    assert hashlib.sha256(content).hexdigest() == SHIPPED


def test_repr(digits):
    assert repr(digits).splitlines() == [
        'Digits, scale "unit" (pixels in [0, 1])',
        "  train  3,500 images   X (3500, 784) float32   y (3500,) int64",
        "  valid    500 images   X (500, 784) float32   y (500,) int64",
        "  test   1,000 images   X (1000, 784) float32   y (1000,) int64",
    ]
    assert "pixels in [-1, 1]" in repr(load_digits_5k("symmetric"))


def test_digits_are_frozen(digits):
    with pytest.raises(dataclasses.FrozenInstanceError):
        digits.X_train = None


def test_digits_refuse_parts_that_do_not_fit():
    X, y = np.zeros((3, 784), np.float32), np.zeros(3, np.int64)
    with pytest.raises(ValueError, match=r"X has shape \(3, 784\) but y has shape"):
        Digits(X, y, X, y[:2], X, y)
    with pytest.raises(ValueError, match="below n_classes = 10"):
        Digits(X, y, X, y, X, y + 10)


@pytest.mark.parametrize("load", [load_digits_5k, load_mnist])
def test_unknown_scale(load, monkeypatch, tmp_path):
    monkeypatch.setenv("MLP_CORE_DATA", str(tmp_path))  # empty: seen only if read
    with pytest.raises(ValueError, match="unknown scale 'percent'; use \"unit\""):
        load("percent")


def test_licence_lies_beside_the_file():
    text = Path(mlp_core.data.__file__).with_name("LICENSE-digits.txt").read_text()
    for needed in ["LeCun", "Cortes", "Burges", "CC BY-SA 3.0", "Raschka", "BSD"]:
        assert needed in text


# -- against the full MNIST ------------------------------------------------------------


def test_shipped_digits_are_the_first_500_of_each_in_the_training_file(
    shipped, real_mnist
):
    images, labels = shipped
    train_images, train_labels, test_images, _ = real_mnist
    for digit in range(10):
        first = train_images[train_labels == digit][:500]
        assert image_set(images[labels == digit]) == image_set(first)
    assert not image_set(images) & image_set(test_images)


def test_mnist_split(real_mnist, monkeypatch):
    monkeypatch.setattr(mlp_core.data.digits, "mnist_arrays", lambda: real_mnist)
    mnist = load_mnist()
    train_images, train_labels, test_images, test_labels = real_mnist
    assert (mnist.X_train.shape, mnist.X_train.dtype) == ((55_000, 784), np.float32)
    assert (mnist.X_valid.shape, mnist.X_valid.dtype) == ((5_000, 784), np.float32)
    assert mnist.y_train.dtype == mnist.y_valid.dtype == mnist.y_test.dtype == np.int64

    # One in twelve of each digit is for validation, in the order of the file.
    share = np.bincount(train_labels) / 12
    assert (np.abs(np.bincount(mnist.y_valid) - share) < 1).all()
    fives = train_images[train_labels == 5].reshape(-1, 784)
    valid_fives = np.rint(mnist.X_valid[mnist.y_valid == 5] * 255)
    np.testing.assert_array_equal(valid_fives[0], fives[11])
    for digit in range(10):
        ink = sum(
            X[y == digit].sum(dtype=np.float64)
            for X, y in [(mnist.X_train, mnist.y_train), (mnist.X_valid, mnist.y_valid)]
        )
        expected = train_images[train_labels == digit].sum() / 255
        assert ink == pytest.approx(expected, rel=1e-6)

    np.testing.assert_array_equal(mnist.y_test, test_labels)
    last = np.rint(mnist.X_test[-1] * 255).reshape(28, 28)
    np.testing.assert_array_equal(last, test_images[-1])


def test_how_many_of_each_digit_as_going_deeper_tells(real_mnist):
    """A constant accuracy on the test set names the class that is always said."""
    counts = np.bincount(real_mnist[3])
    chapter = Path(__file__).parents[2] / "book/2-relu-softmax/going-deeper.ipynb"
    told = f"has {counts[0]} zeros, {counts[1]:,} ones and {counts[7]:,} sevens"
    assert told in chapter.read_text()
    for digit in (0, 1, 7):
        assert f"{counts[digit] / 100:.2f} %" in chapter.read_text()
