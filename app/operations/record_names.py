"""The names behind the ids and codes an audit entry keeps, looked up once for a whole page."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Executable, select
from sqlalchemy.orm import Session

from accounts.models import User
from core.audit import AuditEntry
from core.sheets.models import ImportBatch
from rotation.models.cycles import RotationCycle
from rotation.models.plans import PlanMove, Proposal, Scenario
from rotation.models.reviews import Objection, PrincipalReview, ReviewItem
from teachers.models import District, School, SchoolGroup, Teacher, Zone
from teachers.services import chunks
from training.models import TrainingRecord

Reference = tuple[str, str]
Names = Mapping[Reference, str]

_BY_ID: Mapping[str, str] = {
    "school_id": "school",
    "from_school_id": "school",
    "to_school_id": "school",
    "reply_school_id": "school",
    "teacher_id": "teacher",
    "alternative_teacher_id": "teacher",
    "teacher": "teacher",
    "school": "school",
    "zone_id": "zone",
    "group_id": "group",
    "decided_by": "user",
    "school_by": "user",
    "replied_by": "user",
    "proposal": "proposal",
    "item": "item",
}
_BY_CODE: Mapping[str, str] = {
    "school": "school_code",
    "schools": "school_code",
    "partners": "school_code",
    "teacher": "staff_no",
}


def reference_of(name: str, value: object) -> Reference | None:
    """Return the record a value names: by its id where it is a number, else by its code."""
    if isinstance(value, bool) or value in (None, ""):
        return None
    kind = (_BY_ID if isinstance(value, int) else _BY_CODE).get(name)
    return None if kind is None else (kind, str(value))


def references(entries: Iterable[AuditEntry]) -> Iterator[Reference]:
    """Yield every record the entries are about or name."""
    for entry in entries:
        yield entry.subject_kind, entry.subject_key
        details: Mapping[str, Any] = entry.details
        pairs = [(name, value) for name, pair in details["changes"].items() for value in pair]
        for name, value in [*pairs, *details["facts"].items()]:
            for item in value if isinstance(value, list) else [value]:
                found = reference_of(name, item)
                if found is not None:
                    yield found


def names_of(tx: Session, wanted: Iterable[Reference]) -> dict[Reference, str]:
    """Return the names of records; what is gone has none."""
    by_kind: dict[str, set[str]] = {}
    for kind, key in wanted:
        by_kind.setdefault(kind, set()).add(key)
    found: dict[Reference, str] = {}
    for kind, keys in by_kind.items():
        look = _LOOKS.get(kind)
        if look is not None:
            found |= {(kind, key): name for key, name in _found(tx, look, keys)}
    return found


Look = Callable[[Collection[str]], Executable]


def _found(tx: Session, look: Look, keys: Collection[str]) -> Iterator[tuple[str, str]]:
    for part in chunks(sorted(keys)):
        for row in tx.execute(look(part)):
            yield str(row[0]), " ".join(str(word) for word in row[1:] if word)


def _numbers(keys: Collection[str]) -> list[int]:
    return [int(key) for key in keys if key.isdecimal() and len(key) <= _MOST_DIGITS]


_MOST_DIGITS = 9


def _by_id(table: Any, *columns: Any) -> Look:
    return lambda keys: select(table.id, *columns).where(table.id.in_(_numbers(keys)))


def _reviewed(keys: Collection[str]) -> Executable:
    rows = select(ReviewItem.id, Teacher.name).join(PlanMove, PlanMove.id == ReviewItem.move_id)
    return rows.join(Teacher, Teacher.id == PlanMove.teacher_id).where(ReviewItem.id.in_(_numbers(keys)))


def _reviewing(keys: Collection[str]) -> Executable:
    rows = select(PrincipalReview.id, School.name).join(School, School.id == PrincipalReview.school_id)
    return rows.where(PrincipalReview.id.in_(_numbers(keys)))


def _objecting(keys: Collection[str]) -> Executable:
    rows = select(Objection.id, Teacher.name).join(Teacher, Teacher.id == Objection.teacher_id)
    return rows.where(Objection.id.in_(_numbers(keys)))


_LOOKS: Mapping[str, Look] = {
    "school": _by_id(School, School.name),
    "school_code": lambda keys: select(School.code, School.name).where(School.code.in_(keys)),
    "teacher": _by_id(Teacher, Teacher.name),
    "staff_no": lambda keys: select(Teacher.staff_no, Teacher.name).where(Teacher.staff_no.in_(keys)),
    "user": _by_id(User, User.staff_no, User.name),
    "district": _by_id(District, District.name),
    "zone": _by_id(Zone, Zone.name),
    "group": _by_id(SchoolGroup, SchoolGroup.name),
    "cycle": _by_id(RotationCycle, RotationCycle.name),
    "scenario": _by_id(Scenario, Scenario.name),
    "proposal": _by_id(Proposal, Proposal.name),
    "review": _reviewing,
    "item": _reviewed,
    "objection": _objecting,
    "training_record": _by_id(TrainingRecord, TrainingRecord.title),
    "import": _by_id(ImportBatch, ImportBatch.file_name),
}
