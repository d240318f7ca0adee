"""Small modules, short functions, imports at the top, a sentence on everything public."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import sources

LONGEST_MODULE = 400
SHORT_FUNCTION = 35
SHORT_PERCENT = 95


def judged() -> list[Path]:
    """The files whose size and documentation count: everything but the tests."""
    return [*sources.product_modules(), *sources.modules("scripts", "benchmarks")]


def lines(file: Path) -> int:
    """The number of lines of a file."""
    return len(file.read_text(encoding="utf-8").splitlines())


def length(function: sources.Function) -> int:
    """The number of lines of a function, its docstring included."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_module_is_too_long_to_read_at_once() -> None:
    long = {sources.name_of(file): lines(file) for file in sources.our_modules() if lines(file) > LONGEST_MODULE}
    assert not long


def test_nearly_all_functions_are_short() -> None:
    lengths = {
        f"{sources.name_of(file, function.lineno)} {function.name}": length(function)
        for file in judged()
        for function in sources.functions(file)
    }
    long = {where: size for where, size in lengths.items() if size > SHORT_FUNCTION}
    assert 100 * len(long) <= (100 - SHORT_PERCENT) * len(lengths), long


def imported(node: ast.AST) -> set[str]:
    """The top-level names a statement imports."""
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").split(".")[0]}
    return set()


def test_our_own_code_is_imported_at_the_top_of_a_module() -> None:
    ours = set(sources.packages())
    hidden = [
        sources.name_of(file, getattr(node, "lineno", None))
        for file in sources.our_modules()
        for function in sources.functions(file)
        for node in ast.walk(function)
        if imported(node) & ours
    ]
    assert not hidden


def test_our_own_code_is_not_imported_by_name_behind_the_contracts() -> None:
    called = [
        sources.name_of(file, node.lineno)
        for file in sources.product_modules()
        for node in ast.walk(sources.tree(file))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"importlib.import_module", "__import__"}
    ]
    assert not called


def public(node: ast.Module | ast.ClassDef) -> Iterator[sources.Function | ast.ClassDef]:
    """The public functions and classes of a module, and the public members of its classes."""
    for child in node.body:
        if isinstance(child, sources.Function | ast.ClassDef) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from public(child)


def test_everything_public_says_what_it_is_for() -> None:
    silent = [sources.name_of(file) for file in judged() if not ast.get_docstring(sources.tree(file))]
    silent += [
        f"{sources.name_of(file, node.lineno)} {node.name}"
        for file in judged()
        for node in public(sources.tree(file))
        if not ast.get_docstring(node)
    ]
    assert not silent
