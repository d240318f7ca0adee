"""How standings, records and their history look on a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from core.audit import AuditEntry, Subject, actor_word, timeline
from core.enums import LabelledEnum
from core.files import StoredFile, files_by_owner
from core.web.language import text
from policy.messages import Message, say
from training import queries
from training.models import TrainingRecord
from training.rules import shown
from training.vocabulary import EVENTS, AsTold, CategoryStanding, RecordState, Standing


def exact(value: Fraction) -> Decimal:
    """Return hours or credits as a decimal number for rulers and figures, cut to hundredths."""
    return Decimal(shown(value).replace("−", "-"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far along somebody is, as a status chip."""

    label: Message
    tone: str


def verdict(standing: Standing) -> Verdict:
    """Return the standing in one word and colour."""
    if not standing.missing:
        return Verdict(say("requirement met"), "ok")
    if standing.behind:
        return Verdict(say("behind by {credits}", credits=shown(standing.behind)), "warn")
    return Verdict(say("on pace"), "ok")


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """One category on a page."""

    label: Message
    earned: Decimal
    wanted: int
    missing: str
    note: Message | None
    met: bool


def category_lines(standing: Standing) -> list[CategoryLine]:
    """Return the categories of a standing for a page."""
    return [
        CategoryLine(
            label=line.category.label,
            earned=exact(line.earned),
            wanted=line.needed,
            missing=shown(line.missing),
            note=_offset(line),
            met=not line.missing,
        )
        for line in standing.categories
    ]


def _offset(line: CategoryStanding) -> Message | None:
    if line.offset > 0:
        return say("{credits} credits come from the surplus of professional courses", credits=shown(line.offset))
    if line.offset < 0:
        return say("{credits} credits of the surplus make up for elective ones", credits=shown(-line.offset))
    return None


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """A record in a list of a teacher's own."""

    row: TrainingRecord
    state: AsTold


def own_lines(tx: Session, rows: Sequence[TrainingRecord]) -> list[OwnRecord]:
    """Return own records as their teacher may know them: credited ones with their credits."""
    credits = queries.credited(tx, [row.id for row in rows])
    return [OwnRecord(row, _told(row, credits)) for row in rows]


def _told(row: TrainingRecord, credits: Mapping[int, Fraction]) -> AsTold:
    if row.state is RecordState.APPROVED and row.id in credits:
        return AsTold(say("{credits} credits", credits=shown(credits[row.id])), "ok")
    return row.state.to_applicant


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a record's history."""

    when: datetime
    title: Message
    detail: str
    state: str


def history(tx: Session, row: TrainingRecord, *, for_applicant: bool) -> list[Happening]:
    """Return what happened to a record, newest first; the applicant is not told who acted."""
    entries = [entry for entry in timeline(tx, Subject.of("training_record", row.id)) if entry.event in EVENTS]
    return [
        Happening(
            when=entry.at,
            title=EVENTS[entry.event],
            detail=" · ".join(filter(None, (who_of(entry, for_applicant), entry.details.get("reason", "")))),
            state="" if place else "now",
        )
        for place, entry in enumerate(entries)
    ]


def evidence_of(tx: Session, row: TrainingRecord) -> list[StoredFile]:
    """Return the files of a record, without their bytes."""
    return files_by_owner(tx, "training_record", [row.id])[str(row.id)]


def label_of(value: object) -> object:
    """Return the words of a closed list's member, anything else as it is."""
    return value.label if isinstance(value, LabelledEnum) else value


def who_of(entry: AuditEntry, for_applicant: bool) -> str:
    """Return who acted; the applicant is told what was decided, not by whom."""
    return "" if for_applicant else text(actor_word(entry.actor))
