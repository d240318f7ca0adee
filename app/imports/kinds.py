"""What can be imported and exported: one entry for each workbook, with whose right each direction needs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission, Reach
from core.errors import NotFound
from core.sheets.columns import Sheet
from core.sheets.plan import Importer
from policy.messages import Message, say
from rotation import sheets as rotation_sheets
from rotation.queries import preference_cycle
from teachers import queries, sheets
from teachers.queries import TeacherWish
from training import queries as training_queries
from training import sheets as training_sheets

Rows = Iterable[Mapping[str, Any]]
_P = Permission


@dataclass(frozen=True, slots=True)
class Kind:
    """One workbook: what it holds, who may bring it in, who may take it out, and how."""

    sheet: Sheet
    about: Message
    permission: Permission
    importer: Callable[[Identity, date], Importer]
    export_permission: Permission
    rows: Callable[[Session, Identity, date], Rows]
    part_of: Callable[[Session], Message | None] = lambda _: None
    """Names what the rows are part of, where that is not the register: the cycle of preferences."""

    @property
    def name(self) -> str:
        """The name in addresses."""
        return self.sheet.name

    @property
    def title(self) -> Message:
        """The name for people."""
        return self.sheet.title


def withheld(identity: Identity) -> tuple[str, ...]:
    """Return the columns somebody takes out of no table: why people are deferred is for those who decide on it."""
    return () if identity.may(_P.DEFERRAL_DECIDE) else sheets.DEFERRAL_COLUMNS


def sheet_for(kind: Kind, identity: Identity) -> Sheet:
    """Return the table as somebody takes it out.

    Columns withheld are not there at all: empty cells, brought in again, would end deferrals.
    """
    hidden = withheld(identity)
    if kind.sheet is not sheets.TEACHERS or not hidden:
        return kind.sheet
    return replace(kind.sheet, columns=tuple(column for column in kind.sheet.columns if column.key not in hidden))


def teachers_listed(tx: Session, identity: Identity, on: date, wish: TeacherWish) -> Rows:
    """Return the files a list shows, within the reach of the right to export."""
    found = queries.teacher_rows(identity, _P.REGISTER_EXPORT, wish, on=on)
    numbers = [row.staff_no for row in tx.execute(found)]
    parts = (sheets.teacher_rows(tx, part, on) for part in sheets.chunks(numbers))
    hidden = dict.fromkeys(withheld(identity))
    by_number = {row["staff_no"]: {**row, **hidden} for row in chain.from_iterable(parts)}
    return [by_number[number] for number in numbers]


def _preferences(tx: Session, _: Identity, __: date) -> Rows:
    cycle = preference_cycle(tx)
    return rotation_sheets.preference_rows(tx, cycle) if cycle else ()


def _preferences_of(tx: Session) -> Message:
    """Name the cycle that preferences come from and go to; with several under way nobody should have to guess."""
    cycle = preference_cycle(tx)
    if cycle is None:
        return say("There is no cycle that preferences could belong to: open one first.")
    return say("These preferences belong to {cycle} ({state}).", cycle=cycle.name, state=cycle.state.label)


def _teachers(tx: Session, identity: Identity, on: date) -> Rows:
    return teachers_listed(tx, identity, on, TeacherWish())


def _schools(tx: Session, identity: Identity, on: date) -> Rows:
    return sheets.school_rows(tx, on, _reached(tx, identity))


def _classes(tx: Session, identity: Identity, on: date) -> Rows:
    del on
    return sheets.class_rows(tx, _reached(tx, identity)).values()


def _demand(tx: Session, identity: Identity, on: date) -> Rows:
    del on
    return sheets.demand_rows(tx, _reached(tx, identity)).values()


def _travel(tx: Session, identity: Identity, on: date) -> Rows:
    """Return ways to schools within reach; those from homes only to who may see everybody."""
    del on
    everybody = identity.reach(_P.REGISTER_EXPORT) is Reach.ALL
    return sheets.travel_rows(tx, _reached(tx, identity), homes=everybody)


def _training(tx: Session, identity: Identity, on: date) -> Rows:
    found = training_queries.listed(identity, training_queries.RecordFilter(), on=on)
    names = {column.key for column in training_sheets.RECORDS.columns}
    for row in training_sheets.exported(tx, found):
        yield {name: value for name, value in row.items() if name in names}


def _reached(tx: Session, identity: Identity) -> list[int]:
    """Return the schools whose rows somebody may take out."""
    reached = queries.visible_schools(identity, _P.REGISTER_EXPORT)
    return [school.id for school in tx.execute(reached).scalars()]


_HELD: Mapping[str, Message] = {
    "certificates": say("Teaching certificates with level, subject, number and registration."),
    "placements": say("Placements in industry with company and days; recognitions as dual-qualified rest on them."),
    "duals": say("Recognitions as dual-qualified with tier, term, basis and certificate number."),
}


def _holding(name: str, about: Message) -> Kind:
    held = sheets.HOLDINGS[name]
    return Kind(
        held.sheet,
        about,
        _P.REGISTER_IMPORT,
        lambda _, on: sheets.HoldingImporter(held, on),
        _P.REGISTER_EXPORT,
        lambda tx, identity, on: _held(tx, held, identity, on),
    )


def _held(tx: Session, held: sheets.Holding, identity: Identity, on: date) -> Rows:
    """Return what the teachers within reach hold."""
    found = queries.teacher_rows(identity, _P.REGISTER_EXPORT, TeacherWish(), on=on)
    return sheets.holding_rows(tx, held, [row.staff_no for row in tx.execute(found)])


_ALL: tuple[Kind, ...] = (
    Kind(
        sheets.SCHOOLS,
        say("Schools with area, zone, group, headcount, posts and students by stage."),
        _P.REGISTER_IMPORT,
        lambda _, on: sheets.SchoolImporter(on),
        _P.REGISTER_EXPORT,
        _schools,
    ),
    Kind(
        sheets.CLASSES,
        say("Parallel classes and students by grade and school year; the need for teachers follows from them."),
        _P.REGISTER_IMPORT,
        lambda _, __: sheets.classes_importer(),
        _P.REGISTER_EXPORT,
        _classes,
    ),
    Kind(
        sheets.DEMAND,
        say("Posts needed by subject, where they are given and not counted from classes."),
        _P.REGISTER_IMPORT,
        lambda _, __: sheets.demand_importer(),
        _P.REGISTER_EXPORT,
        _demand,
    ),
    Kind(
        sheets.TEACHERS,
        say("Teachers' files with posting, title, degree, level and deferral; ID numbers and phones come out masked."),
        _P.REGISTER_IMPORT,
        lambda _, on: sheets.TeacherImporter(on),
        _P.REGISTER_EXPORT,
        _teachers,
    ),
    *(_holding(name, about) for name, about in _HELD.items()),
    Kind(
        sheets.TRAVEL,
        say("Minutes from a teacher's home or a school to a school, where they are measured."),
        _P.REGISTER_IMPORT,
        lambda _, __: sheets.TravelImporter(),
        _P.REGISTER_EXPORT,
        _travel,
    ),
    Kind(
        rotation_sheets.PREFERENCES,
        say("Preferences handed in on paper, ranked, for the cycle that collects them."),
        _P.REGISTER_IMPORT,
        lambda _, __: rotation_sheets.PreferenceImporter(),
        _P.CYCLE_MANAGE,
        _preferences,
        _preferences_of,
    ),
    Kind(
        training_sheets.RECORDS,
        say("Rosters of training: one row for each teacher and activity."),
        _P.TRAINING_IMPORT,
        training_sheets.TrainingImporter,
        _P.TRAINING_READ,
        _training,
    ),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
"""Every kind by its name, in the order in which a fresh register is filled."""


def kind_of(name: str) -> Kind:
    """Return a kind by its name.

    Raises `NotFound`.
    """
    kind = KINDS.get(name)
    if kind is None:
        raise NotFound
    return kind
