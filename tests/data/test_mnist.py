"""Download, check and cache: what goes wrong must end in one clear error."""

import gzip
import os
import signal
import socket
import sys
import threading
import traceback
from pathlib import Path

import numpy as np
import pytest
import requests

import mlp_core.data.mnist as mnist

NAMES = list(mnist.FILES)
FIRST = NAMES[0]


def error_of(kind=OSError):
    """Fail to get the arrays, with a single error and no chain; return its message."""
    with pytest.raises(kind) as caught:
        mnist.mnist_arrays()
    shown = "".join(traceback.format_exception(caught.value))
    assert shown.count("Traceback") == 1
    message = str(caught.value)
    for needed in [*NAMES, "MLP_CORE_DATA", "load_digits_5k()"]:
        assert needed in message
    return message


def assert_right(stand_in):
    for got, expected in zip(mnist.mnist_arrays(), stand_in.arrays, strict=True):
        assert got.dtype == np.uint8
        np.testing.assert_array_equal(got, expected)


def assert_both_mirrors_tried(stand_in, reason):
    """Fail with one line for each mirror and its reason; leave no file behind."""
    lines = error_of().splitlines()
    assert lines[0] == f"{FIRST} could not be downloaded. Tried:"
    for line, mirror in zip(lines[1:3], mnist.MIRRORS, strict=True):
        assert line.startswith(f"  {mirror}: ")
        assert reason in line
    assert stand_in.cached() == []


def on_every_mirror(stand_in, page, name=FIRST):
    for letter in "ab":
        stand_in.site.pages[f"/{letter}/{name}.gz"] = page


# -- what works ------------------------------------------------------------------------


def test_downloads_once_and_keeps_the_unpacked_files(stand_in):
    assert_right(stand_in)
    assert stand_in.site.asked == [f"/a/{name}.gz" for name in NAMES]
    assert stand_in.cached() == sorted(NAMES)
    assert (stand_in.cache / FIRST).read_bytes() == stand_in.contents[FIRST]
    assert_right(stand_in)
    assert len(stand_in.site.asked) == 4


def test_takes_the_next_mirror_when_one_fails(stand_in):
    del stand_in.site.pages[f"/a/{FIRST}.gz"]
    assert_right(stand_in)
    assert stand_in.site.asked[:2] == [f"/a/{FIRST}.gz", f"/b/{FIRST}.gz"]


def test_takes_a_file_that_the_server_has_already_unpacked(stand_in):
    def unpacked_by_requests(handler):
        handler.send_response(200)
        handler.send_header("Content-Encoding", "gzip")
        handler.send_header("Content-Length", str(len(stand_in.packed[FIRST])))
        handler.end_headers()
        handler.wfile.write(stand_in.packed[FIRST])

    stand_in.site.pages[f"/a/{FIRST}.gz"] = unpacked_by_requests
    assert_right(stand_in)
    assert len(stand_in.site.asked) == 4


def test_arrays_are_the_callers_own(stand_in):
    images = mnist.mnist_arrays()[0]
    images[0] = 0
    assert_right(stand_in)


@pytest.mark.parametrize("packed", [True, False])
def test_local_folder_needs_neither_pooch_nor_network(
    stand_in, tmp_path, monkeypatch, packed
):
    for name in NAMES:
        if packed:
            (tmp_path / f"{name}.gz").write_bytes(stand_in.packed[name])
        else:
            (tmp_path / name).write_bytes(stand_in.contents[name])
    monkeypatch.setenv("MLP_CORE_DATA", str(tmp_path))
    monkeypatch.setitem(sys.modules, "pooch", None)
    monkeypatch.setitem(sys.modules, "requests", None)
    assert_right(stand_in)
    assert stand_in.site.asked == []


def test_progress_bar_is_shown_and_nothing_about_unknown_hashes(stand_in):
    out, err = stand_in.start().communicate(timeout=30)
    assert out == stand_in.expected()
    assert "100%|" in err
    assert "SHA256" not in err


def test_progress_bar_can_be_switched_off(stand_in):
    out, err = stand_in.start(TQDM_DISABLE="1").communicate(timeout=30)
    assert out == stand_in.expected()
    assert "%|" not in err


def test_downloads_without_tqdm(stand_in):
    out, err = stand_in.start(missing=["tqdm"]).communicate(timeout=30)
    assert out == stand_in.expected()
    assert "%|" not in err


# -- what fails ------------------------------------------------------------------------


def test_no_network(stand_in, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mirrors = [f"http://127.0.0.1:{port}/a/", f"http://127.0.0.1:{port}/b/"]
    monkeypatch.setattr(mnist, "MIRRORS", mirrors)
    assert_both_mirrors_tried(stand_in, "Failed to establish a new connection")


def test_reason_is_right_while_another_error_is_handled(stand_in):
    stand_in.site.pages.clear()
    try:
        raise KeyError("something of the reader's own")
    except KeyError:
        with pytest.raises(OSError, match="404 Client Error"):
            mnist.mnist_arrays()


def test_server_that_never_answers(stand_in):
    done = threading.Event()
    on_every_mirror(stand_in, lambda handler: done.wait(5))
    try:
        assert_both_mirrors_tried(stand_in, "Read timed out")
    finally:
        done.set()


def test_file_that_is_not_there(stand_in, monkeypatch):
    close, closed = requests.Response.close, []

    def close_and_note(response):
        closed.append(response.status_code)
        close(response)

    monkeypatch.setattr(requests.Response, "close", close_and_note)
    stand_in.site.pages.clear()
    assert_both_mirrors_tried(stand_in, "404 Client Error")
    assert closed == [404, 404]


def test_web_page_instead_of_the_file(stand_in):
    on_every_mirror(stand_in, b"<!DOCTYPE html><p>Please log in.</p>")
    assert_both_mirrors_tried(stand_in, "36 bytes beginning with b'<!DOCTYPE'")


def test_connection_that_breaks_off(stand_in):
    def half(handler):
        packed = stand_in.packed[FIRST]
        handler.start(len(packed))
        handler.wfile.write(packed[: len(packed) // 2])
        handler.close_connection = True

    on_every_mirror(stand_in, half)
    assert_both_mirrors_tried(stand_in, "IncompleteRead")


def test_file_that_is_cut_short(stand_in):
    on_every_mirror(stand_in, stand_in.packed[FIRST][:-100])
    assert_both_mirrors_tried(stand_in, "broken gzip file")


def test_file_with_one_pixel_altered(stand_in):
    altered = bytearray(stand_in.contents[FIRST])
    altered[-1] ^= 1
    on_every_mirror(stand_in, gzip.compress(altered))
    assert_both_mirrors_tried(stand_in, "not the original file but 47,056 bytes")


def test_failure_of_the_last_file_keeps_the_good_ones(stand_in):
    on_every_mirror(stand_in, b"", name=NAMES[-1])
    error_of()
    assert stand_in.cached() == sorted(NAMES[:-1])


@pytest.mark.parametrize("broken", [b"", b"half", "altered"])
def test_broken_file_in_the_cache_is_downloaded_again(stand_in, broken):
    mnist.mnist_arrays()
    if broken == "altered":
        broken = stand_in.contents[FIRST][:-1] + b"?"
    (stand_in.cache / FIRST).write_bytes(broken)
    assert_right(stand_in)
    assert stand_in.site.asked[4:] == [f"/a/{FIRST}.gz"]
    assert stand_in.cached() == sorted(NAMES)


def test_broken_file_in_the_cache_is_never_used(stand_in):
    mnist.mnist_arrays()
    (stand_in.cache / FIRST).write_bytes(b"half")
    stand_in.site.pages.clear()
    assert "404 Client Error" in error_of()


def test_file_in_the_way_of_the_cache_folder(stand_in):
    stand_in.cache.write_text("not a folder")
    assert f"cannot be kept in the cache folder {stand_in.cache}" in error_of()
    assert stand_in.cache.read_text() == "not a folder"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="root may write everywhere",
)
def test_cache_folder_that_is_read_only(stand_in):
    stand_in.cache.mkdir(mode=0o500)
    assert f"cannot be kept in the cache folder {stand_in.cache}" in error_of()
    assert stand_in.cached() == []


def test_disk_that_is_full(stand_in, monkeypatch):
    def write_half(path, content):
        with open(path, "wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", write_half)
    assert "No space left on device" in error_of()
    assert stand_in.cached() == []


def test_pooch_is_missing(stand_in, monkeypatch):
    monkeypatch.setitem(sys.modules, "pooch", None)
    assert "pip install pooch" in error_of(ImportError)


def test_file_missing_in_the_local_folder(stand_in, tmp_path, monkeypatch):
    monkeypatch.setenv("MLP_CORE_DATA", str(tmp_path))
    assert f"neither {FIRST} nor {FIRST}.gz is in that folder" in error_of()
    assert stand_in.site.asked == []


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_broken_file_in_the_local_folder(stand_in, tmp_path, monkeypatch, ending):
    path = tmp_path / f"{FIRST}{ending}"
    path.write_bytes((stand_in.packed if ending else stand_in.contents)[FIRST][:-9])
    monkeypatch.setenv("MLP_CORE_DATA", str(tmp_path))
    assert f"{path} cannot be used: " in error_of()
    assert stand_in.site.asked == []


@pytest.mark.skipif(os.name != "posix", reason="sends the signal of Ctrl-C")
def test_control_c_in_the_middle_of_a_download(stand_in):
    begun, done = threading.Event(), threading.Event()

    def half_then_wait(handler):
        packed = stand_in.packed[FIRST]
        handler.start(len(packed))
        handler.wfile.write(packed[: len(packed) // 2])
        handler.wfile.flush()
        begun.set()
        done.wait(20)

    stand_in.site.pages[f"/a/{FIRST}.gz"] = half_then_wait
    child = stand_in.start()
    try:
        assert begun.wait(20)
        assert len(stand_in.cached()) == 1  # the temporary file
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=20)
    finally:
        child.kill()
        done.set()
    assert child.returncode == -signal.SIGINT
    assert "KeyboardInterrupt" in err.splitlines()
    assert err.count("Traceback") == 1
    assert out == ""
    assert stand_in.cached() == []
    stand_in.site.pages[f"/a/{FIRST}.gz"] = stand_in.packed[FIRST]
    assert_right(stand_in)


def test_two_processes_at_once(stand_in):
    both_ask = threading.Barrier(2)

    def wait_for_the_other(handler):
        both_ask.wait(20)
        handler.start(len(stand_in.packed[FIRST]))
        handler.wfile.write(stand_in.packed[FIRST])

    stand_in.site.pages[f"/a/{FIRST}.gz"] = wait_for_the_other
    children = [stand_in.start(), stand_in.start()]
    results = [child.communicate(timeout=30) for child in children]
    assert [out for out, _ in results] == [stand_in.expected()] * 2, results
    assert stand_in.cached() == sorted(NAMES)


# -- the real files --------------------------------------------------------------------


def test_real_files(real_mnist):
    train_images, train_labels, test_images, test_labels = real_mnist
    assert train_images.shape == (60_000, 28, 28)
    assert test_images.shape == (10_000, 28, 28)
    assert train_labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert test_labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
