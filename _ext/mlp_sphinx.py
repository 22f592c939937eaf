"""The book's own hooks into Sphinx; _config.yml loads this file as an extension."""

from docstrings import show_as_written
from formula_links import link_to_lines
from kernel_environment import set_kernel_environment
from repository_links import add_links


def plain_bibliography_roles(app, pagename, templatename, context, doctree):
    """Replace roles that ARIA has deprecated and screen readers misread."""
    body = context.get("body") or ""
    body = body.replace(' role="doc-biblioentry"', ' role="listitem"')
    context["body"] = body.replace(' role="doc-backlink"', "")


def setup(app):
    set_kernel_environment()
    app.connect("autodoc-process-docstring", show_as_written)
    app.connect("config-inited", add_links)
    app.connect("source-read", link_to_lines)
    app.connect("html-page-context", plain_bibliography_roles)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
