# Placement Matcher: the commands people type. `make help` lists them.
#
# Needed: bash, make and Python 3.11 or newer. uv is used where it is found, pip otherwise.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
LOCK := uv pip compile pyproject.toml --group build --universal --generate-hashes \
	--no-emit-index-url --no-emit-find-links --quiet

.PHONY: help run test coverage check docs readme bench soak lock clean

help: ## Show these commands
	@echo "Placement Matcher"
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | awk -F'|' '{ printf "  make %-8s %s\n", $$1, $$2 }'
	@echo "Settings: PORT=$(PORT)  PYTHON=$(PYTHON)  WORKERS=$(WORKERS) (processes for the tests)"

run: $(VENV)/run.stamp ## Show the demonstration council's plan, then serve it over HTTP
	@$(BIN)/placements db upgrade
	@$(BIN)/placements db seed-demo
	@$(BIN)/placements demo
	@exec $(BIN)/placements serve --port $(PORT)

test: check ## Check everything, then run every test
	$(BIN)/python -m pytest -n $(WORKERS)

coverage: $(VENV)/dev.stamp ## Run every test and measure what it reaches (takes twice as long)
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term

check: $(VENV)/dev.stamp ## Check formatting, lint, types, imports and the generated page
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m matcher.rules.page | diff -u docs/rules.md - \
		|| { echo "docs/rules.md differs from the rules: run 'make docs'"; exit 1; }

docs: $(VENV)/dev.stamp ## Write docs/rules.md and docs/openapi.json again from the code
	$(BIN)/python -m matcher.rules.page > docs/rules.md
	$(BIN)/python -m api.published > docs/openapi.json

readme: $(VENV)/dev.stamp ## Write the README's pictures again from the commands they show
	$(BIN)/python -m tests.readme

bench: $(VENV)/dev.stamp ## Time the engine and its peers at desk and county size, and write the page
	$(BENCH) desk --what $(QUESTIONS) --peers $(SOLVERS) --resolve fastest
	$(BENCH) county --seeds 1 --what $(QUESTIONS) --peers $(PEERS) --resolve fastest
	$(BENCH) county --seeds 2-5 --what $(QUESTIONS) --peers first_come,flow,highs
	$(BENCH) desk county --density dense --regimes slack --what allocate,overhead,options,first3
	$(BIN)/python -m benchmarks.report

.PHONY: bench-all
bench-all: $(VENV)/dev.stamp
	$(BENCH) desk county --what $(QUESTIONS) --peers $(PEERS) --resolve fastest
	$(BENCH) desk county --density dense --regimes slack --what allocate,overhead,options,first3
	$(BENCH) region --what allocate,overhead,first3,memory --limit 120 --repeat 1 \
		--peers $(PEERS) --peer-limit 120
	$(BIN)/python -m benchmarks.report

.PHONY: bench-questions
bench-questions: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.questions
	$(BIN)/python -m benchmarks.report

BENCH = $(BIN)/python -m benchmarks.run
QUESTIONS = allocate,overhead,options,first3,memory,memory_options
SOLVERS = first_come,first_come_urgent,flow,highs,scip,cbc,cpsat
PEERS = $(SOLVERS)$(if $(BENCHMARK_TIMEFOLD_PYTHON),$(comma)timefold)
comma := ,

soak: $(VENV)/dev.stamp ## Prove on random cases, race and kill the service; write dated reports
	$(BIN)/python -m benchmarks.soak
	$(BIN)/python -m benchmarks.assurance --size claim

lock: ## Write both lock files again from pyproject.toml (needs uv)
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --constraints requirements.lock --output-file requirements-dev.lock

clean: ## Remove the virtual environment and everything generated
	rm -rf $(VENV) build dist htmlcov .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -f .coverage .coverage.*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is newer than the files it was made from, so a second run installs nothing.

$(VENV)/run.stamp: requirements.lock pyproject.toml
	@$(call environment)
	@$(call install,requirements.lock)
	@$(call compile)
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml
	@$(call environment)
	@$(call install,requirements-dev.lock)
	@$(call compile)
	@touch $@ $(VENV)/run.stamp

define environment
command -v $(PYTHON) >/dev/null || \
	{ echo "No $(PYTHON) here. Install Python 3.11 or newer, or name one: make run PYTHON=python3.12" >&2; exit 1; }; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "$$($(PYTHON) --version) is too old: Python 3.11 or newer is needed." \
	"Name one: make run PYTHON=python3.12" >&2; exit 1; }; \
if [ -n "$(UV)" ]; then \
	[ -x $(BIN)/python ] || uv venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" $(VENV); \
elif ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	$(PYTHON) -m venv $(VENV) || \
	{ echo "Python's venv module does not work here. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }; \
fi
endef

# pip notes "Location … is ignored" for each file of a local folder of wheels: harmless, so not shown.
define install
echo "Installing $(1) with $(if $(UV),uv,pip) …"; \
if [ -n "$(UV)" ]; then \
	export VIRTUAL_ENV=$(VENV); \
	uv pip install --quiet --require-hashes -r $(1); \
	uv pip install --quiet --no-deps --no-build-isolation --editable .; \
else \
	{ $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps \
	--no-build-isolation --editable .; } 2>&1 | sed '/Location .* is ignored/d'; \
fi
endef

# Done here once, so that the first question does not wait for it.
define compile
echo "Compiling the solver's kernels (once) …"; \
$(BIN)/python -m matcher.model.compile
endef
