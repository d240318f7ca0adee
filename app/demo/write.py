"""The demo district as a folder of tables: the same bytes for the same seed, on every machine and on every day."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.demo.people import REFERENCE, Person
from app.demo.schools import BY_NAME, RIDGE_ROADS, coordinates, partners_of
from app.demo.staffing import Staffed, staff_district
from app.demo.wishes import District, Settled, settle, with_teams, with_wishes
from policy.months import format_month
from policy.registry import policy_on

DEMO_SEED = 20260901

_REFERENCE_DATE = date(REFERENCE // 12, REFERENCE % 12 + 1, 1)
_FIRST_STAFF_NO = 310_001

_POLICY = f"""\
# 云岭区（虚构）2026 轮岗年度的政策。只写本区另定的各项，其余用随软件发布的默认值（docs/policy.md）。
# Policy of the fictional district for the cycle 2026: only what it fixes itself; the rest is the shipped default.

[cycle]
# 任教年限和距退休年限都算到这一天所在的月份。 Terms of service are counted to the month of this day.
reference_date = {_REFERENCE_DATE.isoformat()}
"""

Row = tuple[object, ...]


def generate(directory: Path, seed: int = DEMO_SEED) -> None:
    """Write the tables and the policy of the demo district into a folder, which is made if it is absent."""
    schools, locks = build(seed)
    directory.mkdir(parents=True, exist_ok=True)
    _write(directory / "schools.csv", _SCHOOL_COLUMNS, _school_rows(schools))
    _write(directory / "units.csv", ("school", "stage", "students"), _unit_rows(schools))
    _write(directory / "demand.csv", ("school", "stage", "subject", "required"), _demand_rows(schools))
    _write(directory / "teachers.csv", _TEACHER_COLUMNS, _teacher_rows(schools))
    _write(directory / "preferences.csv", ("staff_no", "rank", "school"), _preference_rows(schools))
    _write(directory / "travel.csv", ("from", "to", "minutes"), _travel_rows())
    _write(directory / "locks.csv", ("staff_no", "action", "school"), _lock_rows(locks))
    (directory / "policy.toml").write_text(_POLICY, encoding="utf-8", newline="\n")


def build(seed: int) -> tuple[tuple[Staffed, ...], tuple[Settled, ...]]:
    """Make the district: staff, teams, preferences, locks; everyone numbered."""
    policy = policy_on(_REFERENCE_DATE)
    schools = numbered(staff_district(seed))
    schools = with_teams(District(schools, policy), seed)
    locks = settle(District(schools, policy))
    return with_wishes(District(schools, policy), locks, seed), locks


def numbered(schools: Iterable[Staffed]) -> tuple[Staffed, ...]:
    """Give out staff numbers in order of the schools, around those the cast brings along."""
    schools = tuple(schools)
    taken = {person.staff_no for staffed in schools for person in staffed.people}
    free = (str(number) for number in range(_FIRST_STAFF_NO, 10 * _FIRST_STAFF_NO) if str(number) not in taken)
    return tuple(
        replace(
            staffed,
            people=tuple(replace(person, staff_no=person.staff_no or next(free)) for person in staffed.people),
        )
        for staffed in schools
    )


_SCHOOL_COLUMNS = (
    *("school", "name", "area", "zone", "group", "partners"),
    *("longitude", "latitude", "authorised_headcount", "senior_posts"),
)
_TEACHER_COLUMNS = (
    *("staff_no", "name", "sex", "birth_month", "post_type", "retirement_month", "school", "stage", "subject"),
    *("second_subject", "joined_school", "title", "degree", "backbone", "fte", "deferral", "team", "mountain_years"),
    *("longitude", "latitude"),
)


def _school_rows(schools: Iterable[Staffed]) -> Iterator[Row]:
    for staffed in schools:
        plan = staffed.plan
        partners = ";".join(partner.key for partner in partners_of(plan))
        described = (plan.key, plan.name, plan.area, plan.zone, plan.group, partners)
        yield (*described, *coordinates(plan.place), staffed.authorised_headcount, staffed.senior_posts)


def _unit_rows(schools: Iterable[Staffed]) -> Iterator[Row]:
    for staffed in schools:
        for unit in staffed.plan.units:
            yield staffed.plan.key, unit.stage, unit.students


def _demand_rows(schools: Iterable[Staffed]) -> Iterator[Row]:
    for staffed in schools:
        for (stage, subject), posts in staffed.required.items():
            yield staffed.plan.key, stage, subject, _decimal(posts)


def _teacher_rows(schools: Iterable[Staffed]) -> Iterator[Row]:
    everyone = (person for staffed in schools for person in staffed.people)
    for person in sorted(everyone, key=lambda person: person.staff_no):
        yield (*_identity(person), *_position(person), *_standing(person), *_home(person))


def _identity(person: Person) -> Row:
    retirement = "" if person.retirement is None else format_month(person.retirement)
    return person.staff_no, person.name, person.sex, format_month(person.birth), "professional", retirement


def _position(person: Person) -> Row:
    return person.school.key, person.stage, person.subject, person.second_subject, format_month(person.joined)


def _standing(person: Person) -> Row:
    ranks = (person.title or "", person.degree, person.backbone)
    return (*ranks, _decimal(person.fte), person.deferral, person.team, _years(person.mountain_years))


def _home(person: Person) -> Row:
    return ("", "") if person.home is None else coordinates(person.home)


def _preference_rows(schools: Iterable[Staffed]) -> list[Row]:
    return sorted(
        (person.staff_no, rank, BY_NAME[name].key)
        for staffed in schools
        for person in staffed.people
        for rank, name in enumerate(person.wishes, start=1)
    )


def _travel_rows() -> list[Row]:
    roads = [(BY_NAME[one].key, BY_NAME[other].key, minutes) for one, other, minutes in RIDGE_ROADS]
    return sorted(roads + [(there, here, minutes) for here, there, minutes in roads])


def _lock_rows(locks: Iterable[Settled]) -> list[Row]:
    return sorted(
        (lock.person.staff_no, lock.action, BY_NAME[lock.school].key if lock.school else "") for lock in locks
    )


def _decimal(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _years(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100 // 10}"


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
