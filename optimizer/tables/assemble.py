"""The tables of a district, free of faults, as the planner's Problem; empty cells take their defaults here."""

from collections.abc import Mapping

from optimizer.problem import Cell, Lock, Problem, School, Teacher, Unit
from optimizer.tables import columns as c
from optimizer.tables.district_tables import DistrictTables, complete
from optimizer.tables.typed import TypedTable
from policy.rotation import RotationPolicy
from policy.vocabulary import BackboneLevel, Degree, LockAction, PostType

_FULL_POST = 100  # hundredths of an FTE


def assemble(tables: DistrictTables, required: Mapping[Cell, int], policy: RotationPolicy) -> Problem:
    """Build the problem of tables in which no fault was found."""
    return Problem(
        schools=_schools(tables.schools),
        units=_units(tables.units),
        required=required,
        teachers=_teachers(tables.teachers),
        policy=policy,
        preferences=_preferences(tables.preferences),
        travel=_travel(tables.travel),
        locks=_locks(tables.locks),
    )


def _schools(table: TypedTable) -> tuple[School, ...]:
    """Build the schools; a school without a name is called by its key."""
    rows = zip(
        complete(table, c.SCHOOL),
        table.values(c.SCHOOL_NAME),
        complete(table, c.AREA),
        table.values(c.ZONE),
        table.values(c.GROUP),
        table.values(c.PARTNERS),
        table.values(c.LONGITUDE),
        table.values(c.LATITUDE),
        table.values(c.AUTHORISED),
        table.values(c.SENIOR_POSTS),
        strict=True,
    )
    return tuple(
        School(
            key=key,
            name=name or key,
            area=area,
            zone=zone or "",
            group=group or "",
            partners=partners or (),
            longitude=longitude,
            latitude=latitude,
            authorised_headcount=authorised,
            senior_posts=senior_posts,
        )
        for key, name, area, zone, group, partners, longitude, latitude, authorised, senior_posts in rows
    )


def _units(table: TypedTable) -> tuple[Unit, ...]:
    """Build the units."""
    rows = zip(complete(table, c.SCHOOL), complete(table, c.STAGE), complete(table, c.STUDENTS), strict=True)
    return tuple(Unit(school, stage, students) for school, stage, students in rows)


def _teachers(table: TypedTable) -> tuple[Teacher, ...]:
    """Build the teachers; a teacher without a name is called by the staff number."""
    schools, stages, subjects = complete(table, c.SCHOOL), complete(table, c.STAGE), complete(table, c.SUBJECT)
    names, seconds = table.values(c.TEACHER_NAME), table.values(c.SECOND_SUBJECT)
    sexes, births, posts = table.values(c.SEX), table.values(c.BIRTH_MONTH), table.values(c.POST_TYPE)
    retirements, joined = table.values(c.RETIREMENT_MONTH), table.values(c.JOINED_SCHOOL)
    titles, degrees, levels = table.values(c.TITLE), table.values(c.DEGREE), table.values(c.BACKBONE)
    ftes, deferrals, teams = table.values(c.FTE), table.values(c.DEFERRAL), table.values(c.TEAM)
    years, longitudes, latitudes = (
        table.values(c.MOUNTAIN_YEARS),
        table.values(c.LONGITUDE),
        table.values(c.LATITUDE),
    )
    eligibles = table.values(c.ELIGIBLE)
    return tuple(
        Teacher(
            staff_no=staff_no,
            name=names[row] or staff_no,
            school=schools[row],
            stage=stages[row],
            subject=subjects[row],
            sex=sexes[row],
            birth_month=births[row],
            post_type=posts[row] or PostType.PROFESSIONAL,
            retirement_month=retirements[row],
            second_subject=seconds[row] or "",
            joined_school=joined[row],
            title=titles[row],
            degree=degrees[row] or Degree.OTHER,
            backbone=levels[row] or BackboneLevel.NONE,
            fte=ftes[row] or _FULL_POST,
            deferral=deferrals[row] or "",
            team=teams[row] or "",
            mountain_years=years[row] or 0,
            longitude=longitudes[row],
            latitude=latitudes[row],
            eligible=eligibles[row],
        )
        for row, staff_no in enumerate(complete(table, c.STAFF_NO))
    )


def _preferences(table: TypedTable) -> dict[tuple[str, str], int]:
    """Build rank by (staff number, school)."""
    pairs = zip(complete(table, c.STAFF_NO), complete(table, c.SCHOOL), strict=True)
    return dict(zip(pairs, complete(table, c.RANK), strict=True))


def _travel(table: TypedTable) -> dict[tuple[str, str], int]:
    """Build minutes by (staff number or school, school)."""
    pairs = zip(complete(table, c.FROM), complete(table, c.TO), strict=True)
    return dict(zip(pairs, complete(table, c.MINUTES), strict=True))


def _locks(table: TypedTable) -> tuple[Lock, ...]:
    """Build the locks, each once; the school beside `stay` says nothing."""
    rows = zip(complete(table, c.STAFF_NO), complete(table, c.ACTION), table.values(c.LOCK_SCHOOL), strict=True)
    locks = (
        Lock(staff_no, action, "" if action is LockAction.STAY else school or "") for staff_no, action, school in rows
    )
    return tuple(dict.fromkeys(locks))
