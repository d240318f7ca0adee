"""A register's day as the planner's tables, with the record behind every row, so that a fault finds its way back."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.i18n import Language, translator
from core.paths import TRANSLATIONS
from policy.messages import say
from policy.months import Month, format_month
from policy.vocabulary import LockAction
from teachers.vocabulary import Register, RegisteredTeacher

POLICY_FILE = "policy.toml"

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class TableLock:
    """Somebody fixed by hand, as the planner's table names it."""

    staff_no: str
    action: LockAction
    school: str = ""


@dataclass(frozen=True, slots=True)
class TableExtras:
    """What the tables hold besides the register: wishes as (staff number, rank, school code), locks, overrides."""

    preferences: Sequence[tuple[str, int, str]] = ()
    locks: Sequence[TableLock] = ()
    overrides: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tables:
    """The files by name, and for each the record (kind, key) behind each of its rows."""

    files: Mapping[str, bytes]
    records: Mapping[str, Sequence[tuple[str, str]]]


_SCHOOLS = (
    *("school", "name", "area", "zone", "group", "partners"),
    *("longitude", "latitude", "authorised_headcount", "senior_posts"),
)
_TEACHERS = (
    *("staff_no", "name", "sex", "birth_month", "post_type", "retirement_month", "school", "stage", "subject"),
    *("second_subject", "joined_school", "title", "degree", "backbone", "fte", "deferral", "team", "mountain_years"),
    *("longitude", "latitude"),
)


def tables_of(register: Register, policy_text: str, extras: TableExtras) -> Tables:
    """Write a register's day as the planner's tables; what only older records name is left out."""
    people = {teacher.staff_no for teacher in register.teachers}
    codes = {school.code for school in register.schools}
    starts = people | codes
    sheets: dict[str, tuple[Sequence[str], list[Row], list[tuple[str, str]]]] = {}

    def add(name: str, columns: Sequence[str], rows: Iterable[Row], kind: str, column: int = 0) -> None:
        listed = list(rows)
        sheets[f"{name}.csv"] = (columns, listed, [(kind, str(row[column])) for row in listed])

    add("schools", _SCHOOLS, _school_rows(register, codes), "school")
    units = ((unit.school_code, unit.stage.value, unit.students) for unit in register.units)
    add("units", ("school", "stage", "students"), units, "school")
    demand = ((*cell, decimal(required)) for cell, required in register.required.items() if cell[0] in codes)
    add("demand", ("school", "stage", "subject", "required"), sorted(demand), "school")
    add("teachers", _teacher_columns(extras), _teacher_rows(register, extras), "teacher")
    add("preferences", ("staff_no", "rank", "school"), sorted(extras.preferences), "teacher")
    travel = ((way.start, way.to_school, way.minutes) for way in register.travel)
    known = (row for row in travel if row[0] in starts and row[1] in codes)
    add("travel", ("from", "to", "minutes"), sorted(known), "travel")
    locks = ((lock.staff_no, lock.action.value, lock.school) for lock in extras.locks)
    add("locks", ("staff_no", "action", "school"), locks, "lock")
    files = {name: _csv(columns, rows) for name, (columns, rows, _) in sheets.items()}
    return Tables(
        {**files, POLICY_FILE: policy_text.encode()}, {name: records for name, (_, _, records) in sheets.items()}
    )


def deferral_text(teacher: RegisteredTeacher) -> str:
    """Return why a teacher does not take part for now: the deferral, else that a conduct veto is in force."""
    if teacher.deferral or not teacher.conduct_veto:
        return teacher.deferral
    return say("conduct veto in force").text(translator(Language.CHINESE, TRANSLATIONS))


def decimal(hundredths: int) -> str:
    """Write hundredths with two decimals."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _school_rows(register: Register, codes: set[str]) -> Iterable[Row]:
    for school in register.schools:
        partners = ";".join(code for code in school.partners if code in codes)
        described = (school.code, school.name, school.area.value, school.zone, school.group, partners)
        limits = (_number(school.authorised_headcount), _number(school.senior_posts))
        yield (*described, _number(school.longitude), _number(school.latitude), *limits)


def _teacher_columns(extras: TableExtras) -> Sequence[str]:
    return (*_TEACHERS, "eligible") if extras.overrides else _TEACHERS


def _teacher_rows(register: Register, extras: TableExtras) -> Iterable[Row]:
    words = {True: "yes", False: "no", None: ""}
    for teacher in register.teachers:
        row = (*_identity(teacher), *_position(teacher), *_standing(teacher))
        yield (*row, words[extras.overrides.get(teacher.staff_no)]) if extras.overrides else row


def _identity(teacher: RegisteredTeacher) -> Row:
    sex = teacher.sex.value if teacher.sex else ""
    months = _month(teacher.birth_month), _month(teacher.retirement_month)
    return teacher.staff_no, teacher.name, sex, months[0], teacher.post_type.value, months[1]


def _position(teacher: RegisteredTeacher) -> Row:
    place = teacher.school_code, teacher.stage.value, teacher.subject, teacher.second_subject
    return (*place, _month(teacher.joined_school))


def _standing(teacher: RegisteredTeacher) -> Row:
    title = teacher.title.value if teacher.title else ""
    ranks = title, teacher.degree.value, teacher.backbone.value, decimal(teacher.fte)
    home = _number(teacher.longitude), _number(teacher.latitude)
    return (*ranks, deferral_text(teacher), teacher.team, _years(teacher.mountain_years), *home)


def _years(hundredths: int) -> str:
    """Write years with one decimal, two where they are needed."""
    text = decimal(hundredths)
    return text[:-1] if text.endswith("0") else text


def _month(month: Month | None) -> str:
    return "" if month is None else format_month(month)


def _number(value: float | None) -> object:
    return "" if value is None else value


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue().encode()
