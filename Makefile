# The front door: `make run` to see the service, `make test` to prove it, `make help` for the rest.
# Each step leaves a stamp in .venv, so a second call does nothing it need not do.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test lint format lock clean
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
LOCKS := deploy/locks
IS_NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
    $$python -c "$(IS_NEW_ENOUGH)" 2>/dev/null && echo $$python && break; done)
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-header $(if $(UPGRADE),--upgrade)
# Each process has databases of its own; the tests of a file stay together, since some share a service.
ON_EACH_CORE := --numprocesses auto --maxprocesses 4 --dist loadfile

# Airflow starts three seconds slower at every command where Python may not keep its compiled files.
unexport PYTHONDONTWRITEBYTECODE

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.ready-to-run ## Start the whole service with invented data; ONCE=1 checks each stage and ends
	@deploy/machine.sh run
	@exec $(BIN)/python -m sendwatch.run $(if $(filter 1 yes true,$(ONCE)),--once)

test: $(VENV)/.ready-to-test ## Run all tests; ARGS="tests/front -k ports" runs some
	@deploy/machine.sh test
	@$(BIN)/python -m pytest $(or $(ARGS),$(ON_EACH_CORE))

lint: $(VENV)/.ready-to-test ## Check style, types, imports between rooms, and that the built dashboards are current
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/sendwatch dashboards check

format: $(VENV)/.ready-to-test ## Put the code in the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: $(BIN)/uv ## Lock the dependencies again after a change in pyproject.toml; UPGRADE=1 takes newer versions
	@$(COMPILE) pyproject.toml --all-extras -o $(LOCKS)/dev.lock
	@$(COMPILE) pyproject.toml --extra airflow --extra build -c $(LOCKS)/dev.lock -o $(LOCKS)/airflow.lock
	@$(COMPILE) pyproject.toml --extra build -c $(LOCKS)/dev.lock -o $(LOCKS)/base.lock
	@echo uv | $(COMPILE) - -o $(LOCKS)/bootstrap.lock

clean: ## Remove the virtual environment and caches; var/ stays, it may hold the only copy of a key
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One lock with hashes is the only source of versions: what it does not name cannot be installed.
$(BIN)/uv: $(LOCKS)/bootstrap.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; none was found on the path." >&2; exit 1; }
	@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || deploy/machine.sh venv
	@echo "Making the virtual environment $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCKS)/bootstrap.lock
	@touch $@

$(VENV)/.ready-to-run: $(LOCKS)/airflow.lock pyproject.toml | $(BIN)/uv
	@echo "Installing the locked dependencies"
	@$(INSTALL) --require-hashes --compile-bytecode -r $(LOCKS)/airflow.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-to-test: $(LOCKS)/dev.lock pyproject.toml | $(BIN)/uv
	@echo "Installing the locked dependencies and the tools to test with"
	@$(INSTALL) --require-hashes --compile-bytecode -r $(LOCKS)/dev.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.ready-to-run
