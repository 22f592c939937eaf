"""Files that are either whole or not there."""

import os
from contextlib import contextmanager


@contextmanager
def written_whole(path):
    """Give a file to write to; it takes the name `path` only when all is written.

    An interruption or a full disk leaves what stood at `path` before.
    """
    half = path.with_name(path.name + ".part")
    try:
        with half.open("wb") as file:
            yield file
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)
