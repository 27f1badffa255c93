# make setup | demo | test | lint | bench | soak | docs | lock | clean

PYTHON ?= python3
bin := .venv/bin
pip := $(bin)/pip --disable-pip-version-check --quiet
locks := requirements-build.txt requirements.txt requirements-dev.txt
ready := .venv/.ready

.PHONY: setup demo lock clean

setup: $(ready)

# setuptools comes first: one dependency is a source archive and, so that all is locked, is built without isolation.
$(ready): $(locks) pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	$(PYTHON) -m venv .venv
	$(pip) install --require-hashes --requirement requirements-build.txt
	$(pip) install --no-build-isolation --require-hashes --requirement requirements-dev.txt
	$(pip) install --no-build-isolation --no-deps --editable .
	@touch $@

lock: # needs uv
	$(foreach lock,$(locks),uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header $(lock:.txt=.in) --output-file $(lock) &&) true
