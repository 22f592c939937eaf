"""What every chapter keeps to, read from the notebooks without running them."""

import json
import re
from statistics import median

import pytest
from book_pages import ROOT, notebooks, pages_in_toc, sources_on_disk

GENERATED = (ROOT / "book/assignments", ROOT / "book/solutions")
CHAPTERS = [
    path for path in notebooks() if not any(made in path.parents for made in GENERATED)
]
LONGEST_CELL = 25


def read(path):
    """A notebook as JSON, with the text of each cell in one piece."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def code_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def count_lines(cell):
    return len(cell["source"].splitlines())


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def notebook(request):
    return read(request.param)


def test_every_page_is_in_the_toc():
    """Pages of _toc.yml are visited in the browser, notebooks on disk are run."""
    paths = [path.relative_to(ROOT).with_suffix("") for path in sources_on_disk()]
    on_disk, in_toc = {path.as_posix() for path in paths}, set(pages_in_toc())
    assert on_disk - in_toc == set(), "left out of _toc.yml"
    assert in_toc - on_disk == set(), "in _toc.yml, but there is no such file"


def test_no_output_is_committed(notebook):
    for cell in code_cells(notebook):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


def test_kernel_is_python(notebook):
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert notebook["metadata"]["language_info"]["name"] == "python"


def test_cells_have_different_ids(notebook):
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)


def test_cells_are_short(notebook):
    long = [c["source"] for c in code_cells(notebook) if count_lines(c) > LONGEST_CELL]
    assert long == []


def test_first_code_cell_imports(notebook):
    first, *_ = code_cells(notebook)
    assert re.search(r"^(import|from) ", first["source"], re.MULTILINE)


def test_prose_comes_before_code(notebook):
    kinds = [cell["cell_type"] for cell in notebook["cells"]]
    before = [kinds[i - 1] for i, kind in enumerate(kinds) if kind == "code" and i]
    assert before.count("markdown") >= 0.8 * kinds.count("code")


def test_no_magic_and_no_shell(notebook):
    for cell in code_cells(notebook):
        assert not re.search(r"^\s*[%!]", cell["source"], re.MULTILINE), cell["source"]


def test_folded_answers_are_closed(notebook):
    for cell in notebook["cells"]:
        opened = len(re.findall(r"<details\b", cell["source"]))
        assert opened == cell["source"].count("</details>"), cell["source"]
        assert not re.search(r"<summary>[^<]*\$", cell["source"]), "maths in a summary"


def test_hidden_cells_are_hidden_in_jupyter_too(notebook):
    """The tag folds a solution on the website, source_hidden in JupyterLab."""
    for cell in code_cells(notebook):
        metadata = cell["metadata"]
        if "hide-cell" in metadata.get("tags", []):
            assert metadata.get("jupyter", {}).get("source_hidden"), cell["source"]


def test_report_the_length_of_cells(capsys):
    lengths = [count_lines(c) for path in CHAPTERS for c in code_cells(read(path))]
    with capsys.disabled():
        print(
            f"\n{len(lengths)} code cells, median {median(lengths or [0])} lines,",
            end=" ",
        )
        print(f"longest {max(lengths, default=0)}")
