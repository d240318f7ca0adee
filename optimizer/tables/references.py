"""Checks across tables: every key leads somewhere, and what one row says does not contradict another.

None is "nothing to check": the cell is empty, or its own fault is already noted.
"""

from collections.abc import Collection
from typing import Any

from optimizer.tables.columns import (
    BIRTH_MONTH,
    DEFERRAL,
    ELIGIBLE,
    FROM,
    LATITUDE,
    LONGITUDE,
    PARTNERS,
    REQUIRED,
    RETIREMENT_MONTH,
    SCHOOL,
    SEX,
    STAFF_NO,
    STAGE,
    SUBJECT,
    TO,
    Column,
)
from optimizer.tables.district_tables import DistrictTables
from optimizer.tables.typed import TypedTable
from policy.messages import say
from policy.vocabulary import Stage


def check_references(tables: DistrictTables) -> None:
    """Note every fault and warning between the tables, locks apart."""
    _check_schools(tables)
    check_school(tables.units, SCHOOL, tables.school_keys)
    for demand in (tables.demand, tables.classes):
        if demand is not None:
            check_school(demand, SCHOOL, tables.school_keys)
    _warn_demand_without_unit(tables)
    _check_teachers(tables)
    _check_preferences(tables)
    _check_travel(tables)


def check_school(table: TypedTable, column: Column[str], known: Collection[str] | None) -> None:
    """Fault school keys that the table schools does not have."""
    _check_known(table, column, known, "schools")


def check_staff_no(table: TypedTable, column: Column[str], known: Collection[str] | None) -> None:
    """Fault staff numbers that the table teachers does not have."""
    _check_known(table, column, known, "teachers")


def _check_known(table: TypedTable, column: Column[str], known: Collection[str] | None, where: str) -> None:
    if known is None:
        return
    for row, key in enumerate(table.values(column)):
        if key is not None and key not in known:
            table.fault(
                row,
                column,
                say("There is no “{key}” in the table {table}.", key=key, table=where),
                say("Correct the key, or add a row with it to {table}.", table=where),
            )


def _check_schools(tables: DistrictTables) -> None:
    """Check partners and coordinates of schools."""
    schools = tables.schools
    for row, partners in enumerate(schools.values(PARTNERS)):
        for key in partners or ():
            if tables.school_keys is not None and key not in tables.school_keys:
                schools.fault(
                    row,
                    PARTNERS,
                    say("There is no “{key}” in the table {table}.", key=key, table="schools"),
                    say("Write keys of schools, separated by semicolons."),
                )
    _check_coordinates(schools)
    for row in range(len(schools)):
        if schools.is_empty(row, LONGITUDE) and schools.is_empty(row, LATITUDE):
            schools.warn(
                row,
                LONGITUDE,
                say(
                    "The school {school} has no coordinates; commutes to it can only come from the table travel.",
                    school=schools.values(SCHOOL)[row] or "",
                ),
                say("Add longitude and latitude, or a travel row for every pair that matters."),
            )


def _check_coordinates(table: TypedTable) -> None:
    """Fault rows with one of the two coordinates."""
    for row, pair in enumerate(zip(table.values(LONGITUDE), table.values(LATITUDE), strict=True)):
        if (pair[0] is None) == (pair[1] is None):
            continue
        missing, given = (LONGITUDE, LATITUDE) if pair[0] is None else (LATITUDE, LONGITUDE)
        if table.is_empty(row, missing):
            table.fault(
                row,
                missing,
                say("{given} is given without {missing}.", given=given.name, missing=missing.name),
                say("Give both coordinates, or neither."),
            )


def _units(tables: DistrictTables) -> tuple[set[tuple[str | None, Stage | None]], set[str | None]]:
    """Return the units there are, and the schools with one whose stage cannot be read (nobody there is blamed)."""
    units = set(zip(tables.units.values(SCHOOL), tables.units.values(STAGE), strict=True))
    return units, {school for school, stage in units if stage is None}


def _warn_demand_without_unit(tables: DistrictTables) -> None:
    """Warn, once for each pair, of demand at a stage the school does not have."""
    units, unclear = _units(tables)
    seen: set[tuple[Any, Any]] = set()
    for row, pair in enumerate(zip(tables.demand.values(SCHOOL), tables.demand.values(STAGE), strict=True)):
        if pair in units or None in pair or pair in seen or pair[0] in unclear or not tables.has_units:
            continue
        if tables.school_keys is None or pair[0] in tables.school_keys:
            seen.add(pair)
            tables.demand.warn(
                row,
                STAGE,
                say(
                    "There is demand at {school} for the stage {stage}, but no such unit.",
                    school=pair[0],
                    stage=pair[1].label if pair[1] else "",
                ),
                say("Add the unit to the table units, or correct the stage."),
            )


def _check_teachers(tables: DistrictTables) -> None:
    """Check where teachers work, and that what eligibility needs is there."""
    teachers = tables.teachers
    check_school(teachers, SCHOOL, tables.school_keys)
    units, unclear = _units(tables)
    for row, pair in enumerate(zip(teachers.values(SCHOOL), teachers.values(STAGE), strict=True)):
        if pair in units or None in pair or pair[0] in unclear or not tables.has_units:
            continue
        if tables.school_keys is None or pair[0] in tables.school_keys:
            teachers.fault(
                row,
                STAGE,
                say(
                    "The school {school} has no unit of the stage {stage}.",
                    school=pair[0],
                    stage=pair[1].label if pair[1] else "",
                ),
                say("Correct the school or the stage, or add the unit to the table units."),
            )
    _check_coordinates(teachers)
    _check_eligibility_facts(teachers)
    _warn_subject_without_demand(tables)


def _check_eligibility_facts(teachers: TypedTable) -> None:
    """Fault teachers whose retirement cannot be known, and those both eligible by hand and deferred."""
    columns = (ELIGIBLE, RETIREMENT_MONTH, SEX, BIRTH_MONTH, DEFERRAL)
    for row, facts in enumerate(zip(*(teachers.parsed[column.name] for column in columns), strict=True)):
        eligible, retirement, sex, birth, deferral = facts
        if eligible and deferral:
            teachers.fault(
                row,
                ELIGIBLE,
                say("The teacher is marked eligible and has a deferral: {deferral}.", deferral=deferral),
                say("Remove the deferral, or leave the column eligible empty."),
            )
        if (sex is not None and birth is not None) or eligible is not None or retirement is not None:
            continue
        if not (teachers.is_empty(row, ELIGIBLE) and teachers.is_empty(row, RETIREMENT_MONTH)):
            continue
        for column in (SEX, BIRTH_MONTH):
            if teachers.is_empty(row, column):
                teachers.fault(
                    row,
                    column,
                    say("Without {column} the retirement month cannot be worked out.", column=column.name),
                    say("Fill it in, or give retirement_month or eligible."),
                )


def _warn_subject_without_demand(tables: DistrictTables) -> None:
    """Warn, once for each subject, of what nobody requires; only where the demand is given as a table."""
    if tables.classes is None and tables.demand.has(SUBJECT):
        rows = zip(tables.demand.values(SUBJECT), tables.demand.values(REQUIRED), strict=True)
        warn_subjects(tables.teachers, {subject for subject, required in rows if subject and required != 0})


def warn_subjects(teachers: TypedTable, demanded: Collection[str]) -> None:
    """Warn, once for each subject, at the first teacher of a subject that is in demand nowhere."""
    seen: set[str] = set()
    for row, subject in enumerate(teachers.values(SUBJECT)):
        if subject is not None and subject not in demanded and subject not in seen:
            seen.add(subject)
            teachers.warn(
                row,
                SUBJECT,
                say("No school requires the subject {subject}.", subject=subject),
                say("Check its spelling against the demand; subjects compare exactly."),
            )


def _check_preferences(tables: DistrictTables) -> None:
    """Check who wishes to go where."""
    preferences = tables.preferences
    check_staff_no(preferences, STAFF_NO, tables.staff_nos)
    check_school(preferences, SCHOOL, tables.school_keys)
    homes = dict(zip(tables.teachers.values(STAFF_NO), tables.teachers.values(SCHOOL), strict=True))
    for row, (staff_no, school) in enumerate(
        zip(preferences.values(STAFF_NO), preferences.values(SCHOOL), strict=True)
    ):
        if school is not None and staff_no is not None and homes.get(staff_no) == school:
            preferences.fault(
                row,
                SCHOOL,
                say("{school} is the school {staff_no} works at.", school=school, staff_no=staff_no),
                say("Delete the row, or name another school."),
            )


def _check_travel(tables: DistrictTables) -> None:
    """Check both ends of every travel row."""
    travel = tables.travel
    check_school(travel, TO, tables.school_keys)
    if tables.school_keys is None or tables.staff_nos is None:
        return
    for row, key in enumerate(travel.values(FROM)):
        if key is None or (key in tables.school_keys) != (key in tables.staff_nos):
            continue
        if key in tables.school_keys:
            travel.fault(
                row,
                FROM,
                say("“{key}” is both a staff number and a school key.", key=key),
                say("Change one of the two keys in every table."),
            )
        else:
            travel.fault(
                row,
                FROM,
                say("“{key}” is neither a staff number nor a school key.", key=key),
                say("Correct the key, or add the teacher or the school to its table."),
            )
