# Compound, by hand. Every target first makes .venv from the hash-pinned requirements, whenever those have changed.
# It needs make and Python 3.11 or newer, nothing else. PYTHON=/path/to/python chooses the one .venv is made with.

SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?=
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin/python
# What `make lock` uses. Pinned, so that the same pyproject.toml always writes the same files.
UV := uv==0.13.9
COMPILE := -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
LOCK_DIR ?= .

.PHONY: help demo test run check words bench lock venv-dev venv-run venv-lock

help: ## these lines
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile

demo: venv-dev ## try the whole bot in the browser: no token, no network, no server
	@exec $(BIN) -m bot demo $(ARGS)

run: venv-run ## run it for real, with BOT_TOKEN from .env
	@exec $(BIN) -m bot run $(ARGS)

test: venv-dev ## every test, several at once; those that need PostgreSQL or Chromium say so when they skip
	$(BIN) -m pytest -rs -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: venv-dev ## style, types, who imports whom, dependencies
	$(BIN) -m ruff check .
	$(BIN) -m ruff format --check .
	$(BIN) -m mypy
	$(VENV)/bin/lint-imports
	$(BIN) -m deptry .

words: venv-dev ## bring the German and Spanish texts in bot/locale up to date with the code's English
	$(VENV)/bin/pybabel -q extract -F pyproject.toml --no-location --sort-output -o $(VENV)/words.pot bot cogs
	$(VENV)/bin/pybabel -q update -N --ignore-obsolete --ignore-pot-creation-date --no-wrap \
		-D compound -i $(VENV)/words.pot -d bot/locale

bench: venv-dev ## measure, one JSON object a line (make bench ARGS="start")
	@$(BIN) -m tests.bench $(ARGS)

lock: venv-lock ## write requirements*.txt anew from pyproject.toml (ARGS=--upgrade for the newest)
	$(VENV)-lock/bin/python $(COMPILE) $(ARGS) --extra cards --extra ranking --extra matching pyproject.toml -o $(LOCK_DIR)/requirements.txt >/dev/null
	$(VENV)-lock/bin/python $(COMPILE) $(ARGS) --extra cards --extra ranking --extra matching --extra demo --group dev -c $(LOCK_DIR)/requirements.txt \
		pyproject.toml -o $(LOCK_DIR)/requirements-dev.txt >/dev/null

# A copy of the pinned file lies in the environment that was made from it: the next make compares the two.
venv-dev:
	@{ cmp -s requirements-dev.txt $(VENV)/requirements-dev.txt && $(call works,$(VENV)); } || { \
		$(call make-venv,$(VENV)); $(call install,requirements-dev.txt); }

venv-run:
	@{ { cmp -s requirements-dev.txt $(VENV)/requirements-dev.txt || \
		cmp -s requirements.txt $(VENV)/requirements.txt; } && $(call works,$(VENV)); } || { \
		$(call make-venv,$(VENV)); $(call install,requirements.txt); }

venv-lock:
	@$(VENV)-lock/bin/python -m uv --version 2>/dev/null | grep -qx "uv $(UV:uv==%=%)\( .*\)\?" || { \
		$(call make-venv,$(VENV)-lock); $(VENV)-lock/bin/python -m pip install -qq "$(UV)"; }

works = $(1)/bin/python -m pip --version >/dev/null 2>&1

define install
	echo "Setting up from $(1); this takes a minute or two the first time."; \
	rm -f $(VENV)/requirements*.txt; \
	$(BIN) -m pip install -qq --disable-pip-version-check --require-hashes -r $(1) && cp $(1) $(VENV)/$(1)
endef

# The first Python that is new enough and can make environments; Debian packs the latter separately.
define make-venv
	$(call works,$(1)) || { \
	usable="import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"; chosen=""; \
	for python in $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3); do \
		if "$$python" -c "$$usable" >/dev/null 2>&1; then chosen="$$python"; break; fi; \
	done; \
	if [ -z "$$chosen" ]; then \
		echo "Compound needs Python 3.11 or newer with its venv module (Debian, Ubuntu: apt install python3-venv);" \
			"$(if $(PYTHON),$(PYTHON) is not one,none was found); PYTHON=/path/to/python names another." >&2; \
		exit 1; \
	fi; \
	"$$chosen" -m venv --clear $(1) || exit 1; }
endef
