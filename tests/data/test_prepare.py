"""Splitting and scaling, with numbers that can be checked in the head."""

import numpy as np
import pytest

from mlp_core.data import scale_pixels, stratified_split
from mlp_core.data.prepare import regular_split


@pytest.fixture
def rng():
    return np.random.default_rng(0)


# -- splitting -------------------------------------------------------------------------


def test_quotas_are_rounded_by_largest_remainder(rng):
    # 4 of 12 from classes of 6, 4, 2: exactly 2, 4/3, 2/3, so 2, 1, 1.
    y = np.repeat([0, 1, 2], [6, 4, 2])
    rest, held = stratified_split(y, 4, rng=rng)
    assert np.bincount(y[held]).tolist() == [2, 1, 1]
    assert np.bincount(y[rest]).tolist() == [4, 3, 1]


@pytest.mark.parametrize("split", [stratified_split, regular_split])
def test_every_example_lies_on_one_side(rng, split):
    for n in range(20, 200, 7):
        y = rng.permutation(np.arange(n) % 5) * 3  # classes 0, 3, 6, 9, 12
        n_held = int(rng.integers(5, n - 5))
        random = {"rng": rng} if split is stratified_split else {}
        rest, held = split(y, n_held, **random)
        assert len(held) == n_held
        np.testing.assert_array_equal(np.sort(np.append(rest, held)), np.arange(n))
        exact = n_held * np.bincount(y) / n
        assert (np.abs(np.bincount(y[held], minlength=13) - exact) < 1).all()


def test_stratified_split_depends_on_rng_alone():
    y = np.arange(100) % 10
    first = stratified_split(y, 20, rng=np.random.default_rng(3))
    again = stratified_split(y, 20, rng=np.random.default_rng(3))
    other = stratified_split(y, 20, rng=np.random.default_rng(4))
    np.testing.assert_array_equal(first[1], again[1])
    assert set(first[1]) != set(other[1])


def test_stratified_split_gives_every_example_the_same_chance(rng):
    y = np.repeat([0, 1], [4, 8])
    times = sum(
        np.bincount(stratified_split(y, 6, rng=rng)[1], minlength=12)
        for _ in range(2_000)
    )
    # Each is held with chance 1/2: 1000 times, give or take 22.
    assert (np.abs(times - 1_000) < 150).all()


def test_both_sides_of_a_stratified_split_are_shuffled(rng):
    y = np.repeat([0, 1], 500)
    for side in stratified_split(y, 500, rng=rng):
        assert 150 < y[side][: len(side) // 2].sum() * 2 < 350
        assert not (np.diff(side) > 0).all()


def test_regular_split_by_hand():
    # 1 of the 4 zeros: the last. 2 of the 8 ones: the fourth and the eighth.
    y = np.repeat([0, 1], [4, 8])
    rest, held = regular_split(y, 3)
    assert held.tolist() == [3, 7, 11]
    assert rest.tolist() == [0, 1, 2, 4, 5, 6, 8, 9, 10]


def test_labels_are_not_changed(rng):
    y = np.array([1, 0, 1, 0], np.uint8)
    stratified_split(y, 2, rng=rng)
    assert y.tolist() == [1, 0, 1, 0]


@pytest.mark.parametrize(
    ("n_held", "message"),
    [
        (0, "between 1 and 9 for the 10 labels, but is 0"),
        (10, "between 1 and 9 for the 10 labels, but is 10"),
        (-2, "between 1 and 9 for the 10 labels, but is -2"),
        (0.2, r"must be an integer, but is 0.2; for a share use int\(share \* len"),
        (1, "would hold 0 of the 5 examples of class 1"),
        (9, "would hold 5 of the 5 examples of class 0"),
    ],
)
def test_impossible_number_to_hold(rng, n_held, message):
    with pytest.raises(ValueError, match=message):
        stratified_split(np.arange(10) % 2, n_held, rng=rng)


def test_class_with_a_single_example_cannot_be_stratified(rng):
    with pytest.raises(ValueError, match="of the 1 examples of class 7"):
        stratified_split([0, 0, 0, 7], 2, rng=rng)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([], "labels are empty"),
        ([[0, 1], [1, 0]], r"shape \(2, 2\).*to_labels"),
        ([0.0, 1.0], r"astype\(int\)"),
        ([0.0, np.nan], "NaN"),
        ([-1, 1], "must not be negative, but the smallest is -1"),
    ],
)
def test_labels_that_cannot_be_split(rng, y, message):
    with pytest.raises(ValueError, match=message):
        stratified_split(y, 1, rng=rng)


def test_rng_must_be_a_generator():
    with pytest.raises(ValueError, match=r"but is 0; make one with rng = np\.random"):
        stratified_split([0, 0, 1, 1], 2, rng=0)


# -- scaling ---------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.int64])
@pytest.mark.parametrize("shape", [(2, 28, 28), (2, 784)])
def test_scale_pixels(dtype, shape):
    images = np.zeros(shape, dtype)
    images.reshape(2, 784)[1, :3] = [51, 102, 255]
    unit = scale_pixels(images)
    assert unit.shape == (2, 784)
    assert unit.dtype == np.float32
    np.testing.assert_allclose(unit[1, :4], [0.2, 0.4, 1, 0], rtol=1e-6)
    symmetric = scale_pixels(images, scale="symmetric")
    assert symmetric.dtype == np.float32
    np.testing.assert_allclose(symmetric[1, :4], [-0.6, -0.2, 1, -1], rtol=1e-6)


def test_scale_pixels_leaves_the_images_alone():
    images = np.full((1, 784), 255, np.uint8)
    scale_pixels(images)[:] = 0
    assert (images == 255).all()


@pytest.mark.parametrize(
    ("images", "message"),
    [
        (np.zeros((28, 28), int), r"have shape \(28, 28\); use images\[None\]"),
        (np.zeros(784, int), r"have shape \(784,\); use images\[None\]"),
        (np.zeros((2, 8, 8), int), r"have shape \(2, 8, 8\)"),
        (np.zeros((0, 28, 28), int), r"there is no image \(shape \(0, 28, 28\)\)"),
        (np.full((1, 784), 0.5), "have dtype float64; scaled pixels need no further"),
        (np.full((1, 784), np.nan), "NaN must be removed"),
        (np.full((1, 784), 256), "but run from 256 to 256"),
        (np.full((1, 784), -1), "but run from -1 to -1"),
    ],
)
def test_images_that_cannot_be_scaled(images, message):
    with pytest.raises(ValueError, match=message):
        scale_pixels(images)


def test_unknown_scale():
    with pytest.raises(ValueError, match="unknown scale 'unity'; use \"unit\""):
        scale_pixels(np.zeros((1, 784), int), "unity")
