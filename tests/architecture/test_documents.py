"""Documents cannot drift from the checkout: links lead somewhere, commands exist, decisions are indexed and short."""

import re
from pathlib import Path

import pytest

from scripts import bootstrap
from tests.architecture import sources

DECISIONS = sources.ROOT / "docs" / "decisions"
DOCUMENTS = sorted([*sources.ROOT.glob("*.md"), *(sources.ROOT / "docs").rglob("*.md")])
LONGEST_RECORD = 40

LINK = re.compile(r"\]\((?!#)([^)\s#:]+)(?:#[^)]*)?\)")
TARGET = re.compile(r"^([a-z]+):.*##", re.MULTILINE)
MAKE = re.compile(r"(?:`|^\s*)make ([a-z]+)\b", re.MULTILINE)


def targets() -> set[str]:
    """The public targets of the Makefile."""
    return set(TARGET.findall((sources.ROOT / "Makefile").read_text(encoding="utf-8")))


@pytest.mark.parametrize("document", DOCUMENTS, ids=sources.name_of)
def test_every_link_leads_to_a_file(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert not [link for link in links if not (document.parent / link).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=sources.name_of)
def test_every_make_command_named_exists(document: Path) -> None:
    assert set(MAKE.findall(document.read_text(encoding="utf-8"))) <= targets()


def test_makefile_and_script_offer_the_same_tasks() -> None:
    assert targets() - {"help"} == set(bootstrap.TASKS)


def test_decisions_are_indexed_numbered_in_order_and_short() -> None:
    records = sorted(DECISIONS.glob("[0-9]*.md"))
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix(f"# {record.name[:4]} · ")
        assert f"]({record.name}) | {title} |" in index
        assert len(text.splitlines()) <= LONGEST_RECORD, record.name
        assert [part for part in ("Status: ", "## Context", "## Decision", "## Consequences") if part not in text] == []


def test_both_readmes_link_to_each_other_and_show_the_same_commands() -> None:
    chinese, english = ((sources.ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.en.md"))
    command = re.compile(r"^ *((?:make|junheng) [a-z ]+)", re.MULTILINE)
    assert "(README.en.md)" in chinese
    assert "(README.md)" in english
    assert [text.strip() for text in command.findall(chinese)] == [text.strip() for text in command.findall(english)]
