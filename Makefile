# Every target first installs what it needs (scripts/setup: idempotent, says what it does).
# With trunk, wasm-bindgen and wasm-opt installed the plain habits do the same: trunk serve, trunk build --release, cargo test.

.PHONY: help serve test dist bench models check setup
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## only install what is missing
	@scripts/setup site

serve: ## build and serve on http://127.0.0.1:8080, again after each change
	@scripts/setup site
	@scripts/env trunk serve

dist: ## the static site in dist/ and as target/lecture-playground.zip
	@scripts/setup site
	@scripts/dist

test: ## all tests: native, wasm, the built site, two browsers
	@scripts/test

check: ## formatting, lints (as errors) and the import test
	@scripts/setup native
	@scripts/check

bench: ## speed of the numeric core, native and in Chromium
	@scripts/setup browsers
	@scripts/bench

models: ## train the shipped checkpoints again
	@scripts/setup native
	@scripts/env cargo run --profile native --bin models
