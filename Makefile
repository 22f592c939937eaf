# Everything a reader or an author of the book types. `make` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

# The chapters read these, and the cache of executed chapters does not see them.
INPUTS := mlp_core book/sweeps book/results requirements.txt pyproject.toml
TEST_SITE := _build/test

BUILD := $(BIN)/jupyter-book build . -W -n --keep-going

.PHONY: help book serve test lint unit chapters site browser live oldest \
  formulas assignments classroom format clean

help: ## list the commands
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 13

book: $(VENV)/for-book ## build the book into _build/html
	@mkdir -p _build
	@find $(wildcard $(INPUTS)) -name __pycache__ -prune -o -type f -print \
	  | LC_ALL=C sort | xargs cksum > _build/inputs.new
	@cmp -s _build/inputs.new _build/inputs || rm -rf _build/.jupyter_cache
	@mv _build/inputs.new _build/inputs
# Pages are always written anew (seconds): an old page cannot hide an error.
	rm -rf _build/html _build/.doctrees
	$(BUILD)
	@echo "Open _build/html/index.html in a browser, or run: make serve"

serve: $(VENV)/for-book ## show the built book on http://127.0.0.1:8000
	@test -e _build/html/index.html || $(MAKE) book
	$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

test: $(VENV)/for-test ## run every check, some minutes
	@for step in lint unit chapters site browser; do \
	  echo "== $$step"; start=$$(date +%s); \
	  $(MAKE) --no-print-directory $$step || exit 1; \
	  echo "== $$step: $$(( $$(date +%s) - start )) s"; \
	done

lint: $(VENV)/for-test ## style of code and notebooks; no outputs committed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python tools/book_pages.py | xargs $(BIN)/nbstripout --verify --keep-id

NOT_UNIT := --ignore tests/site --ignore tests/live --ignore tests/autograde
unit: $(VENV)/for-test ## tests of the package and of the notebooks' form
	$(BIN)/pytest tests $(NOT_UNIT) -n 2

chapters: $(VENV)/for-test ## run every notebook from top to bottom
	$(BIN)/python tools/book_pages.py \
	  | xargs $(BIN)/pytest --nbval-lax -n 2 --dist loadfile

site: $(VENV)/for-test ## build a fresh site for the browser tests
	rm -rf $(TEST_SITE)
	$(BUILD) --path-output $(TEST_SITE)

browser: $(VENV)/for-test ## look at every page of that site in Chromium
	SITE=$(TEST_SITE)/_build/html $(BIN)/pytest tests/site -n 2 --dist worksteal

live: $(VENV)/for-test ## try the moving figures in JupyterLab, with a kernel
	$(BIN)/pytest tests/live

# pyparsing: the one of that time; newer ones deprecate what this matplotlib calls.
OLDEST := numpy==2.0.2 matplotlib==3.8.4 pyparsing==3.1.2
oldest: ## test the package with the oldest NumPy and matplotlib (Python 3.11 or 3.12)
	$(PYTHON) -m venv _build/oldest
	_build/oldest/bin/python -m pip install $(OLDEST) -r requirements.txt -e '.[test]'
	_build/oldest/bin/pytest tests $(NOT_UNIT)

formulas: $(VENV)/for-book ## write the appendix page of formulas anew
	$(BIN)/python tools/make_formulas.py

assignments: $(VENV)/for-test ## write the students' notebooks and solutions anew
	$(BIN)/python tools/make_assignments.py
	$(BIN)/python tools/make_wrong_answers.py

classroom: $(VENV)/for-test ## have nbgrader grade every planted answer, minutes
	$(BIN)/pytest tests/autograde

format: $(VENV)/for-test ## format code and notebooks
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python tools/book_pages.py | xargs $(BIN)/nbstripout --keep-id

clean: ## remove everything that was built, and the installed packages
	rm -rf _build $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "The book needs Python 3.11 or newer. Try: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# A stamp is written after the install succeeded, so a failed one is tried again.
$(VENV)/for-book: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing what the book needs into $(VENV); this takes a minute or two."
	$(BIN)/python -m pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/for-test: $(VENV)/for-book
	$(BIN)/python -m pip install --quiet -e '.[test]'
	@touch $@
