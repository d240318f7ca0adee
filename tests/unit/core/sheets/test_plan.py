from typing import Any

from core.i18n import Language
from core.sheets.plan import Plan, RowState
from core.sheets.preview import Preview, packed
from core.sheets.writing import export, export_csv
from tests.unit.core.sheets.memory import planned, register
from tests.unit.core.sheets.samples import PEOPLE, WANG, xlsx

LI: dict[str, Any] = {"staff_no": "T2", "name": "李娜", "id_number": "440524188001010014"}


def states(plan: Plan) -> dict[int, str]:
    return {row.number: row.state.value for row in plan.rows}


def test_each_row_is_new_changed_same_or_wrong_and_the_counts_add_up() -> None:
    store = register(WANG, LI)
    rows = [["工号", "姓名"], ["000123", "王芳芳"], ["T2", "李娜"], ["T3", "新人"], ["T4", "Ghost"], ["T5", "Nobody"]]
    plan = planned(store, xlsx(rows))
    assert states(plan) == {2: "changed", 3: "same", 4: "new", 5: "error", 6: "error"}
    assert sum(plan.counts.values()) == plan.total == 5
    [change] = plan.rows[0].changes
    assert (change.column, change.old, change.new) == ("name", "王芳", "王芳芳")
    assert [fault.cell for fault in plan.faults] == ["B5", "B6"]
    assert store.looked_up == 1


def test_a_row_that_is_there_twice_is_wrong_twice() -> None:
    plan = planned(register(), xlsx([["工号", "姓名"], ["t1", "A"], ["T1", "B"], ["T2", "C"]]))
    assert states(plan) == {2: "error", 3: "error", 4: "new"}
    first, second = plan.faults
    assert "Row 3" in str(first.message)
    assert "Row 2" in str(second.message)


def test_an_empty_cell_clears_and_a_missing_column_does_not() -> None:
    store = register(WANG)
    left_out = planned(store, xlsx([["工号", "姓名"], ["000123", "王芳"]]))
    assert left_out.rows[0].state is RowState.SAME
    cleared = planned(store, xlsx([["工号", "姓名", "出生日期"], ["000123", "王芳", None]]))
    [change] = cleared.rows[0].changes
    assert (change.old, change.new) == (WANG["born"], None)


def test_a_masked_value_leaves_what_is_stored() -> None:
    rows = [["工号", "姓名", "身份证号"], ["000123", "王芳芳", "110105********002X"]]
    plan = planned(register(WANG), xlsx(rows))
    assert [change.column for change in plan.rows[0].changes] == ["name"]
    assert "id_number" not in plan.rows[0].values


def test_a_mask_of_somebody_else_is_refused() -> None:
    rows = [["工号", "姓名", "身份证号"], ["000123", "王芳", "110105********0000"], ["T9", "新", "110105********0000"]]
    plan = planned(register(WANG), xlsx(rows))
    assert states(plan) == {2: "error", 3: "error"}
    assert all("masked" in str(fault.message) for fault in plan.faults)


def test_an_export_imported_again_changes_nothing() -> None:
    store = register(WANG, LI)
    for language in Language:
        for masked in (True, False):
            people = list(store.people.values())
            for name, data in (
                ("x.xlsx", export(PEOPLE, people, language, masked=masked)),
                ("x.csv", export_csv(PEOPLE, people, language, masked=masked)),
            ):
                plan = planned(store, data, name)
                assert set(states(plan).values()) == {"same"}, plan.faults
                assert not plan.notes


def test_the_fingerprint_changes_with_the_register_and_only_then() -> None:
    data = xlsx([["工号", "姓名"], ["000123", "王芳芳"], ["T2", "李娜"]])
    assert planned(register(WANG), data).digest == planned(register(WANG), data).digest
    assert planned(register(WANG), data).digest != planned(register(WANG, LI), data).digest
    assert planned(register(WANG), data).digest != planned(register({**WANG, "name": "王方"}), data).digest


def test_a_preview_is_read_page_by_page_and_shows_masks_and_words() -> None:
    rows: list[list[Any]] = [
        ["工号", "姓名", "身份证号", "Favourite colour", "Is a mentor"],
        ["000123", "王芳", "440524188001010014", "blue", "no"],
        ["T7", "新人", "440524188001010022", None, None],
        ["T8", "Ghost", None, None, None],
    ]
    plan = planned(register(WANG), xlsx([*rows, *([f"S{n}", "甲", None, None, None] for n in range(30))]))
    kept = packed(plan)
    assert b"440524188001010014" not in kept
    preview = Preview(kept)
    assert [preview.count(state) for state in RowState] == [31, 1, 0, 1]
    [changed] = preview.rows(RowState.CHANGED)
    assert (changed.number, changed.label, changed.key) == (2, "王芳", "000123")
    assert [str(cell.new) for cell in changed.cells] == ["440524********0014", "Bluish", "no"]
    assert [str(cell.old) for cell in changed.cells] == ["110105********002X", "Reddish", "yes"]
    assert [row.number for row in preview.rows(RowState.NEW, 10, 5)] == [14, 15, 16, 17, 18]
    [fault] = preview.faults()
    assert fault == plan.faults[0]
    assert preview.fault_count == 1
    assert not preview.notes


def test_nothing_kept_is_an_empty_preview() -> None:
    assert Preview(b"").rows(RowState.NEW) == []
