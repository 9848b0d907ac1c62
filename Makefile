# Needs git, make and Python 3.11, 3.12 or 3.13: nothing else. Written for GNU make 3.81, the one that macOS has.
.DEFAULT_GOAL := help
.PHONY: help demo test chaos month lint format features deadlines coverage bench lock clean

VENV := .venv
PY := $(VENV)/bin/python
INSTALL := -m pip install -qq --disable-pip-version-check --no-input --require-hashes --only-binary :all: --no-deps -r
CANDIDATES := $(PYTHON) python3.13 python3.12 python3.11 python3 python
SUPPORTED := import sys; sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 13) and sys.maxsize > 2**32))

# An environment whose Python has since been upgraded away is worth nothing: it is made again.
$(shell [ ! -d $(VENV) ] || $(PY) -c '' 2>/dev/null || rm -rf $(VENV))

help: ## list what can be asked for
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/run.stamp ## hold a whole conference  [CASE=file.yaml] [SEED=n] [SEEDS=how-many]
	@$(PY) -m bot demo $(if $(CASE),--case "$(CASE)") $(if $(SEED),--seed "$(SEED)") $(if $(SEEDS),--seeds "$(SEEDS)")

test: lint ## everything that must hold before a change lands  [ARGS="-k quorum"]
	$(PY) -m pytest -n auto --dist worksteal $(ARGS)

chaos: $(VENV)/run.stamp ## kill, freeze and throttle everything, and count what is lost  [SEED=n] [SEEDS=how-many] [ONLY=controls]
	@$(PY) -m chaos $(if $(SEED),--seed "$(SEED)") $(if $(SEEDS),--seeds "$(SEEDS)") $(if $(ONLY),--only "$(ONLY)")

month: $(VENV)/run.stamp ## a month of forty conferences on a moved clock: who was reminded, and when  [SEED=n] [SEEDS=how-many]
	@$(PY) -m month $(if $(SEED),--seed "$(SEED)") $(if $(SEEDS),--seeds "$(SEEDS)")
	@$(PY) -m month --whole $(if $(SEED),--seed "$(SEED)") $(if $(SEEDS),--seeds "$(SEEDS)")

lint: $(VENV)/dev.stamp ## style, types, and who may import whom
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) $(VENV)/bin/lint-imports --no-logo

format: $(VENV)/dev.stamp ## put style right where a machine can
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

features: $(VENV)/run.stamp ## which ids of docs/features.md a test proves, and which not
	@$(PY) -m tests.features

deadlines: $(VENV)/run.stamp ## write docs/deadlines.md anew from tests/tables
	@$(PY) -m tests.deadlines

coverage: $(VENV)/dev.stamp ## what the tests run, branch by branch
	$(PY) -m pytest -n auto --dist worksteal --cov --cov-report=term

bench: $(VENV)/run.stamp $(VENV)-bench/stamp ## how fast it is, beside its limit and its peers; twelve quiet minutes  [QUICK=1]
	@$(PY) -m bench $(if $(QUICK),--quick)

# Microsoft's own library, to be measured against: apart, so that it never meets what the bot runs on.
$(VENV)-bench/stamp: requirements/bench.txt $(VENV)/run.stamp
	@$(PY) -m venv --clear $(VENV)-bench
	@$(VENV)-bench/bin/python $(INSTALL) $<
	@touch $@

# The lists of pyproject.toml, made exact and hashed for every system we serve. Names no index: uv asks the one it is set up with.
LOCKER := $(VENV)/locker/bin
LOCK = $(LOCKER)/uv pip compile --quiet --universal --python-version 3.11 --only-binary :all: --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

lock: $(VENV)/run.stamp ## write requirements/ anew from pyproject.toml  [UPGRADE=1]
	@$(PY) -m venv --clear $(VENV)/locker
	@$(LOCKER)/python $(INSTALL) requirements/lock.txt
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) pyproject.toml --group dev -o requirements/dev.txt
	$(LOCK) --group lock -o requirements/lock.txt
	$(LOCK) --group bench -o requirements/bench.txt

clean: ## remove the environment, the caches and what the demo wrote
	rm -rf $(VENV) $(VENV)-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage* out
	find bot month tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A Python may be on the path and fail when it is run (a shim), or lack what makes environments, so each is asked.
$(VENV)/run.stamp: requirements/run.txt
	@found=; bare=; \
	for each in $(CANDIDATES); do \
	  "$$each" -c '$(SUPPORTED)' 2>/dev/null || continue; \
	  if "$$each" -c 'import ensurepip, venv' 2>/dev/null; then found="$$each"; break; else bare="$$each"; fi; \
	done; \
	if [ -n "$$found" ]; then \
	  echo "Making $(VENV) with $$("$$found" -V)"; "$$found" -m venv --clear $(VENV); \
	elif [ -n "$$bare" ]; then \
	  echo "$$("$$bare" -V) is here without its venv module. On Debian and Ubuntu, install python3-venv." >&2; exit 1; \
	else \
	  echo "Python 3.11, 3.12 or 3.13 (64-bit) is needed. None of these is one: $(CANDIDATES). Set PYTHON=path." >&2; exit 1; \
	fi
	@echo "Installing what the bot runs on, by hash (requirements/run.txt); half a minute on a good line"
	@$(PY) $(INSTALL) $< || { echo "Not installed: see above. Served are glibc Linux and macOS, x86-64 and ARM64." >&2; exit 1; }
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@echo "Installing what the tests need besides (requirements/dev.txt)"
	@$(PY) $(INSTALL) $<
	@touch $@
