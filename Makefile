# Everything runs from .venv, built from pyproject.toml with the versions of constraints.txt.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

N ?= 200
TIMES ?= 10

.PHONY: demo test check sweep properties chaos bench plots peers format clean

demo: $(STAMP)  ## install and send the example release to the example list, over a sandbox SMTP server
	$(BIN)/dispatch demo

test: $(STAMP)  ## the whole test suite
	$(BIN)/python -m pytest -n 4 --dist worksteal -q

check: $(STAMP)  ## style, types, import contract, dead code, dependency hygiene
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/deptry .

SERIES := tests/acceptance/test_kill_sweep.py tests/browser/test_browser_both.py \
	tests/browser/test_browser_accessibility.py tests/release

sweep: $(STAMP)  ## kill -9 at every step of a send, and all of the other series of which the suite tries a sample
	SWEEP_STRIDE=1 $(BIN)/python -m pytest -q $(SERIES)

properties: $(STAMP)  ## property tests with TIMES as many examples as in the suite: make properties TIMES=20
	PROPERTY_TIMES=$(TIMES) $(BIN)/python -m pytest -m hypothesis -n 2 -q -o timeout=0

chaos: $(STAMP)  ## N random schedules of faults, kills and two processes at once: make chaos N=1000
	CHAOS_N=$(N) $(BIN)/python -m pytest -q -s tests/acceptance/test_chaos.py

bench: $(STAMP)  ## speed and memory, beside a peer or a limit in the same run
	$(BIN)/python -m benchmarks

plots: $(STAMP)  ## draw throughput against connections and memory against list size, in docs/pictures
	$(BIN)/python -m benchmarks.throughput_plot

peers:  ## install the peers that `make bench` compares with, into .peers
	$(PYTHON) -m venv .peers
	.peers/bin/python -m pip install --quiet --disable-pip-version-check mailmerge redmail
	-npm install --prefix .peers --silent --no-package-lock nodemailer

format: $(STAMP)
	$(BIN)/ruff check --fix -q . || true
	$(BIN)/ruff format -q .

$(STAMP): pyproject.toml constraints.txt Makefile
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,keyring,postgres]'
	touch $@

clean:
	rm -rf $(VENV) dispatch-demo
