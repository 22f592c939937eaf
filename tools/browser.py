"""A built site in Chromium: what the browser tests and the screenshots share."""

import os
import shutil
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def find_chromium():
    """The path of a Chromium, or None. Nothing is ever downloaded."""
    names = (os.environ.get("CHROMIUM", ""), *CHROMIUM_NAMES)
    return next(filter(None, map(shutil.which, names)), None)


@contextmanager
def open_browser(executable):
    from playwright.sync_api import sync_playwright

    flags = list(FLAGS)
    if os.geteuid() == 0:  # Chromium refuses to run its sandbox as root
        flags.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        yield browser
        browser.close()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format, *args):
        pass


@contextmanager
def serve(folder):
    """Serve a folder on a free port of this machine alone; yield its address."""
    handler = partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def open_page(browser, address, *, viewport=WIDE, color_scheme="light"):
    """A new tab whose `trouble` lists what a reader's console would complain about.

    Requests to any other host are stopped and count as trouble.
    """
    context = browser.new_context(
        viewport=viewport, color_scheme=color_scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.trouble = []
    note = page.trouble.append

    def only_this_site(route):
        if route.request.url.startswith((address, "data:", "blob:")):
            return route.continue_()
        note(f"asks another host: {route.request.url}")
        route.abort()

    def complain(message):
        if message.type in ("error", "warning"):
            note(f"console {message.type}: {message.text}")

    def failed(response):
        if response.status >= 400:
            note(f"status {response.status}: {response.url}")

    page.route("**/*", only_this_site)
    page.on("console", complain)
    page.on("pageerror", lambda error: note(f"page error: {error}"))
    page.on("response", failed)
    yield page
    context.close()


def load(page, url):
    """Go to a page and wait until its fonts are there and nothing moves."""
    page.goto(url, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate("Promise.all(document.getAnimations().map((a) => a.finished))")


def unfold(page):
    """Open every folded answer: it must fit and be readable too."""
    page.evaluate(
        "document.querySelectorAll('main details').forEach((box) => box.open = true)"
    )
