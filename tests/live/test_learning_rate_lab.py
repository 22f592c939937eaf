"""The learning-rate slider in JupyterLab with a running kernel: make live."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from browser import WIDE, find_chromium, open_browser, open_page

PLAIN = """
from mlp_core.recipes import train_digits
from mlp_core.sweep import sweep
from mlp_core.widgets import LearningRate

def train(lr, seed):
    if 20 < lr < 30:
        raise RuntimeError("this rate is forbidden")
    return train_digits(lr, seed, epochs=3)

LearningRate(sweep(train, {"lr": [1.0, 10.0, 100.0], "seed": [0, 1]}), run=train)
"""
WITH_MOMENTUM = """
from mlp_core.recipes import train_relu_digits

def train_relu(lr, momentum, seed):
    return train_relu_digits(lr, momentum, seed, epochs=3)

grid = {"momentum": [0.0, 0.9], "lr": [0.01, 0.1, 1.0], "seed": [0, 1]}
LearningRate(sweep(train_relu, grid), run=train_relu, loss="cross-entropy")
"""
SETTINGS = {
    "ip": "127.0.0.1",
    "open_browser": False,
    "port_retries": 0,
    "allow_root": True,  # in containers there may be no other user
}


def write_notebook(path):
    kinds = {"cell_type": "code", "execution_count": None, "metadata": {}}
    cells = [
        kinds | {"id": name, "outputs": [], "source": source}
        for name, source in (("plain", PLAIN), ("momentum", WITH_MOMENTUM))
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


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab that knows nothing but one small notebook."""
    root = tmp_path_factory.mktemp("lab")
    work = root / "work"
    work.mkdir()
    write_notebook(work / "slider.ipynb")
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
            yield address
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture(scope="module")
def page(lab):
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium found; install it or set CHROMIUM to its path")
    with (
        open_browser(executable) as browser,
        open_page(browser, lab, viewport=WIDE) as page,
    ):
        page.goto(f"{lab}/doc/tree/slider.ipynb")
        page.locator(".jp-CodeCell .cm-content").first.click(timeout=60_000)
        page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
        for i in range(2):
            page.keyboard.press("Shift+Enter")
            svg = page.locator(".learning-rate").nth(i).locator("svg").first
            svg.wait_for(timeout=60_000)
        yield page


@pytest.fixture
def figure(page):
    return at_the_start(page.locator(".learning-rate").first)


@pytest.fixture
def with_momentum(page):
    figure = page.locator(".learning-rate").last
    figure.get_by_role("radio", name="0", exact=True).check()
    return at_the_start(figure)


def at_the_start(figure):
    slider(figure).press("Home")
    figure.page.wait_for_timeout(1000)  # the kernel hears of it
    return figure


def slider(figure):
    return figure.locator("input[type=range]")


def says(figure):
    return figure.locator(".says").inner_text().strip()


def medians(figure):
    read = "lines => lines.map((line) => line.getAttribute('d'))"
    return figure.locator("path.median").evaluate_all(read)


def press(page, figure, key, rate):
    """Press a key until the slider says the rate; the kernel hears only of the last."""
    for _ in range(100):
        name = figure.locator("label b").inner_text()
        if name == rate:
            return
        page.keyboard.press(key)
    pytest.fail(f"the slider never says {rate}, but {name} at last")


def wait_until_says(figure, pattern, seconds=60):
    end = time.monotonic() + seconds
    while not re.search(pattern, says(figure)):
        if time.monotonic() > end:
            pytest.fail(f"{pattern!r} is never said, but {says(figure)!r}")
        figure.page.wait_for_timeout(20)


def test_keyboard_moves_it(page, figure):
    before = medians(figure)
    page.keyboard.press("End")
    assert says(figure).startswith("learning rate 100: after 3 epochs")
    after = medians(figure)
    assert before[0] == after[0]  # the overview holds the same trainings
    assert before[1] != after[1]
    assert before[2] != after[2]


def test_keys_are_no_shortcuts_on_the_slider(page, figure):
    """In JupyterLab, b adds a cell and the down arrow goes to the next one."""
    cells = page.locator(".jp-CodeCell").count()
    page.keyboard.press("b")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    assert page.locator(".jp-CodeCell").count() == cells
    assert slider(figure).evaluate("e => e === document.activeElement")
    assert says(figure).startswith("learning rate 1:")


def test_rate_between_the_trained_ones_is_trained_and_joins(page, figure):
    overview = medians(figure)[0]
    press(page, figure, "ArrowRight", "3.2")
    assert "not trained yet" in says(figure)
    wait_until_says(figure, r"Training learning rate 3\.2, seed \d")
    wait_until_says(figure, r"^learning rate 3\.2: after 3 epochs .* over 2 seeds\)\.$")
    with_it = medians(figure)[0]
    assert with_it.count("L") == overview.count("L") + 1
    page.keyboard.press("Home")
    assert medians(figure)[0] == with_it  # it remains
    assert figure.locator("circle.added").count() == 1


def test_pointer_trains_where_it_is_let_go(page, figure):
    count = medians(figure)[0].count("L")
    box = slider(figure).bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 12, middle)
    page.mouse.down()
    for share in (0.1, 0.2, 0.3):
        page.mouse.move(box["x"] + share * box["width"], middle)
        page.wait_for_timeout(800)
    assert "not trained yet" in says(figure)
    assert "Training" not in says(figure)
    page.mouse.up()
    wait_until_says(figure, "after 3 epochs")
    assert medians(figure)[0].count("L") == count + 1


def test_error_in_the_kernel_is_shown(page, figure):
    press(page, figure, "ArrowRight", "22")
    wait_until_says(figure, "RuntimeError: this rate is forbidden")
    page.keyboard.press("Home")
    wait_until_says(figure, r"^learning rate 1: after 3 epochs [^:]*\.$")


def test_rate_is_trained_at_the_chosen_momentum_alone(page, with_momentum):
    figure = with_momentum
    figure.get_by_role("radio", checked=True).focus()
    before = medians(figure)
    cells = page.locator(".jp-CodeCell").count()
    page.keyboard.press("b")  # no shortcut here either
    page.keyboard.press("ArrowRight")
    assert page.locator(".jp-CodeCell").count() == cells
    assert says(figure).startswith("learning rate 0.01, momentum 0.9: after 3 epochs")
    assert all(a != b for a, b in zip(before, medians(figure), strict=True))

    slider(figure).focus()
    press(page, figure, "ArrowRight", "0.018")
    assert "momentum 0.9: not trained yet" in says(figure)
    wait_until_says(figure, r"Training learning rate 0\.018, momentum 0\.9, seed \d")
    wait_until_says(figure, r"momentum 0\.9: after 3 epochs .* over 2 seeds\)\.$")
    other = figure.locator("path.other")
    assert medians(figure)[0].count("L") == other.get_attribute("d").count("L") + 1
    assert figure.locator("circle.added").count() == 1

    # the same rate at the other momentum is one more training
    figure.get_by_role("radio", name="0", exact=True).check()
    assert figure.locator("circle.added").count() == 0
    assert "learning rate 0.018, momentum 0: not trained yet" in says(figure)
    wait_until_says(figure, r"^learning rate 0\.018, momentum 0: after 3 epochs")
    assert figure.locator("circle.added").count() == 1


def test_colours_follow_the_theme(page, figure):
    read = """box => ["path.median", "text"].map(
        (s) => getComputedStyle(box.querySelector(s)).stroke +
               getComputedStyle(box.querySelector(s)).fill)"""
    colours = [figure.evaluate(read)]
    page.locator(".lm-MenuBar-itemLabel", has_text="Settings").click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Theme$")).hover()
    page.locator(".lm-Menu-itemLabel", has_text="JupyterLab Dark").first.click()
    page.wait_for_selector("body[data-jp-theme-light=false]", state="attached")
    page.wait_for_timeout(500)
    colours.append(figure.evaluate(read))
    assert all(a != b for a, b in zip(*colours, strict=True))


def test_nothing_asks_another_host(page):
    assert [what for what in page.trouble if "another host" in what] == []
