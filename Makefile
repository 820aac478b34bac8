# The few commands that everything else hangs from; the work is done by scripts/.

CARGO ?= cargo
SCALE ?= 1
SEED ?=

.PHONY: build dist run check test gallery screenshots soak web-bench

# An optimised server in target/release with the web client inside, quick to build.
build:
	scripts/web build
	$(CARGO) build --release --package wardroom

# The server as it is shipped, linked as a whole.
dist:
	scripts/web build
	$(CARGO) build --profile dist --package wardroom

# Builds and serves on port 8065, with the data in ./wardroom-data.
run: build
	$${CARGO_TARGET_DIR:-target}/release/wardroom serve

# Format, lints, licences: what needs no test to run.
check:
	scripts/check

# Everything that has to be green: checks, tests on both engines, stories of foreign clients, the web client.
test: check
	scripts/test
	scripts/client-stories
	scripts/web test

# Every component of the web client in every state, in a browser.
gallery:
	scripts/web gallery

# Every main screen of the web client, in four widths, by day and by night, into web/screenshots.
screenshots:
	scripts/web screenshots

# Every bar of the web client's speed beside its figure: docs/benchmarks.md says how to read it.
web-bench:
	scripts/web bench

# The long runs: kills, cuts, malformed requests. SCALE=0.05 for a short one, SEED=… to repeat one.
soak:
	SCALE=$(SCALE) SEED=$(SEED) scripts/soak
