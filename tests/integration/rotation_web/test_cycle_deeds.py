"""Running a cycle on its pages: every form refuses what is wrong and says so, and keeps what is right."""

import html

from flask.testing import FlaskClient
from sqlalchemy import select

from core.audit import AuditEntry
from core.db import reading
from tests.integration.rotation_web.conftest import Under, version_in

OK, SEE_OTHER, CONFLICT, INVALID = 200, 303, 409, 422


def test_a_cycle_is_opened_once_its_form_is_right(hr: FlaskClient) -> None:
    wrong = hr.post("/cycles/new", data={"name": "2027轮岗年度", "school_year": "27", "reference_date": "2027-13-01"})
    assert wrong.status_code == INVALID
    page = wrong.get_data(as_text=True)
    assert 'value="2027轮岗年度"' in page
    assert "form-errors" in page
    days = {"preference_deadline": "2027-06-01", "review_deadline": "2027-05-01"}
    right = {"name": "2027轮岗年度", "school_year": "2027", "reference_date": "2027-09-01"}
    assert hr.post("/cycles/new", data={**right, **days}).status_code == INVALID
    assert hr.post("/cycles/new", data=right).status_code == SEE_OTHER
    assert hr.post("/cycles/new", data=right).status_code == INVALID, "the name is taken"


def test_two_tabs_do_not_overwrite_each_other(hr: FlaskClient, cycle_id: int) -> None:
    address = f"/cycles/{cycle_id}/edit"
    data = {"school_year": "2026", "reference_date": "2026-09-01", "version": version_in(hr, address)}
    assert hr.post(address, data={**data, "name": "第一个窗口"}).status_code == SEE_OTHER
    second = hr.post(address, data={**data, "name": "第二个窗口"})
    assert second.status_code == CONFLICT
    assert "第一个窗口" in hr.get(f"/cycles/{cycle_id}").get_data(as_text=True)


def test_numbers_outside_their_range_are_refused_with_the_range(hr: FlaskClient, cycle_id: int) -> None:
    address = f"/cycles/{cycle_id}/policy/edit"
    data = {"source": "区文件", "reason": "试算", "version": version_in(hr, address)}
    wrong = hr.post(address, data={**data, "n_rotation__max_rate_percent": "101", "n_travel__detour": "很远"})
    assert wrong.status_code == INVALID
    page = wrong.get_data(as_text=True)
    assert page.count('id="e-n_') == 2
    no_reason = hr.post(address, data={**data, "reason": " "})
    assert no_reason.status_code == INVALID
    tables = {"tables": "[curriculum]\n语文 ="}
    assert hr.post(address, data={**data, **tables}).status_code == INVALID
    right = {"n_rotation__max_rate_percent": "18", "n_burden__preference_bonus": "30, 24, 18, 12, 6"}
    assert hr.post(
        address, data={**data, **right, "n_priorities__order": "shortage,burden,balance,moves"}
    ).status_code == (SEE_OTHER)
    shown = hr.get(f"/cycles/{cycle_id}/policy/3").get_data(as_text=True)
    assert ">18<" in shown
    assert "缺口、负担、均衡、人次" in shown
    assert hr.post(address, data={**data, **right}).status_code == CONFLICT, "another tab was faster"


def test_an_answer_is_overruled_with_a_reason_and_given_back(hr: FlaskClient, cycle_id: int, under: Under) -> None:
    address = f"/cycles/{cycle_id}/eligibility/{under.staff_no}"
    assert hr.post(f"{address}/override", data={"eligible": "no"}).status_code == INVALID
    assert hr.post(f"{address}/override", data={"reason": "组织安排"}).status_code == INVALID
    decided = {"eligible": "no", "reason": "组织安排", "version": version_in(hr, f"{address}/override")}
    assert hr.post(f"{address}/override", data=decided).status_code == SEE_OTHER
    assert hr.post(f"{address}/override", data=decided).status_code == CONFLICT, "decided meanwhile"
    assert "组织安排" in hr.get(address).get_data(as_text=True)
    assert hr.post(f"{address}/compute", data={}).status_code == INVALID
    back = {"reason": "情况已变", "version": version_in(hr, f"{address}/compute")}
    assert hr.post(f"{address}/compute", data=back).status_code == SEE_OTHER
    assert "组织安排" not in hr.get(address).get_data(as_text=True)


def test_the_list_is_made_again(hr: FlaskClient, cycle_id: int) -> None:
    assert hr.post(f"/cycles/{cycle_id}/eligibility").status_code == SEE_OTHER


def test_preferences_are_opened_for_days_to_come_only(hr: FlaskClient, cycle_id: int) -> None:
    address = f"/cycles/{cycle_id}/preferences/open"
    data = {"version": version_in(hr, address)}
    assert hr.post(address, data={**data, "deadline": "2026-06-01"}).status_code == INVALID
    assert hr.post(address, data=data).status_code == INVALID
    assert hr.post(address, data={**data, "deadline": "2026-06-30"}).status_code == SEE_OTHER
    stale = hr.post(f"/cycles/{cycle_id}/planning", data=data)
    assert stale.status_code == CONFLICT


def test_a_cycle_is_closed_with_a_reason(hr: FlaskClient, cycle_id: int) -> None:
    address = f"/cycles/{cycle_id}/close"
    data = {"version": version_in(hr, address)}
    assert hr.post(address, data=data).status_code == INVALID
    assert hr.post(address, data={**data, "reason": "本年度不再交流"}).status_code == SEE_OTHER


def test_exports_hold_the_filtered_rows(hr: FlaskClient, cycle_id: int, proposal_id: int) -> None:
    everybody = hr.get(f"/cycles/{cycle_id}/eligibility.csv").get_data().decode("utf-8-sig").splitlines()
    some = hr.get(f"/cycles/{cycle_id}/eligibility.csv?eligible=yes").get_data().decode("utf-8-sig").splitlines()
    assert 1 < len(some) < len(everybody)
    moves = hr.get(f"/proposals/{proposal_id}/moves.csv?kind=backbone")
    assert moves.mimetype == "text/csv"
    workbook = hr.get(f"/proposals/{proposal_id}/files/plan.xlsx")
    assert workbook.get_data()[:2] == b"PK"
    assert "attachment" in workbook.headers["Content-Disposition"]
    events = list(reading().execute(select(AuditEntry.event)).scalars())
    assert events.count("eligibility.exported") == 2
    assert events.count("plan.exported") == 2


def test_a_teacher_files_preferences_in_order(hr: FlaskClient, cycle_id: int, teacher: FlaskClient) -> None:
    opening = f"/cycles/{cycle_id}/preferences/open"
    hr.post(opening, data={"version": version_in(hr, opening), "deadline": "2026-06-30"})
    address = "/my/rotation/preferences"
    schools = choices_in(teacher.get(address).get_data(as_text=True))
    first, second = schools[:2]
    twice = teacher.post(address, data={"choice_1": first, "choice_2": first})
    assert twice.status_code == INVALID
    assert teacher.post(address, data={"choice_1": "", "choice_2": first}).status_code == INVALID
    assert teacher.post(address, data={"choice_1": "99999"}).status_code == INVALID
    assert teacher.post(address, data={"choice_1": first, "choice_2": second}).status_code == SEE_OTHER
    assert teacher.get("/my/rotation").status_code == OK
    again = {"choice_1": second, "choice_2": first}
    assert teacher.post(address, data=again).status_code == CONFLICT, "an older tab does not undo what was filed since"
    stamp = teacher.get(address).get_data(as_text=True).split('name="seen" value="')[1].split('"')[0]
    assert teacher.post(address, data={**again, "seen": html.unescape(stamp)}).status_code == SEE_OTHER


def choices_in(page: str) -> list[str]:
    """Return the schools of the first choice."""
    select = page.split('name="choice_1"')[1].split("</select>")[0]
    return [part.split('"')[0] for part in select.split('value="')[1:] if part.split('"')[0]]
