# The words that people and machines use here; `make` alone lists them.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
TOO_OLD := Rodnik needs Python 3.11 or newer: install it, or name it with make PYTHON=python3.11
NO_VENV := Python lacks its venv module: on Debian or Ubuntu, apt-get install python3-venv
NO_PYTHON := There is no $(PYTHON) here: install Python 3.11 or newer

.DEFAULT_GOAL := help
.PHONY: help install dev run test corpus fuzz face pictures check format bench lock messages fonts icons

help:
	@echo "make run       the whole site on this machine; PORT=8000 DATA=data"
	@echo "make install   only .venv with what the site runs on"
	@echo "make test      all tests, in three parts, each on a PostgreSQL and a broker of its own"
	@echo "make corpus    every odd and hostile file that the tests know, sent to the site; make test sends a sample"
	@echo "make fuzz      the API, asked in thousands of odd ways; FUZZ_EXAMPLES=200 FUZZ_SEED=1906"
	@echo "make face      a picture of every page, and what is wrong with it; FACE=face"
	@echo "make pictures  the pictures of the README, anew, of the example"
	@echo "make check     format, lint, types, migrations, translations, deployment settings"
	@echo "make format    put the code into the common format"
	@echo "make bench     the project's own measurements"
	@echo "make messages  collect and compile translations (needs gettext)"
	@echo "make lock      pin what requirements*.in ask for"

install: $(VENV)/installed
dev: $(VENV)/installed-dev

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "$(NO_PYTHON)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(TOO_OLD)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(NO_VENV)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(BIN)/python
	@echo "Installing what Rodnik runs on into $(VENV)"
	@$(PIP) install --require-hashes --no-deps --only-binary :all: -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed | $(BIN)/python
	@echo "Installing what the tests and checks need into $(VENV)"
	@$(PIP) install --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

# exec: signals to make reach the launcher itself, which stops every part in order.
run: install
	@exec $(BIN)/python -m config.embedded

test: dev
	@exec $(BIN)/python -m tests.parts

# Every file of tests/corpus, sent by a contributor and prepared: three minutes. CI sends a sample of every kind.
corpus: dev
	@CORPUS=all $(BIN)/python -m tests.services $(BIN)/pytest tests/memorials/test_corpus.py

# FUZZ_EXAMPLES requests of each kind for each operation; another FUZZ_SEED makes others. FUZZ_ONLY is a part
# of the names of those that are asked.
fuzz: dev
	@FUZZ_EXAMPLES=$${FUZZ_EXAMPLES:-200} $(BIN)/python -m tests.services $(BIN)/pytest -s tests/api/test_fuzz.py

# Every page in both languages, themes and widths: twenty minutes, some 600 pictures. CI looks at a sample.
face: dev
	@$(BIN)/python -m tests.face $${FACE:-face}

# Four pages of the example, on two screens and in two languages: two minutes, some 450 kB.
pictures: dev
	@$(BIN)/python -m tests.face.pictures docs/pictures

check: dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy manage.py config memorials animation chat bench tests
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/python -m tests.check_settings
	@$(BIN)/python -m tests.check_messages

format: dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: dev
	@$(BIN)/python -m bench

lock: dev
	@CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile $(LOCK) --output-file requirements.txt requirements.in
	@CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile $(LOCK) --output-file requirements-dev.txt requirements-dev.in
LOCK := --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

messages: dev
	@$(BIN)/python manage.py makemessages --all --no-obsolete --no-location --no-wrap --ignore=.venv --ignore=data
	@$(BIN)/python manage.py compilemessages --ignore=.venv

# Cuts the fonts anew from their sources: static/fonts/subset.py says how.
fonts: dev
	@$(BIN)/python static/fonts/subset.py

# Draws the icons of a home screen anew.
icons: dev
	@$(BIN)/python static/img/draw_icons.py
