import io
from datetime import date
from typing import Any

import openpyxl
import xlsxwriter
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.imports.views import MOST_LEFT_OUT
from core.audit import AuditEntry
from core.db import reading, transaction
from core.sheets.models import ImportBatch, ImportState
from core.sheets.plan import RowState
from policy.vocabulary import Title
from teachers import queries, services
from teachers.models import Teacher
from teachers.vocabulary import DeferralDraft, DeferralReason
from tests.integration.teachers.conftest import Browser, Place
from tests.integration.teachers.test_editing import form_of
from tests.support.builders import DAY, move_teacher
from tests.support.site import count

HEADER = ("教职工号", "姓名", "身份证号", "学校标识码", "学段", "学科", "进本校年月", "职称")


def workbook(*rows: tuple[Any, ...], header: tuple[str, ...] = HEADER) -> bytes:
    """Return a workbook as somebody types it: numbers stay numbers."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("教师")
    for number, row in enumerate((header, *rows)):
        for place, value in enumerate(row):
            sheet.write(number, place, value)
    book.close()
    return target.getvalue()


def upload(browser: FlaskClient, kind: str, data: bytes, name: str = "名单.xlsx") -> str:
    """Hand a file in; return the address of the checked page."""
    answer = browser.post(f"/imports/{kind}", data={"file": (io.BytesIO(data), name)})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def last_batch() -> ImportBatch:
    reading().expire_all()
    return reading().execute(select(ImportBatch).order_by(ImportBatch.id.desc()).limit(1)).scalar_one()


def rows_for(place: Place) -> tuple[tuple[Any, ...], ...]:
    """A changed teacher, a new one, one with an ID number typed as a number, one at a school nobody knows."""
    code = place.here.code
    return (
        ("310001", "曾令仪", "", code, "小学", "语文", "2015-09", "正高级"),
        ("319001", "新老师", "", code, "小学", "数学", "2026-08", ""),
        ("319002", "许佳宁", 110105194912310021.0, code, "小学", "数学", "2026-08", ""),
        ("319003", "何子昂", "", "2119999999", "小学", "数学", "2026-08", ""),
    )


def test_nothing_is_written_before_somebody_says_so(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    before = count(reading(), "teacher")
    page = browser.get(upload(browser, "teachers", workbook(*rows_for(place)))).text
    batch = last_batch()
    assert (batch.new_rows, batch.changed_rows, batch.same_rows, batch.error_rows) == (1, 1, 0, 2)
    assert count(reading(), "teacher") == before
    assert "C4" in page  # the cell of the ID number


def test_an_id_number_typed_as_a_number_is_refused_by_its_cell(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    upload(browser, "teachers", workbook(*rows_for(place)))
    faults = {fault.cell: fault for fault in last_batch().preview.faults()}
    assert set(faults) == {"C4", "D5"}
    assert faults["C4"].message.template.startswith("The cell is in number format")


def test_all_or_nothing_writes_nothing_while_a_row_is_wrong(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    address = upload(browser, "teachers", workbook(*rows_for(place)))
    before = count(reading(), "teacher")
    assert browser.post(f"{address}/apply", data={}).status_code == 303
    assert count(reading(), "teacher") == before
    assert last_batch().state is ImportState.CHECKED


def test_the_good_rows_are_written_in_one_go_with_a_trace_each(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    address = upload(browser, "teachers", workbook(*rows_for(place)))
    assert browser.post(f"{address}/apply", data={"mode": "good"}).status_code == 303
    batch = last_batch()
    assert (batch.state, batch.written_rows) == (ImportState.APPLIED, 2)
    row = reading().execute(select(Teacher).where(Teacher.staff_no == "310001")).scalar_one()
    assert row.title is Title.FULL_SENIOR
    new = reading().execute(select(Teacher).where(Teacher.staff_no == "319001")).scalar_one()
    posting = queries.postings_of(reading(), new.id)[0]
    assert (posting.school_id, posting.subject, posting.joined_school) == (place.here.id, "数学", "2026-08")
    events = reading().execute(select(AuditEntry.event).where(AuditEntry.actor_id == place.hr.user_id)).scalars().all()
    for event in ("teacher.enrolled", "posting.begun", "teacher.changed", "import.applied"):
        assert events.count(event) == 1, event


def test_written_twice_the_second_click_is_told(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    address = upload(browser, "teachers", workbook(*rows_for(place)))
    assert browser.post(f"{address}/apply", data={"mode": "good"}).status_code == 303
    assert browser.post(f"{address}/apply", data={"mode": "good"}).status_code == 409


def test_a_row_may_be_left_out(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    address = upload(browser, "teachers", workbook(*rows_for(place)))
    page = browser.get(f"{address}?part=changed&skip=2").text
    assert 'name="skip" value="2"' in page
    browser.post(f"{address}/apply", data={"mode": "good", "skip": "2"})
    row = reading().execute(select(Teacher).where(Teacher.staff_no == "310001")).scalar_one()
    assert row.title is Title.SENIOR
    assert last_batch().written_rows == 1


def test_more_rows_left_out_than_an_address_holds_are_refused(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    address = upload(browser, "teachers", workbook(*rows_for(place)))
    many = [str(row) for row in range(2, MOST_LEFT_OUT + 3)]
    answer = browser.get(address, query_string={"part": "changed", "skip": many})
    assert answer.status_code == 422
    assert str(MOST_LEFT_OUT) in answer.text
    answer = browser.post(f"{address}/apply", data={"mode": "good", "skip": many}, follow_redirects=True)
    assert str(len(many)) in answer.text
    assert last_batch().state is ImportState.CHECKED
    assert reading().get_one(Teacher, place.teacher.id, populate_existing=True).title is Title.SENIOR


def test_a_version_nobody_saw_writes_nothing(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    address = upload(browser, "teachers", workbook(*rows_for(place)))
    for version in ("9" * 5_000, "", "x"):
        assert browser.post(f"{address}/apply", data={"mode": "good", "version": version}).status_code == 409
    assert last_batch().state is ImportState.CHECKED


def test_who_does_not_decide_on_deferrals_takes_none_out(client_as: Browser, place: Place) -> None:
    with transaction() as tx:
        draft = DeferralDraft(DeferralReason.STUDY, DAY, date(2027, 1, 31), "在省城脱产进修")
        services.record_deferral(tx, tx.merge(place.teacher), draft, by=place.hr, on=DAY)
    for identity, told in ((place.hr, True), (place.clerk, False)):
        table = client_as(identity).get("/exports/teachers?format=csv").get_data(as_text=True)
        assert place.teacher.staff_no in table
        found = ["在省城脱产进修" in table, "2027" in table, "缓交流" in table.splitlines()[0]]
        assert found == [told] * 3, "no empty cells either: brought in again, they would end the deferral"


def test_a_register_that_changed_meanwhile_is_not_overwritten(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    address = upload(browser, "teachers", workbook(rows_for(place)[0]))
    with transaction() as tx:
        tx.get_one(Teacher, place.teacher.id).title = Title.FIRST
    refused = browser.post(f"{address}/apply", data={})
    assert refused.status_code == 409
    assert f'action="{address}/check"' in refused.text, "the page does not offer what it asks for"
    assert browser.post(f"{address}/check", data={}).status_code == 303
    assert browser.post(f"{address}/apply", data={}).status_code == 303
    assert reading().get_one(Teacher, place.teacher.id, populate_existing=True).title is Title.FULL_SENIOR


def test_the_marked_file_is_the_users_own_with_the_wrong_cells_named(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    address = upload(browser, "teachers", workbook(*rows_for(place)))
    answer = browser.get(f"{address}/errors")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert [cell.value for cell in sheet[1]][: len(HEADER)] == list(HEADER)
    assert sheet["C4"].comment is not None
    assert sheet["C3"].comment is None


def test_another_school_begins_a_posting_and_ends_the_one_before(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    row = ("310001", "曾令仪", "", place.there.code, "初中", "语文", "2015-09", "高级")
    address = upload(browser, "teachers", workbook(row))
    assert browser.post(f"{address}/apply", data={}).status_code == 303
    newest, oldest = queries.postings_of(reading(), place.teacher.id)
    assert (newest.school_id, newest.valid_from, newest.joined_school) == (place.there.id, DAY, "2026-09")
    assert oldest.valid_to is not None


def test_the_same_id_number_twice_in_a_file_is_refused(client_as: Browser, place: Place) -> None:
    number = "11010519491231002X"
    rows = [(f"31900{n}", "许佳宁", number, place.here.code, "小学", "数学", "2026-08", "") for n in (1, 2)]
    upload(client_as(place.hr), "teachers", workbook(*rows))
    assert last_batch().error_rows == 1


def test_schools_come_in_with_partners_of_the_same_file(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    header = ("学校标识码", "学校名称", "区域类型", "手拉手学校", "students_primary", "核定编制")
    rows = [("2119000901", "青石小学", "山区", "2119000902", 120, 16), ("2119000902", "松涛小学", "城区", "", 900, 60)]
    address = upload(browser, "schools", workbook(*rows, header=header))
    assert last_batch().new_rows == 2, [str(fault.message) for fault in last_batch().preview.faults()]
    assert browser.post(f"{address}/apply", data={}).status_code == 303
    schools = {school.code: school for school in queries.schools_on(reading(), DAY)}
    assert schools["2119000901"].partners == ("2119000902",)
    assert schools["2119000902"].partners == ("2119000901",)


def test_partners_part_only_when_both_rows_say_so(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    header = ("学校标识码", "手拉手学校", "students_primary", "students_junior", "students_vocational")
    one, other = (place.here.code, "", 720, "", ""), (place.there.code, "", "", 300, 80)
    joined = upload(browser, "schools", workbook((one[0], other[0], *one[2:]), header=header))
    browser.post(f"{joined}/apply", data={})
    assert queries.schools_on(reading(), DAY)[0].partners
    upload(browser, "schools", workbook(one, (other[0], one[0], *other[2:]), header=header))
    assert (last_batch().error_rows, last_batch().same_rows) == (1, 1)
    parted = upload(browser, "schools", workbook(one, other, header=header))
    assert last_batch().changed_rows == 2
    browser.post(f"{parted}/apply", data={})
    assert not any(school.partners for school in queries.schools_on(reading(), DAY))


def test_uploads_of_others_do_not_exist(client_as: Browser, place: Place) -> None:
    address = upload(client_as(place.hr), "teachers", workbook(*rows_for(place)))
    for identity in (place.clerk, place.principal, place.own, place.auditor):
        assert client_as(identity).get(address).status_code == 404
        assert client_as(identity).post(f"{address}/apply", data={}).status_code == 404


def test_a_clerk_brings_in_training_and_nothing_else(client_as: Browser, place: Place) -> None:
    browser = client_as(place.clerk)
    assert browser.get("/imports/training").status_code == 200
    for kind in ("teachers", "schools", "classes", "demand", "travel", "nothing"):
        assert browser.get(f"/imports/{kind}").status_code == 404


def test_no_file_and_no_workbook_are_refused_with_a_cure(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    assert browser.post("/imports/teachers", data={}).status_code == 422
    page = browser.get(upload(browser, "teachers", b"<html>not a workbook</html>", "a.xlsx")).text
    assert last_batch().state is ImportState.FAILED
    assert last_batch().total_rows == 0
    assert "jh-t" in page


def test_exports_are_masked_and_on_record(client_as: Browser, place: Place) -> None:
    table = client_as(place.hr).get("/exports/teachers?format=csv&q=310001").data.decode("utf-8-sig")
    assert "13812345678" not in table
    assert "138****5678" in table
    assert "310002" not in table
    reading().expire_all()
    entry = reading().execute(select(AuditEntry).where(AuditEntry.event == "register.exported")).scalar_one()
    assert entry.details["facts"]["rows"] == 1


def test_a_posting_to_come_is_compared_and_not_repeated(app: Flask, client_as: Browser, place: Place) -> None:
    with transaction() as tx:
        move_teacher(tx, tx.merge(place.teacher), tx.merge(place.there), on=DAY.replace(month=10))
    row = ("310001", "曾令仪", "", place.here.code, "小学", "语文", "2015-09", "高级")
    upload(client_as(place.hr), "teachers", workbook(row))
    assert last_batch().same_rows == 1


def test_another_school_than_the_one_to_come_is_a_fault_of_its_row(
    app: Flask, client_as: Browser, place: Place
) -> None:
    with transaction() as tx:
        move_teacher(tx, tx.merge(place.teacher), tx.merge(place.there), on=DAY.replace(month=10))
    row = ("310001", "曾令仪", "", place.there.code, "初中", "语文", "2015-09", "高级")
    upload(client_as(place.hr), "teachers", workbook(row))
    (fault,) = last_batch().preview.faults()
    assert (fault.cell, str(fault.message.facts["day"])) == ("D2", "1 Oct 2026")


def checked(browser: FlaskClient, kind: str, data: bytes, part: str = "new") -> str:
    return browser.get(f"{upload(browser, kind, data)}?part={part}").text


def test_a_dry_run_says_what_becomes_of_the_posting_and_asks_about_unknown_subjects(
    client_as: Browser, place: Place
) -> None:
    row = ("310001", "曾令仪", "", place.here.code, "小学", "编织", "2015-09", "高级")
    page = checked(client_as(place.hr), "teachers", workbook(row), "changed")
    assert "1人在本校的学段、学科或折合全时有变化" in page
    assert "更正现任教记录，自起始日起生效" in page
    assert "编织" in page
    assert "课程方案和档案中都没有" in page
    moved = ("310001", "曾令仪", "", place.there.code, "初中", "语文", "", "高级")
    page = checked(client_as(place.hr), "teachers", workbook(moved), "changed")
    assert "1人换了学校" in page
    assert "课程方案和档案中都没有" not in page


def test_months_that_cannot_be_are_faults_of_their_cells(client_as: Browser, place: Place) -> None:
    header = ("教职工号", "姓名", "出生年月", "退休年月", "进本校年月")
    upload(
        client_as(place.hr),
        "teachers",
        workbook(
            ("310001", "曾令仪", "1985-03", "1980-01", ""),
            ("310002", "石磊", "2020-01", "", ""),
            header=header,
        ),
    )
    first = [(fault.row, fault.header) for fault in last_batch().preview.faults()]
    assert first == [(2, "退休年月"), (3, "出生年月")]
    upload(client_as(place.hr), "teachers", workbook(("310002", "石磊", "", "", "2030-01"), header=header))
    assert [(fault.row, fault.header) for fault in last_batch().preview.faults()] == [(2, "进本校年月")]


def test_rows_known_by_codes_show_names_and_words(client_as: Browser, place: Place) -> None:
    header = ("学校标识码", "学年", "学段", "学科", "需求")
    row = (place.here.code, 2026, "小学", "语文", 12.5)
    page = checked(client_as(place.hr), "demand", workbook(row, header=header))
    assert "云岭第一小学" in page
    assert f"{place.here.code} · 2026 · 小学 · 语文" in page
    assert "say" not in page.split("<tbody>")[1].split("</tbody>")[0]


def test_a_way_from_a_school_to_itself_is_refused(client_as: Browser, place: Place) -> None:
    header = ("起点（教职工号或学校标识码）", "终点（学校标识码）", "分钟")
    code = place.here.code
    upload(client_as(place.hr), "travel", workbook((code, code, 0), (code, place.there.code, 30), header=header))
    assert [fault.row for fault in last_batch().preview.faults()] == [2]
    assert "云岭第一小学 → 石桥中学" in str(last_batch().preview.rows(RowState.NEW))


def test_a_grade_without_classes_has_no_pupils(client_as: Browser, place: Place) -> None:
    header = ("学校标识码", "学年", "年级", "班级数", "学生数")
    upload(client_as(place.hr), "classes", workbook((place.here.code, 2026, 3, 0, 30), header=header))
    assert [fault.row for fault in last_batch().preview.faults()] == [2]
    browser, address = client_as(place.hr), f"/schools/{place.here.id}/years/2026"
    assert browser.get(address.replace("2026", "9999")).status_code == 404
    assert browser.post(address, data=form_of(browser, address, students_primary="10")).status_code == 422
