"""Rows of a teacher's file corrected and removed: once, by who may, with what the trail may keep of it."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit import Subject
from core.db import reading, transaction
from core.errors import Conflict, Invalid
from core.files import StoredFile, store
from teachers import services
from teachers.models import (
    ConductRecord,
    Deferral,
    DualQualification,
    IndustryPlacement,
    Teacher,
    TeachingCertificate,
)
from teachers.vocabulary import (
    CertificateDraft,
    CertificateLevel,
    ConductDraft,
    DeferralDraft,
    DeferralReason,
    DualDraft,
    DualLevel,
    PersonalField,
    PlacementDraft,
)
from tests.integration.teachers.conftest import Browser, Place
from tests.integration.teachers.test_editing import entries, form_of
from tests.integration.training.people import photo
from tests.support.builders import DAY, SYSTEM

FIRST, LAST = date(2026, 1, 1), date(2030, 12, 31)
WHY = "重复录入"
PARTS = {
    "certificates": (TeachingCertificate, "remove", "certificate.removed"),
    "dual": (DualQualification, "remove", "dual.removed"),
    "placements": (IndustryPlacement, "remove", "placement.removed"),
    "deferrals": (Deferral, "withdraw", "deferral.withdrawn"),
    "conduct": (ConductRecord, "withdraw", "conduct.withdrawn"),
}


@pytest.fixture
def rows(place: Place) -> Mapping[str, int]:
    """One row of each kind in the teacher's file, proof and evidence included."""
    with transaction() as tx:
        teacher, of = tx.merge(place.teacher), Subject.of("teacher", place.teacher.id)
        proof, paper = (store(tx, photo(), of, by=SYSTEM, field="file").id for _ in range(2))
        level = CertificateDraft(CertificateLevel.PRIMARY, "语文", "ZS1", date(2010, 7, 1))
        dual = DualDraft(DualLevel.JUNIOR, FIRST, "区认定文件", LAST, 1, "SS2026001")
        stay = PlacementDraft("云岭机械厂", date(2025, 7, 1), date(2025, 7, 30), None, proof)
        ill = DeferralDraft(DeferralReason.ILLNESS, DAY, None, "复查", paper)
        made: dict[str, Any] = {
            "certificates": services.add_certificate(tx, teacher, level, by=SYSTEM, on=DAY),
            "dual": services.recognise_dual(tx, teacher, dual, by=SYSTEM, on=DAY),
            "placements": services.record_placement(tx, teacher, stay, by=SYSTEM, on=DAY),
            "deferrals": services.record_deferral(tx, teacher, ill, by=SYSTEM, on=DAY),
            "conduct": services.record_conduct(tx, teacher, ConductDraft("有偿补课", DAY), by=SYSTEM, on=DAY),
        }
        return {part: row.id for part, row in made.items()}


def address_of(place: Place, part: str, row: int, deed: str) -> str:
    return f"/teachers/{place.teacher.id}/{part}/{row}/{deed}"


def files() -> int:
    return int(reading().execute(select(func.count()).select_from(StoredFile)).scalar_one())


@pytest.mark.parametrize("part", PARTS)
def test_a_row_entered_by_mistake_is_removed_once_with_a_reason(
    client_as: Browser, place: Place, rows: Mapping[str, int], part: str
) -> None:
    (table, deed, event), browser = PARTS[part], client_as(place.hr)
    address = address_of(place, part, rows[part], deed)
    assert address in browser.get(address_of(place, part, rows[part], "edit")).text
    assert browser.post(address, data=form_of(browser, address, reason="")).status_code == 422
    sent = form_of(browser, address, reason=WHY)
    assert browser.post(address, data={**sent, "version": "7"}).status_code == 409
    assert browser.post(address, data=sent).status_code == 303
    assert browser.post(address, data=sent).status_code == 404
    reading().expire_all()
    assert reading().execute(select(table)).scalar_one_or_none() is None
    entry = entries(event)[0]
    assert (entry.details["reason"], entry.actor_id) == (WHY, place.hr.user_id)


def test_what_is_removed_takes_its_file_along(client_as: Browser, place: Place, rows: Mapping[str, int]) -> None:
    browser, before = client_as(place.hr), files()
    for part in ("placements", "deferrals"):
        address = address_of(place, part, rows[part], PARTS[part][1])
        browser.post(address, data=form_of(browser, address, reason=WHY))
    assert (before, files()) == (2, 0)
    assert len(entries("file.removed")) == 2


@pytest.mark.parametrize("part", ["deferrals", "conduct"])
def test_who_does_not_decide_neither_corrects_nor_withdraws(
    client_as: Browser, place: Place, rows: Mapping[str, int], part: str
) -> None:
    for deed in ("edit", PARTS[part][1]):
        address = address_of(place, part, rows[part], deed)
        assert client_as(place.clerk).get(address).status_code == 404
        assert client_as(place.clerk).post(address, data={"version": "1", "reason": WHY}).status_code == 404


def test_of_two_tabs_on_a_recognition_the_second_is_refused(
    client_as: Browser, place: Place, rows: Mapping[str, int]
) -> None:
    browser, address = client_as(place.clerk), address_of(place, "dual", rows["dual"], "edit")
    assert address in browser.get(f"/teachers/{place.teacher.id}/dual").text
    first = form_of(browser, address, number="SS2026002", basis="云教〔2026〕9号", valid_to="2028-12-31")
    second = form_of(browser, address, basis="别的文件")
    assert (first["level"], first["work_years"]) == ("junior", "1")
    assert browser.post(address, data=first).status_code == 303
    assert browser.post(address, data=second).status_code == 409
    changes = entries("dual.corrected")[0].details["changes"]
    assert changes == {
        "basis": ["区认定文件", "云教〔2026〕9号"],
        "number": ["SS2026001", "SS2026002"],
        "valid_to": ["2030-12-31", "2028-12-31"],
    }
    assert "SS2026002" in browser.get(f"/teachers/{place.teacher.id}/dual").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("level", ""),
        ("level", "senior"),
        ("valid_from", "2026-10-01"),
        ("valid_to", "2025-01-01"),
        ("basis", " "),
        ("work_years", "0"),
        ("number", "9" * 41),
    ],
)
def test_a_recognition_is_not_corrected_into_what_nothing_bears_out(
    client_as: Browser, place: Place, rows: Mapping[str, int], field: str, value: str
) -> None:
    with transaction() as tx:  # one placement is not enough, and from September on there is a veto
        tx.delete(tx.get_one(IndustryPlacement, rows["placements"]))
    browser, address = client_as(place.clerk), address_of(place, "dual", rows["dual"], "edit")
    answer = browser.post(address, data=form_of(browser, address, **{field: value}))
    assert answer.status_code == 422
    assert entries("dual.corrected") == []


def correct(dual: int, draft: DualDraft) -> bool:
    with transaction() as tx:
        row = tx.get_one(DualQualification, dual)
        return services.correct_dual(tx, row, draft, version=row.version, by=SYSTEM, on=DAY)


def test_words_of_a_recognition_are_corrected_whatever_is_on_file_by_now(
    app: Flask, place: Place, rows: Mapping[str, int]
) -> None:
    with transaction() as tx:
        veto = ConductDraft("另案", date(2025, 12, 1))
        services.record_conduct(tx, tx.merge(place.teacher), veto, by=SYSTEM, on=DAY)
    assert correct(rows["dual"], DualDraft(DualLevel.JUNIOR, FIRST, "云教〔2026〕9号", LAST, 1, "SS2026001"))
    with pytest.raises(Invalid) as refusal:
        correct(rows["dual"], DualDraft(DualLevel.JUNIOR, date(2026, 1, 2), "云教〔2026〕9号", LAST, 1, "SS2026001"))
    assert refusal.value.field == "valid_from"


def test_a_deferral_is_corrected_and_its_evidence_replaced(
    client_as: Browser, place: Place, rows: Mapping[str, int]
) -> None:
    browser, address = client_as(place.hr), address_of(place, "deferrals", rows["deferrals"], "edit")
    before = reading().get_one(Deferral, rows["deferrals"]).evidence_file_id
    first = form_of(browser, address, valid_to="2027-08-31", note="三甲医院证明")
    sent = {**first, "evidence": (BytesIO(photo().stream.read()), "证明.jpg")}
    assert browser.post(address, data=sent).status_code == 303
    assert browser.post(address, data=first).status_code == 409
    row = reading().get_one(Deferral, rows["deferrals"], populate_existing=True)
    assert (row.valid_to, row.note) == (date(2027, 8, 31), "三甲医院证明")
    assert row.evidence_file_id not in (None, before)
    assert reading().get(StoredFile, before) is None
    entry = entries("deferral.corrected")[0]
    assert "三甲医院证明" not in str(entry.details), "the trail tells nothing of health"
    assert entry.details["facts"] == {"untold": ["note"]}


def test_an_unnamed_reason_of_a_deferral_needs_words(client_as: Browser, place: Place, rows: Mapping[str, int]) -> None:
    browser, address = client_as(place.hr), address_of(place, "deferrals", rows["deferrals"], "edit")
    assert browser.post(address, data=form_of(browser, address, reason="other", note="")).status_code == 422
    assert browser.post(address, data=form_of(browser, address, valid_to="2026-08-01")).status_code == 422


def test_a_conduct_veto_is_corrected_and_its_reason_told_to_nobody(
    client_as: Browser, place: Place, rows: Mapping[str, int]
) -> None:
    browser, address = client_as(place.hr), address_of(place, "conduct", rows["conduct"], "edit")
    first = form_of(browser, address, reason="体罚学生", valid_to="2027-08-31")
    assert browser.post(address, data=first).status_code == 303
    assert browser.post(address, data=first).status_code == 409
    row = reading().get_one(ConductRecord, rows["conduct"], populate_existing=True)
    assert (row.reason, row.valid_to) == ("体罚学生", date(2027, 8, 31))
    entry = entries("conduct.corrected")[0]
    assert entry.details["changes"] == {"valid_to": [None, "2027-08-31"]}
    assert "体罚" not in str(entry.details)
    assert "体罚" not in client_as(place.own).get("/my/file").text


def test_a_number_is_removed_from_a_file_and_stays_on_record_masked(client_as: Browser, place: Place) -> None:
    browser, file = client_as(place.clerk), f"/teachers/{place.teacher.id}"
    address = f"{file}/forget"
    assert address in browser.get(f"{file}/edit").text
    for missing in ({"number": ""}, {"number": "phone", "reason": " "}):
        assert browser.post(address, data=form_of(browser, address, **missing)).status_code == 422
    sent = form_of(browser, address, number="phone", reason="本人要求删除")
    assert browser.post(address, data=sent).status_code == 303
    assert browser.post(address, data=sent).status_code == 409
    row = reading().get_one(Teacher, place.teacher.id, populate_existing=True)
    assert (row.phone_sealed, row.phone_index) == (None, None)
    assert row.id_number, "the other number stays"
    entry = entries("teacher.number_removed")[0]
    assert entry.details["changes"] == {"phone": ["138****5678", ""]}
    assert entry.details["reason"] == "本人要求删除"


def forget(teacher: Teacher, number: PersonalField, version: int) -> None:
    with transaction() as tx:
        services.forget_number(tx, tx.merge(teacher), number, reason=WHY, version=version, by=SYSTEM)


def test_a_number_that_is_not_there_is_not_removed(app: Flask, place: Place) -> None:
    with pytest.raises(Invalid) as refusal:
        forget(place.foreign, PersonalField.ID_NUMBER, 1)
    assert refusal.value.field == "number"
    with pytest.raises(Conflict):
        forget(place.teacher, PersonalField.PHONE, 9)


def test_where_somebody_lives_is_seen_by_who_changes_the_file(client_as: Browser, place: Place) -> None:
    browser, address = client_as(place.clerk), f"/teachers/{place.teacher.id}/edit"
    browser.post(address, data=form_of(browser, address, longitude="115.981234", latitude="40.212345"))
    file = f"/teachers/{place.teacher.id}"
    assert "115.981234" in browser.get(file).text
    assert "115.981234" in client_as(place.own).get("/my/file").text
    assert "115.981234" not in client_as(place.principal).get(file).text


CHOICES = (
    ("/teachers/new", "degree"),
    ("/teachers/new", "stage"),
    ("/teachers/{teacher}/postings/new", "stage"),
    ("/teachers/{teacher}/certificates/new", "level"),
    ("/teachers/{teacher}/dual/new", "level"),
    ("/teachers/{teacher}/deferrals/new", "reason"),
    ("/schools/new", "area"),
)


@pytest.mark.parametrize(("address", "field"), CHOICES)
def test_nothing_is_chosen_on_a_new_record_unasked(client_as: Browser, place: Place, address: str, field: str) -> None:
    browser, path = client_as(place.hr), address.format(teacher=place.teacher.id)
    sent = form_of(browser, path)
    assert sent[field] == ""
    answer = browser.post(path, data=sent)
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text


def test_who_is_under_a_veto_is_listed_for_those_who_decide(
    client_as: Browser, place: Place, rows: Mapping[str, int]
) -> None:
    page = client_as(place.hr).get("/teachers?status=vetoed").text
    assert "曾令仪" in page
    assert "石磊" not in page
    assert "石磊" in client_as(place.auditor).get("/teachers?status=vetoed").text, "to others it is no filter"
    assert 'value="vetoed"' not in client_as(place.clerk).get("/teachers").text


def test_what_is_on_file_already_is_not_put_there_again(app: Flask, place: Place, rows: Mapping[str, int]) -> None:
    level = CertificateDraft(CertificateLevel.PRIMARY, "语文", "ZS1", date(2010, 7, 1))
    stay = PlacementDraft("云岭机械厂", date(2025, 7, 1), date(2025, 7, 30))
    ill = DeferralDraft(DeferralReason.ILLNESS, DAY, None, "复查")
    again: dict[str, Any] = {
        "certificate": lambda tx, of: services.add_certificate(tx, of, level, by=SYSTEM, on=DAY),
        "placement": lambda tx, of: services.record_placement(tx, of, stay, by=SYSTEM, on=DAY),
        "deferral": lambda tx, of: services.record_deferral(tx, of, ill, by=SYSTEM, on=DAY),
        "veto": lambda tx, of: services.record_conduct(tx, of, ConductDraft("有偿补课", DAY), by=SYSTEM, on=DAY),
    }
    for part, verb in again.items():
        with pytest.raises(Invalid) as refusal, transaction() as tx:
            verb(tx, tx.merge(place.teacher))
        assert "on file already" in str(refusal.value.message), part
    with transaction() as tx:
        services.record_conduct(tx, tx.merge(place.teacher), ConductDraft("体罚学生", DAY), by=SYSTEM, on=DAY)
