"""A JupyterLab with a running kernel: make live."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from browser import WIDE, find_chromium, open_browser, open_page

SETTINGS = {
    "ip": "127.0.0.1",
    "open_browser": False,
    "port_retries": 0,
    "allow_root": True,  # in containers there may be no other user
}


def write_notebook(path, sources):
    kinds = {"cell_type": "code", "execution_count": None, "metadata": {}}
    cells = [
        kinds | {"id": f"cell-{i}", "outputs": [], "source": source}
        for i, source in enumerate(sources)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(notebook))


def wait_for(url, server, seconds=60):
    end = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < end:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail("JupyterLab did not start")


@pytest.fixture(scope="module")  # the theme that a test chooses is kept
def lab(tmp_path_factory):
    """The address of a JupyterLab that knows nothing, and the folder it shows."""
    root = tmp_path_factory.mktemp("lab")
    work = root / "work"
    work.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = (
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "IPYTHONDIR",
    )
    env = os.environ | {name: str(root / name.lower()) for name in own}
    settings = SETTINGS | {"port": port, "root_dir": str(work)}
    command = [sys.executable, "-m", "jupyterlab", "--IdentityProvider.token="]
    command += [f"--ServerApp.{name}={value}" for name, value in settings.items()]
    with (root / "log").open("w") as log:
        server = subprocess.Popen(command, env=env, stdout=log, stderr=log, cwd=work)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/api", server)
            yield address, work
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture(scope="module")
def notebook(lab):
    """Opens cells as a notebook of their own and runs them; each shows a figure."""
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium found; install it or set CHROMIUM to its path")
    address, work = lab

    @contextmanager
    def opened(name, sources, box):
        write_notebook(work / f"{name}.ipynb", sources)
        with (
            open_browser(executable) as browser,
            open_page(browser, address, viewport=WIDE) as page,
        ):
            page.goto(f"{address}/doc/tree/{name}.ipynb", timeout=120_000)
            page.locator(".jp-CodeCell .cm-content").first.click(timeout=60_000)
            page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
            for i in range(len(sources)):
                page.keyboard.press("Shift+Enter")
                svg = page.locator(box).nth(i).locator("svg").first
                svg.wait_for(timeout=60_000)
            yield page

    return opened
