"""Every faulty input is refused with its one fault: the place, what is wrong and how to mend it, word for word."""

from pathlib import Path

import pytest

from optimizer.faults import InputFaults
from optimizer.tables import read
from tests.optimizer.tables.faulty_cells import FAULTY_CELLS, Case
from tests.optimizer.tables.faulty_rows import FAULTY_ROWS
from tests.optimizer.tables.sound_district import edited, write_folder, write_workbook

CASES = FAULTY_CELLS | FAULTY_ROWS


def told(case: Case, source: Path) -> list[tuple[object, ...]]:
    with pytest.raises(InputFaults) as refusal:
        read(source)
    return [
        (fault.file, fault.row, fault.column, fault.value, str(fault.message), str(fault.cure))
        for fault in refusal.value.faults
    ]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_faulty_input_is_refused_with_its_place_and_cure(case: Case, tmp_path: Path) -> None:
    source = write_folder(edited(*case.edits), tmp_path)
    assert told(case, source) == [(case.file, case.row, case.column, case.value, case.message, case.cure)]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_faulty_workbook_is_refused_with_the_same_sentence(case: Case, tmp_path: Path) -> None:
    source = write_workbook(edited(*case.edits), tmp_path / "district.xlsx")
    sheet = "district.xlsx/" + case.file.removesuffix(".csv")
    assert told(case, source) == [(sheet, case.row, case.column, case.value, case.message, case.cure)]


def test_enough_kinds_of_faults_are_tried() -> None:
    assert len(CASES) >= 60
