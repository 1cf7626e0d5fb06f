# Two commands do everything: make demo and make test. Each makes its own virtual environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := $(if $(BOOKS),--books $(BOOKS)) $(if $(ON),--on $(ON)) $(if $(DAYS),--days $(DAYS)) $(if $(JSON),--json)
# bytecode is kept: without it every process compiles all of the product again
unexport PYTHONDONTWRITEBYTECODE
# generated examples are the same every time only where sets have one order
test long: export PYTHONHASHSEED := 0
.SILENT:
.DEFAULT_GOAL := help
.PHONY: help demo test lint long thorough bench browser spam lock clean

help: ## Show what can be made
	sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Goodterms needs Python 3.11 or newer; say make PYTHON=python3.12")' >&2
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) >&2
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock >&2
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . >&2
	touch $@

demo: $(VENV)/ready ## The whole product on this machine (BOOKS=file ON=date DAYS=n JSON=1)
	exec $(BIN)/goodterms demo $(DEMO)

test: $(VENV)/ready lint ## Every rule: lint, types, import contracts, tests
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser and not long and not spam and not thorough"

lint: $(VENV)/ready
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/lint-imports --no-cache --no-logo 2>/dev/null >.import-contracts || { cat .import-contracts; exit 1; }
	$(BIN)/mypy --no-error-summary

long: $(VENV)/ready ## Whole days of the real product, headless, and the bench's shape
	$(BIN)/python -m pytest -n 2 --dist loadfile -m long --show-capture=no

thorough: $(VENV)/ready ## Every property of the engine over thousands of ledgers (half an hour)
	$(BIN)/python -m pytest -n 2 --dist worksteal -m thorough

browser: $(VENV)/ready ## The journeys in a real browser (needs Chromium)
	$(BIN)/python -m pytest -m browser

spam: $(VENV)/ready ## Every outgoing mail scored by SpamAssassin, where it is installed
	$(BIN)/python -m pytest -m spam

bench: $(VENV)/ready ## Measure, against a floor measured in the same run
	$(BIN)/python -m bench

lock: ## Resolve requirements.lock anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --all-extras pyproject.toml -o requirements.lock

clean: ## Remove what was made here
	rm -rf $(VENV) .data .import-contracts tests/connectors/sandbox/node/node_modules
