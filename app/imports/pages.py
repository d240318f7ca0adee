"""What the page of a checked file shows: one part of its rows at a time, and the rows the reader leaves out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.imports.kinds import Kind
from core.sheets.models import ImportBatch, ImportState
from core.sheets.plan import RowState
from core.web.pages import Page, PageWish
from policy.messages import Message, say

PARTS: dict[str, tuple[RowState, Message]] = {
    "errors": (RowState.ERROR, say("With faults")),
    "changed": (RowState.CHANGED, say("Changed")),
    "new": (RowState.NEW, say("New")),
    "same": (RowState.SAME, say("Unchanged")),
}
"""The parts of a checked file, by the word in the address; what needs a look comes first."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a checked file."""

    name: str
    label: Message
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """A file after its dry run: counts, the chosen part of its rows, and what may be done."""

    kind: Kind
    batch: ImportBatch
    parts: Sequence[Part]
    current: str
    rows: Page[Any]
    notes: Sequence[tuple[Message, Message]]
    twin: ImportBatch | None
    skip: frozenset[int]

    @property
    def may_write(self) -> bool:
        """Whether there is anything to write."""
        return self.batch.state is ImportState.CHECKED and self.batch.writable_rows > 0

    @property
    def is_open(self) -> bool:
        """Whether the file still waits for a decision."""
        return self.batch.state in {ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED}

    @property
    def good(self) -> int:
        """How many rows would be written."""
        return max(0, self.batch.writable_rows - len(self.skip))

    @property
    def bad(self) -> int:
        """How many rows would be left out, with faults or by wish."""
        return self.batch.error_rows + len(self.skip)

    def without(self, number: int) -> list[int]:
        """Return the rows left out when one more is."""
        return sorted({*self.skip, number})

    def again(self, number: int) -> list[int]:
        """Return the rows left out when one is taken in again."""
        return sorted(self.skip - {number})


def checked_page(
    kind: Kind, batch: ImportBatch, twin: ImportBatch | None, part: str, wish: PageWish, skip: frozenset[int]
) -> CheckedPage:
    """Return the page of a checked file, opened at the part that needs attention first; `skip` rows are left out."""
    preview = batch.preview
    counts = {name: preview.count(state) for name, (state, _) in PARTS.items()}
    counts["errors"] = counts["errors"] or preview.fault_count  # a file that cannot be read has faults and no rows
    current = part if part in PARTS else next((name for name, count in counts.items() if count), "new")
    total = preview.fault_count if current == "errors" else counts[current]
    number = min(wish.number, max(1, -(-total // wish.size)))
    start = (number - 1) * wish.size
    items: list[Any] = [*preview.faults(start, wish.size)] if current == "errors" else []
    items = items or [*preview.rows(PARTS[current][0], start, wish.size)]
    return CheckedPage(
        kind=kind,
        batch=batch,
        parts=[Part(name, PARTS[name][1], counts[name], name == current) for name in PARTS if counts[name]],
        current=current,
        rows=Page(items, total, number, wish.size),
        notes=preview.notes,
        twin=twin,
        skip=skip if batch.state is ImportState.CHECKED else frozenset(),
    )
