"""Links inside the site lead somewhere, and no page escapes these tests."""

from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from book_pages import ADDED_BY_SPHINX, pages_in_toc

PAGES = [*pages_in_toc(), *ADDED_BY_SPHINX]


class Anchors(HTMLParser):
    """Collects where a page's links lead and what may be linked to in it."""

    def __init__(self):
        super().__init__()
        self.links, self.ids = set(), {"", "top"}

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "a" and "href" in attrs:
            self.links.add(attrs["href"])
        if "id" in attrs:
            self.ids.add(attrs["id"])


@cache
def read(file):
    anchors = Anchors()
    anchors.feed(file.read_text(encoding="utf-8"))
    return anchors


def is_broken(link, file):
    path, anchor = urldefrag(link)
    if urlsplit(path).scheme:
        return False  # another site; nothing here asks the network
    target = (file.parent / unquote(path)).resolve() if path else file
    if not target.is_file():
        return True
    return target.suffix == ".html" and unquote(anchor) not in read(target).ids


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(site, name):
    file = (site / f"{name}.html").resolve()
    assert [link for link in read(file).links if is_broken(link, file)] == []


def test_every_page_of_the_site_is_visited(site):
    built = {
        file.relative_to(site).with_suffix("").as_posix()
        for file in site.rglob("*.html")
        if "_static" not in file.parts
    }
    assert built == {*PAGES, "index"}  # index.html only leads to the first page
    assert "book/index.html" in (site / "index.html").read_text()
