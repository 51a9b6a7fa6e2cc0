# `make audit` and `make test` work on a fresh machine with Python >= 3.11 and make.
VENV := .venv
BIN := $(VENV)/bin
CONSTRAINTS := .ci/constraints.txt
# The first Python on the path that is new enough; `make PYTHON=... ` chooses another.
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
# Both names: older pip reads the first inside isolated builds, newer pip the second.
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_CONSTRAINT=$(CONSTRAINTS) \
	PIP_BUILD_CONSTRAINT=$(CONSTRAINTS) $(BIN)/python -m pip --quiet
RUNTIME := $(VENV)/.runtime-installed
TESTING := $(VENV)/.testing-installed
KERNEL := proofs/__init__.py $(shell find proofs/kernel -name '*.py' 2>/dev/null)
FUZZ_SECONDS ?= 600
# Byte code is kept even where the environment says not to: every start would compile the product and sympy again.
unexport PYTHONDONTWRITEBYTECODE
# Processes of the tests: as many as there are cores.
WORKERS ?= auto
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help docs gallery setup solvers audit test quick lanes lint types imports wheel tests rocq bench peers format fuzz mutate mutate-suites clean changelog
.DELETE_ON_ERROR:

help: ## show this list
	@sed -n 's/^\([a-z.]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

# The plugin is installed as a module of its own, so a change of it is installed again.
$(RUNTIME): pyproject.toml $(CONSTRAINTS) oracle/pytest_plugin.py
	@test -n "$(PYTHON)" || { echo "bellcert needs Python 3.11 or newer" >&2; exit 1; }
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --editable .
	@touch $@

$(TESTING): $(RUNTIME)
	@$(PIP) install --editable '.[test,sdp,mp,figure,fast,events,docs]'
	@touch $@

setup: $(RUNTIME) ## create .venv and install bellcert into it
	@:

solvers: setup ## what quantum problems need, into .venv: picos, cvxopt, clarabel, sdpa-multiprecision
	@$(PIP) install --editable '.[sdp,mp]'

audit: setup ## check every shipped certificate, then recompute the ledger
	@$(BIN)/bellcert audit --certificates --jobs $(JOBS)

# Every step runs even when one before it failed; pytest comes last, so its summary closes the output.
test: $(TESTING) ## lint, types, import contracts, the built wheel, then all tests and doctests
	@status=0; for step in lint types imports wheel tests; do \
		echo "== $$step"; $(MAKE) --no-print-directory $$step || status=1; done; exit $$status

lint: $(TESTING) ## ruff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(TESTING) ## mypy --strict
	@$(BIN)/mypy --strict

imports: $(TESTING) ## import contracts of the three rings
	@$(BIN)/lint-imports --no-cache

wheel: $(TESTING) ## build the distribution and run the installed wheel in an empty folder
	@$(BIN)/python -m tests.packaging.wheel

# Only the exact cases of the kernel run under coverage: they have to reach all of it, and tracing slows the kernel down.
tests: $(TESTING) kernel.pyz ## tests, doctests and policy, with branch coverage of the kernel by its cases
	@status=0; export HYPOTHESIS_PROFILE=ci; run="$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal"; \
	$$run tests/proofs/kernel/cases --cov=proofs.kernel --cov-branch --cov-fail-under=100 || status=1; \
	$$run --ignore=tests/proofs/kernel/cases || status=1; exit $$status

quick: $(TESTING) kernel.pyz ## lint, types, import contracts and the tests that are not slow
	@status=0; for step in lint types imports; do $(MAKE) --no-print-directory $$step || status=1; done; \
	$(BIN)/python -m pytest -q -n $(WORKERS) -m "not slow" || status=1; exit $$status

lanes: $(TESTING) kernel.pyz ## measure all tests and write down which are slow
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal --junitxml=.durations.xml
	@$(BIN)/python -m tests.lanes .durations.xml

rocq: ## prove and build the second kernel (Debian's packages: proofs/rocq/README.md)
	@$(MAKE) --no-print-directory -C proofs/rocq

bench: $(TESTING) kernel.pyz ## timings with machine, versions and ratios to peers
	@$(BIN)/python -m tests.benchmarks.bench

# Peers pin old versions, or are not free: each gets an environment of its own, and none is ever needed by a test.
PEERS := ncpol2sdpa toqito inflation picos cryptomite randextract
peers: $(TESTING) $(PEERS:%=.peers/%/.installed) ## judge other people's packages, write certificates/findings and docs/findings.md
	@$(BIN)/python -m tests.peers.judge

.peers/%/.installed: tests/benchmarks/foreign/%.txt
	@$(PYTHON) -m venv --clear .peers/$*
	@PIP_DISABLE_PIP_VERSION_CHECK=1 .peers/$*/bin/python -m pip --quiet install --requirement $<
	@touch $@

docs: $(TESTING) ## build the site in docs/ into site/, without a network
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo "open site/index.html"

gallery: $(TESTING) ## draw the figures of docs/gallery again
	@$(BIN)/python docs/gallery/draw.py

changelog: ## put docs/changes into CHANGELOG.md as VERSION
	@test -n "$(VERSION)" || { echo "usage: make changelog VERSION=X.Y.Z" >&2; exit 2; }
	@$(PYTHON) .ci/changelog "$(VERSION)"

format: $(TESTING) ## let ruff fix and format
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

fuzz: $(TESTING) ## property tests of the kernel with new seeds for FUZZ_SECONDS (600)
	@$(BIN)/python -m tests.fuzz --seconds $(FUZZ_SECONDS)

mutate: $(TESTING) ## mutation tests of the kernel with JOBS (2) processes, resumable; here, not in test, the stamp must match
	@$(BIN)/python -m tests.mutation.run --jobs $(JOBS)

mutate-suites: $(TESTING) ## plant faults by machine into the right implementations, list what the suites do not find
	@$(BIN)/python -m tests.mutation.suites

kernel.pyz: proofs/pyz.py $(KERNEL) ## the checker as one file: python3 -I -S kernel.pyz FILE...
	@$(PYTHON) -m proofs.pyz $@

clean: ## remove everything made here
	rm -rf $(VENV) kernel.pyz .peers build proofs/rocq/build dist .coverage .hypothesis .mutation .mypy_cache .pytest_cache .ruff_cache
	find oracle proofs lp tests -name __pycache__ -type d -prune -exec rm -rf {} +
