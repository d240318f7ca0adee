import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from accounts.identity import Identity
from core.clock import travel_to
from core.db import db, reading, transaction
from core.files import StoredFile, files_by_owner
from policy.messages import say
from tests.integration.training.people import ON, Cast, again, approved, choice, logged, photo, submit, submitted
from training import services
from training.models import TrainingRecord
from training.views.own import HOME_PARTS, HomePart
from training.vocabulary import ActivityKind, RecordState

Clients = Callable[[Identity | None], FlaskClient]
NOW = datetime(2026, 6, 18, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_june() -> Iterator[None]:
    with travel_to(NOW):
        yield


def filled(**changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "kind": "training",
        "category": "required_professional",
        "title": "函数教学专题研修",
        "start_on": "2026-06-12",
        "hours": "8",
        "files": (photo().stream, "证书.jpg"),
        "deed": "submit",
    }
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def post(client: FlaskClient, path: str, **values: object) -> TestResponse:
    return client.post(path, data=values, content_type="multipart/form-data")


def newest() -> TrainingRecord:
    tx = reading()
    tx.rollback()
    return tx.execute(select(TrainingRecord).order_by(TrainingRecord.id.desc()).limit(1)).scalar_one()


def file_of(row: TrainingRecord) -> StoredFile:
    return files_by_owner(reading(), "training_record", [row.id])[str(row.id)][0]


def decision(row: TrainingRecord, **values: object) -> dict[str, object]:
    return {"rows": f"{row.id}:{again(row).version}", "decision": "approve", **values}


def test_a_teacher_logs_hours_with_a_photo_and_sees_them_at_home(cast: Cast, client_as: Clients) -> None:
    client = client_as(cast.teacher)
    assert "函数教学" not in client.get("/my").text
    answer = post(client, "/my/hours/new", **filled())
    assert (answer.status_code, answer.location) == (303, "/my/hours")
    row = newest()
    assert (row.state, row.hours, row.end_on.isoformat()) == (RecordState.SUBMITTED, 800, "2026-06-12")
    assert file_of(row).name == "证书.jpg"
    for path in ("/my", "/my/hours", "/my/credits", f"/my/hours/{row.id}"):
        page = client.get(path)
        assert page.status_code == 200, path
    assert "函数教学专题研修" in client.get("/my").text


def test_a_script_that_sends_the_form_is_told_where_to_go_on(cast: Cast, client_as: Clients) -> None:
    client = client_as(cast.teacher)
    sent = {"content_type": "multipart/form-data", "headers": {"X-Sent-By": "script"}}
    refused = client.post("/my/hours/new", data=filled(hours="9"), **sent)
    assert refused.status_code == 422

    answer = client.post("/my/hours/new", data=filled(), **sent)

    assert (answer.status_code, answer.headers["Location"], answer.data) == (204, "/my/hours", b"")
    assert "已提交“函数教学专题研修”" in client.get("/my/hours").text


def test_a_draft_is_kept_changed_and_handed_in(cast: Cast, client_as: Clients) -> None:
    client = client_as(cast.teacher)
    post(client, "/my/hours/new", **filled(deed="draft", files=None))
    row = newest()
    assert row.state is RecordState.DRAFT
    page = client.get(f"/my/hours/{row.id}/edit")
    assert 'value="函数教学专题研修"' in page.text
    changed = filled(deed="draft", hours="7.5", version=row.version)
    assert post(client, f"/my/hours/{row.id}/edit", **changed).status_code == 303
    row = newest()
    assert row.hours == 750
    token = file_of(row).token
    assert token in client.get(f"/my/hours/{row.id}/edit").text
    assert post(client, f"/my/hours/{row.id}/files/{token}/delete").status_code == 303
    refused = post(client, f"/my/hours/{row.id}/submit", version=row.version)  # no certificate now
    assert refused.status_code == 422
    assert 'value="函数教学专题研修"' in refused.text
    assert f'action="/my/hours/{row.id}/edit"' in refused.text
    post(client, f"/my/hours/{row.id}/edit", **filled(version=row.version))
    row = newest()
    assert row.state is RecordState.SUBMITTED
    assert post(client, f"/my/hours/{row.id}/withdraw", version=row.version).status_code == 303
    assert newest().state is RecordState.WITHDRAWN


def test_a_draft_can_be_deleted_and_what_was_handed_in_cannot(cast: Cast, client_as: Clients) -> None:
    client = client_as(cast.teacher)
    post(client, "/my/hours/new", **filled(deed="draft"))
    row = newest()
    address = f"/my/hours/{row.id}/delete"
    assert address in client.get(f"/my/hours/{row.id}").text
    assert post(client_as(cast.colleague), address, version=row.version).status_code == 404
    assert post(client, address, version=row.version).status_code == 303
    assert client.get(f"/my/hours/{row.id}").status_code == 404
    assert reading().execute(select(StoredFile)).first() is None
    post(client, "/my/hours/new", **filled())
    handed_in = newest()
    assert f"/my/hours/{handed_in.id}/delete" not in client.get(f"/my/hours/{handed_in.id}").text
    assert post(client, f"/my/hours/{handed_in.id}/delete", version=handed_in.version).status_code == 409


def test_a_day_that_is_full_takes_no_more_hours(cast: Cast, client_as: Clients) -> None:
    client = client_as(cast.teacher)
    post(client, "/my/hours/new", **filled(hours="6"))
    more = post(client, "/my/hours/new", **filled(title="另一次研修", hours="6"))
    assert more.status_code == 422
    assert "函数教学专题研修" in more.text
    assert 'href="#hours"' in more.text
    assert post(client, "/my/hours/new", **filled(title="另一次研修", hours="2")).status_code == 303


def test_a_teacher_sees_that_the_school_has_agreed(cast: Cast, client_as: Clients) -> None:
    row = submitted(cast.teacher)
    with transaction() as tx:
        services.approve_school(tx, [choice(row)], by=cast.clerk, on=ON)
    page = client_as(cast.teacher).get(f"/my/hours/{row.id}").text
    assert "学校审核通过" in page
    assert "学校已同意，由区里审定" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"hours": "acht"}, "hours"),
        ({"hours": "9"}, "hours"),
        ({"hours": "8.123"}, "hours"),
        ({"start_on": "2026-13-01"}, "start_on"),
        ({"start_on": "2026-06-20"}, "end_on"),
        ({"end_on": "2026-06-01"}, "end_on"),
        ({"kind": "nonsense"}, "kind"),
        ({"category": "school"}, "category"),
        ({"files": None}, "files"),
        ({"files": (io.BytesIO(b"<html>"), "证书.jpg")}, "files"),
        ({"title": "长" * 101}, "title"),
        ({"title": "不可见\u200b字符"}, "title"),
    ],
)
def test_bad_input_is_answered_beside_its_field_and_nothing_is_kept(
    cast: Cast, client_as: Clients, changes: dict[str, object], field: str
) -> None:
    answer = post(client_as(cast.teacher), "/my/hours/new", **filled(**changes))
    assert answer.status_code == 422
    assert re.search(rf'id="{field}"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="{field}"', answer.text)
    tx = reading()
    assert tx.execute(select(TrainingRecord.id)).all() == tx.execute(select(StoredFile.id)).all() == []


def test_a_decision_leads_back_to_the_list_as_it_was_filtered(cast: Cast, client_as: Clients) -> None:
    row, clerk = submitted(cast.teacher), client_as(cast.clerk)
    path = f"/training/records/{row.id}"
    here, away = "http" + "://localhost/training/queue?kind=training", "http" + "://elsewhere.test/training/queue?q=1"

    for before, back in ((here, "/training/queue?kind=training"), (away, "/training/queue"), (None, "/training/queue")):
        page = clerk.get(path, headers={"Referer": before} if before else {})
        assert f'name="next" value="{back}"' in page.text


def test_two_tabs_see_both_versions(cast: Cast, client_as: Clients) -> None:
    client, row = client_as(cast.teacher), logged(cast.teacher)
    seen = row.version
    assert post(client, f"/my/hours/{row.id}/edit", **filled(hours="7", version=seen, deed="draft")).status_code == 303
    late = post(client, f"/my/hours/{row.id}/edit", **filled(title="另一个名称", version=seen, deed="draft"))
    assert late.status_code == 409
    assert "另一个名称" in late.text
    assert "函数教学专题研修" in late.text


def test_the_form_says_what_will_be_earned(cast: Cast, client_as: Clients) -> None:
    client = client_as(cast.teacher)
    asked = {"kind": "training", "category": "elective", "start_on": "2026-06-12", "hours": "8"}
    assert "0.8" in client.get("/my/hours/forecast", query_string=asked).text
    assert "0.4" in client.get("/my/hours/forecast", query_string={**asked, "kind": "online"}).text
    assert "10" in client.get("/my/hours/forecast", query_string={"kind": "training"}).text
    assert (
        client.get("/my/hours/forecast", query_string={"kind": "x", "hours": "-", "start_on": "?"}).status_code == 200
    )
    fallback = post(client, "/my/hours/new", **filled(deed="forecast", files=None))
    assert "0.8" in fallback.text
    assert reading().execute(select(TrainingRecord.id)).all() == []


def test_the_form_starts_from_the_record_before(cast: Cast, client_as: Clients) -> None:
    logged(cast.teacher, kind=ActivityKind.RESEARCH, organiser="区教研室")
    page = client_as(cast.teacher).get("/my/hours/new").text
    assert re.search(r'<option selected value="research">', page)
    assert 'value="区教研室"' in page


def test_the_school_and_the_district_approve_from_their_queues(cast: Cast, client_as: Clients) -> None:
    row, second = submitted(cast.teacher), submitted(cast.colleague)
    clerk, officer = client_as(cast.clerk), client_as(cast.hr)
    assert clerk.get("/training/queue").text.count("初中数学单元整体教学研修") >= 2
    rows = [decision(one)["rows"] for one in (row, second)]
    answer = clerk.post("/training/queue", data={"rows": rows, "decision": "approve"})
    assert answer.status_code == 303
    assert again(row).state is RecordState.SCHOOL_APPROVED
    assert officer.post("/training/queue", data=decision(row)).status_code == 303
    assert again(row).state is RecordState.APPROVED
    page = client_as(cast.teacher).get("/my/credits").text
    assert "0.8" in page
    assert "学分管理办法" in page


def test_a_return_without_reason_shows_the_queue_again_with_the_ticks(cast: Cast, client_as: Clients) -> None:
    row, clerk = submitted(cast.teacher), client_as(cast.clerk)
    answer = clerk.post("/training/queue", data=decision(row, decision="return", reason=" "))
    assert answer.status_code == 422
    assert " checked" in answer.text
    assert again(row).state is RecordState.SUBMITTED
    assert clerk.post("/training/queue", data=decision(row, decision="return", reason="缺证书")).status_code == 303
    assert "缺证书" in client_as(cast.teacher).get("/my").text


def test_a_late_decision_is_a_conflict_and_says_so(cast: Cast, client_as: Clients) -> None:
    row = submitted(cast.teacher)
    sent = decision(row)
    assert client_as(cast.clerk).post("/training/queue", data=sent).status_code == 303
    assert client_as(cast.principal).post("/training/queue", data=sent).status_code == 409


def test_forged_decisions_do_nothing(cast: Cast, client_as: Clients) -> None:
    row = submitted(cast.teacher)
    for data in ({}, {"rows": "x"}, {"rows": "1"}, {"rows": "9" * 30 + ":1"}):
        assert client_as(cast.clerk).post("/training/queue", data={"decision": "approve", **data}).status_code == 303
    assert client_as(cast.clerk).post("/training/queue", data=decision(row, decision="burn")).status_code == 422
    assert client_as(cast.other_clerk).post("/training/queue", data=decision(row)).status_code == 409
    assert again(row).state is RecordState.SUBMITTED


def test_after_a_decision_nobody_is_led_away(cast: Cast, client_as: Clients) -> None:
    row = submitted(cast.teacher)
    answer = client_as(cast.clerk).post("/training/queue", data=decision(row, next="//evil.example/"))
    assert answer.location == "/training/queue"


def test_who_reads_which_page(cast: Cast, client_as: Clients) -> None:
    row, token = submitted(cast.teacher), ""
    token = file_of(row).token
    mine = [f"/training/records/{row.id}/files/{token}", f"/training/records/{row.id}/files/{token}/preview"]
    office = [f"/training/records/{row.id}", f"/training/teachers/{row.teacher_id}"]
    may = {
        cast.teacher: [*mine, f"/my/hours/{row.id}"],
        cast.clerk: mine + office,
        cast.principal: mine + office,
        cast.hr: mine + office,
        cast.auditor: mine + office,
        cast.colleague: [],
        cast.elsewhere: [],
        cast.other_clerk: [],
        cast.sysadmin: [],
    }
    for reader, allowed in may.items():
        for path in [*mine, *office, f"/my/hours/{row.id}"]:
            expected = 200 if path in allowed else 404
            assert client_as(reader).get(path).status_code == expected, (reader.staff_no, path)


def test_lists_and_exports_stop_at_the_readers_reach(cast: Cast, client_as: Clients) -> None:
    approved(cast.teacher, cast)
    submitted(cast.elsewhere, title="另一所学校的研修")
    for reader, sees in ((cast.hr, True), (cast.auditor, True), (cast.clerk, False), (cast.principal, False)):
        client = client_as(reader)
        for path in ("/training/records", "/training/records/export?format=csv", "/training/teachers"):
            answer = client.get(path)
            assert answer.status_code == 200, path
            foreign = cast.elsewhere.staff_no
            assert (foreign in answer.data.decode()) is sees, (reader.staff_no, path)
    assert client_as(cast.hr).get("/training/records/export").data.startswith(b"PK")
    for stranger in (cast.teacher, cast.sysadmin):
        assert client_as(stranger).get("/training/records").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "q=chen&kind=training&category=elective&state=approved&school=1&from=2026-01-01&to=2026-12-31&sort=name",
        "q=%25_%27&kind=x&category=y&state=z&school=99999999999&from=heute&to=0&sort=drop&page=-1&size=7",
        "_external=1&_anchor=x&format=csv&cycle=1999&step=school",
    ],
)
def test_filters_take_anything(cast: Cast, client_as: Clients, query: str) -> None:
    submitted(cast.teacher)
    for path in ("/training/queue", "/training/records", "/training/records/export", "/training/teachers"):
        assert client_as(cast.hr).get(f"{path}?{query}").status_code == 200
    assert client_as(cast.teacher).get(f"/my/credits?{query}").status_code == 200


def test_credits_are_taken_back_on_the_record_page(cast: Cast, client_as: Clients) -> None:
    row = approved(cast.teacher, cast)
    officer = client_as(cast.hr)
    assert "reverse" in officer.get(f"/training/records/{row.id}").text
    path = f"/training/records/{row.id}/reverse"
    answer = officer.post(path, data={"version": row.version, "reason": ""})
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert row.title in answer.text
    assert officer.post(path, data={"reason": "误发"}).status_code == 409
    assert officer.post(path, data={"version": row.version, "reason": "误发"}).status_code == 303
    assert again(row).state is RecordState.REVERSED
    assert client_as(cast.clerk).post(path, data={"version": row.version, "reason": "x"}).status_code == 404
    assert "误发" in client_as(cast.teacher).get("/my/credits").text


def test_evidence_is_given_out_locked_down_and_only_unharmed(cast: Cast, client_as: Clients) -> None:
    row = submitted(cast.teacher)
    file = file_of(row)
    path = f"/training/records/{row.id}/files/{file.token}"
    answer = client_as(cast.clerk).get(path, headers={"Accept": "text/html"})
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.mimetype == "image/jpeg"
    shown = client_as(cast.clerk).get(f"{path}/preview")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert client_as(None).get(path).status_code in {302, 401}
    assert client_as(cast.clerk).get(path + "x").status_code == 404
    assert client_as(cast.clerk).get(path.replace(f"/{row.id}/", "/9999/")).status_code == 404
    reading().rollback()
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE stored_file SET data = X'FFD8FF00'"))
    reading().rollback()
    reading().expire_all()
    assert client_as(cast.clerk).get(path).status_code == 409


def test_drafts_are_hidden_from_everybody_else(cast: Cast, client_as: Clients) -> None:
    row = logged(cast.teacher)
    for reader in (cast.clerk, cast.principal, cast.hr, cast.auditor, cast.colleague):
        assert client_as(reader).get(f"/training/records/{row.id}").status_code == 404
    submit(row, cast.teacher)
    assert client_as(cast.clerk).get(f"/training/records/{row.id}").status_code == 200


def test_the_applicant_does_not_hear_of_the_first_step(cast: Cast, client_as: Clients) -> None:
    row = submitted(cast.teacher)
    client_as(cast.clerk).post("/training/queue", data=decision(row))
    client = client_as(cast.teacher)
    before = {path: client.get(path).text for path in ("/my", "/my/hours", f"/my/hours/{row.id}")}
    assert again(row).state is RecordState.SCHOOL_APPROVED
    for page in before.values():
        assert "approved for the school" not in page
        assert "waits for the district" not in page


def test_the_home_has_room_for_the_own_rotation(cast: Cast, client_as: Clients, app: Flask) -> None:
    steps = [
        SimpleNamespace(label=say("preferences"), until=date(2026, 6, 26), state="now"),
        SimpleNamespace(label=say("decision"), until=None, state="todo"),
    ]
    own = SimpleNamespace(
        cycle_name="二〇二六年交流",
        eligible=True,
        result=say("undecided yet"),
        steps=steps,
        may_file=True,
        choices=(),
        others=(),
        decided=None,
    )
    app.extensions[HOME_PARTS] = (lambda _: HomePart("my/_rotation.html", {"own": own}), lambda _: None)
    page = client_as(cast.teacher).get("/my").text
    assert "undecided yet" in page
    assert "/my/rotation" in page
