# The commands of the project; each does its own set-up. `make help` lists them.
PYTHON ?= python3
RUN = .venv/bin/python
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run serve test bench lint format messages requirements ready

help: ## list these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 22

ready:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11 or newer, or name one with PYTHON=…" >&2; exit 1; }
	@$(PYTHON) kennismarkt/environment.py

run: ready ## the site with example data on http://127.0.0.1:8000 (PORT=8080 for another port)
	@$(RUN) -m kennismarkt.launch run

serve: ready ## the site as in production, on this machine: proxy, pages, live streams, worker
	@$(RUN) -m kennismarkt.launch serve

test: ready ## every test, browser tests too (ARGS="tests/market -k search" for some)
	@$(RUN) -m kennismarkt.launch test $(ARGS)

bench: ready ## the benchmarks, under the production topology (ARGS="--quick" for a look)
	@$(RUN) -m kennismarkt.launch bench $(ARGS)

lint: ready ## style, types, templates, floors, migrations, messages
	@$(RUN) -m kennismarkt.linting

format: ready ## put the code in its one style
	@$(RUN) -m ruff check --fix --quiet . ; $(RUN) -m ruff format --quiet .

messages: ready ## gather the texts of the interface for translation
	@$(RUN) -m kennismarkt.launch messages

requirements: ready ## pin the requirements anew
	@$(RUN) -m pip install --quiet uv
	@for name in base development; do $(RUN) -m uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 requirements/$$name.in -o requirements/$$name.txt; done
