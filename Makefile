# One name per task; the work is in scripts/bootstrap.py, so that Windows needs no make (setup.bat, run.bat).
# Extra arguments: make test ARGS="-k locks"   Without a network: make demo ARGS="--offline wheelhouse"

PYTHON ?= python3
ARGS ?=
SERVE ?= yes
RUN := $(PYTHON) scripts/bootstrap.py

# The current folder is not put on Python's path: `import templates` must fail here as it does elsewhere.
export PYTHONSAFEPATH := 1
export SERVE

.DEFAULT_GOAL := help
.PHONY: help demo test serve e2e setup check bench translate lock bundle clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## 演示：示范区、轮岗方案和网站（SERVE=no 只准备，不启动） · the demonstration district, its plan and the site (SERVE=no stops before serving)
	@$(RUN) demo $(ARGS)

test: ## 全部测试 · all tests
	@$(RUN) test $(ARGS)

serve: ## 启动网站 · serve the site of this checkout
	@$(RUN) serve $(ARGS)

e2e: ## 浏览器走查 · the journeys in a browser alone
	@$(RUN) test tests/e2e $(ARGS)

setup: ## 准备环境 · make the environment in .venv
	@$(RUN) setup $(ARGS)

check: ## 风格、类型、导入约定、内部规则 · style, types, import contracts, house rules
	@$(RUN) check $(ARGS)

bench: ## 基准测试 · time the planner on the benchmark districts
	@$(RUN) bench $(ARGS)

translate: ## 更新并编译翻译目录 · collect sentences into the catalogue and compile it
	@$(RUN) translate $(ARGS)

lock: ## 更新锁文件（维护者） · resolve the lock files anew (maintainers)
	@$(RUN) lock $(ARGS)

bundle: ## 下载离线安装包 · fetch the wheels for machines without a network
	@$(RUN) bundle $(ARGS)

clean: ## 清理生成物 · remove what can be made again
	@$(RUN) clean $(ARGS)
