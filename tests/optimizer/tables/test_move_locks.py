"""A `move` lock that no allowed move can follow is a fault that names the rule, once nothing else is wrong."""

from pathlib import Path

import pytest

from optimizer.faults import Fault, InputFaults
from optimizer.tables import read
from tests.optimizer.tables.sound_district import Edit, add, edited, put, write_folder

REFUSED: dict[str, tuple[tuple[Edit, ...], str]] = {
    "own school": ((add("locks", "T5", "move", "S2"),), "other-school"),
    "no demand": ((add("locks", "T5", "move", "S1"),), "demand"),
    "too far": ((add("locks", "T5", "move", "S3"), add("travel", "T5", "S3", "999")), "travel"),
    "not eligible": (
        (
            add("locks", "T4", "move", "S1"),
            put("locks", 4, "action", "forbid"),
            put("locks", 4, "school", "S2"),
            put("teachers", 5, "eligible", "no"),
        ),
        "eligible",
    ),
}


def faults_of(source: Path) -> tuple[Fault, ...]:
    with pytest.raises(InputFaults) as refusal:
        read(source)
    return refusal.value.faults


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_move_lock_that_a_rule_refuses_is_a_fault_naming_the_rule(
    case: tuple[tuple[Edit, ...], str], tmp_path: Path
) -> None:
    edits, rule = case
    (fault,) = faults_of(write_folder(edited(*edits), tmp_path))
    assert (fault.file, fault.row, fault.column) == ("locks.csv", 5, "school")
    assert str(fault.message).startswith(f"The move is not allowed by the rule {rule}: ")
    assert str(fault.cure) == "Delete the lock, or correct what the rule is judged by."


def test_move_lock_that_is_allowed_is_no_fault(tmp_path: Path) -> None:
    source = write_folder(edited(add("locks", "T5", "move", "S3")), tmp_path)
    assert len(read(source).problem.locks) == 4


def test_two_teachers_with_refused_locks_are_both_told(tmp_path: Path) -> None:
    source = write_folder(edited(add("locks", "T5", "move", "S1"), add("locks", "T3", "move", "S1")), tmp_path)
    assert [fault.row for fault in faults_of(source)] == [5, 6]


def test_refused_lock_waits_until_the_tables_are_sound(tmp_path: Path) -> None:
    source = write_folder(edited(add("locks", "T5", "move", "S1"), put("teachers", 2, "sex", "")), tmp_path)
    assert [fault.file for fault in faults_of(source)] == ["teachers.csv"]
