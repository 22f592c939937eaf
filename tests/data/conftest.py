"""A small stand-in for MNIST and a web server on this machine that hands it out."""

import gzip
import hashlib
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pooch
import pytest

import mlp_core.data.mnist as mnist

ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("MLP_CORE_DATA") or ROOT.parent / "shared" / "mnist")

# What a second Python process does: the same stand-in, set up from a JSON argument.
CHILD = """
import hashlib, json, signal, sys
settings = json.loads(sys.argv[1])
for name in settings["missing"]:
    sys.modules[name] = None
import pooch
import mlp_core.data.mnist as mnist
signal.signal(signal.SIGINT, signal.default_int_handler)
pooch.os_cache = lambda project: settings["cache"]
mnist.FILES.update(settings["files"])
mnist.MIRRORS = settings["mirrors"]
content = b"".join(array.tobytes() for array in mnist.mnist_arrays())
print(hashlib.sha256(content).hexdigest())
"""


def idx_bytes(array):
    """Write an array of uint8 the way the files of MNIST are written."""
    shape = np.array(array.shape, ">u4").tobytes()
    return bytes([0, 0, 8, array.ndim]) + shape + array.tobytes()


class Site(ThreadingHTTPServer):
    """Serves `pages`: path -> bytes, or a function that is given the handler."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/"
        self.pages, self.asked = {}, []

    def handle_error(self, request, client_address):
        """A client that goes away in the middle is part of these tests."""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        page = self.server.pages.get(self.path)
        if page is None:
            self.send_error(404)
        elif callable(page):
            page(self)
        else:
            self.start(len(page))
            self.wfile.write(page)

    def start(self, length):
        self.send_response(200)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class StandIn:
    """Four small files in MNIST's format, two mirrors that have them, and a cache."""

    def __init__(self, site, cache):
        rng = np.random.default_rng(0)
        self.arrays = tuple(
            rng.integers(high, size=shape, dtype=np.uint8)
            for high, shape in [
                (256, (60, 28, 28)),
                (10, (60,)),
                (256, (20, 28, 28)),
                (10, (20,)),
            ]
        )
        self.contents = dict(zip(mnist.FILES, map(idx_bytes, self.arrays), strict=True))
        self.packed = {name: gzip.compress(c) for name, c in self.contents.items()}
        self.sums = {
            name: hashlib.sha256(c).hexdigest() for name, c in self.contents.items()
        }
        self.site, self.cache = site, cache
        self.mirrors = [f"{site.url}a/", f"{site.url}b/"]
        for name, packed in self.packed.items():
            site.pages[f"/a/{name}.gz"] = site.pages[f"/b/{name}.gz"] = packed

    def cached(self):
        """Return the names of all files in the cache folder."""
        return sorted(p.name for p in self.cache.rglob("*"))

    def start(self, missing=(), **env):
        """Start a second Python process that asks for the arrays."""
        settings = {
            "cache": str(self.cache),
            "files": self.sums,
            "mirrors": self.mirrors,
            "missing": missing,
        }
        env = {**os.environ, "PYTHONPATH": str(ROOT), "TQDM_DISABLE": "", **env}
        return subprocess.Popen(
            [sys.executable, "-W", "error", "-c", CHILD, json.dumps(settings)],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def expected(self):
        """Return what such a process prints."""
        content = b"".join(array.tobytes() for array in self.arrays)
        return hashlib.sha256(content).hexdigest() + "\n"


@pytest.fixture
def stand_in(site, tmp_path, monkeypatch):
    stand_in = StandIn(site, tmp_path / "cache")
    for name, sha256 in stand_in.sums.items():
        monkeypatch.setitem(mnist.FILES, name, sha256)
    monkeypatch.setattr(mnist, "MIRRORS", stand_in.mirrors)
    monkeypatch.setattr(mnist, "TIMEOUT", 0.5)
    monkeypatch.setattr(pooch, "os_cache", lambda project: stand_in.cache)
    monkeypatch.delenv("MLP_CORE_DATA", raising=False)
    monkeypatch.setenv("NO_PROXY", "*")
    return stand_in


@pytest.fixture(scope="session")
def real_mnist():
    """Read the true files of MNIST, or skip the test where they are not at hand."""
    if not any(REAL.glob("train-images-idx3-ubyte*")):
        pytest.skip(
            f"the full MNIST is not in {REAL}; name its folder in MLP_CORE_DATA"
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLP_CORE_DATA", str(REAL))
        return mnist.mnist_arrays()
