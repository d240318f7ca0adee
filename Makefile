# One name per task; the work is in scripts/bootstrap.py, so that Windows needs no make (setup.bat, run.bat).
# Extra arguments: make test ARGS="-k locks"   Without a network: make demo ARGS="--offline wheelhouse"

PYTHON ?= python3
ARGS ?=
RUN := $(PYTHON) scripts/bootstrap.py

# The current folder is not put on Python's path: `import templates` must fail here as it does elsewhere.
export PYTHONSAFEPATH := 1

.DEFAULT_GOAL := help
.PHONY: help demo test setup check bench translate lock bundle clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## 演示：生成示范区并求解轮岗方案 · make the demonstration district and solve its plan
	@$(RUN) demo $(ARGS)

test: ## 全部测试 · all tests
	@$(RUN) test $(ARGS)

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
