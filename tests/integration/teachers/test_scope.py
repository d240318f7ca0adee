from datetime import date, timedelta

from flask import Flask

from accounts.permissions import Permission
from core.db import reading, transaction
from teachers import queries, services
from teachers.models import Posting
from teachers.vocabulary import DeferralDraft, DeferralReason
from tests.integration.teachers.conftest import Browser, Place
from tests.support.builders import DAY, SYSTEM, move_teacher

FILE_PAGES = (
    *("", "/postings", "/certificates", "/dual", "/deferrals", "/history", "/edit", "/leave"),
    *("/postings/new", "/certificates/new", "/dual/new", "/placements/new"),
)


def test_a_clerk_opens_the_own_schools_files_and_no_others(client_as: Browser, place: Place) -> None:
    browser = client_as(place.clerk)
    for page in FILE_PAGES:
        assert browser.get(f"/teachers/{place.teacher.id}{page}").status_code == 200, page
    nothing = browser.get("/teachers/999999").text.replace("999999", "")
    for page in FILE_PAGES:
        assert browser.get(f"/teachers/{place.foreign.id}{page}").status_code == 404, page
    foreign = browser.get(f"/teachers/{place.foreign.id}").text
    assert foreign.replace(f"/teachers/{place.foreign.id}", "/teachers/") == nothing


def test_foreign_schools_look_like_none(client_as: Browser, place: Place) -> None:
    for identity in (place.clerk, place.principal):
        browser = client_as(identity)
        assert browser.get(f"/schools/{place.here.id}").status_code == 200
        assert browser.get(f"/schools/{place.there.id}").status_code == 404
        assert browser.get(f"/schools/{place.here.id}/edit").status_code == 404


def test_lists_and_exports_hold_the_own_school_only(client_as: Browser, place: Place) -> None:
    browser = client_as(place.clerk)
    for address in ("/teachers", "/teachers?q=310002", f"/teachers?school={place.there.id}", "/schools"):
        body = browser.get(address).text
        assert "石磊" not in body, address
        assert "石桥中学" not in body, address
    for kind in ("teachers", "schools", "classes", "demand", "travel"):
        table = browser.get(f"/exports/{kind}?format=csv").data.decode("utf-8-sig")
        assert "310002" not in table
        assert place.there.code not in table
    assert "310001" in browser.get("/exports/teachers?format=csv").data.decode("utf-8-sig")


def test_pickers_offer_the_own_school_only(client_as: Browser, place: Place) -> None:
    body = client_as(place.clerk).get(f"/teachers/{place.teacher.id}/postings/new").text
    assert place.here.name in body
    assert place.there.name not in body


def test_a_clerk_posts_nobody_to_a_foreign_school(client_as: Browser, place: Place) -> None:
    posting = {
        "school_id": place.there.id,
        "stage": "junior",
        "subject": "语文",
        "fte": "1.00",
        "valid_from": "2026-10-01",
    }
    answer = client_as(place.clerk).post(f"/teachers/{place.teacher.id}/postings/new", data=posting)
    assert answer.status_code == 422
    assert queries.school_id_on(reading(), place.teacher.id, date(2026, 10, 1)) == place.here.id


def test_a_school_keeps_a_teacher_until_the_last_day_of_the_posting(app: Flask, place: Place) -> None:
    with transaction() as tx:
        move_teacher(tx, tx.merge(place.teacher), tx.merge(place.there), on=DAY + timedelta(days=10), subject="语文")
    for on, seen in ((DAY, True), (DAY + timedelta(days=9), True), (DAY + timedelta(days=10), False)):
        rows = queries.visible_teachers(place.clerk, Permission.TEACHER_READ, on=on)
        assert (place.teacher.id in {row.id for row in reading().execute(rows).scalars()}) is seen


def test_those_who_do_not_decide_read_no_reason_of_a_veto_and_no_note(client_as: Browser, place: Place) -> None:
    with transaction() as tx:
        draft = DeferralDraft(DeferralReason.ILLNESS, DAY, None, "三院诊断证明")
        services.record_deferral(tx, tx.merge(place.teacher), draft, by=SYSTEM, on=DAY)
    for page in ("/deferrals", "/history", ""):
        address = f"/teachers/{place.teacher.id}{page}"
        assert "三院诊断证明" not in client_as(place.clerk).get(address).text
        assert "三院诊断证明" not in client_as(place.principal).get(address).text
    assert "三院诊断证明" in client_as(place.hr).get(f"/teachers/{place.teacher.id}/deferrals").text


def test_only_those_who_decide_record_deferrals_and_vetoes(client_as: Browser, place: Place) -> None:
    for identity in (place.clerk, place.principal, place.auditor, place.own):
        browser = client_as(identity)
        for page in ("deferrals/new", "conduct/new"):
            assert browser.get(f"/teachers/{place.teacher.id}/{page}").status_code == 404
            assert browser.post(f"/teachers/{place.teacher.id}/{page}", data={}).status_code == 404


def test_the_auditor_reads_everything_and_changes_nothing(client_as: Browser, place: Place) -> None:
    browser = client_as(place.auditor)
    assert browser.get(f"/teachers/{place.foreign.id}").status_code == 200
    assert browser.get(f"/schools/{place.there.id}").status_code == 200
    for page in ("edit", "leave", "postings/new", "certificates/new"):
        assert browser.get(f"/teachers/{place.foreign.id}/{page}").status_code == 404
    assert browser.get("/imports").status_code == 404


def test_parts_of_a_foreign_file_are_not_reached_through_the_own(client_as: Browser, place: Place) -> None:
    foreign = queries.posting_on(reading(), place.foreign.id, DAY)
    assert isinstance(foreign, Posting)
    address = f"/teachers/{place.teacher.id}/postings/{foreign.id}/edit"
    assert client_as(place.hr).get(address).status_code == 404


def test_a_teacher_reaches_the_own_file_only_through_the_own_page(client_as: Browser, place: Place) -> None:
    browser = client_as(place.own)
    assert browser.get("/my/file").status_code == 200
    for address in (f"/teachers/{place.teacher.id}", "/teachers", "/schools", f"/schools/{place.here.id}"):
        assert browser.get(address).status_code == 404
