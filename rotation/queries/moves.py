"""The moves of a proposal: the list with its filters, and the schools it touches."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from core.text import escaped_like
from policy.names import INDICATORS
from policy.subjects import in_usual_order, place_of
from policy.vocabulary import Area, BackboneLevel, Stage
from rotation.models.plans import PlanCell, PlanMove, PlanSchool, PlanUnfilled, PlanUnit, Proposal
from rotation.queries.paging import ordered, page_of
from rotation.queries.places import place, places, proposal_of, sentence
from rotation.vocabulary.pages import (
    CellLine,
    IndicatorLine,
    MapLink,
    MapSchool,
    MoveLine,
    Place,
    SchoolLine,
    UnfilledGroup,
    UnfilledLine,
    UnitLine,
)
from teachers.models import School, Teacher

_BACKBONE = [level for level in BackboneLevel if level.counts]
_KINDS: Mapping[str, ColumnElement[bool]] = {
    "backbone": PlanMove.backbone.in_(_BACKBONE),
    "team": PlanMove.team != "",
    "wished": PlanMove.preference_rank.is_not(None),
    "unasked": PlanMove.preference_rank.is_(None),
    "locked": PlanMove.locked.is_(True),
}
_SORTS: Mapping[str, Sequence[Any]] = {
    "minutes_desc": (PlanMove.minutes.desc(), PlanMove.staff_no),
    "minutes": (PlanMove.minutes, PlanMove.staff_no),
    "staff_no": (PlanMove.staff_no,),
    "name": (Teacher.search_key, PlanMove.staff_no),
    "subject": (PlanMove.stage, PlanMove.subject, PlanMove.staff_no),
    "from": (PlanMove.from_school_id, PlanMove.staff_no),
    "to": (PlanMove.to_school_id, PlanMove.staff_no),
    "rank": (func.coalesce(PlanMove.preference_rank, 100), PlanMove.staff_no),
}


def moves(
    tx: Session,
    proposal_id: int,
    identity: Identity,
    *,
    search: str = "",
    subject: str = "",
    stage: Stage | None = None,
    from_school: int | None = None,
    to_school: int | None = None,
    from_area: Area | None = None,
    to_area: Area | None = None,
    kind: str = "",
    sort: str = "minutes_desc",
    page: int = 1,
    size: int = 50,
) -> tuple[list[MoveLine], int]:
    """Return a page of the moves, and how many the filter has."""
    row = proposal_of(tx, proposal_id, identity)
    rows = select(PlanMove).join(Teacher, Teacher.id == PlanMove.teacher_id).where(PlanMove.proposal_id == row.id)
    wanted: tuple[tuple[object, ColumnElement[bool]], ...] = (
        (subject or None, PlanMove.subject == subject),
        (stage, PlanMove.stage == stage),
        (from_school, PlanMove.from_school_id == from_school),
        (to_school, PlanMove.to_school_id == to_school),
        (from_area, PlanMove.from_area == from_area),
        (to_area, PlanMove.to_area == to_area),
        (_KINDS.get(kind), _KINDS.get(kind, PlanMove.id.is_not(None))),
    )
    for asked, condition in wanted:
        if asked is not None:
            rows = rows.where(condition)
    if search.strip():
        term = f"%{escaped_like(search.strip().lower())}%"
        found_by = (Teacher.search_key, PlanMove.name, PlanMove.staff_no)
        rows = rows.where(or_(*(column.like(term, escape="\\") for column in found_by)))
    found, number = page_of(tx, rows.order_by(*ordered(_SORTS, sort, "minutes_desc")), page, size)
    known = places(tx)
    return [move_line(move, known) for move in found], number


def move_line(row: PlanMove, known: Mapping[int, Place]) -> MoveLine:
    """Return one move as lists show it."""
    return MoveLine(
        source=known[row.from_school_id],
        target=known[row.to_school_id],
        reason=sentence(row.reason),
        **{name: getattr(row, name) for name in _SAME},
    )


_SAME = (
    *("id", "teacher_id", "staff_no", "name", "stage", "subject", "home_subject", "minutes", "preference_rank"),
    *("backbone", "title", "team", "fte", "locked"),
)


def move_filters(tx: Session, proposal_id: int) -> tuple[list[str], list[Place], list[Place]]:
    """Return what the moves can be filtered by: subjects, schools left, schools joined."""
    known = places(tx)

    def values(column: Any) -> list[Any]:
        return list(tx.execute(select(column).where(PlanMove.proposal_id == proposal_id).distinct()).scalars())

    def schools(column: Any) -> list[Place]:
        return sorted((known[school] for school in values(column)), key=lambda found: found.code)

    return in_usual_order(values(PlanMove.subject)), schools(PlanMove.from_school_id), schools(PlanMove.to_school_id)


def school_lines(tx: Session, proposal_id: int, identity: Identity) -> list[SchoolLine]:
    """Return every school before and after."""
    row = proposal_of(tx, proposal_id, identity)
    known = places(tx)
    rows = select(PlanSchool).where(PlanSchool.proposal_id == row.id)
    found = [school_line(school, known) for school in tx.execute(rows).scalars()]
    return sorted(found, key=lambda line: line.place.code)


def school_line(row: PlanSchool, known: Mapping[int, Place]) -> SchoolLine:
    """Return one school before and after."""
    return SchoolLine(place=known[row.school_id], **{name: getattr(row, name) for name in _SCHOOL})


_SCHOOL = (
    *("zone", "staff_before", "staff_after", "authorised", "seniors_before", "seniors_after", "senior_posts"),
    *("backbone_before", "backbone_after", "arrivals", "leavers", "short_before", "short_after"),
)


def school_page(
    tx: Session, proposal_id: int, school_id: int, identity: Identity
) -> tuple[SchoolLine, list[CellLine], list[IndicatorLine], list[MoveLine], list[MoveLine]]:
    """Return one school: before and after, its subjects, its indicators, who comes, who leaves.

    Raises `NotFound` for a school the plan does not know.
    """
    row = proposal_of(tx, proposal_id, identity)
    return school_rows(tx, row, school_id)


def school_rows(
    tx: Session, row: Proposal, school_id: int
) -> tuple[SchoolLine, list[CellLine], list[IndicatorLine], list[MoveLine], list[MoveLine]]:
    """Return what a plan does to one school."""
    known, here = places(tx), place(tx, school_id)
    school = tx.execute(
        select(PlanSchool).where(PlanSchool.proposal_id == row.id, PlanSchool.school_id == here.id)
    ).scalar_one()
    cells = select(PlanCell).where(PlanCell.proposal_id == row.id, PlanCell.school_id == here.id)
    touching = or_(PlanMove.from_school_id == here.id, PlanMove.to_school_id == here.id)
    rows = select(PlanMove).where(PlanMove.proposal_id == row.id, touching).order_by(PlanMove.staff_no)
    lines = [move_line(move, known) for move in tx.execute(rows).scalars()]
    return (
        school_line(school, known),
        in_order([cell_line(cell) for cell in tx.execute(cells).scalars()]),
        _indicators(tx, select(PlanUnit).where(PlanUnit.proposal_id == row.id, PlanUnit.school_id == here.id), known),
        [line for line in lines if line.target.id == here.id],
        [line for line in lines if line.source.id == here.id],
    )


def in_order(cells: Iterable[CellLine]) -> list[CellLine]:
    """Return the subjects of a school stage by stage, as a timetable lists them."""
    stages = list(Stage)
    return sorted(cells, key=lambda cell: (stages.index(cell.stage), place_of(cell.subject)))


def cell_line(row: PlanCell) -> CellLine:
    """Return one subject of a school."""
    return CellLine(row.stage, row.subject, row.required, row.before, row.after)


def indicator_lines(tx: Session, proposal_id: int, identity: Identity, only_short: bool = False) -> list[IndicatorLine]:
    """Return the indicators of every unit; with `only_short` those below their target before or after."""
    row = proposal_of(tx, proposal_id, identity)
    lines = _indicators(tx, select(PlanUnit).where(PlanUnit.proposal_id == row.id), places(tx))
    return [line for line in lines if not only_short or not (line.met_before and line.met_after)]


def unit_lines(tx: Session, proposal_id: int, identity: Identity, only_short: bool = False) -> list[UnitLine]:
    """Return every unit with its indicators; with `only_short` those with one below its target before or after."""
    units: dict[tuple[int, Stage], list[IndicatorLine]] = {}
    for line in indicator_lines(tx, proposal_id, identity):
        units.setdefault((line.place.id, line.stage), []).append(line)
    return [
        UnitLine(lines[0].place, lines[0].stage, lines[0].students, tuple(lines))
        for lines in units.values()
        if not only_short or not all(line.met_before and line.met_after for line in lines)
    ]


def unfilled_lines(tx: Session, proposal_id: int, identity: Identity) -> list[UnfilledLine]:
    """Return what stays short, the largest shortages first, with the cause and what to do."""
    row = proposal_of(tx, proposal_id, identity)
    known = places(tx)
    rows = select(PlanUnfilled).where(PlanUnfilled.proposal_id == row.id)
    return [
        UnfilledLine(
            place=known[found.school_id],
            sentence=sentence(found.sentence),
            cure=sentence(found.cure),
            **{name: getattr(found, name) for name in _UNFILLED},
        )
        for found in tx.execute(rows.order_by(PlanUnfilled.shortage.desc(), PlanUnfilled.id)).scalars()
    ]


def unfilled_groups(lines: Iterable[UnfilledLine]) -> list[UnfilledGroup]:
    """Return what stays short by what can be done about it, the cure for most of it first."""
    groups: dict[str, list[UnfilledLine]] = {}
    for line in lines:
        groups.setdefault(str(line.cure), []).append(line)
    found = [UnfilledGroup(group[0].cure, tuple(group)) for group in groups.values()]
    return sorted(found, key=lambda group: -group.shortage)


_UNFILLED = ("stage", "subject", "shortage", "qualified", "eligible", "within_travel", "spare", "cause")


def map_data(tx: Session, proposal_id: int, identity: Identity) -> tuple[list[MapSchool], list[MapLink]]:
    """Return the schools and the ways of the schematic map."""
    row = proposal_of(tx, proposal_id, identity)
    known = places(tx)
    at = {found.id: found for found in tx.execute(select(School.id, School.longitude, School.latitude))}
    rows = select(PlanSchool).where(PlanSchool.proposal_id == row.id)
    schools = [
        MapSchool(
            place=known[found.school_id],
            zone=found.zone,
            longitude=at[found.school_id].longitude,
            latitude=at[found.school_id].latitude,
            arrivals=found.arrivals,
            leavers=found.leavers,
        )
        for found in tx.execute(rows).scalars()
    ]
    counted = select(PlanMove.from_school_id, PlanMove.to_school_id, func.count()).where(PlanMove.proposal_id == row.id)
    links = tx.execute(counted.group_by(PlanMove.from_school_id, PlanMove.to_school_id))
    return sorted(schools, key=lambda school: (school.zone, school.place.code)), [MapLink(*link) for link in links]


def _indicators(tx: Session, rows: Any, known: Mapping[int, Place]) -> list[IndicatorLine]:
    return [
        IndicatorLine(
            place=known[found.school_id],
            label=INDICATORS[found.indicator],
            **{name: getattr(found, name) for name in _UNIT},
        )
        for found in tx.execute(rows.order_by(PlanUnit.id)).scalars()
    ]


_UNIT = ("stage", "indicator", "students", "target", "before", "after")
