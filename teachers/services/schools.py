"""Verbs on schools: open, change, close, open again, measured ways."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from core import audit
from core.audit import Actor, Subject
from core.errors import Invalid
from policy.messages import say
from teachers.models import Partnership, Posting, School, SchoolGroup, TravelTime, Zone
from teachers.services.checking import differing, school_values, text_of
from teachers.services.naming import clear_empty
from teachers.vocabulary import SchoolDraft, TravelDraft


def open_school(tx: Session, draft: SchoolDraft, *, by: Actor, on: date) -> School:
    """Enter a school into the register.

    Raises `Invalid` for the first field that cannot be taken.
    """
    del on
    values = school_values(draft)
    _refuse_taken(tx, str(values["code"]), str(values["name"]), None)
    school = School(**values, zone_id=zone_id(tx, draft.zone), group_id=group_id(tx, draft.group))
    tx.add(school)
    tx.flush()
    partners = set_partners(tx, school, draft.partners)
    facts = {**{name: value for name, value in values.items() if name != "search_key"}, **_places(draft)}
    audit.record(tx, "school.opened", Subject.of("school", school.id), by=by, facts={**facts, "partners": partners[1]})
    return school


def change_school(tx: Session, school: School, draft: SchoolDraft, *, version: int, by: Actor, on: date) -> bool:
    """Change a school; returns whether anything changed.

    Raises `Invalid`, and `Conflict` where somebody else changed it since `version`.
    """
    del on
    values = school_values(draft)
    if school.version != version:
        raise differing(values, school)
    _refuse_taken(tx, str(values["code"]), str(values["name"]), school.id)
    changed = audit.changes(school, values)
    changed.pop("search_key", None)
    changed |= _move(tx, school, draft)
    before, after = set_partners(tx, school, draft.partners)
    if before != after:
        changed["partners"] = (before, after)
        flag_modified(school, "name")  # partners have a table of their own: the school's version must move all the same
    if changed:
        audit.record(tx, "school.changed", Subject.of("school", school.id), changed, by=by)
    return bool(changed)


def close_school(tx: Session, school: School, *, version: int, by: Actor, on: date) -> None:
    """Close a school from a day on; nobody may be posted there any more.

    Raises `Invalid` while teachers are in post there or where it is closed already.
    """
    if school.version != version:
        raise differing({"closed_on": on}, school)
    if school.closed_on is not None:
        raise Invalid(say("This school is closed already."), field="closed_on")
    later = or_(Posting.valid_to.is_(None), Posting.valid_to >= on)
    still = tx.execute(select(Posting.id).where(Posting.school_id == school.id, later).limit(1)).first()
    if still:
        message = say("Teachers are still posted at this school.")
        raise Invalid(message, say("Post them elsewhere or end their postings first."))
    changed = audit.changes(school, {"closed_on": on})
    audit.record(tx, "school.closed", Subject.of("school", school.id), changed, by=by)


def reopen_school(tx: Session, school: School, *, version: int, by: Actor, on: date) -> None:
    """Take back the closing of a school, for example one closed by mistake.

    Raises `Invalid` for an open school, `Conflict` where somebody else changed it since `version`.
    """
    del on
    if school.version != version:
        raise differing({"closed_on": None}, school)
    if school.closed_on is None:
        raise Invalid(say("This school is open."), field="closed_on")
    changed = audit.changes(school, {"closed_on": None})
    audit.record(tx, "school.reopened", Subject.of("school", school.id), changed, by=by)


def record_travel(tx: Session, drafts: Iterable[TravelDraft], *, by: Actor, on: date) -> int:
    """Record measured minutes from teachers' homes or schools to schools; returns how many changed.

    Raises `Invalid` for negative minutes, and for the way from a school to itself.
    """
    del on
    wanted = {(draft.teacher_id, draft.from_school_id, draft.to_school_id): draft.minutes for draft in drafts}
    if any(minutes < 0 for minutes in wanted.values()):
        raise Invalid(say("Minutes cannot be negative."), say("Write 0 or more."), field="minutes")
    if any(start == target for _, start, target in wanted):
        message = say("A way begins and ends at the same school.")
        raise Invalid(message, say("Give the way to another school."), field="to")
    targets = {key[2] for key in wanted}
    rows = tx.execute(select(TravelTime).where(TravelTime.to_school_id.in_(targets))).scalars()
    stored = {(row.teacher_id, row.from_school_id, row.to_school_id): row for row in rows}
    written = 0
    for key, minutes in wanted.items():
        row, start = stored.get(key), {"teacher_id": key[0], "from_school_id": key[1]}
        old = row.minutes if row else None
        if old == minutes:
            continue
        if row is None:
            tx.add(TravelTime(**start, to_school_id=key[2], minutes=minutes))
        else:
            row.minutes = minutes
        audit.record(
            tx, "travel.recorded", Subject.of("school", key[2]), {"minutes": (old, minutes)}, by=by, facts=start
        )
        written += 1
    return written


def zone_id(tx: Session, name: str) -> int | None:
    """Return the id of a zone, which is made where the name is new; None for no name."""
    return _named(tx, Zone, text_of(name, "zone"))


def group_id(tx: Session, name: str) -> int | None:
    """Return the id of an education group, which is made where the name is new; None for no name."""
    return _named(tx, SchoolGroup, text_of(name, "group"))


def set_partners(tx: Session, school: School, codes: Iterable[str]) -> tuple[list[str], list[str]]:
    """Make these schools the partners of a school; returns the codes before and after.

    Raises `Invalid` for a code nobody has, or the school's own.
    """
    wanted = sorted({code.strip() for code in codes if code.strip()})
    found = {row.code: row.id for row in tx.execute(select(School.code, School.id).where(School.code.in_(wanted)))}
    unknown = [code for code in wanted if code not in found or found[code] == school.id]
    if unknown:
        message = say("{code} is no other school of the district.", code=unknown[0])
        raise Invalid(message, say("Write the codes of the partner schools, separated by ；."), field="partners")
    own = or_(Partnership.school_a_id == school.id, Partnership.school_b_id == school.id)
    pairs = [(row.school_a_id, row.school_b_id) for row in tx.execute(select(Partnership).where(own)).scalars()]
    others = [one if other == school.id else other for one, other in pairs]
    before = sorted(tx.execute(select(School.code).where(School.id.in_(others))).scalars())
    if before != wanted:
        tx.execute(delete(Partnership).where(own))
        for other in found.values():
            first, second = sorted((school.id, other))
            tx.add(Partnership(school_a_id=first, school_b_id=second))
    return before, wanted


def _named(tx: Session, table: type[Zone] | type[SchoolGroup], name: str) -> int | None:
    if not name:
        return None
    found = tx.execute(select(table.id).where(table.name == name)).scalar_one_or_none()
    if found is not None:
        return found
    row = table(name=name)
    tx.add(row)
    tx.flush()
    return int(row.id)


def _refuse_taken(tx: Session, code: str, name: str, own_id: int | None) -> None:
    for field, column, value in (("code", School.code, code), ("name", School.name, name)):
        other = tx.execute(select(School.id).where(column == value)).scalar_one_or_none()
        if other is not None and other != own_id:
            message = say("Another school of the district has this already: {value}.", value=value)
            raise Invalid(message, say("Look for the school in the list and change it there."), field=field)


def _move(tx: Session, school: School, draft: SchoolDraft) -> dict[str, tuple[object, object]]:
    """Put a school into its zone and group and return what changed, by name."""
    changed: dict[str, tuple[object, object]] = {}
    zone = tx.get(Zone, school.zone_id) if school.zone_id else None
    group = tx.get(SchoolGroup, school.group_id) if school.group_id else None
    before = {"zone": zone.name if zone else "", "group": group.name if group else ""}
    after = {"zone": draft.zone.strip(), "group": draft.group.strip()}
    for name in ("zone", "group"):
        if before[name] != after[name]:
            changed[name] = (before[name], after[name])
    if changed:
        left = (school.zone_id, school.group_id)
        school.zone_id, school.group_id = zone_id(tx, draft.zone), group_id(tx, draft.group)
        clear_empty(tx, *left)
    return changed


def _places(draft: SchoolDraft) -> dict[str, object]:
    return {"zone": draft.zone, "group": draft.group}
