# The letter bank's own commands. `make demo` and `make test` each do everything on a bare machine.

PYTHON ?= python3
bin := .venv/bin
pip := $(bin)/pip --disable-pip-version-check --quiet install --use-pep517 --no-build-isolation
locks := requirements-build.txt requirements.txt requirements-dev.txt
ready := .venv/.ready

.PHONY: setup demo test coverage lint bench pictures soak docs lock tools clean

setup: $(ready)

demo: $(ready)
	$(bin)/letterbank demo

# The seed keeps the order of sets the same in both workers and in every run.
test: export PYTHONHASHSEED = 0
test: lint tools
	$(bin)/pytest -n 2 --dist worksteal

coverage: $(ready)
	$(bin)/pytest -n 2 --dist worksteal --cov --cov-report=term

lint: $(ready)
	$(bin)/ruff check .
	$(bin)/mypy

bench: $(ready)
	$(bin)/python -m tests.benchmarks

# Every page in both widths and both colour schemes, to be looked at by a person.
pictures: $(ready)
	mkdir -p .cache/pictures
	LETTERBANK_PICTURES=.cache/pictures $(bin)/pytest tests/browser -q

soak: $(ready)
	$(bin)/pytest -n 2 -m soak

docs: $(ready)
	$(bin)/letterbank docs

tools:
	@.ci/tools

# The locks are whole (tests/house/test_locks.py), so pip resolves nothing: no release of tomorrow can change or break it.
# setuptools comes first: one dependency is a source archive and, so that all is locked, is built without isolation.
$(ready): $(locks) pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	$(PYTHON) -m venv .venv
	$(pip) --no-deps --require-hashes --requirement requirements-build.txt
	$(pip) --no-deps --require-hashes --requirement requirements-dev.txt
	$(pip) --no-deps --editable .
	$(bin)/pip --disable-pip-version-check check
	@touch $@

# Needs uv. The locks name no registry: pip's own settings say where packages come from.
lock:
	for lock in $(locks:.txt=); do uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
		--no-emit-index-url --no-header $$lock.in --output-file $$lock.txt || exit; done

clean:
	rm -rf .venv .cache .hypothesis build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
