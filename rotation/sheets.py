"""Import and export of preferences: one row for each choice of a teacher in the cycle under way."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from core.errors import Invalid
from core.sheets.columns import Column, Kind, Sheet
from core.sheets.faults import RowFault
from core.sheets.plan import Key, PlannedRow, Values
from policy.messages import say
from rotation.models.cycles import Preference, RotationCycle
from rotation.planning.asking import choices_now
from rotation.queries.cycles import preference_cycle
from rotation.rules.wishes import first_gap
from rotation.services.preferences import import_lists, listed, most_of
from teachers.models import Posting, School, Teacher
from teachers.queries import posted_on

Lists = dict[str, dict[int, str]]
"""School codes by staff number and rank."""

PREFERENCES = Sheet(
    name="preferences",
    title=say("Preferences"),
    key=("staff_no", "rank"),
    synonyms=("志愿表",),
    notes=(
        say("One row for each choice. An empty school takes the choice off the list."),
        say("The choices belong to the rotation cycle that collects preferences; the page of the import names it."),
    ),
    columns=(
        Column(key="staff_no", header=say("Staff number"), kind=Kind.CODE, required=True, synonyms=("工号",)),
        Column(key="rank", header=say("Rank of the choice"), kind=Kind.WHOLE, required=True, low=1, width=10),
        Column(key="school", header=say("School code"), kind=Kind.CODE, synonyms=("志愿学校",)),
    ),
)


@dataclass(frozen=True)
class PreferenceImporter:
    """Choices by teacher and rank; rows of a file are laid over the lists on file."""

    sheet: Sheet = PREFERENCES

    def existing(self, tx: Session, keys: Sequence[Key]) -> Mapping[Key, Values]:
        """Return the choices on file."""
        cycle, wanted = preference_cycle(tx), set(keys)
        if cycle is None:
            return {}
        return {key: row for row in preference_rows(tx, cycle) if (key := (row["staff_no"], row["rank"])) in wanted}

    def check(self, tx: Session, rows: Sequence[PlannedRow]) -> Iterator[RowFault]:
        """Yield teachers and schools nobody knows, choices beyond the list, own schools and schools named twice."""
        cycle = preference_cycle(tx)
        if cycle is None:
            for row in rows:
                yield RowFault(row.number, "", say("No rotation cycle is under way."), say("Open a cycle first."))
            return
        schools, homes, most = _schools(tx), _homes(tx, cycle), most_of(tx, cycle)
        merged, sound = _merged(tx, cycle, rows), []
        for row in rows:
            found = [*_faults(row, schools, homes, most), *_twice(row, merged), *_gap(row, merged)]
            yield from found
            sound += [] if found else [row]
        yield from _refused(tx, cycle, sound)

    def names(self, tx: Session, keys: Sequence[Key]) -> Mapping[Key, str]:
        """Return whose choice each row is."""
        people = {row.staff_no: row.name for row in tx.execute(select(Teacher.staff_no, Teacher.name))}
        return {key: people[str(key[0])] for key in keys if str(key[0]) in people}

    def apply(self, tx: Session, rows: Sequence[PlannedRow], *, by: Identity, on: date) -> None:
        """Write the lists of all teachers named."""
        cycle = preference_cycle(tx)
        if cycle is None:
            raise Invalid(say("No rotation cycle is under way."), say("Open a cycle first."), field="file")
        people = {row.staff_no: row.id for row in tx.execute(select(Teacher.staff_no, Teacher.id))}
        schools = _schools(tx)
        lists = {
            people[staff_no]: [schools[code] for _, code in sorted(choices.items()) if code]
            for staff_no, choices in _merged(tx, cycle, rows).items()
        }
        import_lists(tx, cycle, lists, by=by, on=on)


def preference_rows(tx: Session, cycle: RotationCycle) -> list[dict[str, Any]]:
    """Return the choices on file as rows of the workbook."""
    rows = (
        select(Teacher.staff_no, Preference.rank, School.code)
        .join(Teacher, Teacher.id == Preference.teacher_id)
        .join(School, School.id == Preference.school_id)
        .where(Preference.cycle_id == cycle.id)
        .order_by(Teacher.staff_no, Preference.rank)
    )
    return [{"staff_no": staff_no, "rank": rank, "school": code} for staff_no, rank, code in tx.execute(rows)]


def _faults(row: PlannedRow, schools: Mapping[str, int], homes: Mapping[str, str], most: int) -> Iterable[RowFault]:
    staff_no, rank, code = str(row.key[0]), int(row.key[1]), row.values.get("school")
    if staff_no not in homes:
        message = say("No teacher with the staff number {staff_no} is in post.", staff_no=staff_no)
        yield RowFault(row.number, "staff_no", message, say("Check the number."))
    if rank > most:
        message = say("At most {most} schools can be ranked.", most=most)
        yield RowFault(row.number, "rank", message, say("Leave the row out."))
    if code and code not in schools:
        message = say("There is no school with the code {code}.", code=code)
        yield RowFault(row.number, "school", message, say("Check the code."))
    elif code and homes.get(staff_no) == code:
        message = say("The own school cannot be a preference.")
        yield RowFault(row.number, "school", message, say("Name another school, or leave the row out."))


def _twice(row: PlannedRow, merged: Lists) -> Iterable[RowFault]:
    """Yield a row after which a teacher would have one school at two ranks."""
    code, choices = row.values.get("school"), merged[str(row.key[0])]
    if code and sum(other == code for other in choices.values()) > 1:
        message = say("The school is on the list of this teacher twice.")
        yield RowFault(row.number, "school", message, say("Keep one of the two."))


def _gap(row: PlannedRow, merged: Lists) -> Iterable[RowFault]:
    """Yield a row after which a teacher's list would not be the first, the second … choice without a gap."""
    filled = [rank for rank, code in merged[str(row.key[0])].items() if code]
    gap = first_gap(filled)
    if gap is not None and int(row.key[1]) >= gap:
        message = say("Choice {gap} would be empty while a later one is filled.", gap=gap)
        yield RowFault(row.number, "rank", message, say("Number the choices 1, 2, 3 without a gap."))


def _refused(tx: Session, cycle: RotationCycle, rows: Sequence[PlannedRow]) -> Iterable[RowFault]:
    """Yield the rows a teacher's own form would refuse: not on the list, or a school that is no allowed move."""
    filled = [row for row in rows if row.values.get("school")]
    if not filled:
        return
    names, choices = listed(tx, cycle), choices_now(tx, cycle, {str(row.key[0]) for row in filled})
    for row in filled:
        staff_no, code = str(row.key[0]), str(row.values["school"])
        if staff_no not in names:
            message = say("The teacher is not on the eligibility list, so there is nothing to file.")
            yield RowFault(row.number, "staff_no", message, say("Leave the rows of this person out."))
            continue
        verdict = choices.refusal(staff_no, code) if choices else None
        if verdict is not None:
            message = say("The school cannot be chosen: {reason}.", reason=verdict.sentence)
            yield RowFault(row.number, "school", message, say("Name another school, or leave the row out."))


def _merged(tx: Session, cycle: RotationCycle, rows: Sequence[PlannedRow]) -> Lists:
    """Return the lists of the teachers named as they would be: the file's rows over those on file."""
    named = {str(row.key[0]) for row in rows}
    merged: dict[str, dict[int, str]] = defaultdict(dict)
    for known in preference_rows(tx, cycle):
        if known["staff_no"] in named:
            merged[known["staff_no"]][known["rank"]] = known["school"]
    for row in rows:
        merged[str(row.key[0])][int(row.key[1])] = row.values.get("school") or ""
    return merged


def _schools(tx: Session) -> dict[str, int]:
    return {row.code: row.id for row in tx.execute(select(School.code, School.id))}


def _homes(tx: Session, cycle: RotationCycle) -> dict[str, str]:
    """Return the school of everybody in post on the cycle's day."""
    rows = (
        select(Teacher.staff_no, School.code)
        .join(Posting, Posting.teacher_id == Teacher.id)
        .join(School, School.id == Posting.school_id)
        .where(posted_on(cycle.reference_date))
    )
    return {row.staff_no: row.code for row in tx.execute(rows)}


__all__ = ["PREFERENCES", "PreferenceImporter", "preference_rows"]
