# The commands of this project; `make` alone prints them. CI calls the same ones.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
ADDRESS ?= 127.0.0.1:8000
K ?=
# A file of tests stays in one process, which makes its fixtures once; files are dealt out in order.
PARALLEL := --numprocesses=auto --dist=loadfile --no-loadscope-reorder

# The theme would print an advertisement of its successor at every build.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help setup serve test test-engines check format build bench how-fast compare new-lab golden notebooks clean

help: ## print these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)$$/\1|\2/' | \
	  while IFS='|' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

setup: $(VENV)/.ready node_modules/.ready ## install what the site needs (done by the others when needed)

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[site]'
	@touch $@

# Tests compare the platform with Feast, MLflow, DuckDB and others: real installs, about 1.2 GB.
$(VENV)/.ready-dev: $(VENV)/.ready
	@echo 'Installing the tools of the tests, Feast and MLflow among them (1.2 GB, about a minute) ...'
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[site,dev]'
	@touch $@

# Node comes from the machine or, where there is none, from the pip package of extra "node".
node_modules/.ready: package.json package-lock.json $(VENV)/.ready
	$(BIN)/python -m labkit.runtime.npm_ci
	@touch $@

$(VENV)/.browser: $(VENV)/.ready-dev
	$(BIN)/python tests/browser/install_browser.py
	@touch $@

serve: setup ## show the site with live labs and reload on every change
	$(BIN)/python -m mkdocs serve --dev-addr $(ADDRESS)

test: setup $(VENV)/.browser ## run all tests, browsers and coverage included (K=word selects)
	$(BIN)/python -m pytest --ignore=tests/engines $(if $(K),-k "$(K)",$(PARALLEL) --cov --cov-fail-under=100)

test-engines: setup $(VENV)/.browser ## run every lab in Firefox and in WebKit as well
	$(BIN)/python tests/engines/install_engines.py
	$(BIN)/python -m pytest tests/engines

check: setup $(VENV)/.ready-dev ## lint, types, lab rules, strict docs build
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	node_modules/.bin/tsc --project tsconfig.json
	$(BIN)/python -m labkit check
	$(BIN)/python -m mkdocs build --strict

format: $(VENV)/.ready-dev ## format Python files and sort imports
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

build: setup ## build the site into site/
	$(BIN)/python -m mkdocs build --strict

bench: setup $(VENV)/.browser ## measure every number the README quotes
	$(BIN)/python -m bench

how-fast: setup $(VENV)/.browser ## measure the page (about ten minutes; leave the machine alone) and rewrite how-fast.md
	$(BIN)/python -m bench.how_fast

compare: setup $(VENV)/.ready-dev ## run Feast, MLflow, FastAPI and MLServer and rewrite the page that compares them
	$(BIN)/python -m bench.compare --mlserver

new-lab: setup ## create a lab (M=2-feature-store T="Point in time join")
	@$(if $(and $(M),$(T)),,echo 'Say where and what: make new-lab M=2-feature-store T="Point in time join"'; exit 1;) \
	  $(BIN)/python -m labkit new "$(M)" "$(T)"

golden: setup $(VENV)/.ready-dev ## rewrite the golden files; then read the diff
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q tests/labs -k golden

notebooks: setup $(VENV)/.ready-dev ## run the notebooks of docs/ afresh and store what they show; then read the diff
	$(BIN)/python -m labkit notebooks

clean: ## delete everything that can be built again
	rm -rf $(VENV) node_modules .cache site build *.egg-info test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
