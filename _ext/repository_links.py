"""Links to the repository that the book is built from, so that a fork links to itself.

Without a known repository the book has no such links, rather than dead ones.
"""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAME = re.compile(r"[\w.-]+/[\w.-]+")
BRANCH = re.compile(r"[\w.-]+")  # "12/merge", a pull request, is no branch to link to
REMOTE = re.compile(
    r"(?:https://(?:[^/@]+@)?|git@|ssh://git@)github\.com[:/]([\w.-]+/[\w.-]+?)(?:\.git)?/?"
)


@dataclass(frozen=True)
class Repository:
    name: str  # "owner/name"
    branch: str = "main"

    @property
    def url(self):
        return f"https://github.com/{self.name}"


def parse_remote(url):
    """The "owner/name" of a GitHub remote, else None."""
    match = REMOTE.fullmatch(url.strip())
    return match.group(1) if match else None


def read_origin(root):
    """The address of the remote "origin", "" without one."""
    if not (root / ".git").exists():  # else git would answer for a folder above
        return ""
    command = ["git", "-C", str(root), "remote", "get-url", "origin"]
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout
    except FileNotFoundError:  # no git on this machine
        return ""


def find_repository(environ, origin):
    """The repository of this build: a hosted CI names it, a clone has its origin."""
    name = environ.get("GITHUB_REPOSITORY", "")
    if not NAME.fullmatch(name):
        name = parse_remote(origin)
    if not name:
        return None
    branch = environ.get("GITHUB_REF_NAME", "")
    return Repository(name, branch if BRANCH.fullmatch(branch) else "main")


def theme_options(repository):
    """What the theme needs for its repository and launch buttons."""
    known = repository is not None
    launch = {
        "notebook_interface": "jupyterlab",
        "binderhub_url": "https://mybinder.org",
        "colab_url": "https://colab.research.google.com",
    }
    return {
        "repository_url": repository.url if known else "",
        "repository_branch": repository.branch if known else "",
        "path_to_docs": "",
        "use_repository_button": known,
        "use_issues_button": known,
        "use_edit_page_button": known,
        "launch_buttons": launch if known else {},
    }


def substitutions(repository):
    """Blocks for the start page, each alone on its line: {{ clone }}."""
    if repository is None:
        return {
            "repository": "This copy of the book names no public repository.",
            "clone": "Start in the folder of the book, the one with the `Makefile`.",
            "colab_install": "Colab needs a public repository to install `mlp_core` "
            "from, and this copy of the book names none.",
        }
    folder = repository.name.split("/")[1]
    colab = (
        f"!git clone --quiet --branch {repository.branch} {repository.url}",
        f"%pip install --quiet ./{folder}[live]",
        f"%cd {folder}/book/0-start",  # chapters read files beside their folder
    )
    return {
        "repository": f"[{repository.name}]({repository.url})",
        "clone": f"```sh\ngit clone {repository.url}\ncd {folder}\n```",
        "colab_install": "\n".join(("```python", *colab, "```")),
    }


def add_links(app, config):
    """Sphinx calls this once the configuration is read."""
    repository = find_repository(os.environ, read_origin(Path(app.srcdir)))
    config.html_theme_options.update(theme_options(repository))
    config.myst_substitutions.update(substitutions(repository))
