"""House rules no linter knows: nothing left undone, no outside addresses, no regulation's number in a name."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import sources

CODE = {".py", ".toml", ".po", ".cfg", ".bat", ".sh", ".html", ".css", ".js", ".sql"}
NAMESPACES = ("http://www.w3.org/", "http://schemas.openxmlformats.org/")
"""Addresses that are names of a format and are never opened."""
OWN = tuple(
    f"{scheme}://{host}"
    for scheme in ("http", "https")
    for host in ("127.0.0.1", "localhost", "evil.example", "elsewhere.example")
)
"""This machine, and the one name of a stranger that tests use."""
MAY_SKIP = ("tests/support/", "tests/e2e/conftest.py")
"""Where a missing browser or database server is told, once for all tests that need it."""

UNFINISHED = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", r"raise NotImplemented\w+"]))
UNRUN = re.compile(r"pytest\.(mark\.)?(skip|xfail|importorskip)|unittest\.skip")
ADDRESS = re.compile(r"https?:" + r"//[^\s\"'<>)]+")

NUMBER = r"(\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty)"
UNIT = r"(years?|months?|days?|percent|minutes?|people|students|points?)"
NUMBER_WITH_UNIT = re.compile(rf"(^|_){NUMBER}_{UNIT}(_|$)|(^|_){UNIT}_{NUMBER}(_|$)")


def code_files() -> Iterator[Path]:
    """Every file of code in the checkout, this one aside: it spells out what it forbids."""
    folders = [*sources.packages(), *sources.NOT_PRODUCT, "templates", "static", "translations", ".ci"]
    files = [file for folder in folders for file in (sources.ROOT / folder).rglob("*") if file.is_file()]
    loose = [sources.ROOT / "Makefile", *sources.ROOT.glob("*.toml"), *sources.ROOT.glob("*.bat")]
    for file in sorted([*files, *loose]):
        vendored = "vendor" in file.parts
        if (file.suffix in CODE or file.name in {"Makefile", "run"}) and not vendored and file != Path(__file__):
            yield file


def matches(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Where a pattern occurs in the code, and what it found."""
    for file in code_files():
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            for match in pattern.finditer(line):
                yield sources.name_of(file, number), match.group()


def test_nothing_is_left_undone() -> None:
    assert not list(matches(UNFINISHED))


def test_no_test_is_switched_off() -> None:
    assert not [(where, found) for where, found in matches(UNRUN) if not where.startswith(MAY_SKIP)]


def test_code_names_no_address_outside_the_machine() -> None:
    assert not [(where, found) for where, found in matches(ADDRESS) if not found.startswith((*NAMESPACES, *OWN))]


def test_no_name_repeats_a_number_of_the_regulations() -> None:
    named = [
        sources.name_of(file, function.lineno)
        for file in sources.our_modules()
        for function in sources.functions(file)
        if NUMBER_WITH_UNIT.search(function.name)
    ]
    assert not named


def test_every_function_of_a_test_module_that_asserts_is_a_test_or_is_used() -> None:
    forgotten = []
    for file in sources.modules("tests"):
        text = file.read_text(encoding="utf-8")
        if file.stem.startswith("test_"):
            forgotten += [
                sources.name_of(file, function.lineno)
                for function in sources.functions(file)
                if not function.name.startswith("test_")
                and not function.decorator_list
                and len(re.findall(rf"\b{function.name}\b", text)) == 1
            ]
    assert not forgotten
