# What a newcomer types. `make run` and `make test` work from a bare checkout with Python 3.11 or later and make.

PORT ?= 8050
export PORT

VENV := .venv
IN_VENV := $(VENV)/bin
# A stamp says what is installed: its name holds the fingerprint of the lock and of the folder, so that a changed lock
# or a moved checkout installs again and nothing else does.
fingerprint = $(shell { pwd; cat requirements/$(1).lock; } | cksum | tr -s '[:blank:]' '-')
RUN_STAMP := $(VENV)/run-$(call fingerprint,run).stamp
DEV_STAMP := $(VENV)/dev-$(call fingerprint,dev).stamp
# What loads are measured against has an environment of its own: nothing of it is ever beside the tracker.
BENCH_VENV := .venv-bench
BENCH_STAMP := $(BENCH_VENV)/bench-$(call fingerprint,bench).stamp

# Set-up speaks English, as this file does, unless told otherwise.
SAY := NAP_LANG=$${NAP_LANG:-en}

.DEFAULT_GOAL := help
.PHONY: help run test hostile torture check fix bench bench-pages bench-charts bench-load lock clean install install-dev chromium bench-tools java screens

help:  ## Say what can be typed here
	@echo "make TARGET, where TARGET is one of:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1	\2/p' $(MAKEFILE_LIST) | expand -t 14

run: install  ## Set up whatever is missing and serve the tracker on http://127.0.0.1:8050 (PORT, DEMO, NAP_DATABASE_URL)
	@$(IN_VENV)/python -c "$$CHECK_PORT"
	@$(SAY) $(IN_VENV)/nap db upgrade
	@$(SAY) $(IN_VENV)/nap demo
	@echo "Serving http://127.0.0.1:$(PORT)/es/ and http://127.0.0.1:$(PORT)/en/ (stop with Ctrl-C)."
	@exec $(IN_VENV)/python -m gunicorn --bind 127.0.0.1:$(PORT) --worker-class gthread --workers 2 --threads 4 \
		--no-control-socket --log-level warning wsgi:app

test: install-dev chromium java  ## Set up whatever is missing and run every test
	@$(IN_VENV)/python -m pytest -n auto --dist worksteal

hostile: install-dev  ## Give every class of hostile file, then thousands of mutated ones, to the real path; rewrites docs/hostile.md
	@$(IN_VENV)/python -m tests.hostile

torture: install-dev  ## Kill, starve and crowd the store at full length, search acts at random; rewrites docs/reliability.md
	@$(IN_VENV)/python -m tests.torture
	@NAP_MACHINE_EXAMPLES=150 NAP_MACHINE_STEPS=40 $(IN_VENV)/python -m pytest tests/machine -m "not postgres"
	@NAP_MACHINE_EXAMPLES=15 NAP_MACHINE_STEPS=30 $(IN_VENV)/python -m pytest tests/machine -m postgres

check: install-dev  ## Judge the code: ruff, mypy, import contracts; changes nothing
	@$(IN_VENV)/python -m ruff check .
	@$(IN_VENV)/python -m ruff format --check .
	@$(IN_VENV)/python -m mypy
	@$(IN_VENV)/lint-imports --no-logo

fix: install-dev  ## Put the code in order, as far as a machine can
	@$(IN_VENV)/python -m ruff check --fix .
	@$(IN_VENV)/python -m ruff format .

bench: install-dev chromium bench-tools $(BENCH_STAMP)  ## Measure pages and loads against their peers; rewrites benchmarks/README.md
	@$(IN_VENV)/python -m benchmarks
	@$(IN_VENV)/python -m benchmarks.charts
	@$(IN_VENV)/python -m benchmarks.loads

bench-pages: install-dev chromium  ## Measure the pages alone
	@$(IN_VENV)/python -m benchmarks

bench-charts: install-dev chromium bench-tools $(BENCH_STAMP)  ## Measure pages of charts beside Streamlit and Vizro, and answers a second
	@$(IN_VENV)/python -m benchmarks.charts

bench-load: install-dev $(BENCH_STAMP)  ## Measure the loads alone: a million rows, workbooks, large returns
	@$(IN_VENV)/python -m benchmarks.loads

screens: install-dev chromium  ## Photograph every page, on a phone, a laptop and paper; rewrites docs/screens
	@$(IN_VENV)/python -m tests.browser.screens

lock: $(IN_VENV)/pip  ## Choose the libraries anew from requirements/*.in, with their hashes
	@set -eu; tools=$$(mktemp -d); trap 'rm -rf "$$tools"' EXIT; \
	$(IN_VENV)/python -m venv "$$tools"; "$$tools/bin/python" -m pip install --quiet --disable-pip-version-check uv; \
	cd requirements; for name in run dev bench; do \
		echo "Compiling requirements/$$name.lock."; \
		"$$tools/bin/uv" pip compile --quiet --universal --python-version 3.11 --only-binary :all: --generate-hashes \
			--no-emit-index-url --no-header --upgrade $$name.in --output-file $$name.lock; \
	done

clean:  ## Remove what was installed and cached; stores in var/ stay
	@rm -rf $(VENV) $(BENCH_VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

install: $(RUN_STAMP)

install-dev: $(DEV_STAMP)

$(RUN_STAMP): | $(IN_VENV)/pip
	@echo "Installing the libraries of requirements/run.lock into $(VENV) (a minute or two, once)."
	@$(INSTALL) requirements/run.lock
	@printf '%s\n' "$$CONSOLE_SCRIPT" > $(IN_VENV)/nap && chmod +x $(IN_VENV)/nap
	@rm -f $(VENV)/run-*.stamp && touch $@

$(DEV_STAMP): | $(IN_VENV)/pip
	@echo "Installing the libraries of requirements/dev.lock into $(VENV) (a minute or two, once)."
	@$(INSTALL) requirements/dev.lock
	@printf '%s\n' "$$CONSOLE_SCRIPT" > $(IN_VENV)/nap && chmod +x $(IN_VENV)/nap
	@rm -f $(VENV)/*.stamp && touch $(RUN_STAMP) $@

$(BENCH_STAMP): | $(IN_VENV)/pip
	@echo "Installing the libraries of requirements/bench.lock into $(BENCH_VENV) (a minute or two, once)."
	@$(IN_VENV)/python -m venv --clear $(BENCH_VENV)
	@$(subst $(IN_VENV),$(BENCH_VENV)/bin,$(INSTALL)) requirements/bench.lock
	@touch $@

INSTALL = $(IN_VENV)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r

$(IN_VENV)/pip:
	@$(FIND_PYTHON); echo "Making the virtual environment $(VENV) with $$python."; "$$python" -m venv --clear $(VENV)

# Sets `python` to a Python that is new enough and whole, or stops with a sentence that says what is missing.
define FIND_PYTHON
python=; old=; bare=; \
for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	command -v "$$candidate" >/dev/null 2>&1 || continue; \
	"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { old=$$candidate; continue; }; \
	"$$candidate" -c 'import ensurepip, venv' 2>/dev/null || { bare=$$candidate; continue; }; \
	python=$$candidate; break; \
done; \
if [ -z "$$python" ] && [ -n "$$bare" ]; then \
	echo "$$bare cannot make virtual environments. On Debian: apt install python3-venv; then make again." >&2; exit 1; fi; \
if [ -z "$$python" ]; then \
	echo "The tracker needs Python 3.11 or later; found $${old:-none}. Install one, or say PYTHON=/path/to/python." >&2; exit 1; fi
endef

# Debian's Chromium drives the browser tests. Where it is absent and may not be installed, those tests are skipped by name.
chromium:
	@if command -v chromium >/dev/null 2>&1; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Installing Chromium from Debian for the browser tests."; \
		apt-get update -qq >/dev/null 2>&1; \
		DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends chromium >/dev/null 2>&1 && exit 0; \
	fi; \
	echo "There is no Chromium here and it cannot be installed: the tests that need it are skipped, each by its name."

# nginx stands before the peers, wrk asks as fast as a server answers; both come from Debian.
bench-tools:
	@if command -v wrk >/dev/null 2>&1 && test -x /usr/sbin/nginx; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Installing nginx and wrk from Debian for the measurements."; \
		apt-get update -qq >/dev/null 2>&1; \
		DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends nginx-light wrk >/dev/null 2>&1 && exit 0; \
	fi; \
	echo "There is no nginx or no wrk here: what is measured with them cannot be."; exit 1

# The validator of HTML runs on Java. Where it is absent and may not be installed, that test is skipped by name.
java:
	@if command -v java >/dev/null 2>&1; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Installing Java from Debian for the HTML validator."; \
		apt-get update -qq >/dev/null 2>&1; \
		DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends default-jre-headless >/dev/null 2>&1 \
			&& exit 0; \
	fi; \
	echo "There is no Java here and it cannot be installed: the HTML validator is skipped, by its name."

# The command `nap`: a script that finds the checkout it was made in, so that nothing has to be built or downloaded.
# Its first lines are read by sh and, as a string, by Python: a path may hold blanks and be of any length.
define CONSOLE_SCRIPT
#!/bin/sh
'''exec' "$(CURDIR)/$(VENV)/bin/python" "$$0" "$$@"
' '''
import sys

sys.path.insert(0, "$(CURDIR)")

if __name__ == "__main__":  # else it is looked at by a process that this command started (etl/child.py)
    from cli import main

    sys.exit(main())
endef
export CONSOLE_SCRIPT

define CHECK_PORT
import os
import socket
import sys

port = os.environ["PORT"]
with socket.socket() as door:
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(("127.0.0.1", int(port)))
    except (OSError, ValueError, OverflowError):
        sys.exit(f"PORT {port} is taken or is no port number: say another, as in PORT=8051 make run")
endef
export CHECK_PORT
