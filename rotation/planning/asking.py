"""One teacher and the schools: what refuses a move, how far it is, and what forcing it would cost."""

import csv
import io
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from optimizer.facts import District
from optimizer.facts.travel import commute_minutes
from optimizer.problem import Move, Problem, Teacher
from optimizer.report.answers import Explanation, why_not
from optimizer.solution import Progress, Solution
from policy.eligibility import Eligibility
from policy.rotation import RotationPolicy
from policy.values import Value
from policy.verdict import Verdict
from rotation.models.cycles import EligibilityOverride, RotationCycle
from rotation.planning.snapshot import overrides_of, policy_of
from rotation.planning.solving import Question, Read, read, readable, search
from rotation.planning.tables import TableExtras, TableLock, tables_of
from rotation.rules.policy_numbers import effective_text, policy_from
from teachers.models import School, TravelTime
from teachers.queries import demand_on, register_on, schools_on, teachers_on, units_on
from teachers.vocabulary import Register, RegisteredTravel

_SHORT_ONLY = "short-only"


class About:
    """One teacher in a district cut down to what concerns the question; every answer is the whole district's."""

    def __init__(self, problem: Problem, staff_no: str) -> None:
        self.problem = problem
        self.staff_no = staff_no
        self.district = District(problem)

    @cached_property
    def teacher(self) -> Teacher:
        """The person asked about."""
        return next(teacher for teacher in self.problem.teachers if teacher.staff_no == self.staff_no)

    @cached_property
    def eligibility(self) -> Eligibility:
        """Whether the person takes part, condition by condition."""
        return self.district.eligibility[self.district.teacher_at[self.staff_no]]

    @cached_property
    def _minutes(self) -> Sequence[int]:
        return [int(minutes) for minutes in commute_minutes(self.problem, [self.teacher])[0]]

    def minutes(self, school: str) -> int | None:
        """The commute to a school, None where nothing tells it."""
        found = self._minutes[self.district.school_at[school]]
        return None if found < 0 else found

    def refusal(self, school: str) -> Verdict | None:
        """The first rule that refuses the person a school, None if some subject is allowed there."""
        return self.district.refusal(self.staff_no, school)

    def knows(self, school: str) -> bool:
        """Whether the school is in the district."""
        return school in self.district.school_at


def about_now(
    tx: Session,
    cycle: RotationCycle,
    teacher_id: int,
    *,
    changed: Mapping[str, Value] | None = None,
    locks: Sequence[TableLock] = (),
) -> About | None:
    """Ask about a teacher as the register stands; None where nobody is in post. `changed` are a scenario's numbers."""
    text = effective_text(policy_of(tx, cycle).text, changed or {}, cycle.reference_date)
    register = _register_about(tx, cycle, teacher_id, policy_from(text, cycle.reference_date))
    person = next((person for person in register.teachers if person.id == teacher_id), None)
    if person is None:
        return None
    rows = select(EligibilityOverride.eligible).where(
        EligibilityOverride.cycle_id == cycle.id, EligibilityOverride.teacher_id == teacher_id
    )
    by_hand = tx.execute(rows).scalar_one_or_none()
    overrides = {} if by_hand is None else {person.staff_no: by_hand}
    written = tables_of(register, text, TableExtras(locks=locks, overrides=overrides))
    return About(read(written.files).problem, person.staff_no)


class Choices:
    """Which schools each of some teachers could be sent to, by the rules a teacher's own form asks."""

    def __init__(self, problem: Problem) -> None:
        self._district = District(problem)

    def refusal(self, staff_no: str, school: str) -> Verdict | None:
        """The first rule that refuses a person a school; None where one is allowed, or where neither is known."""
        known = staff_no in self._district.row_of and school in self._district.school_at
        return self._district.refusal(staff_no, school) if known else None


def choices_now(tx: Session, cycle: RotationCycle, staff_numbers: Collection[str]) -> Choices | None:
    """Read the register once for many teachers; None where it has faults, which a search tells one by one."""
    text = effective_text(policy_of(tx, cycle).text, {}, cycle.reference_date)
    policy = policy_from(text, cycle.reference_date)
    register = register_on(tx, cycle.reference_date, policy)
    everybody = policy.rotation.destination == _SHORT_ONLY
    people = tuple(person for person in register.teachers if everybody or person.staff_no in staff_numbers)
    register = replace(register, teachers=people)
    extras = TableExtras(overrides=overrides_of(tx, cycle.id, people))
    known = readable(tables_of(register, text, extras).files)
    return Choices(known.problem) if isinstance(known, Read) else None


def about_then(files: Mapping[str, bytes], staff_no: str) -> About | None:
    """Ask about a teacher as the tables of a search had it; None where they do not hold the person."""
    cut = _cut(files, staff_no)
    return None if cut is None else About(read(cut).problem, staff_no)


def price(
    files: Mapping[str, bytes],
    moves: Sequence[Move],
    staff_no: str,
    school: str,
    question: Question,
    cancelled: Callable[[], bool],
) -> Explanation:
    """Find out what sending somebody to a school would cost, by solving again with it fixed."""
    problem = read(files).problem
    person = next(teacher for teacher in problem.teachers if teacher.staff_no == staff_no)

    def again(changed: Problem) -> Solution:
        return search(changed, question, _unheard, cancelled, _unseen)

    return why_not(problem, moves, person, school, again, question.earlier)


def _unheard(step: Progress) -> None:
    """Tell nobody of a step."""


def _unseen(state: Solution) -> None:
    """Tell nobody of a plan."""


def _register_about(tx: Session, cycle: RotationCycle, teacher_id: int, policy: RotationPolicy) -> Register:
    """Read the schools and their needs, and of the people only those the answer depends on."""
    on = cycle.reference_date
    schools = schools_on(tx, on)
    codes = {school.id: school.code for school in schools}
    everybody = policy.rotation.destination == _SHORT_ONLY
    people = teachers_on(tx, on, None if everybody else [teacher_id])
    person = next((person for person in people if person.id == teacher_id), None)
    rows = select(TravelTime.from_school_id, School.code, TravelTime.minutes).join(
        School, School.id == TravelTime.to_school_id
    )
    starts = or_(TravelTime.teacher_id == teacher_id, TravelTime.from_school_id == (person.school_id if person else -1))
    travel = tuple(
        RegisteredTravel(person.staff_no if start is None else codes[start], code, minutes)
        for start, code, minutes in tx.execute(rows.where(starts))
        if person is not None and (start is None or start in codes)
    )
    need = demand_on(tx, on, policy, codes)
    return Register(on, schools, units_on(tx, on), need.required, people, travel, {})


def _cut(files: Mapping[str, bytes], staff_no: str) -> dict[str, bytes] | None:
    """Cut a district's tables down to one teacher, those who teach the same, and the ways that start there."""
    header, *rows = _rows(files["teachers.csv"])
    at = {name: place for place, name in enumerate(header)}
    person = next((row for row in rows if row[at["staff_no"]] == staff_no), None)
    if person is None:
        return None
    subjects = {person[at["subject"]], person[at["second_subject"]]}
    same = [row for row in rows if row[at["stage"]] == person[at["stage"]] and row[at["subject"]] in subjects]
    people = [header, *(same if person in same else [*same, person])]
    starts, stage = {staff_no, person[at["school"]]}, person[at["stage"]]
    cut = {
        "teachers.csv": _text(people),
        "units.csv": _text(_where(files["units.csv"], lambda row: row[1] == stage)),
        "demand.csv": _text(_where(files["demand.csv"], lambda row: row[1] == stage and row[2] in subjects)),
        "travel.csv": _text(_of(files["travel.csv"], starts)),
        "locks.csv": _text([row for row in _of(files["locks.csv"], {staff_no}) if row[1] != "move"]),
        "preferences.csv": _text(_of(files["preferences.csv"], {staff_no})),
    }
    return {**files, **cut}


def _of(data: bytes, keys: set[str]) -> list[list[str]]:
    """Return the header and the rows whose first cell is one of the keys."""
    return _where(data, lambda row: row[0] in keys)


def _where(data: bytes, keep: Callable[[list[str]], bool]) -> list[list[str]]:
    """Return the header and the rows that are kept."""
    header, *rows = _rows(data)
    return [header, *(row for row in rows if keep(row))]


def _rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def _text(rows: Sequence[Sequence[str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


__all__ = ["About", "Choices", "Explanation", "about_now", "about_then", "choices_now", "price"]
