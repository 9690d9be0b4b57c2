PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up

.PHONY: run setup test check format lock bench drill recovery soak

run: setup
	@$(BIN)/python bot.py

setup: $(STAMP)

$(STAMP): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Earshot needs Python 3.11 or newer: make PYTHON=/path/to/python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages (once)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@touch $(STAMP)

test: setup
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --strict bot.py
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(MAKE) --no-print-directory lock OUT=$(VENV)/requirements.lock
	diff requirements.lock $(VENV)/requirements.lock

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Universal: one file for Python 3.11 and newer on every platform; no index is named in it.
OUT ?= requirements.lock
lock:
	@test "$(OUT)" = requirements.lock || cp requirements.lock $(OUT)
	@$(BIN)/uv --quiet pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --group dev pyproject.toml --output-file $(OUT)

# Kills a process in which many answer, 500 times, and looks each time whether anything was lost.
KILLS ?= 500
soak: setup
	@$(BIN)/python -m tests.promises.soak $(KILLS)

# Locks the database, fills its disk, lets every write fail: seconds until /healthz says so, and until it is well again.
recovery: setup
	@$(BIN)/python -m tests.promises.recovery

bench: setup
	@$(BIN)/python -m tests.benchmarks

# Back up 1,000 MB under load, lose them, restore, compare every answer; fails above 60 s.
MEGABYTES ?= 1000
drill: setup
	@$(BIN)/python -m tests.promises.drill $(MEGABYTES)
