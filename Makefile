# Everything a user runs goes through here; `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
RAW ?= raw
WAREHOUSE ?= warehouse
PORT ?= 3000
SHARED ?= ../shared
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
# Plain pip installs, because it alone heeds every way in which a machine may state its registry and certificates.
# The locks hold every package with its hash, so nothing is left to resolve.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
export DAGSTER_HOME ?= $(abspath $(WAREHOUSE))/.dagster

.PHONY: help setup setup-dev refresh test test-unit lint format dev lock audit screenshots derived changes rules calibrate docs bench bench-extraction bench-warehouse bench-endurance bench-bad bench-formats bench-explorer clean

help: ## List these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(BIN)/python:
	@echo "setting up $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 to 3.14 is needed, this is " + sys.version.split()[0] if not (3, 11) <= sys.version_info < (3, 15) else 0)'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(BIN)/python requirements.lock pyproject.toml
	@$(INSTALL) --require-hashes --no-deps -r requirements.lock
	@$(INSTALL) --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@$(INSTALL) --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.runtime ## Make the virtual environment with pinned versions

setup-dev: $(VENV)/.dev

refresh: setup ## Read RAW, rebuild and publish WAREHOUSE, show the comparison
	@$(BIN)/indicators refresh --raw "$(RAW)" --warehouse "$(WAREHOUSE)"

# The tests of a file stay in one process, for they share what they build; the long files come first.
SPREAD := --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test: setup-dev ## Run every test on up to four cores, and hold coverage to its floor
	@$(BIN)/python -m pytest $(SPREAD) --cov --cov-report=term

test-unit: setup-dev ## Run the tests that start no dbt, no Dagster and no other program
	@$(BIN)/python -m pytest $(SPREAD) -m "not integration"

lint: setup-dev ## Check format, style, types and SQL
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/sqlfluff lint --processes 2 dbt_project/models dbt_project/tests

format: setup-dev ## Rewrite the code in the project's format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/sqlfluff fix --processes 2 dbt_project/models dbt_project/tests

dev: setup ## Open the Dagster UI on http://127.0.0.1:3000 (PORT=3001 takes another)
	@$(BIN)/indicators ui --raw "$(RAW)" --warehouse "$(WAREHOUSE)" --port "$(PORT)"

$(UV): requirements-bootstrap.lock $(BIN)/python
	@$(INSTALL) --require-hashes -r requirements-bootstrap.lock
	@touch $@

lock: $(UV) ## Pin all versions anew
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" -c requirements.lock --group dev -o requirements-dev.lock
	@echo "uv>=0.13,<0.14" | $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" - -o requirements-bootstrap.lock

audit: setup-dev ## Look the pinned versions up among known vulnerabilities
	@$(BIN)/python .ci/audit.py

screenshots: setup-dev ## Take the screenshots of docs/ anew (needs Chromium)
	@$(BIN)/python docs/screenshots.py

rules: setup-dev ## Show how many rows each rule decides, and write docs/rules.md anew (RULES='--removed')
	@$(BIN)/python -m tests.rules_coverage $(RULES)
	@$(BIN)/python -m docs.rules

derived: setup-dev ## Write anew all that is made from rules, tables and samples: pages, confidence, cases, results
	@$(BIN)/python -m docs.derived "$(SHARED)"

changes: setup-dev ## Show what your change does to the rows of all texts at hand: SINCE=revision, the last commit unless given
	@$(BIN)/python -m tests.rows_changes $(SINCE)

calibrate: setup-dev ## Measure the confidence of rows anew on labelled text: SHARED=folder of corpus and gold
	@$(BIN)/python -m benchmarks.calibrate "$(SHARED)"

bench: setup-dev ## Time a refresh beside a bare dbt build: REPORTS='5 1000'
	@$(BIN)/python benchmarks/refresh.py $(REPORTS)

bench-endurance: setup-dev ## Kill, read through, double and starve refreshes; takes an hour and the right to mount
	@$(BIN)/python -m benchmarks.endurance $(PARTS)

bench-bad: setup-dev ## One refresh over thousands of bad files beside the samples: FILES=2000 SEED=0
	@$(BIN)/python -m benchmarks.bad_files $(or $(FILES),2000) $(or $(SEED),0)

bench-formats: setup-dev ## Time the reading of each kind of file beside the library alone
	@$(BIN)/python -m benchmarks.formats

bench-extraction: setup-dev ## Time the extraction; PEERS=python that has benchmarks/peers.txt times them beside it
	@$(BIN)/python benchmarks/extraction.py

bench-explorer: setup-dev ## Size and speed of the explorer: WAREHOUSE=… REPORTS='32 2000'
	@$(BIN)/python -m benchmarks.explorer "$(WAREHOUSE)" $(REPORTS)

bench-warehouse: setup-dev ## Time dbt on many generated observations: ROWS='100000 1000000'
	@$(BIN)/python benchmarks/warehouse.py $(ROWS)

docs: refresh setup-dev ## Build the dbt docs in dbt_project/target, and the cookbook's results anew
	@cd dbt_project && INDICATORS_BUILD="$(abspath $(WAREHOUSE))/build/indicators.duckdb" DBT_LOG_PATH=target/logs ../$(BIN)/dbt docs generate --static --quiet
	@$(BIN)/python docs/cookbook.py "$(WAREHOUSE)/indicators.duckdb"
	@echo "dbt docs   $(abspath dbt_project/target/static_index.html)"

clean: ## Remove the environment and everything built, but nothing in raw/
	rm -rf $(VENV) dbt_project/target dbt_project/logs warehouse/build warehouse/.dagster warehouse/versions warehouse/logs warehouse/current warehouse/*.duckdb warehouse/*.html warehouse/*.json
