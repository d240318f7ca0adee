"""An officer imports a workbook: template, dry run, the wrong cell named, the marked file, the mended file, written."""

from pathlib import Path

from teachers.sheets import TEACHERS
from tests.e2e.conftest import Visit
from tests.e2e.visitor import Visitor
from tests.e2e.workbooks import NEW, TYPED_WRONG, cell_of, fill, first_row, is_marked, new_row
from tests.support.live import Live


def test_workbook_from_template_to_register(to_import_into: Live, visit: Visit, tmp_path: Path) -> None:
    officer = visit(to_import_into, "900001")
    headings = {column.key: officer.words(str(column.header)) for column in TEACHERS.columns}
    template, export = from_the_site(officer, tmp_path)
    known = first_row(export)
    changed = {**known, headings["name"]: f"{known[headings['name']]}一"}
    rows = [new_row(headings, known, NEW, "测新人"), new_row(headings, known, TYPED_WRONG, "测数字"), changed]
    right = rows[1][headings["id_number"]]
    rows[1][headings["id_number"]] = int(right[:17] + "0")
    place = cell_of(template, headings["id_number"], 3)

    fill(template, rows, tmp_path / "wrong.xlsx")
    hand_in(officer, tmp_path / "wrong.xlsx")
    assert figures(officer) == [1, 1, 0, 1]
    assert place in officer.page.get_by_role("table").first.inner_text()
    with officer.page.expect_download() as download:
        officer.link("Download with faults marked").click()
    download.value.save_as(tmp_path / "marked.xlsx")
    assert is_marked(tmp_path / "marked.xlsx", place)
    assert not on_file(officer, NEW)

    rows[1][headings["id_number"]] = right
    fill(template, rows, tmp_path / "right.xlsx")
    hand_in(officer, tmp_path / "right.xlsx")
    assert figures(officer) == [2, 1, 0, 0]
    officer.press("Write {count} rows", count=3)
    officer.button("Write {count} rows", count=3).wait_for(state="detached")
    assert on_file(officer, NEW)
    assert on_file(officer, TYPED_WRONG)
    assert on_file(officer, str(changed[headings["name"]]))


def from_the_site(officer: Visitor, folder: Path) -> tuple[Path, Path]:
    """Take the template and an export from their pages."""
    officer.open("/imports/teachers")
    with officer.page.expect_download() as download:
        officer.link("Download the template").click()
    download.value.save_as(folder / "template.xlsx")
    officer.open("/teachers")
    with officer.page.expect_download() as download:
        officer.link("Export").first.click()
    download.value.save_as(folder / "export.xlsx")
    return folder / "template.xlsx", folder / "export.xlsx"


def hand_in(officer: Visitor, file: Path) -> None:
    """Upload a workbook and wait for what it would do."""
    officer.open("/imports/teachers")
    officer.page.locator("input[type=file]").set_input_files(file)
    officer.press("Check the file")
    officer.page.locator(".jh-figs").first.wait_for()


def figures(officer: Visitor) -> list[int]:
    """Return the counts of the dry run: new, changed, unchanged, with faults."""
    texts = officer.page.locator("#main .jh-figs .v").all_inner_texts()
    return [int("".join(filter(str.isdigit, text))) for text in texts]


def on_file(officer: Visitor, words: str) -> bool:
    """Whether the list of teachers finds somebody; typed into the search of the top bar."""
    officer.open("/teachers")
    officer.page.locator(".jh-top input[name=q]").fill(words)
    officer.page.keyboard.press("Enter")
    officer.page.wait_for_url("**q=**")
    return officer.page.locator("#main tbody tr").count() > 0
