"""What the original files of MNIST are, where they lie, and how to know them."""

import gzip
import hashlib
import zlib

# SHA-256 of the unpacked content: the mirrors pack the same bytes differently.
FILES = {
    "train-images-idx3-ubyte": (
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
    ),
    "train-labels-idx1-ubyte": (
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"
    ),
    "t10k-images-idx3-ubyte": (
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"
    ),
    "t10k-labels-idx1-ubyte": (
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"
    ),
}
MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://raw.githubusercontent.com/fgnt/mnist/master/",
)
BY_HAND = (
    "To get MNIST by hand, put these four files, unpacked or as .gz, into one folder\n"
    f"(their addresses are {MIRRORS[0]}<file>.gz):\n  "
    + "\n  ".join(FILES)
    + "\nand set the environment variable MLP_CORE_DATA to that folder.\n"
    "load_digits_5k() needs no download."
)


def verified(content, name):
    """Return `content`, unpacked if need be, once its hash is known to be right.

    Raises
    ------
    ValueError
        If `content` is not, byte for byte, the original file `name`.
    """
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as error:
            raise ValueError(f"broken gzip file ({error})") from None
    found = hashlib.sha256(content).hexdigest()
    if found != FILES[name]:
        raise ValueError(
            f"not the original file but {len(content):,} bytes beginning with "
            f"{content[:9]!r} (SHA-256 {found[:8]}..., not {FILES[name][:8]}...)"
        )
    return content
