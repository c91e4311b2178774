# Each command brings what it needs by itself. Options are variables: make demo RATE=20 SEED=7
STACK ?= local
RUN := node tools/run.mjs
option = $(if $($(1)),--$(2) '$($(1))')

ifeq ($(shell command -v node),)
$(error Node is not on PATH. Install Node 20 or newer with npm: https://nodejs.org/en/download)
endif

.DEFAULT_GOAL := help
.PHONY: help up down demo verify render review docs setup golden prices screenshots test test-kubernetes check bench

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-24s%s\n", $$1, $$2 }'

up: ## bring the stack up (STACK=local)
	@$(RUN) cli/up.ts --stack '$(STACK)'

down: ## stop the stack and keep its data (DATA=delete removes it)
	@$(RUN) cli/down.ts --stack '$(STACK)' $(call option,DATA,data)

demo: ## send the traffic of a small company of agents (RATE, DURATION, SEED, BURST=1, ALERTS=1)
	@$(RUN) cli/demo.ts --stack '$(STACK)' $(call option,RATE,rate) $(call option,DURATION,duration) $(call option,SEED,seed) $(if $(BURST),--burst) $(if $(ALERTS),--alerts)

verify: ## send one marked run and find it, whole and clean, in every backend (STRICT=1, TIMEOUT, JSON=1)
	@$(RUN) cli/verify.ts --stack '$(STACK)' $(if $(STRICT),--strict) $(if $(TIMEOUT),--timeout '$(TIMEOUT)') $(if $(JSON),--json)

render: ## write every artefact of the stack to a folder (OUT=rendered)
	@$(RUN) cli/render.ts --stack '$(STACK)' $(call option,OUT,out)

review: ## draw every dashboard and rule on one page, and what BEFORE=<revision> changes (AFTER, OUT, DEMO=1)
	@$(RUN) cli/review.ts --stack '$(STACK)' $(call option,OUT,out) $(call option,BEFORE,before) $(call option,AFTER,after) $(if $(DEMO),--demo)

docs: ## write the pages that are generated from the code
	@$(RUN) cli/docs.ts

setup: ## install the Pulumi CLI and the stack's programs into the cache
	@$(RUN) tools/setup.ts

golden: ## write the golden files anew: read their diff as your reviewer will
	@$(RUN) node_modules/vitest/vitest.mjs run --project golden --update

prices: ## write the table of models anew from the price list that package.json pins
	@$(RUN) tools/prices.ts

screenshots: ## take the README's pictures of the running stack (needs Chromium)
	@$(RUN) tools/screenshots.ts --stack '$(STACK)'

test: ## check everything and run every test (ONLY=unit, golden, alerts, component, collector, kubernetes or up)
	@$(RUN) tools/test.ts $(call option,ONLY,only)

test-kubernetes: ## check every manifest on a real API server (VERSION=1.36.3, else the pinned one)
	@$(RUN) tools/test.ts --only kubernetes $(call option,VERSION,kubernetes)

check: ## types, lint, format, import rules, dead code
	@$(RUN) tools/check.ts

bench: ## measure the pipeline, stage by stage, and previews (ONLY=pipeline or previews)
	@$(RUN) tools/bench.ts $(call option,ONLY,only)
