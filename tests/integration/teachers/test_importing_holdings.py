"""Certificates, placements and recognitions as tables: compared, judged as by hand, written by the verbs."""

from datetime import date

import pytest
from sqlalchemy import select

from core.db import reading
from teachers.models import DualQualification, IndustryPlacement, TeachingCertificate
from tests.integration.teachers.conftest import Browser, Place
from tests.integration.teachers.test_editing import entries
from tests.integration.teachers.test_importing import last_batch, upload

CERTIFICATES = "教职工号,姓名,资格种类,任教学科,证书号码,发证日期\n"
ONE = "310001,曾令仪,小学教师资格证,语文,20102110012345678,2010-07-01\n"


def brought(browser: object, kind: str, table: str) -> str:
    return upload(browser, kind, table.encode(), f"{kind}.csv")  # type: ignore[arg-type]


def written(browser: object, kind: str, table: str) -> int:
    page = brought(browser, kind, table)
    data = {"version": str(last_batch().version), "mode": "all"}
    return int(browser.post(f"{page.partition('?')[0]}/apply", data=data).status_code)  # type: ignore[attr-defined]


def test_certificates_come_in_and_change_with_their_number(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    assert written(browser, "certificates", CERTIFICATES + ONE) == 303
    row = reading().execute(select(TeachingCertificate)).scalar_one()
    assert (row.teacher_id, row.subject, row.issued_on) == (place.teacher.id, "语文", date(2010, 7, 1))
    assert len(entries("certificate.added")) == 1
    again = CERTIFICATES + ONE.replace("语文", "数学")
    brought(browser, "certificates", again)
    batch = last_batch()
    assert (batch.changed_rows, batch.new_rows, batch.error_rows) == (1, 0, 0)
    assert written(browser, "certificates", again) == 303
    assert entries("certificate.changed")[0].details["changes"] == {"subject": ["语文", "数学"]}
    brought(browser, "certificates", again)
    assert last_batch().same_rows == 1


@pytest.mark.parametrize(
    ("row", "letter"),
    [
        ("399999,,小学教师资格证,语文,2010,\n", "A"),
        ("310001,别的人,小学教师资格证,语文,2010,\n", "B"),
        ("310001,,,语文,2010,\n", "C"),
        ("310001,,小学教师资格证,语文,,\n", "E"),
        ("310001,,小学教师资格证,语文,2010,2099-01-01\n", "F"),
    ],
)
def test_what_makes_no_sense_is_a_fault_at_its_cell(client_as: Browser, place: Place, row: str, letter: str) -> None:
    brought(client_as(place.hr), "certificates", CERTIFICATES + row)
    batch = last_batch()
    assert (batch.error_rows, batch.new_rows) == (1, 0)
    assert [fault.letter for fault in batch.preview.faults(0, 5)] == [letter]


def test_recognitions_rest_on_the_placements_that_came_before(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    tiers = "staff_no,level,valid_from,basis,number\n310002,初级,2026-09-01,云教〔2026〕9号,SS1\n"
    brought(browser, "duals", tiers)
    assert last_batch().error_rows == 1, "nothing bears the tier out yet"
    stays = "staff_no,company,started_on,ended_on\n310002,云岭机械厂,2025-09-01,2026-06-30\n"
    assert written(browser, "placements", stays) == 303
    assert reading().execute(select(IndustryPlacement)).scalar_one().company == "云岭机械厂"
    assert written(browser, "duals", tiers) == 303
    row = reading().execute(select(DualQualification)).scalar_one()
    assert (row.number, row.valid_to is not None) == ("SS1", True)
    brought(browser, "duals", tiers)
    assert last_batch().same_rows == 1


def test_a_school_takes_out_what_its_own_teachers_hold(client_as: Browser, place: Place) -> None:
    table = CERTIFICATES + ONE + "310002,石磊,中等职业学校教师资格证,汽车维修,20122110012345678,\n"
    written(client_as(place.hr), "certificates", table)
    told = client_as(place.clerk).get("/exports/certificates?format=csv").data.decode("utf-8-sig")
    assert "20102110012345678" in told
    assert "石磊" not in told
    assert "石磊" in client_as(place.hr).get("/exports/certificates?format=csv").data.decode("utf-8-sig")
    assert client_as(place.principal).get("/exports/certificates").status_code == 404
