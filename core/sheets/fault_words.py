"""Faults in the words of one language: beside a cell, for a whole row, and as a list."""

from collections.abc import Sequence

from core.i18n import Language
from core.sheets.faults import Fault
from core.sheets.words import in_language
from policy.messages import say

HEADINGS = (say("Place"), say("Column"), say("What is written there"), say("What is wrong"), say("How to mend it"))


def sentence(fault: Fault, language: Language) -> str:
    """Return what is wrong and how to mend it."""
    return f"{in_language(fault.message, language)} {in_language(fault.cure, language)}"


def by_cell(faults: Sequence[Fault], language: Language) -> dict[str, str]:
    """Return all that is wrong with each cell, as one text."""
    said: dict[str, list[str]] = {}
    for fault in faults:
        if fault.cell:
            said.setdefault(fault.cell, []).append(sentence(fault, language))
    return {cell: "\n".join(sentences) for cell, sentences in said.items()}


def by_row(faults: Sequence[Fault], language: Language) -> dict[int, str]:
    """Return all that is wrong with each row, as one text."""
    said: dict[int, list[str]] = {}
    for fault in faults:
        if fault.row:
            head = f"{fault.header}: " if fault.header else ""
            said.setdefault(fault.row, []).append(head + sentence(fault, language))
    return {row: "\n".join(sentences) for row, sentences in said.items()}


def listed(faults: Sequence[Fault], language: Language) -> list[tuple[str, ...]]:
    """Return the table of faults, its headings first."""
    rows = [tuple(in_language(heading, language) for heading in HEADINGS)]
    for fault in faults:
        place = fault.cell or (str(fault.row) if fault.row else "")
        said = (in_language(fault.message, language), in_language(fault.cure, language))
        rows.append((place, fault.header, fault.value, *said))
    return rows
