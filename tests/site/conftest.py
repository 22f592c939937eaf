"""The built site in Chromium. ``make test`` builds one and names it in SITE."""

import os
from pathlib import Path

import pytest
from browser import find_chromium, open_browser, serve


@pytest.fixture(scope="session")
def site():
    if "SITE" not in os.environ:
        pytest.skip("no site to look at; build first: make test")
    return Path(os.environ["SITE"])


@pytest.fixture(scope="session")
def address(site):
    with serve(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    executable = find_chromium()
    if executable is None:
        reason = "no Chromium found; install it or set CHROMIUM to its path"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with open_browser(executable) as browser:
        yield browser
