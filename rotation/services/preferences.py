"""A teacher's ranked list of schools: the schools to choose from, and the list filed or filed again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core import audit
from core.audit import Subject
from core.clock import instant
from core.db import stale
from core.errors import Conflict, Invalid, NotFound
from policy.messages import Message, say
from policy.verdict import Verdict
from rotation.models.cycles import EligibilityEntry, Preference, RotationCycle
from rotation.planning.asking import About, about_now
from rotation.planning.snapshot import policy_in_force
from rotation.queries.cycles import preference_cycle
from rotation.rules.windows import preferences_open
from rotation.rules.wishes import may_file
from rotation.services.rows import demand_planning
from rotation.services.stepping import demand, refuse_unless
from rotation.vocabulary.pages import AllowedSchool, Place, PreferencesPage
from teachers.queries import schools_on
from teachers.vocabulary import RegisteredSchool

PART = 500
"""Keys of one look-up."""


def preferences_page(tx: Session, *, by: Identity, on: date) -> PreferencesPage:
    """Return a teacher's own list with every school: how far it is, and the rule that refuses it, if one does.

    Raises `NotFound` for who is no teacher, or where there is no cycle.
    """
    demand(by, Permission.PREFERENCE_FILE)
    cycle = preference_cycle(tx)
    if cycle is None or by.teacher_id is None:
        raise NotFound
    window = _may_file(tx, cycle, by.teacher_id, on)
    filed = _filed(tx, cycle.id, by.teacher_id)
    about = about_now(tx, cycle, by.teacher_id)
    choices = _choices(about, schools_on(tx, cycle.reference_date), {row.school_id: row.rank for row in filed})
    ranked = [choice for choice in choices if choice.rank is not None]
    return PreferencesPage(
        cycle_id=cycle.id,
        cycle_name=cycle.name,
        is_open=window.holds,
        closed_because=None if window.holds else window.sentence,
        deadline=cycle.preference_deadline,
        most=most_of(tx, cycle),
        ranked=tuple(sorted(ranked, key=lambda choice: choice.rank or 0)),
        allowed=tuple(choice for choice in choices if choice.refusal is None),
        refused=tuple(choice for choice in choices if choice.refusal is not None),
        filed_at=max((row.filed_at for row in filed), default=None),
    )


def file_preferences(
    tx: Session, cycle_id: int, school_ids: Sequence[int], *, by: Identity, on: date, seen: str | None = None
) -> list[Preference]:
    """File the own list, or file it again; an empty list withdraws it. `seen` is the stamp of the list replaced.

    Raises `Invalid` for a school no rule would ever let the teacher go to, with the rule's sentence.
    """
    demand(by, Permission.PREFERENCE_FILE)
    cycle = tx.get(RotationCycle, cycle_id)
    if cycle is None or by.teacher_id is None:
        raise NotFound
    window = _may_file(tx, cycle, by.teacher_id, on)
    if not window.holds:
        raise Conflict(window.sentence)
    filed = max((row.filed_at for row in _filed(tx, cycle.id, by.teacher_id)), default=None)
    if seen is not None and seen != stamp_of(filed):
        raise stale()
    return replace_list(tx, cycle, by.teacher_id, school_ids, by=by)


def stamp_of(filed_at: datetime | None) -> str:
    """Return what tells one filing of a list from the next, empty where nothing is filed."""
    return "" if filed_at is None else filed_at.isoformat()


def replace_list(
    tx: Session, cycle: RotationCycle, teacher_id: int, school_ids: Sequence[int], *, by: Identity
) -> list[Preference]:
    """Put a list in the place of the one filed before, whoever brings it (the teacher, or an import)."""
    about = about_now(tx, cycle, teacher_id)
    if about is None:
        raise Invalid(say("This teacher is not in post on the reference date of the cycle."), field="schools")
    schools = {school.id: school for school in schools_on(tx, cycle.reference_date)}
    home = next(number for number, school in schools.items() if school.code == about.teacher.school)
    refuse_unless(may_file(school_ids, home, most_of(tx, cycle)), field="schools")
    for school_id in school_ids:
        _refuse_school(about, schools.get(school_id))
    before = _filed(tx, cycle.id, teacher_id)
    if [row.school_id for row in before] == list(school_ids):
        return before
    tx.execute(delete(Preference).where(Preference.cycle_id == cycle.id, Preference.teacher_id == teacher_id))
    rows = [
        Preference(cycle_id=cycle.id, teacher_id=teacher_id, school_id=school, rank=rank, filed_at=instant())
        for rank, school in enumerate(school_ids, start=1)
    ]
    tx.add_all(rows)
    tx.flush()
    changed = {"schools": (_codes(before, schools), [schools[school].code for school in school_ids])}
    subject, facts = Subject.of("teacher", teacher_id), {"cycle": cycle.name}
    audit.record(tx, "preferences.filed", subject, changed, by=by, facts=facts)
    return rows


def import_lists(
    tx: Session, cycle: RotationCycle, lists: Mapping[int, Sequence[int]], *, by: Identity, on: date
) -> None:
    """Put brought-in lists in the place of those on file, for many teachers at once.

    Whether each choice is an allowed move is asked row by row in the dry run, with the cell it is about.
    """
    demand(by, Permission.REGISTER_IMPORT)
    demand_planning(cycle)
    codes = {school.id: school.code for school in schools_on(tx, cycle.reference_date)}
    before = _lists(tx, cycle.id, lists)
    changed = {teacher: list(schools) for teacher, schools in lists.items() if before.get(teacher, []) != list(schools)}
    for part in _parts(list(changed)):
        tx.execute(delete(Preference).where(Preference.cycle_id == cycle.id, Preference.teacher_id.in_(part)))
    now = instant()
    rows = [
        {"cycle_id": cycle.id, "teacher_id": teacher, "school_id": school, "rank": rank, "filed_at": now}
        for teacher, schools in changed.items()
        for rank, school in enumerate(schools, start=1)
    ]
    if rows:
        tx.execute(insert(Preference), rows)
    for teacher, schools in changed.items():
        old = [codes.get(school, "") for school in before.get(teacher, [])]
        values = {"schools": (old, [codes.get(school, "") for school in schools])}
        subject, facts = Subject.of("teacher", teacher), {"cycle": cycle.name, "brought_in": True}
        audit.record(tx, "preferences.filed", subject, values, by=by, facts=facts)


def listed(tx: Session, cycle: RotationCycle) -> set[str]:
    """Return the staff numbers of those who may file: eligible on the fixed list."""
    rows = select(EligibilityEntry.staff_no).where(EligibilityEntry.cycle_id == cycle.id, EligibilityEntry.eligible)
    return set(tx.execute(rows).scalars())


def most_of(tx: Session, cycle: RotationCycle) -> int:
    """Return how many schools may be ranked: as many as the policy has a bonus for."""
    return len(policy_in_force(tx, cycle).burden.preference_bonus)


def _may_file(tx: Session, cycle: RotationCycle, teacher_id: int, on: date) -> Verdict:
    """Judge whether a teacher may file: the window is open, and the person is on the eligibility list."""
    window = preferences_open(cycle.state, cycle.preference_deadline, on)
    if not window.holds:
        return window
    rows = select(EligibilityEntry.eligible).where(
        EligibilityEntry.cycle_id == cycle.id, EligibilityEntry.teacher_id == teacher_id
    )
    if tx.execute(rows).scalar_one_or_none():
        return window
    return Verdict(False, "eligible", say("You do not take part in this rotation, so there is nothing to file."))


def _filed(tx: Session, cycle_id: int, teacher_id: int) -> list[Preference]:
    rows = (
        select(Preference)
        .where(Preference.cycle_id == cycle_id, Preference.teacher_id == teacher_id)
        .order_by(Preference.rank)
    )
    return list(tx.execute(rows).scalars())


def _lists(tx: Session, cycle_id: int, teachers: Iterable[int]) -> dict[int, list[int]]:
    """Return the lists on file of some teachers."""
    found: dict[int, list[int]] = {}
    rows = select(Preference.teacher_id, Preference.school_id).where(Preference.cycle_id == cycle_id)
    for part in _parts(list(teachers)):
        mine = rows.where(Preference.teacher_id.in_(part)).order_by(Preference.teacher_id, Preference.rank)
        for teacher, school in tx.execute(mine):
            found.setdefault(teacher, []).append(school)
    return found


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Cut a list into parts a database takes as parameters."""
    for start in range(0, len(numbers), PART):
        yield numbers[start : start + PART]


def _choices(about: About | None, schools: Sequence[RegisteredSchool], ranks: dict[int, int]) -> list[AllowedSchool]:
    """Return every school but the own, nearest first."""
    if about is None:
        return []
    found = [
        AllowedSchool(
            place=Place(school.id, school.code, school.name, school.area),
            minutes=about.minutes(school.code),
            refusal=_sentence(about.refusal(school.code)),
            rank=ranks.get(school.id),
        )
        for school in schools
        if school.code != about.teacher.school
    ]
    return sorted(found, key=lambda choice: (choice.minutes is None, choice.minutes or 0, choice.place.code))


def _sentence(verdict: Verdict | None) -> Message | None:
    return None if verdict is None else verdict.sentence


def _refuse_school(about: About, school: RegisteredSchool | None) -> None:
    if school is None:
        raise Invalid(say("One of the schools is not in the district, or is closed."), field="schools")
    verdict = about.refusal(school.code)
    if verdict is not None:
        text = say("{school} cannot be chosen: {reason}.", school=school.name, reason=verdict.sentence)
        raise Invalid(text, say("Take it off the list."), field="schools")


def _codes(rows: Sequence[Preference], schools: dict[int, RegisteredSchool]) -> list[str]:
    return [schools[row.school_id].code if row.school_id in schools else str(row.school_id) for row in rows]
