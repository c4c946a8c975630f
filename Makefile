# The whole way from a fresh machine (Python 3.11 or newer, make) to a program that runs.
# Written for GNU make 3.81, the one that macOS ships.

SHELL := /bin/sh
BIN   := .venv/bin
# Older Pythons come last: the newest one that the locked packages know is the fastest.
PYTHONS := python3.14 python3.13 python3.12 python3.11 python3
# A file's tests stay together, for they share what is dear to set up. Each process takes 0.3 GB; beyond eight the
# longest file decides.
# A process that crashes ends the run, red: given another one in its place, pytest-xdist waits for ever.
BY_FILE := --dist loadfile --no-loadscope-reorder --max-worker-restart=0
ON_EVERY_CORE := -n auto --maxprocesses 8 $(BY_FILE)
# A test of a whole history, made longer by a variable, may take longer than what pyproject.toml gives every other.
IN_AN_HOUR := -o faulthandler_timeout=3600

.DEFAULT_GOAL := help
.PHONY: help demo test test-long test-services mutants lint lint-mail preview bench fuzz golden lock clean setup setup-dev

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

demo: setup  ## make a sample program in ./demo, run everything on it, say what was made and where
	@$(BIN)/lbn demo demo

test: setup-dev  ## test all of the logic; rules and messages must be covered to the last branch
	@$(BIN)/python -m pytest $(ON_EVERY_CORE) --cov=tasks/rules --cov=tasks/messages --cov-branch --cov-fail-under=100 \
	    --cov-report=term-missing:skip-covered

test-long: setup-dev  ## play whole histories: random programs, a year, kills, turned bits (variables make them longer)
	@$(BIN)/python -m pytest $(ON_EVERY_CORE) $(IN_AN_HOUR) tests/long

test-services: setup-dev  ## start real servers (Prefect, PostgreSQL, mail, Google, Node), wait for clocks, kill them (20 minutes)
	@$(BIN)/python -m pytest -n 2 $(BY_FILE) $(IN_AN_HOUR) tests/integration tests/services tests/google_script

mutants: setup-dev  ## leak on purpose by every channel there is, one at a time; each leak must be caught (half an hour)
	@LBN_MUTANTS=all $(BIN)/python -m pytest -n 2 --max-worker-restart=0 tests/long/mutants

lint: setup-dev  ## check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lint-mail: setup-dev  ## hold the messages against what mail programs can show, and against WCAG 2.2 (needs npm, Chromium)
	@npm ci --ignore-scripts --no-audit --no-fund --prefix tests/mail_lint
	@$(BIN)/python -m pytest -q tests/mail_lint

preview: setup-dev  ## draw every message in every case, in ./preview (needs Chromium)
	@$(BIN)/python tools/make_preview.py

bench: setup-dev  ## measure speed and memory against their targets
	@for file in benchmarks/*.py; do PYTHONPATH=. $(BIN)/python "$$file" || exit 1; done

# FUZZ="cells workbooks": only these targets. What is found is kept in .fuzz, for tests to be made of it.
SECONDS = 600
fuzz: setup-dev  ## fuzz readers, cells and settings, SECONDS=600 for each target (needs atheris: see CONTRIBUTING.md)
	@$(BIN)/python -m tests.fuzz $(SECONDS) $(FUZZ)

golden: setup-dev  ## write the golden files of the tests anew, to be read in `git diff`
	@$(BIN)/python -m pytest -q $(ON_EVERY_CORE) --regen-all

# UPGRADE=all: the newest versions that pyproject.toml allows; UPGRADE="pandas rich": of these packages. Without it only
# what pyproject.toml asks for changes.
lock:  ## write both lock files anew from pyproject.toml, say what changed (UPGRADE=all: newest versions)
	@$(FIND_PYTHON); "$$python" tools/lock_packages.py $(UPGRADE)

clean:  ## remove what set-up and tools made (the sample program in ./demo stays)
	rm -rf .venv .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------------------------------------- set-up

# Two stamps: .ready is what runs the program, all that a coordinator's machine needs; .ready-dev adds what tests it.
# Our own bytecode is renewed on every call (0.1 s where nothing changed): the command starts in half the time, also
# where PYTHONDONTWRITEBYTECODE keeps Python from writing it by itself.
setup: .venv/.ready $(BIN)/lbn
	@$(BIN)/python -m compileall -q flows tasks schemas lbn.py

setup-dev: setup .venv/.ready-dev

FIND_PYTHON = python=; \
    for candidate in $(PYTHONS); do \
        if $$candidate -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
            2>/dev/null; then python=$$candidate; break; fi; \
    done; \
    if [ -z "$$python" ]; then \
        echo "This needs Python 3.11, 3.12, 3.13 or 3.14 with its venv module, and none of $(PYTHONS) is one" \
            "(on Debian and Ubuntu: apt install python3 python3-venv)." >&2; \
        exit 1; \
    fi

# pip compiles one file after the other; compileall uses every core. A file that does not compile (some packages ship
# templates named .py) is none that runs, so that is no reason to stop.
INSTALL = $(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile --no-deps --require-hashes
COMPILE = $(BIN)/python -m compileall -qq -j 0 .venv/lib || true

.venv/.ready: requirements.lock
	@$(FIND_PYTHON); \
	echo "Setting up .venv with $$python from requirements.lock: about a minute, once."; \
	"$$python" -m venv --clear .venv
	@$(INSTALL) -r requirements.lock
	@$(COMPILE)
	@touch $@

# A new .ready has emptied .venv, so it is named first: then all of this is installed again.
.venv/.ready-dev: .venv/.ready requirements-dev.lock
	@echo "Adding what tests and linters need, from requirements-dev.lock: once."
	@$(INSTALL) -r requirements-dev.lock
	@$(COMPILE)
	@touch $@

# The command finds its checkout from where it lies, so that it runs from any folder, through a link, and after a move.
define LAUNCHER
#!/bin/sh
# Runs the lbn.py of the checkout that this .venv belongs to. Written by make.
self=$$0
while [ -L "$$self" ]; do
    target=$$(readlink "$$self")
    case $$target in
        /*) self=$$target ;;
        *) self=$$(dirname "$$self")/$$target ;;
    esac
done
bin=$$(CDPATH= cd "$$(dirname "$$self")" && pwd)
exec "$$bin/python" "$${bin%/.venv/bin}/lbn.py" "$$@"
endef
export LAUNCHER

$(BIN)/lbn: .venv/.ready Makefile
	@printf '%s\n' "$$LAUNCHER" > $@
	@chmod +x $@
