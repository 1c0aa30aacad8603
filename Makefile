# Everything a newcomer or a machine does with the checkout. Needs Python 3.11+, make and the package registries.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do command -v $$p >/dev/null 2>&1 && { echo $$p; break; }; done)
BIN := .venv/bin
SYNC := $(BIN)/uv pip sync --quiet --require-hashes --compile-bytecode --python $(BIN)/python
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11
export UV_PYTHON_DOWNLOADS := never
export UV_CUSTOM_COMPILE_COMMAND := make lock

# The rooms that speak to a database: their tests run on PostgreSQL too, concurrency included.
RECORD := tests/records tests/forecasting tests/queries tests/commands tests/jobs

# What is looked at in a browser; steering one and other event loops do not get along in one process.
SEEN := tests/journeys tests/web/gantt

.PHONY: help setup run test check fast bench lock clean

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort | expand -t 10

setup: .venv/.ready src/milepost/web/static/built/manifest.json ## Create .venv with the milepost command and all it needs

.venv/.ready: pyproject.toml locks/bootstrap.txt locks/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Milepost needs Python 3.11 or newer: make PYTHON=path"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip --default-pip >/dev/null
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/bootstrap.txt
	@$(SYNC) locks/dev.txt locks/bootstrap.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@# Where Python may not write bytecode on its own, every start would compile anew.
	@$(BIN)/python -m compileall -q src
	@$(BIN)/python -m milepost.engine.warm
	@$(BIN)/python -m milepost.engine.levelling.warm
	@$(BIN)/python -m milepost.engine.simulation.warm
	@touch $@

# What the pages load is made by npm's packages and esbuild; the machine's Node.js, else one from a wheel.
.venv/.node: .venv/.ready package.json package-lock.json locks/node.txt
	@command -v npm >/dev/null 2>&1 || $(BIN)/uv pip install --quiet --require-hashes --python $(BIN)/python -r locks/node.txt
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent
	@touch $@

BROWSER := $(shell find src/milepost/web -name built -prune -o -type f \( -name '*.ts' -o -name '*.css' -o -name '*.html' -o -name '*.py' \) -print 2>/dev/null)
src/milepost/web/static/built/manifest.json: .venv/.node scripts/browser.py $(BROWSER)
	@$(BIN)/python scripts/browser.py

.venv/.browser: .venv/.node scripts/chromium.py
	@$(BIN)/python scripts/chromium.py
	@touch $@

run: setup ## Set up and serve a sample organisation: three projects, twenty people, twelve weeks of history
	@exec $(BIN)/milepost demo

test: setup .venv/.browser ## Set up and run all tests, those of the record on PostgreSQL and on SQLite
	@$(BIN)/python scripts/postgres.py $(BIN)/python -m pytest -q -n auto $(RECORD)
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(patsubst %,--ignore=%,$(SEEN))
	@$(BIN)/python -m pytest -n auto --dist loadfile $(SEEN)

check: setup ## Style, types, arrows
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fast: setup ## The pure rooms' tests, in seconds
	@$(BIN)/python -m pytest -q -n auto --dist loadfile tests/engine tests/charts tests/dossier tests/advisor tests/house

bench: setup ## Measure speed against the named peers
	@$(BIN)/python benchmarks/schedule.py

lock: ## Renew the lock files (hashes only, no download host)
	@$(COMPILE) locks/bootstrap.in -o locks/bootstrap.txt
	@$(COMPILE) locks/node.in -o locks/node.txt
	@$(COMPILE) pyproject.toml --extra mpp --group dev -o locks/dev.txt
	@npm install --package-lock-only --silent

clean: ## Remove what set-up made
	@rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
