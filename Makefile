# Two commands do everything: `make run` and `make test`.

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check --no-input

# A stamp is touched only after its step has succeeded, so a broken-off step runs again.
VENV_STAMP := $(VENV)/.stamp-created
RUN_STAMP := $(VENV)/.stamp-run
TEST_STAMP := $(VENV)/.stamp-test

.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: run test screenshots model-card measure measure-classics measure-seeds lint format-check types boundaries unit format bench install uninstall clean help

run: $(RUN_STAMP) ## Open the window; ARGS="..." is handed on, as in make run ARGS=seven.png
	@$(PY) main.py $(ARGS)

test: $(TEST_STAMP) ## Run every check and every test
	@$(MAKE) --no-print-directory --keep-going lint format-check types boundaries unit

lint: $(TEST_STAMP)
	$(PY) -m ruff check .

format-check: $(TEST_STAMP)
	$(PY) -m ruff format --check .

types: $(TEST_STAMP)
	$(PY) -m mypy

boundaries: $(TEST_STAMP)
	$(PY) -c 'from importlinter.cli import lint_imports_command as run; run()' --no-cache --no-logo

unit: $(TEST_STAMP)
	$(PY) -m pytest --cov --cov-report=term $(ARGS)

format: $(TEST_STAMP) ## Rewrite the sources in the agreed format
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: $(TEST_STAMP) ## Measure start, latency and memory
	$(PY) -m pytest tests/benchmarks --override-ini=python_files='bench_*.py' -s $(ARGS)

screenshots: $(RUN_STAMP) ## Make the pictures of the README again
	@$(PY) docs/screenshots.py

model-card: $(RUN_STAMP) ## Write docs/model.md from recorded results
	@$(PY) docs/model_card.py

measure: $(RUN_STAMP) ## Measure the bundled model on DATA=DIR (some minutes) and write its card
	@$(PY) docs/measure.py $(if $(DATA),--data $(DATA)) model
	@$(PY) docs/model_card.py

measure-classics measure-seeds: $(RUN_STAMP)
	@$(PY) docs/measure.py $(if $(DATA),--data $(DATA)) $(@:measure-%=%) $(ARGS)
	@$(PY) docs/model_card.py

install: $(RUN_STAMP) ## Add Inkdigits to this user's desktop menu
	@$(PY) packaging/install_desktop.py install

uninstall: ## Take it out of the desktop menu again
	@python3 packaging/install_desktop.py uninstall

clean: ## Remove .venv and everything else that make has made
	rm -rf $(VENV) build dist htmlcov .coverage inkdigits.egg-info
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find gui model tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

$(VENV_STAMP):
	@for python in python3 python3.13 python3.12 python3.11; do \
		if $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
			2>/dev/null; then \
			found=$$python; break; \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Inkdigits needs Python 3.11, 3.12 or 3.13 (TensorFlow has none for later ones);" \
			"python3 here is $$(python3 -V 2>/dev/null || echo missing)." >&2; \
		exit 1; \
	fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "Python's venv module is missing; on Debian and Ubuntu:" \
			"sudo apt-get install python3-venv" >&2; \
		exit 1; \
	fi; \
	echo "Creating $(VENV) with $$($$found -V)"; \
	$$found -m venv --clear $(VENV)
	@touch $@

$(RUN_STAMP): pyproject.toml $(VENV_STAMP)
	@echo "Installing what Inkdigits needs; this takes a few minutes, once"
	@$(PIP) install --editable .
	@touch $@

$(TEST_STAMP): pyproject.toml $(VENV_STAMP)
	@echo "Installing what Inkdigits and its tests need; this takes a few minutes, once"
	@$(PIP) install --editable '.[test]'
	@touch $@ $(RUN_STAMP)
