"""Reading the audit trail: what was asked for, the selection that answers it, and the file that is handed out."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.operations.event_words import event_word
from core.audit import AuditEntry
from core.clock import DISTRICT_ZONE
from core.sheets.guarding import guarded
from core.text import escaped_like
from policy.messages import Message, Translate, say

MOST_EXPORTED = 50_000
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries somebody asks for; what could not be read is said in `faults`."""

    actor: str = ""
    event: str = ""
    kind: str = ""
    key: str = ""
    since: date | None = None
    until: date | None = None
    faults: tuple[Message, ...] = ()

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Wanted":
        """Read the filters of an address."""
        words = {name: given.get(name, "").strip()[:_LONGEST] for name in ("actor", "event", "kind", "key")}
        faults: list[Message] = []
        since, until = _day(given.get("since", ""), faults), _day(given.get("until", ""), faults)
        if since and until and since > until:
            faults.append(say("The first day is after the last one, so nothing can match."))
        return cls(**words, since=since, until=until, faults=tuple(faults))

    def facts(self) -> dict[str, object]:
        """Return the filters as the audit trail keeps them."""
        names = ("actor", "event", "kind", "key", "since", "until")
        return {name: str(value) for name in names if (value := getattr(self, name))}


def entries(wanted: Wanted) -> Select[AuditEntry]:
    """Return the selection of entries, newest first."""
    rows = select(AuditEntry).order_by(AuditEntry.seq.desc())
    if wanted.actor:
        rows = rows.where(AuditEntry.actor.ilike(f"%{escaped_like(wanted.actor)}%", escape="\\"))
    if wanted.event:
        rows = rows.where(AuditEntry.event == wanted.event)
    if wanted.kind:
        rows = rows.where(AuditEntry.subject_kind == wanted.kind)
    if wanted.key:
        rows = rows.where(AuditEntry.subject_key == wanted.key)
    if wanted.since:
        rows = rows.where(AuditEntry.at >= _midnight(wanted.since))
    if wanted.until:
        rows = rows.where(AuditEntry.at < _midnight(wanted.until + timedelta(days=1)))
    return rows


def known_events(tx: Session) -> list[str]:
    """Return the events that occur."""
    return list(tx.execute(select(AuditEntry.event).distinct().order_by(AuditEntry.event)).scalars())


def known_kinds(tx: Session) -> list[str]:
    """Return the kinds of subjects that occur."""
    return list(tx.execute(select(AuditEntry.subject_kind).distinct().order_by(AuditEntry.subject_kind)).scalars())


def as_csv(tx: Session, wanted: Wanted, translate: Translate) -> tuple[str, int]:
    """Return the entries as CSV, oldest first, and how many they are; a spreadsheet runs nothing of it."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([head.text(translate) for head in _HEADS])
    rows = entries(wanted).order_by(None).order_by(AuditEntry.seq).limit(MOST_EXPORTED)
    written = 0
    for entry in tx.execute(rows).scalars().yield_per(1000):
        writer.writerow([guarded(text) for text in _cells(entry, translate)])
        written += 1
    return out.getvalue(), written


_HEADS = (
    say("Entry"),
    say("Moment"),
    say("Person"),
    say("Event"),
    say("What happened"),
    say("Kind of record"),
    say("Record"),
    say("Details"),
    say("Hash"),
)


def _cells(entry: AuditEntry, translate: Translate) -> Iterator[str]:
    yield str(entry.seq)
    yield entry.at.astimezone(DISTRICT_ZONE).isoformat(timespec="seconds")
    yield entry.actor
    yield entry.event
    yield event_word(entry.event).text(translate)
    yield entry.subject_kind
    yield entry.subject_key
    yield json.dumps(entry.details, ensure_ascii=False, sort_keys=True)
    yield entry.digest


def _day(text: str, faults: list[Message]) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        faults.append(say("“{value}” is not a day; write it as 2026-09-01.", value=text[:_LONGEST]))
        return None


def _midnight(day: date) -> datetime:
    """Return the first instant of a district day."""
    return datetime.combine(day, time(), tzinfo=DISTRICT_ZONE).astimezone(UTC)
