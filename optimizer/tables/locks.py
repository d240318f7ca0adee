"""Checks of what was fixed by hand: locks that name nobody, lack their school, or contradict one another."""

from dataclasses import dataclass, field

from optimizer.tables.columns import ACTION, LOCK_SCHOOL, SCHOOL, STAFF_NO
from optimizer.tables.district_tables import DistrictTables
from optimizer.tables.references import check_school, check_staff_no
from optimizer.tables.typed import TypedTable
from policy.messages import say
from policy.vocabulary import LockAction


@dataclass(slots=True)
class _Earlier:
    """The locks of one teacher in the rows above, by row position."""

    move: tuple[int, str | None] | None = None
    stay: int | None = None
    forbidden: dict[str, int] = field(default_factory=dict)


def check_locks(tables: DistrictTables) -> None:
    """Note every fault and warning about locks, except whether a `move` lock can be followed."""
    locks = tables.locks
    check_staff_no(locks, STAFF_NO, tables.staff_nos)
    check_school(locks, LOCK_SCHOOL, tables.school_keys)
    _check_schools_given(tables)
    earlier: dict[str, _Earlier] = {}
    for row, (staff_no, action, school) in enumerate(
        zip(locks.values(STAFF_NO), locks.values(ACTION), locks.values(LOCK_SCHOOL), strict=True)
    ):
        if staff_no is not None and action is not None:
            _compare(locks, row, earlier.setdefault(staff_no, _Earlier()), action, school)


def _check_schools_given(tables: DistrictTables) -> None:
    """Fault `move` and `forbid` without a school; warn of `stay` at a school where the teacher does not work."""
    locks = tables.locks
    homes = dict(zip(tables.teachers.values(STAFF_NO), tables.teachers.values(SCHOOL), strict=True))
    for row, action in enumerate(locks.values(ACTION)):
        school, staff_no = locks.values(LOCK_SCHOOL)[row], locks.values(STAFF_NO)[row]
        if action in {LockAction.MOVE, LockAction.FORBID} and locks.is_empty(row, LOCK_SCHOOL):
            locks.fault(
                row,
                LOCK_SCHOOL,
                say("A {action} lock needs a school.", action=str(action)),
                say("Write the key of the school."),
            )
        elif action is LockAction.STAY and school is not None and homes.get(staff_no) != school:
            locks.warn(
                row,
                LOCK_SCHOOL,
                say("A stay lock needs no school; {school} is ignored.", school=school),
                say("Delete the school. If the teacher should go there, write move."),
            )


def _compare(locks: TypedTable, row: int, earlier: _Earlier, action: LockAction, school: str | None) -> None:
    """Compare one lock with those of the same teacher above it."""
    match action:
        case LockAction.MOVE:
            if earlier.move is not None:
                _fault_two_moves(locks, row, earlier.move[0])
            else:
                earlier.move = (row, school)
            if earlier.stay is not None:
                _fault_move_and_stay(locks, row, earlier.stay)
            if school in earlier.forbidden:
                _fault_move_and_forbid(locks, row, earlier.forbidden[school])
        case LockAction.STAY:
            if earlier.stay is not None:
                _warn_repeated(locks, row, earlier.stay)
            elif earlier.move is not None:
                _fault_move_and_stay(locks, row, earlier.move[0])
            earlier.stay = row if earlier.stay is None else earlier.stay
        case LockAction.FORBID if school is not None:
            if school in earlier.forbidden:
                _warn_repeated(locks, row, earlier.forbidden[school])
            elif earlier.move is not None and earlier.move[1] == school:
                _fault_move_and_forbid(locks, row, earlier.move[0])
            earlier.forbidden.setdefault(school, row)


def _fault_two_moves(locks: TypedTable, row: int, above: int) -> None:
    locks.fault(
        row,
        ACTION,
        say("The teacher already has a move lock in row {row}.", row=locks.raw.row_numbers[above]),
        say("Keep one of the two."),
    )


def _fault_move_and_stay(locks: TypedTable, row: int, above: int) -> None:
    locks.fault(
        row,
        ACTION,
        say("The teacher is locked both to move and to stay (row {row}).", row=locks.raw.row_numbers[above]),
        say("Keep one of the two."),
    )


def _fault_move_and_forbid(locks: TypedTable, row: int, above: int) -> None:
    locks.fault(
        row,
        LOCK_SCHOOL,
        say(
            "The teacher is locked both to move to this school and not to (row {row}).",
            row=locks.raw.row_numbers[above],
        ),
        say("Keep one of the two."),
    )


def _warn_repeated(locks: TypedTable, row: int, above: int) -> None:
    locks.warn(
        row,
        ACTION,
        say("The lock repeats row {row}.", row=locks.raw.row_numbers[above]),
        say("Delete one of the two."),
    )
