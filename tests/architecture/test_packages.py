"""One list of packages, many tools: whoever adds a package tells all of them."""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions

import pytest

from scripts import bootstrap
from tests.architecture import sources


def tools() -> Iterator[tuple[str, set[str]]]:
    """Each tool with the packages it was told of."""
    tool = sources.project()["tool"]
    yield "setuptools", {name for name in tool["setuptools"]["packages"]["find"]["include"] if "." not in name}
    yield "import-linter", set(tool["importlinter"]["root_packages"])
    yield "mypy", set(tool["mypy"]["files"]) - sources.NOT_PRODUCT
    yield "ruff", set(tool["ruff"]["lint"]["isort"]["known-first-party"]) - sources.NOT_PRODUCT
    yield "bootstrap", set(bootstrap.PACKAGES)
    yield "layers contract", set(layers())


def layers() -> list[str]:
    """The order of the packages in the first import contract, top first."""
    first: list[str] = sources.project()["tool"]["importlinter"]["contracts"][0]["layers"]
    return first


@pytest.mark.parametrize(("tool", "told"), list(tools()), ids=lambda value: value if isinstance(value, str) else "")
def test_tool_knows_exactly_the_packages_there_are(tool: str, told: set[str]) -> None:
    assert told == set(sources.packages()), tool


def test_setuptools_takes_every_package_with_all_below_it() -> None:
    include = sources.project()["tool"]["setuptools"]["packages"]["find"]["include"]
    assert set(include) == {name for package in sources.packages() for name in (package, f"{package}.*")}


def test_no_package_or_module_hides_one_of_the_standard_library() -> None:
    stems = {sources.name_of(file): file.stem for file in sources.product_modules() if file.stem != "__init__"}
    names = stems | {package: package for package in sources.packages()}
    taken = {where for where, name in names.items() if name in sys.stdlib_module_names - {"__main__"}}
    assert not taken


def test_no_other_distribution_owns_a_name_of_ours() -> None:
    owners = packages_distributions()
    shared = {name: owners[name] for name in sources.packages() if set(owners.get(name, ())) - {"junheng"}}
    assert not shared


def test_every_folder_of_modules_below_a_package_is_a_package() -> None:
    folders = {file.parent for file in sources.product_modules()}
    assert not [sources.name_of(folder) for folder in folders if not (folder / "__init__.py").exists()]


def test_no_module_is_named_for_nothing_in_particular() -> None:
    vague = re.compile(r"^(utils?|helpers?|common|misc|stuff|\w+\d)$")
    assert not [sources.name_of(file) for file in sources.product_modules() if vague.match(file.stem)]
