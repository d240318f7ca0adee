"""The code under judgement: where the packages are, what their modules say, what the project file declares."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NOT_PRODUCT = {"benchmarks", "tests", "scripts"}
"""Folders of Python that serve the product without being part of it."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def project() -> dict[str, Any]:
    """`pyproject.toml`, parsed."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def packages() -> list[str]:
    """The product's packages, as the folders tell it."""
    return sorted(file.parent.name for file in ROOT.glob("*/__init__.py") if file.parent.name not in NOT_PRODUCT)


def modules(*folders: str) -> list[Path]:
    """Every Python file of these top-level folders, sorted."""
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def product_modules() -> list[Path]:
    """Every Python file of the product."""
    return modules(*packages())


def our_modules() -> list[Path]:
    """Every Python file of the checkout that we wrote: product, scripts, benchmarks and tests."""
    return modules(*packages(), *NOT_PRODUCT)


@cache
def tree(file: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def functions(file: Path) -> Iterator[Function]:
    """Every function and method of a file, nested ones too."""
    return (node for node in ast.walk(tree(file)) if isinstance(node, Function))


def name_of(file: Path, line: int | None = None) -> str:
    """A file, and a line of it, as a person would look it up."""
    relative = file.relative_to(ROOT).as_posix()
    return relative if line is None else f"{relative}:{line}"
