# Everything runs in .venv, nothing is installed anywhere else.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help install demo test test-long bench check format lint types imports lock clean

help: ## Show these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

install: $(READY) ## Set up .venv with the locked dependencies and the homeround command

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Homeround needs Python 3.11 or later; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "Setting up .venv (a minute or two, once)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: install ## Play the main job against the sandbox, then leave it open to try
	@$(BIN)/homeround demo $(ARGS)

test: install ## Run the tests
	@$(BIN)/pytest -n 2 -m "not long" $(ARGS)

test-long: install ## Run the long tests: kills before every step, two processes, a database that goes away
	@$(BIN)/pytest -n 2 -m long $(ARGS)

bench: install ## Measure it beside the bare libraries, about 20 minutes; one group: make bench ARGS="--only sending"
	@$(BIN)/homeround bench $(ARGS)

check: install ## Format, lint, types, import rules, tests, in that order
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports > .venv/imports.log || (cat .venv/imports.log; exit 1)
	@$(MAKE) --no-print-directory test

format: install ## Put the code in its form
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

lint: install ## Look for faults in the code's form
	@$(BIN)/ruff check .

types: install ## Check the types
	@$(BIN)/mypy

imports: install ## Check which part imports which
	@$(BIN)/lint-imports

lock: install ## Lock the newest dependencies that fit, with their hashes
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev pyproject.toml -o requirements-dev.lock

clean: ## Remove .venv and what was made beside it
	@rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
