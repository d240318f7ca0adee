"""A corner of the demo district in the register: written as rows, so that reading it back is a test of its own."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.models import User, UserRole
from accounts.permissions import Role
from core.clock import instant
from policy.vocabulary import Area, BackboneLevel, Degree, PostType, Sex, Stage, Title
from rotation.models.cycles import Preference, RotationCycle
from teachers.models import (
    Deferral,
    Demand,
    Partnership,
    Posting,
    School,
    SchoolGroup,
    SchoolUnit,
    Teacher,
    TravelTime,
    Zone,
)
from teachers.vocabulary import DeferralReason

YEAR = 2026
REFERENCE = date(2026, 9, 1)
TODAY = date(2026, 6, 18)
Row = dict[str, str]


def rows_of(file: Path) -> list[Row]:
    """Read a table."""
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def load(tx: Session, folder: Path) -> None:
    """Write the tables of a folder into the register."""
    schools = _schools(tx, rows_of(folder / "schools.csv"))
    for row in rows_of(folder / "units.csv"):
        school = schools[row["school"]].id
        tx.add(SchoolUnit(school_id=school, school_year=YEAR, stage=Stage(row["stage"]), students=int(row["students"])))
    for row in rows_of(folder / "demand.csv"):
        tx.add(
            Demand(
                school_id=schools[row["school"]].id,
                school_year=YEAR,
                stage=Stage(row["stage"]),
                subject=row["subject"],
                required=_hundredths(row["required"]),
            )
        )
    teachers = _teachers(tx, rows_of(folder / "teachers.csv"), schools)
    for row in rows_of(folder / "travel.csv"):
        start = schools.get(row["from"])
        tx.add(
            TravelTime(
                teacher_id=None if start else teachers[row["from"]].id,
                from_school_id=start.id if start else None,
                to_school_id=schools[row["to"]].id,
                minutes=int(row["minutes"]),
            )
        )
    tx.flush()


def add_preferences(tx: Session, cycle: RotationCycle, folder: Path) -> None:
    """File the preferences of a folder for everybody."""
    people = {row.staff_no: row.id for row in tx.execute(select(Teacher.staff_no, Teacher.id))}
    schools = {row.code: row.id for row in tx.execute(select(School.code, School.id))}
    for row in rows_of(folder / "preferences.csv"):
        tx.add(
            Preference(
                cycle_id=cycle.id,
                teacher_id=people[row["staff_no"]],
                school_id=schools[row["school"]],
                rank=int(row["rank"]),
                filed_at=instant(),
            )
        )
    tx.flush()


def account(
    tx: Session, staff_no: str, role: Role, *, school_id: int | None = None, teacher_id: int | None = None
) -> Identity:
    """Open an account without a password, and return who it is."""
    user = User(staff_no=staff_no, name=f"{role.value} {staff_no}", teacher_id=teacher_id, opened_at=instant())
    user.roles.append(UserRole(role=role, school_id=school_id, given_at=instant()))
    tx.add(user)
    tx.flush()
    return identity(tx, staff_no)


def identity(tx: Session, staff_no: str) -> Identity:
    """Return who somebody with an account is."""
    user = tx.execute(select(User).where(User.staff_no == staff_no)).scalar_one()
    school = next((role.school_id for role in user.roles if role.school_id is not None), None)
    roles = frozenset(role.role for role in user.roles)
    return Identity(user.id, staff_no, user.name, roles, school, user.teacher_id)


def _schools(tx: Session, rows: Sequence[Row]) -> dict[str, School]:
    zones = {name: Zone(name=name) for name in dict.fromkeys(row["zone"] for row in rows) if name}
    groups = {name: SchoolGroup(name=name) for name in dict.fromkeys(row["group"] for row in rows) if name}
    tx.add_all([*zones.values(), *groups.values()])
    tx.flush()
    schools = {
        row["school"]: School(
            code=row["school"],
            name=row["name"],
            search_key=row["name"],
            area=Area(row["area"]),
            zone_id=zones[row["zone"]].id if row["zone"] else None,
            group_id=groups[row["group"]].id if row["group"] else None,
            longitude=_number(row["longitude"]),
            latitude=_number(row["latitude"]),
            authorised_headcount=int(row["authorised_headcount"]) if row["authorised_headcount"] else None,
            senior_posts=int(row["senior_posts"]) if row["senior_posts"] else None,
        )
        for row in rows
    }
    tx.add_all(schools.values())
    tx.flush()
    pairs = {
        tuple(sorted((schools[row["school"]].id, schools[partner].id)))
        for row in rows
        for partner in filter(None, row["partners"].split(";"))
    }
    tx.add_all(Partnership(school_a_id=a, school_b_id=b) for a, b in sorted(pairs))
    tx.flush()
    return schools


def _teachers(tx: Session, rows: Sequence[Row], schools: dict[str, School]) -> dict[str, Teacher]:
    teachers = {}
    for row in rows:
        person = Teacher(
            staff_no=row["staff_no"],
            name=row["name"],
            search_key=f"{row['name']} {row['staff_no']}",
            sex=Sex(row["sex"]) if row["sex"] else None,
            birth_month=row["birth_month"],
            post_type=PostType(row["post_type"]),
            retirement_month=row["retirement_month"],
            title=Title(row["title"]) if row["title"] else None,
            degree=Degree(row["degree"]),
            backbone=BackboneLevel(row["backbone"]),
            team=row["team"],
            mountain_years=_hundredths(row["mountain_years"] or "0"),
            longitude=_number(row["longitude"]),
            latitude=_number(row["latitude"]),
        )
        teachers[row["staff_no"]] = person
    tx.add_all(teachers.values())
    tx.flush()
    for row in rows:
        year, month = map(int, row["joined_school"].split("-"))
        person = teachers[row["staff_no"]]
        tx.add(
            Posting(
                teacher_id=person.id,
                school_id=schools[row["school"]].id,
                stage=Stage(row["stage"]),
                subject=row["subject"],
                second_subject=row["second_subject"],
                fte=_hundredths(row["fte"]),
                valid_from=date(year, month, 1),
                joined_school=row["joined_school"],
            )
        )
        if row["deferral"]:
            tx.add(
                Deferral(
                    teacher_id=person.id,
                    reason=DeferralReason.OTHER,
                    note=row["deferral"],
                    valid_from=date(2026, 1, 1),
                )
            )
    tx.flush()
    return teachers


def _hundredths(text: str) -> int:
    return round(float(text) * 100)


def _number(text: str) -> float | None:
    return float(text) if text else None
