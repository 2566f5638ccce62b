# Everything a fresh machine needs: `make demo` to try it, `make test` to prove it.
SHELL := /bin/bash
.DEFAULT_GOAL := help

RUN := .venv/bin
NLU := nlu/.venv/bin

help:           ## what can be made
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/: [^#]*## /\t/' | expand -t 12

setup: .setup   ## both Python environments and the front-end files

.setup: uv.lock nlu/uv.lock package-lock.json pyproject.toml nlu/pyproject.toml
	@ops/setup
	@touch .setup

demo: setup     ## the whole town with a simulated LINE, ready to be tried
	@$(RUN)/madoguchi demo

test: setup     ## every suite
	@ops/test

check: setup    ## format, lint, types, import contracts; changes nothing
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/lint-imports

fix: setup      ## what machines can mend
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

bench: setup    ## benchmarks, reported and never asserted
	$(RUN)/python -m tests.benchmarks

evaluate: setup ## how well messages are understood, beside two rivals; reported, never asserted
	$(RUN)/python -m tests.evaluation $(OPTIONS)

pictures: setup ## the pictures of the README, taken by the browser tests
	@mkdir -p docs/images
	MADOGUCHI_PICTURES=docs/images $(RUN)/python -m pytest -q tests/browser

.PHONY: help setup demo test check fix bench evaluate pictures
