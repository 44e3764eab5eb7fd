# Two commands: make demo, make test. The rest is for those who build.
PORT ?= 8000
Y = .venv/bin
export YIPANQI_HOME ?= $(CURDIR)/var

.PHONY: setup demo test check lock format reference
setup:
	@tools/setup

demo: setup
	@$(Y)/yipanqi demo --port $(PORT) $(ARGS)

test: setup
	@tools/test-packages
	@tools/test $(ARGS)

check: setup
	@tools/check

lock:
	@tools/lock

format:
	@$(Y)/ruff check --fix src tests tools && $(Y)/ruff format src tests

reference: setup
	@$(Y)/python tools/reference
