"""The full MNIST, from a local folder or downloaded once and kept.

Every byte that is used has passed `verified`, whatever way it came.
"""

import io
import os
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from mlp_core.data.originals import BY_HAND, FILES, MIRRORS, verified

TIMEOUT = 20  # seconds without any answer before the next mirror is tried


def mnist_arrays():
    """Return the images and labels of MNIST as they stand in its files.

    The files come from the folder named by the environment variable MLP_CORE_DATA if it
    is set, else from the user's cache folder, into which they are downloaded once.

    Returns
    -------
    train_images : ndarray of uint8, shape (60000, 28, 28)
        Pixels from 0 (paper) to 255 (ink).
    train_labels : ndarray of uint8, shape (60000,)
    test_images : ndarray of uint8, shape (10000, 28, 28)
    test_labels : ndarray of uint8, shape (10000,)

    Raises
    ------
    OSError
        If a file cannot be had or is not the original. The message says what was tried
        and how to get the files by hand.
    ImportError
        If a download is needed and the package pooch is missing.

    Notes
    -----
    MNIST is by Yann LeCun, Corinna Cortes and Christopher Burges, CC BY-SA 3.0.
    """
    return tuple(_parse_idx(_content(name)) for name in FILES)


def _content(name):
    """Return the verified bytes of one unpacked file."""
    folder = os.environ.get("MLP_CORE_DATA")
    path = _find(folder, name) if folder else _download(name)
    try:
        return verified(path.read_bytes(), name)
    except (OSError, ValueError) as error:
        raise OSError(f"{path} cannot be used: {error}.\n{BY_HAND}") from None


def _find(folder, name):
    """Return the path of a file, unpacked or gzipped, in the user's own folder."""
    folder = Path(folder).expanduser()
    for path in (folder / name, folder / f"{name}.gz"):
        if path.exists():
            return path
    raise OSError(
        f"MLP_CORE_DATA is {str(folder)!r}, but neither {name} nor {name}.gz is in "
        f"that folder; without MLP_CORE_DATA, MNIST is downloaded.\n{BY_HAND}"
    )


def _download(name):
    """Return the path of a file in the cache, downloaded if it is not there."""
    try:
        import pooch
        import requests
    except ImportError:
        raise ImportError(
            "MNIST is downloaded with the package pooch, which is not installed: "
            f"pip install pooch\n{BY_HAND}"
        ) from None

    def fetch(url, path, _):
        packed = io.BytesIO()
        bar = find_spec("tqdm") is not None
        get = pooch.HTTPDownloader(bar, chunk_size=2**16, timeout=TIMEOUT)
        get(url, packed, None)
        Path(path).write_bytes(verified(packed.getvalue(), name))

    cache, known_hash = pooch.os_cache("mlp_core"), f"sha256:{FILES[name]}"
    tried = [f"{name} could not be downloaded. Tried:"]
    for mirror in MIRRORS:
        url = f"{mirror}{name}.gz"
        try:
            # pooch fills a temporary file, and renames it only if its hash is right.
            return Path(pooch.retrieve(url, known_hash, name, cache, downloader=fetch))
        except requests.RequestException as error:
            if error.response is not None:
                error.response.close()
            wrapped = error.args[0] if error.args else error
            tried.append(f"  {mirror}: {getattr(wrapped, 'reason', wrapped)}")
        except ValueError as error:
            tried.append(f"  {mirror}: {error}")
        except OSError as error:
            raise OSError(
                f"MNIST cannot be kept in the cache folder {cache}: {error}.\n"
                f"It must be a folder you can write to, with 60 MB free.\n{BY_HAND}"
            ) from None
    raise OSError("\n".join([*tried, BY_HAND]))


def _parse_idx(content):
    """Return the array in an IDX file: 0, 0, type, ndim; the shape; the pixels."""
    ndim = content[3]
    shape = np.frombuffer(content, ">u4", count=ndim, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * ndim).reshape(shape).copy()
