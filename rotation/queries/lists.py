"""The eligibility list and the preferences of a cycle."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core.errors import NotFound
from core.text import escaped_like
from policy.vocabulary import Stage
from rotation.models.cycles import EligibilityEntry, EligibilityOverride, Preference, RotationCycle
from rotation.queries.paging import ordered, page_of, pairs
from rotation.queries.places import cycle_of, demand, places, sentence
from rotation.vocabulary.pages import (
    EligibilityDetail,
    EligibilityLine,
    Place,
    PreferenceLine,
    VerdictLine,
)
from teachers.models import Posting, School, Teacher
from teachers.queries import posted_on

_SORTS: Mapping[str, Sequence[Any]] = {
    "staff_no": (EligibilityEntry.staff_no,),
    "name": (EligibilityEntry.search_key, EligibilityEntry.staff_no),
    "school": (School.code, EligibilityEntry.staff_no),
    "subject": (EligibilityEntry.stage, EligibilityEntry.subject, EligibilityEntry.staff_no),
    "eligible": (EligibilityEntry.eligible.desc(), EligibilityEntry.staff_no),
    "retirement": (EligibilityEntry.retirement_month, EligibilityEntry.staff_no),
}


def eligibility_list(
    tx: Session,
    cycle_id: int,
    identity: Identity,
    *,
    search: str = "",
    school_id: int | None = None,
    stage: Stage | None = None,
    eligible: bool | None = None,
    overridden: bool | None = None,
    rule: str = "",
    sort: str = "staff_no",
    page: int = 1,
    size: int = 50,
) -> tuple[list[EligibilityLine], int]:
    """Return a page of the eligibility list, and how many lines the filter has."""
    cycle = cycle_of(tx, cycle_id, identity)
    entry = EligibilityEntry
    rows = select(entry).join(School, School.id == entry.school_id).where(entry.cycle_id == cycle.id)
    wanted: tuple[tuple[object, ColumnElement[bool]], ...] = (
        (school_id, entry.school_id == school_id),
        (stage, entry.stage == stage),
        (eligible, entry.eligible.is_(bool(eligible))),
        (overridden, entry.overridden.is_(bool(overridden))),
        (rule or None, entry.decided_by == rule),
    )
    for asked, condition in wanted:
        if asked is not None:
            rows = rows.where(condition)
    rows = _searched(rows, search).order_by(*ordered(_SORTS, sort, "staff_no"))
    found, number = page_of(tx, rows, page, size)
    known = places(tx)
    return [_line(row, known) for row in found], number


def eligibility_rules(tx: Session, cycle_id: int) -> dict[str, int]:
    """Return how many fail each condition first; those decided by hand stand under `override`."""
    entry = EligibilityEntry
    rows = select(entry.decided_by, func.count()).where(entry.cycle_id == cycle_id, entry.decided_by != "")
    return pairs(tx, rows.group_by(entry.decided_by).order_by(entry.decided_by))


def eligibility_detail(tx: Session, cycle_id: int, staff_no: str, identity: Identity) -> EligibilityDetail:
    """Return why one teacher is on the list as they are.

    Raises `NotFound` for who is not on it.
    """
    cycle = cycle_of(tx, cycle_id, identity)
    rows = select(EligibilityEntry).where(EligibilityEntry.cycle_id == cycle.id, EligibilityEntry.staff_no == staff_no)
    entry = tx.execute(rows).scalar_one_or_none()
    if entry is None:
        raise NotFound
    hand = select(EligibilityOverride).where(
        EligibilityOverride.cycle_id == cycle.id, EligibilityOverride.teacher_id == entry.teacher_id
    )
    by_hand = tx.execute(hand).scalar_one_or_none()
    return EligibilityDetail(
        line=_line(entry, places(tx)),
        verdicts=verdict_lines(entry.verdicts),
        policy_version=entry.policy_version,
        override_reason=by_hand.reason if by_hand else "",
        override_by=by_hand.decided_by_name if by_hand else "",
        override_at=by_hand.decided_at if by_hand else None,
        override_version=by_hand.version if by_hand else None,
    )


def verdict_lines(stored: Sequence[Mapping[str, Any]]) -> tuple[VerdictLine, ...]:
    """Return stored verdicts as pages show them."""
    return tuple(
        VerdictLine(verdict["rule"], verdict["holds"], sentence(verdict["sentence"]), verdict["clause"])
        for verdict in stored
    )


def preference_list(
    tx: Session, cycle_id: int, identity: Identity, *, search: str = "", page: int = 1, size: int = 50
) -> tuple[list[PreferenceLine], int]:
    """Return a page of the teachers who filed preferences, with their choices in order."""
    demand(identity, Permission.PLAN_READ)
    cycle = cycle_of(tx, cycle_id, identity)
    filed = select(Preference.teacher_id).where(Preference.cycle_id == cycle.id)
    rows = select(Teacher).where(Teacher.id.in_(filed)).order_by(Teacher.staff_no)
    if search.strip():
        term = f"%{escaped_like(search.strip().lower())}%"
        rows = rows.where(or_(Teacher.search_key.like(term, escape="\\"), Teacher.staff_no.like(term, escape="\\")))
    people, number = page_of(tx, rows, page, size)
    known, at = places(tx), homes(tx, cycle, [person.id for person in people])
    choices = _choices(tx, cycle.id, [person.id for person in people])
    return [
        PreferenceLine(
            teacher_id=person.id,
            staff_no=person.staff_no,
            name=person.name,
            school=known.get(at.get(person.id, 0)),
            choices=tuple(known[row.school_id] for row in choices[person.id]),
            filed_at=max(row.filed_at for row in choices[person.id]),
        )
        for person in people
    ], number


def choices_of(tx: Session, cycle_id: int, teacher_id: int) -> tuple[tuple[Place, ...], Any]:
    """Return a teacher's choices in order, and when they were filed (None: nothing was)."""
    rows = _choices(tx, cycle_id, [teacher_id]).get(teacher_id, [])
    known = places(tx) if rows else {}
    return tuple(known[row.school_id] for row in rows), max((row.filed_at for row in rows), default=None)


def _choices(tx: Session, cycle_id: int, teacher_ids: Sequence[int]) -> dict[int, list[Preference]]:
    rows = (
        select(Preference)
        .where(Preference.cycle_id == cycle_id, Preference.teacher_id.in_(teacher_ids))
        .order_by(Preference.teacher_id, Preference.rank)
    )
    found: dict[int, list[Preference]] = {}
    for row in tx.execute(rows).scalars():
        found.setdefault(row.teacher_id, []).append(row)
    return found


def homes(tx: Session, cycle: RotationCycle, teacher_ids: Sequence[int]) -> dict[int, int]:
    """Return the school of some teachers on the cycle's day: {teacher: school}.

    Once the cycle is decided its list tells: on that very day the register may have them where the plan sends them.
    """
    rows = select(Posting.teacher_id, Posting.school_id).where(Posting.teacher_id.in_(teacher_ids))
    posted = pairs(tx, rows.where(posted_on(cycle.reference_date)))
    if cycle.decided_at is None:
        return posted
    entry = EligibilityEntry
    listed = select(entry.teacher_id, entry.school_id).where(entry.cycle_id == cycle.id)
    return posted | pairs(tx, listed.where(entry.teacher_id.in_(teacher_ids)))


def _searched(rows: Select[Any], search: str) -> Select[Any]:
    if not search.strip():
        return rows
    term = f"%{escaped_like(search.strip().lower())}%"
    entry = EligibilityEntry
    return rows.where(
        or_(
            entry.search_key.like(term, escape="\\"),
            entry.name.like(term, escape="\\"),
            entry.staff_no.like(term, escape="\\"),
        )
    )


def _line(row: EligibilityEntry, known: Mapping[int, Place]) -> EligibilityLine:
    return EligibilityLine(
        teacher_id=row.teacher_id,
        staff_no=row.staff_no,
        name=row.name,
        school=known[row.school_id],
        stage=row.stage,
        subject=row.subject,
        eligible=row.eligible,
        overridden=row.overridden,
        retirement_month=row.retirement_month,
        reason=sentence(row.reason),
    )
