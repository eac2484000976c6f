# `make demo` and `make test` need only make and Python 3.11–3.13; they set up the rest themselves.
.DEFAULT_GOAL := help
.PHONY: help demo test check fuzz bench format lock clean

PY := .venv/bin/python
INSTALLED := .venv/requirements-dev.lock.installed
PORT ?= 8000
WORKERS ?= 2
CASES ?= 160
export PORT

help: ## Vis denne listen
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(INSTALLED) ## Start en kommune til å prøve seg på: http://127.0.0.1:8000/ (PORT=8001 gir en annen port)
	@$(PY) -m demo.run

test: $(INSTALLED) ## Kjør alle testene (ARGS="-k navn" velger noen)
	@tools/chromium.sh
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(INSTALLED) ## Sjekk format, stil, typer, grenser, maler og oversettelser (kjører ingen tester)
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m tools.texts

fuzz: $(INSTALLED) ## Prøv utleier-API-et mot spesifikasjonen (CASES=160 for hver operasjon, 5000 i alt)
	@HUSROM_FUZZ_CASES=$(CASES) $(PY) -m pytest tests/api/test_schemathesis.py -q -n 0 -s $(ARGS)

bench: $(INSTALLED) ## Mål forholdstall for import, jobber og lister
	@$(PY) -m bench

format: $(INSTALLED) ## Rett format og det av stilen som kan rettes av seg selv
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

lock: $(INSTALLED) ## Skriv låsefilene på nytt etter en endring i pyproject.toml
	@tools/lock.sh

clean: ## Slett miljøet og alt under var/ (også demodataene)
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(INSTALLED): requirements-dev.lock tools/bootstrap.sh
	@tools/bootstrap.sh requirements-dev.lock
