# make run and make test are all a fresh machine needs; `make help` lists the rest.
PORT ?= 8000
ARGS ?=
BIN := .venv/bin

.PHONY: help run test check bench load format messages set-up-run set-up-dev clean
.DEFAULT_GOAL := help

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s%s\n", $$1, $$2 }'

run: set-up-run ## Serve on http://localhost:8000 (PORT=8001 for another port); sets up first if need be
	@key="$$($(BIN)/python -m scripts.secret_key)" && \
	SECRET_KEY="$$key" PORT="$(PORT)" exec $(BIN)/python -m serve

test: set-up-dev ## Run every test, those in a real browser too (ARGS="-k words" for some of them)
	@scripts/ensure_browsers.sh
	@scripts/ensure_servers.sh
	@$(BIN)/python -m scripts.node_packages
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: set-up-dev ## Lint, format check, types, import rules, templates, clinical content
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint app/templates
	$(BIN)/python -m scripts.messages --check
	@key="$$($(BIN)/python -m scripts.secret_key)" && SECRET_KEY="$$key" $(BIN)/flask --app wsgi content check

bench: set-up-dev ## Measure speed and sizes against their budgets
	@$(BIN)/python -m tests.bench $(ARGS)

load: set-up-dev ## Walk whole visits by 50, 200 and 800 people at once, and 20,000 for memory (ARGS="crowds")
	@$(BIN)/python -m tests.load $(ARGS)

format: set-up-dev ## Put the code into the common format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: set-up-dev ## Write app/translations/messages.pot, where a translation starts
	@$(BIN)/python -m scripts.messages

# Both do nothing, without a network, when the requirement files have not changed since the last time.
set-up-run set-up-dev:
	@python="$$(scripts/find_python.sh)" && "$$python" scripts/set_up.py $(@:set-up-%=%)

clean: ## Delete what was set up and built, but not the secret key
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
