import re
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.audit import AuditEntry
from core.db import reading, transaction
from core.errors import Conflict, Invalid, TooMany
from core.i18n import Language, translator
from core.notices import Notice
from core.paths import TRANSLATIONS
from policy.vocabulary import Sex, Title
from teachers import queries, services
from teachers.models import CorrectionRequest, Deferral, Teacher
from teachers.rules.credentials import COVERS, IN_FIELD, REGISTRATION
from teachers.vocabulary import (
    UNMASKED_AN_HOUR,
    CertificateDraft,
    CertificateLevel,
    CorrectionState,
    DualDraft,
    DualLevel,
    PersonalField,
    PlacementDraft,
    TeacherStatus,
)
from tests.integration.teachers.conftest import Browser, Place
from tests.support.builders import DAY, SYSTEM, draft_of, id_number


def entries(event: str) -> list[AuditEntry]:
    reading().expire_all()
    return list(reading().execute(select(AuditEntry).where(AuditEntry.event == event)).scalars())


_INPUT = re.compile(r"<input[^>]*>")
_NAME, _VALUE = re.compile(r' name="([^"]*)"'), re.compile(r' value="([^"]*)"')
_SELECT = re.compile(r"<select[^>]*>.*?</select>", re.DOTALL)
_CHOSEN = re.compile(r'<option selected value="([^"]*)"')


def form_of(browser: FlaskClient, address: str, **changed: str) -> dict[str, str]:
    """Return what a browser would send back for the form at an address, with some fields changed."""
    body = browser.get(address).text
    fields: dict[str, str] = {}
    for tag in _INPUT.findall(body):
        name, value = _NAME.search(tag), _VALUE.search(tag)
        if name and 'type="search"' not in tag:
            fields[name[1]] = unescape(value[1]) if value else ""
    for tag in _SELECT.findall(body):
        name, chosen = _NAME.search(tag), _CHOSEN.search(tag)
        if name:
            fields[name[1]] = unescape(chosen[1]) if chosen else ""
    return {**fields, **changed}


def test_of_two_tabs_the_second_sees_both_versions(client_as: Browser, place: Place) -> None:
    browser, address = client_as(place.hr), f"/teachers/{place.teacher.id}/edit"
    first = form_of(browser, address, title="一级")
    second = form_of(browser, address, title="正高级", team="语文团组")
    assert browser.post(address, data=first).status_code == 303
    answer = browser.post(address, data=second)
    assert answer.status_code == 409
    assert "语文团组" in answer.text
    row = reading().get_one(Teacher, place.teacher.id, populate_existing=True)
    assert (row.title, row.team) == (Title.FIRST, "")
    assert len(entries("teacher.changed")) == 1


def test_a_change_is_on_record_field_by_field_and_numbers_only_masked(client_as: Browser, place: Place) -> None:
    browser, address = client_as(place.clerk), f"/teachers/{place.teacher.id}/edit"
    answer = browser.post(address, data=form_of(browser, address, degree="硕士", phone="13900001111"))
    assert answer.status_code == 303
    changes = entries("teacher.changed")[0].details["changes"]
    assert changes["degree"] == ["本科", "硕士"]
    assert changes["phone"] == ["138****5678", "139****1111"]
    assert "13900001111" not in browser.get(f"/teachers/{place.teacher.id}").text


def test_saving_without_a_change_leaves_no_trace(client_as: Browser, place: Place) -> None:
    browser, address = client_as(place.hr), f"/teachers/{place.teacher.id}/edit"
    assert browser.post(address, data=form_of(browser, address)).status_code == 303
    assert entries("teacher.changed") == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "王\u200b芳"),
        ("staff_no", "31 0482"),
        ("staff_no", "310002"),
        ("birth_month", "2019-13"),
        ("birth_month", "2090-01"),
        ("id_number", "110105194912310021"),
        ("id_number", "11010519491231002X"),
        ("phone", "12"),
        ("longitude", "200"),
        ("mountain_years", "-1"),
    ],
)
def test_bad_input_is_refused_at_its_field(client_as: Browser, place: Place, field: str, value: str) -> None:
    browser, address = client_as(place.hr), f"/teachers/{place.teacher.id}/edit"
    given = form_of(browser, address, **{field: value})
    if field == "longitude":
        given["latitude"] = "40"
    answer = browser.post(address, data=given)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert entries("teacher.changed") == []


def test_months_must_agree_with_the_number_on_file_and_with_each_other(client_as: Browser, place: Place) -> None:
    browser, address = client_as(place.clerk), f"/teachers/{place.teacher.id}/edit"
    for changed, field in (
        ({"birth_month": "2020-01"}, "birth_month"),
        ({"birth_month": "1985-04"}, "birth_month"),
        ({"sex": "male"}, "sex"),
        ({"retirement_month": "1980-01"}, "retirement_month"),
    ):
        answer = browser.post(address, data=form_of(browser, address, **changed))
        assert answer.status_code == 422, changed
        assert f'href="#{field}"' in answer.text, changed
    draft = draft_of(place.foreign, birth_month="2020-01")
    with pytest.raises(Invalid) as refusal, transaction() as tx:
        services.change_teacher(tx, tx.merge(place.foreign), draft, version=1, by=SYSTEM, on=DAY)
    assert refusal.value.field == "birth_month"
    assert entries("teacher.changed") == []


def test_an_id_number_somebody_else_has_is_refused(app: Flask, place: Place) -> None:
    draft = draft_of(place.foreign, id_number=id_number("19850314"), birth_month="1985-03", sex=Sex.FEMALE)
    with pytest.raises(Invalid) as refusal, transaction() as tx:
        services.change_teacher(tx, tx.merge(place.foreign), draft, version=1, by=SYSTEM, on=DAY)
    assert refusal.value.field == "id_number"


def test_a_number_is_shown_once_and_the_look_is_on_record(client_as: Browser, place: Place) -> None:
    browser, address = client_as(place.clerk), f"/teachers/{place.teacher.id}"
    clear = id_number("19850314")
    assert clear not in browser.get(address).text
    answer = browser.post(f"{address}/unmask", data={"number": "id_number", "reason": "核对社保"})
    assert clear in answer.text
    assert clear not in browser.get(address).text
    look = entries("teacher.unmasked")[0]
    assert (look.actor_id, look.details["reason"]) == (place.clerk.user_id, "核对社保")
    assert clear not in str(look.details)


def test_a_number_is_not_shown_without_a_reason(client_as: Browser, place: Place) -> None:
    answer = client_as(place.clerk).post(f"/teachers/{place.teacher.id}/unmask", data={"number": "phone", "reason": ""})
    assert answer.status_code == 422
    assert "13812345678" not in answer.text
    assert entries("teacher.unmasked") == []


def test_looks_are_limited_within_the_hour(app: Flask, place: Place) -> None:
    for _ in range(UNMASKED_AN_HOUR):
        with transaction() as tx:
            services.unmask(tx, tx.merge(place.teacher), PersonalField.PHONE, "核对社保", by=place.clerk)
    with pytest.raises(TooMany), transaction() as tx:
        services.unmask(tx, tx.merge(place.teacher), PersonalField.PHONE, "核对社保", by=place.clerk)
    with transaction() as tx:
        services.unmask(tx, tx.merge(place.teacher), PersonalField.PHONE, "核对社保", by=place.hr)


def test_a_report_reaches_the_school_and_its_answer_the_teacher(client_as: Browser, place: Place) -> None:
    report = {"about": "出生年月", "text": "应为1985年4月"}
    assert client_as(place.own).post("/my/file/report", data=report).status_code == 303
    told = {notice.user_id for notice in reading().execute(select(Notice)).scalars()}
    assert place.clerk.user_id in told
    assert place.own.user_id not in told
    assert "出生年月" in client_as(place.clerk).get("/teachers/corrections").text
    request = reading().execute(select(CorrectionRequest)).scalar_one()
    address = f"/teachers/{place.teacher.id}/corrections/{request.id}"
    answer = form_of(client_as(place.clerk), address, state="done", answer="已改")
    assert client_as(place.clerk).post(address, data=answer).status_code == 303
    assert client_as(place.hr).post(address, data=answer).status_code == 409
    assert "已改" in client_as(place.own).get("/my/file").text
    assert place.own.user_id in {notice.user_id for notice in reading().execute(select(Notice)).scalars()}


def reported(place: Place, about: str, text: str) -> CorrectionRequest:
    with transaction() as tx:
        teacher = tx.merge(place.teacher)
        return services.report_error(tx, teacher, about, text, tell=(), link="", by=place.own, on=DAY)


def test_a_teacher_reads_what_became_of_a_report_in_the_own_language(client_as: Browser, place: Place) -> None:
    request = reported(place, "学历", "应为硕士")
    with transaction() as tx:
        said = "已按毕业证书更正"
        services.answer_correction(tx, tx.merge(request), CorrectionState.DONE, said, version=1, by=place.clerk, on=DAY)
    page = client_as(place.own).get("/messages").text
    assert "您关于学历的更正申请已答复：已更正" in page
    assert "corrected" not in page


def test_reports_wait_on_the_desk_of_those_who_answer_them(client_as: Browser, place: Place) -> None:
    assert "更正申请" not in client_as(place.clerk).get("/desk").text
    request = reported(place, "学历", "应为硕士")
    for identity in (place.clerk, place.hr):
        page = client_as(identity).get("/desk").text
        assert "1件更正申请待答复" in page, identity.name
        assert 'href="/teachers/corrections"' in page
    assert "更正申请待答复" not in client_as(place.principal).get("/desk").text
    with transaction() as tx:
        services.answer_correction(
            tx, tx.merge(request), CorrectionState.DECLINED, "学历如证书", version=1, by=place.clerk, on=DAY
        )
    assert "更正申请待答复" not in client_as(place.clerk).get("/desk").text


def test_the_same_report_is_not_taken_twice(app: Flask, place: Place) -> None:
    reported(place, "学历", "应为硕士")
    with pytest.raises(Invalid) as refusal:
        reported(place, "学历", " 应为硕士")
    assert refusal.value.field == "text"
    assert reported(place, "学历", "应为博士").id


def test_corrected_without_a_word_needs_a_changed_file(client_as: Browser, place: Place) -> None:
    request = reported(place, "学历", "应为硕士")
    browser, address = client_as(place.clerk), f"/teachers/{place.teacher.id}/corrections/{request.id}"
    refused = browser.post(address, data=form_of(browser, address, state="done"))
    assert refused.status_code == 422
    assert 'href="#answer"' in refused.text
    file = f"/teachers/{place.teacher.id}/edit"
    assert browser.post(file, data=form_of(browser, file, team="语文组")).status_code == 303
    assert browser.post(address, data=form_of(browser, address, state="done")).status_code == 303
    answered = browser.get(address).text
    assert "已更正" in answered
    assert 'name="answer"' not in answered


def test_declining_a_report_needs_words(app: Flask, place: Place) -> None:
    with transaction() as tx:
        teacher = tx.merge(place.teacher)
        request = services.report_error(tx, teacher, "职称", "应为正高级", tell=(), link="", by=place.own, on=DAY)
    declined = CorrectionState.DECLINED
    with pytest.raises(Invalid) as refusal, transaction() as tx:
        services.answer_correction(tx, tx.merge(request), declined, " ", version=1, by=place.clerk, on=DAY)
    assert refusal.value.field == "answer"


def test_leaving_ends_the_posting_and_keeps_the_file(client_as: Browser, place: Place) -> None:
    browser, address = client_as(place.hr), f"/teachers/{place.teacher.id}/leave"
    assert browser.post(address, data=form_of(browser, address, reason="调往外区")).status_code == 303
    row = reading().get_one(Teacher, place.teacher.id, populate_existing=True)
    posting = queries.postings_of(reading(), row.id)[0]
    assert (row.status, posting.valid_to) == (TeacherStatus.LEFT, DAY)
    assert browser.get(f"/teachers/{row.id}").status_code == 200
    assert row.id not in {teacher.id for teacher in queries.teachers_on(reading(), DAY + timedelta(days=1))}


def test_a_deferral_is_recorded_and_ended(client_as: Browser, place: Place) -> None:
    browser, file = client_as(place.hr), f"/teachers/{place.teacher.id}"
    term = {"reason": "nursing", "valid_from": "2026-09-01", "valid_to": "2027-03-31"}
    assert browser.post(f"{file}/deferrals/new", data=term).status_code == 303
    deferral = reading().execute(select(Deferral)).scalar_one()
    reason, told = queries.deferrals_on(reading(), DAY)[place.teacher.id]
    assert reason == "nursing"
    assert told != reason.label.text(translator(Language.CHINESE, TRANSLATIONS)), "lists tell nothing of health"
    ending = form_of(browser, f"{file}/deferrals/{deferral.id}/end", last_day="2026-12-31")
    assert browser.post(f"{file}/deferrals/{deferral.id}/end", data=ending).status_code == 303
    assert queries.deferrals_on(reading(), date(2027, 1, 1)) == {}
    assert browser.post(f"{file}/deferrals/{deferral.id}/end", data=ending).status_code == 409


def test_recognition_needs_evidence_and_no_veto(app: Flask, place: Place) -> None:
    draft = DualDraft(DualLevel.JUNIOR, DAY, "云教〔2026〕9号")
    with pytest.raises(Invalid) as refusal, transaction() as tx:
        services.recognise_dual(tx, tx.merge(place.foreign), draft, by=SYSTEM, on=DAY)
    assert refusal.value.field == "level"
    with transaction() as tx:
        placement = PlacementDraft("云岭汽车修理厂", DAY - timedelta(days=400), DAY - timedelta(days=100))
        services.record_placement(tx, tx.merge(place.foreign), placement, by=SYSTEM, on=DAY)
        held = services.recognise_dual(tx, tx.merge(place.foreign), draft, by=SYSTEM, on=DAY)
    assert held.valid_to is not None
    assert queries.teacher_file(reading(), place.foreign, DAY).dual.holds


def test_a_stale_version_is_a_conflict_with_both_versions(app: Flask, place: Place) -> None:
    draft = draft_of(place.teacher, name="曾令怡")
    with pytest.raises(Conflict) as refusal, transaction() as tx:
        services.change_teacher(tx, tx.merge(place.teacher), draft, version=2, by=SYSTEM, on=DAY)
    assert [str(value) for _, value in refusal.value.mine] == ["曾令怡"]
    assert [str(value) for _, value in refusal.value.theirs] == ["曾令仪"]


def test_a_placement_is_corrected_once_and_keeps_its_proof(client_as: Browser, place: Place) -> None:
    with transaction() as tx:
        stay = PlacementDraft("云岭机械厂", date(2026, 7, 1), date(2026, 7, 30), 20)
        row = services.record_placement(tx, tx.merge(place.teacher), stay, by=SYSTEM, on=DAY)
    browser, address = client_as(place.clerk), f"/teachers/{place.teacher.id}/placements/{row.id}/edit"
    first = form_of(browser, address, company="云岭精密机械厂", days="")
    assert (first["started_on"], first["version"]) == ("2026-07-01", "1")
    assert browser.post(address, data={**first, "days": "31"}).status_code == 422
    assert browser.post(address, data=first).status_code == 303
    assert browser.post(address, data=first).status_code == 409
    changed = entries("placement.changed")[0].details["changes"]
    assert changed == {"company": ["云岭机械厂", "云岭精密机械厂"], "days": [20, None]}
    assert "云岭精密机械厂" in browser.get(f"/teachers/{place.teacher.id}/dual").text


def test_a_recognition_is_ended_within_its_term(client_as: Browser, place: Place) -> None:
    with transaction() as tx:
        draft = DualDraft(DualLevel.JUNIOR, date(2026, 1, 1), "区认定文件", None, 6)
        row = services.recognise_dual(tx, tx.merge(place.foreign), draft, by=SYSTEM, on=DAY)
    browser, address = client_as(place.hr), f"/teachers/{place.foreign.id}/dual/{row.id}/end"
    assert address in browser.get(f"/teachers/{place.foreign.id}/dual").text
    assert browser.post(address, data=form_of(browser, address, last_day="2025-12-31")).status_code == 422
    ending = form_of(browser, address, last_day="2026-08-31")
    assert browser.post(address, data=ending).status_code == 303
    assert browser.post(address, data=ending).status_code == 409
    assert entries("dual.ended")[0].details["changes"]["valid_to"][1] == "2026-08-31"
    assert address not in browser.get(f"/teachers/{place.foreign.id}/dual").text
    assert client_as(place.clerk).get(address).status_code == 404


def test_without_a_certificate_nobody_says_that_the_subject_fits(app: Flask, place: Place) -> None:
    def checks() -> set[str]:
        return {verdict.rule for verdict in queries.teacher_file(reading(), place.teacher, DAY).checks}

    assert checks() == {COVERS, REGISTRATION}
    with transaction() as tx:
        draft = CertificateDraft(CertificateLevel.PRIMARY, "语文", "ZS9", date(2010, 7, 1))
        services.add_certificate(tx, tx.merge(place.teacher), draft, by=SYSTEM, on=DAY)
    reading().rollback()
    assert checks() == {COVERS, IN_FIELD, REGISTRATION}
