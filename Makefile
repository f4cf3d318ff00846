# make run and make test are all a fresh machine needs; `make help` lists the rest.
PORT ?= 8000
ARGS ?=
BIN := .venv/bin
# What runs says so in its own process, so that it can be stopped with Ctrl+C.
WITH_KEY = key="$$($(BIN)/python -m scripts.secret_key)" && SECRET_KEY="$$key"
# Bytecode is kept, whatever the machine says: each process of each test would compile the app and the tests anew.
unexport PYTHONDONTWRITEBYTECODE
PYTEST = $(BIN)/python -m pytest -n auto --dist worksteal --durations 15 --durations-min 1

.PHONY: help run dev test quick check prove bench figures load fuzz format messages pins clean
.DEFAULT_GOAL := help

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s%s\n", $$1, $$2 }'

run: .venv/run.stamp ## Serve on http://localhost:8000 (PORT=8001 for another port); sets up first if need be
	@$(WITH_KEY) PORT="$(PORT)" exec $(BIN)/python -m serve

dev: .venv/run.stamp ## Serve with reload: every change of a file is served at once
	@$(WITH_KEY) exec $(BIN)/flask --app wsgi run --debug --port "$(PORT)"

test: .venv/dev.stamp ## Run every test, those in a real browser too (ARGS="-k words" for some of them)
	@scripts/ensure_browsers.sh
	@scripts/ensure_servers.sh
	@$(BIN)/python -m scripts.node_packages
	@$(PYTEST) $(ARGS)

quick: .venv/dev.stamp ## Run the tests that need no browser, no other server and no Node: the inner loop
	@$(PYTEST) -m "not browser and not ops" $(ARGS)

check: .venv/dev.stamp ## Lint, format check, types, import rules, templates, clinical content
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint app/templates
	$(BIN)/python -m scripts.messages --check
	$(BIN)/flask --app wsgi content check

prove: .venv/dev.stamp ## Show what holds for all answers, and write docs/proof.md (some minutes)
	@$(BIN)/python -m scripts.node_packages
	@$(BIN)/python -m tests.rules.second_engine
	@$(BIN)/python -m tests.rules.prove

bench: .venv/dev.stamp ## Measure speed and sizes against their budgets
	@$(BIN)/python -m tests.bench $(ARGS)

figures: .venv/dev.stamp ## Measure the pages on a phone again, and write docs/before-and-after.md
	@scripts/ensure_browsers.sh
	@$(BIN)/python -m tests.browser.figures

load: .venv/dev.stamp ## Walk whole visits by 50, 200 and 800 people at once, and 20,000 for memory (ARGS="crowds")
	@$(BIN)/python -m tests.load $(ARGS)

fuzz: .venv/dev.stamp ## Ask 200,000 things that nobody should, in any order (an hour or so; ARGS="20000" for fewer)
	@$(BIN)/python -m tests.fuzz $(ARGS)

format: .venv/dev.stamp ## Put the code into the common format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: .venv/dev.stamp ## Write app/translations/messages.pot, where a translation starts
	@$(BIN)/python -m scripts.messages

pins: .venv/dev.stamp ## Renew the versions and hashes of all packages (ARGS=--quiet keeps the versions)
	@scripts/pins.sh $(if $(ARGS),$(ARGS),--upgrade)

# A stamp for each set of packages: made anew when the pins change, so a second run needs no network.
INSTALL = $(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes
SAY_WHY = || { echo "The packages could not be installed. Check the network, then run the same command again." >&2; exit 1; }

.venv/run.stamp: requirements.txt | environment
	@echo "Setting up: installing the packages (a minute or two, only the first time)"
	@$(INSTALL) -r requirements.txt $(SAY_WHY)
	@touch $@

.venv/dev.stamp: requirements.txt requirements-dev.txt | environment
	@echo "Setting up: installing the packages for tests and checks (some minutes, only the first time)"
	@$(INSTALL) -r requirements.txt -r requirements-dev.txt $(SAY_WHY)
	@touch $@ .venv/run.stamp

.PHONY: environment
environment:
	@scripts/environment.sh

clean: ## Delete what was set up and built, but not the secret key
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
