# The whole project by a few commands; each second run is quick, because every step leaves a stamp in .venv.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The first Python on the machine that is new enough; `make demo PYTHON=/path/to/python3.12` names another.
ifndef PYTHON
PYTHON := $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
endif

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench audit fuzz chaos clean

help:
	@echo "make demo    install kg into $(VENV) and build a graph of the articles in seeds/"
	@echo "make test    run the tests"
	@echo "make lint    check style and types"
	@echo "make bench   measure kg beside what else there is, into benchmarks.md (an hour)"
	@echo "make audit   look for known vulnerabilities in what is installed"
	@echo "make fuzz    feed every reader what breaks readers, FUZZ_SECONDS each (60)"
	@echo "make chaos   kill builds at random moments, for CHAOS_SECONDS (600)"
	@echo "make clean   remove $(VENV), out/ and the caches"

demo: $(VENV)/.installed
	@$(BIN)/kg build seeds -o out

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest -q -n auto --maxprocesses 6 --dist loadfile

lint: $(VENV)/.installed-test $(VENV)/.installed-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

CHAOS_SECONDS := 600
chaos: $(VENV)/.installed-test
	$(BIN)/python -m tests.chaos --seconds $(CHAOS_SECONDS)

bench: $(VENV)/.installed-test
	$(BIN)/python -m benchmarks --install -o benchmarks.md $(BENCH)

audit: $(VENV)/.installed-test $(VENV)/.installed-audit
	$(BIN)/python .ci/audit.py

FUZZ_SECONDS := 60

fuzz: $(VENV)/.installed-test $(VENV)/.installed-fuzz
	for target in $$($(BIN)/python -m tests.fuzz --list); do \
		echo "== $$target"; \
		$(BIN)/python -m tests.fuzz $$target -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 || exit 1; \
	done

clean:
	rm -rf $(VENV) out dist .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "kg needs Python 3.11 or newer, and $$(python3 --version 2>/dev/null || echo none) is here;" \
		"install one (Debian, Ubuntu: apt-get install python3.11 python3.11-venv) or name it: make demo PYTHON=/path/to/python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "$(PYTHON) is not Python 3.11 or newer;" \
		"name one that is: make demo PYTHON=/path/to/python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) comes without the module venv;" \
		"install it (Debian, Ubuntu: apt-get install python3-venv)" >&2; exit 1; }
	@echo "Making $(VENV) with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv --clear $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml
	@echo "Installing kg and what it needs (a minute or two)"
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.installed-%: $(VENV)/.installed
	@echo "Installing what the $* step needs"
	@$(PIP) install --editable '.[$*]'
	@touch $@
