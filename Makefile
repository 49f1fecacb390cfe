# Perceptron Lab: `make run` and `make test` set up .venv by themselves.

PYTHON ?= python3
# The version that is tested. pip installs it before all else, so that nothing pulls in another
# build; it alone is looked up in the extra index, which may be out of reach.
TORCH ?= torch==2.13.0
TORCH_INDEX ?= $(shell sed -n 's/^--extra-index-url //p' requirements.txt)

# More would wait too long for each other's browsers.
PROCESSES ?= $(shell nproc 2>/dev/null || echo 2)

PYTEST = $(PY) -m pytest --dist loadfile --no-loadscope-reorder --numprocesses $(PROCESSES)

PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check
NODE_BIN := .venv/javascript/node_modules/.bin
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))

# What a shell may have set and what would lead Python or pip out of .venv.
unexport PYTHONHOME PYTHONSTARTUP PYTHONWARNINGS PIP_PREFIX PIP_ROOT PIP_TARGET
export PIP_USER := 0
export PYTHONPATH := $(CURDIR)

.PHONY: help run test walk lint lint-javascript format words fuzz bench bench-live bench-pages bench-visit interleave drill presses load room picture plotly class load-class soak

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1: /p' Makefile

run: .venv/.run ## start the dashboard; PORT=8502 and ADDRESS=0.0.0.0 (all networks) change where
	@$(PY) -m streamlit run app.py --server.address $(or $(ADDRESS),localhost) \
		--server.port $(or $(PORT),8501) --server.headless true --browser.gatherUsageStats false

class: .venv/.run ## serve a class from all cores, to its network; PORT=, ADDRESS=, PROCESSES=; needs nginx and Redis
	@$(PY) tools/class_server.py $(if $(ADDRESS),--address $(ADDRESS)) $(if $(PORT),--port $(PORT)) \
		$(if $(filter command environment,$(origin PROCESSES)),--processes $(PROCESSES))

test: lint ## check format, lint, types, tests and docstring examples; make walk has the slow ones
	$(PYTEST) -m 'not slow'

walk: .venv/.test ## the tests that take long: lessons and classes in a browser, walks over all pages, a grown tree
	$(PYTEST) -m slow

lint: .venv/.test ## check format, lint and types; JavaScript too, where npm is found
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	@if ! command -v npm > /dev/null; then \
		echo 'JavaScript is not checked: npm is not found.'; \
	elif $(MAKE) --no-print-directory .venv/.javascript; then \
		$(MAKE) --no-print-directory lint-javascript; \
	else \
		echo 'JavaScript is not checked: npm could not install its tools.'; \
		test -z "$$PERCEPTRON_REQUIRE_JAVASCRIPT"; \
	fi

lint-javascript: .venv/.javascript
	$(NODE_BIN)/eslint --max-warnings 0 --config .venv/javascript/eslint.config.js 'pages/**/*.js'
	$(NODE_BIN)/tsc --project tools/javascript

format: .venv/.test ## format, and repair what can be repaired
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

words: .venv/.test ## bring the catalogs of all languages up to date; NEW=fr begins one
	$(PY) tools/words.py $(NEW)

bench: .venv/.test ## measure training, growth, imports, pages and memory against baselines
	$(PY) benchmarks/training.py
	$(PY) benchmarks/growth.py
	$(PY) benchmarks/imports.py
	$(PY) benchmarks/memory.py
	$(PY) benchmarks/paint.py

fuzz: .venv/.test ## send thousands of bad inputs to every door; CASES=500 at each
	FUZZ_CASES=$(or $(CASES),500) $(PY) -m pytest tests/fuzz

bench-pages: .venv/.test ## measure what a script run of each page costs; BEFORE=folder: against another tree
	$(PY) benchmarks/reruns.py $(BEFORE)

bench-live: .venv/.test ## measure live drawing and page switches in a real browser
	$(PY) benchmarks/live.py
	$(PY) benchmarks/switch.py

bench-visit: .venv/.test ## measure what a first and a second visit cost a phone; BEFORE=folder: against another tree
	$(PY) benchmarks/visit.py $(BEFORE)

interleave: .venv/.test ## let 500 students commit in 1000 random orders, over both stores; ORDERS=100
	ROOM_INTERLEAVINGS=$(or $(ORDERS),1000) $(PY) -m pytest --numprocesses auto tests/room/test_interleavings.py tests/room/test_deaths.py

load: .venv/.test ## let a class press Train at once; VISITORS="10 30" changes how many
	$(PY) benchmarks/load.py $(VISITORS)

load-class: .venv/.test ## let it press Train before one process and before make class, in turns; VISITORS="30 100"
	$(PY) benchmarks/load_class.py $(VISITORS)

soak: .venv/.test ## let a day of classes come and go, and see what they leave; CLASSES=3 MINUTES=10
	$(PY) benchmarks/soak.py $(if $(CLASSES),--classes $(CLASSES)) $(if $(MINUTES),--minutes $(MINUTES))

room: .venv/.test ## let a class answer in a room; STUDENTS="30 100" changes how many
	$(PY) benchmarks/room.py $(STUDENTS)

drill: .venv/.test ## break what deploy/ sets up, and see what holds; needs nginx
	$(PY) tests/drill/drill.py

presses: .venv/.test ## press every button of the player at random moments, 500 times; PRESSES=100
	$(PY) tests/drill/presses.py $(PRESSES)

picture: .venv/.test ## take the pictures of README and teacher's guide
	$(PY) tools/picture.py

plotly: .venv/.run ## bring in the part of plotly.js that the charts need, of the installed version; needs npm
	cd .venv && npm pack --silent plotly.js-cartesian-dist-min@$$(bin/python -c \
		"from plotly.offline import get_plotlyjs_version as version; print(version())") > plotly.name && \
		tar -xzf $$(cat plotly.name) package/plotly-cartesian.min.js && \
		mv package/plotly-cartesian.min.js ../pages/shared/draw/plotly/ && rm $$(cat plotly.name) plotly.name

# --- set-up: stamps inside .venv, older than a changed list of requirements --------------

.venv/.run: requirements.txt Makefile
	@$(PY) -c 'import pip; $(NEW_ENOUGH)' 2>/dev/null || $(MAKE) --no-print-directory new-venv
	$(PIP) install --no-deps --retries 1 --timeout 15 --extra-index-url $(TORCH_INDEX) '$(TORCH)'
	@echo 'Installing the rest of requirements.txt ...'
	@sed '/^--/d' requirements.txt > .venv/requirements.txt
	@$(PIP) install --quiet -r .venv/requirements.txt
	@touch $@

.venv/.test: .venv/.run tests/requirements.txt
	@echo 'Installing tests/requirements.txt ...'
	@$(PIP) install --quiet -r tests/requirements.txt
	@touch $@

JAVASCRIPT := $(addprefix tools/javascript/,package.json eslint.config.js .npmrc)
.venv/.javascript: .venv/.test $(JAVASCRIPT)
	@echo 'Installing tools/javascript/package.json ...'
	@mkdir -p .venv/javascript
	@cp $(JAVASCRIPT) .venv/javascript
	@cd .venv/javascript && npm install --no-progress --loglevel=error
	@touch $@

.PHONY: new-venv
new-venv:
	@$(PYTHON) -c '$(NEW_ENOUGH)' || { \
		echo 'Perceptron Lab needs Python 3.11 or newer as $(PYTHON). If it has another name:'; \
		echo '    make run PYTHON=python3.12'; exit 1; } >&2
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'This Python cannot make virtual environments. On Debian and Ubuntu:'; \
		echo '    sudo apt-get install python3-venv'; exit 1; } >&2
	$(PYTHON) -m venv --clear .venv

# A .venv whose Python is gone is made anew, whatever its stamp says.
ifeq ($(shell test -x $(PY) && echo there),)
.PHONY: .venv/.run
endif
