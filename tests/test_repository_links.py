"""A fork's book links to the fork; without a repository it links to none."""

import pytest
from repository_links import (
    Repository,
    find_repository,
    parse_remote,
    substitutions,
    theme_options,
)


@pytest.mark.parametrize(
    "remote",
    [
        "https://github.com/ada/perceptron-book",
        "https://github.com/ada/perceptron-book.git\n",
        "https://ada:secret@github.com/ada/perceptron-book.git",
        "git@github.com:ada/perceptron-book.git",
        "ssh://git@github.com/ada/perceptron-book/",
    ],
)
def test_remotes_on_github(remote):
    assert parse_remote(remote) == "ada/perceptron-book"


@pytest.mark.parametrize(
    "remote",
    [
        "",
        "/srv/git/book.git",
        "https://example.org/ada/book.git",
        "https://example.org/github.com/ada/book",
        "https://github.com/ada",
    ],
)
def test_remotes_elsewhere(remote):
    assert parse_remote(remote) is None


def test_environment_goes_before_the_remote():
    environ = {"GITHUB_REPOSITORY": "bob/fork", "GITHUB_REF_NAME": "draft"}
    found = find_repository(environ, "git@github.com:ada/book.git")
    assert found == Repository("bob/fork", "draft")


@pytest.mark.parametrize("branch", ["", "12/merge", "a b", 'x"y'])
def test_odd_branches_become_main(branch):
    environ = {"GITHUB_REPOSITORY": "bob/fork", "GITHUB_REF_NAME": branch}
    assert find_repository(environ, "").branch == "main"


def test_without_a_repository_no_button_and_no_link():
    assert find_repository({}, "/srv/git/book.git") is None
    options = theme_options(None)
    assert options["launch_buttons"] == {}
    assert not any(value for name, value in options.items() if name.startswith("use_"))
    assert "github.com" not in str(substitutions(None))


def test_every_link_names_the_fork():
    fork = Repository("bob/fork")
    assert theme_options(fork)["repository_url"] == "https://github.com/bob/fork"
    assert (
        "git clone https://github.com/bob/fork\ncd fork" in substitutions(fork)["clone"]
    )
    install = substitutions(fork)["colab_install"]
    assert "--branch main https://github.com/bob/fork\n" in install
    assert "%pip install --quiet ./fork[live]\n" in install


def test_both_cases_offer_the_same_substitutions():
    assert substitutions(None).keys() == substitutions(Repository("bob/fork")).keys()
