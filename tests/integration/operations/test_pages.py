"""The pages of those who run the site: who sees them, what they show, what they refuse."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.identity import Identity
from accounts.permissions import Role
from core import jobs
from core.audit import AuditEntry, Subject, System, record
from core.db import reading, transaction
from core.jobs import JobKind, JobState
from core.jobs.models import Job
from policy.catalogue import parameters
from policy.messages import say
from tests.support.site import person

Clients = Callable[[Identity | None], FlaskClient]
AUDITOR, ADMIN = person(Role.AUDITOR), person(Role.SYSADMIN, user_id=2)


def refuse(context: jobs.JobContext) -> None:
    """Fail with nothing more to say."""
    raise jobs.Cancelled


@pytest.fixture(autouse=True)
def kinds(app: Flask) -> None:
    """Give the site a kind of work nobody does."""
    jobs.bind(app, {"search": JobKind(refuse, say("search for a plan"))})


def ask(by: Identity = ADMIN) -> int:
    """Ask for a job."""
    with transaction() as tx:
        job = jobs.enqueue(tx, "search", {"scenario": 3}, by=replace(by))
        return job.id


def happen(event: str, key: str = "7", name: str = "someone") -> None:
    """Put an act on record."""
    with transaction() as tx:
        actor = System(staff_no="T9", name=name)
        record(tx, event, Subject("teacher", key), {"title": ("一级", "高级")}, by=actor, reason="decided")


@pytest.mark.parametrize("address", ["/audit", "/jobs", "/jobs/1", "/jobs/1/progress"])
@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL, Role.CLERK, Role.LEADER, Role.DISTRICT_HR])
def test_who_does_not_run_the_site_finds_nothing(client_as: Clients, address: str, role: Role) -> None:
    job = ask()
    visitor = person(role, user_id=9)
    assert client_as(visitor).get(address.replace("1", str(job))).status_code == 404


def test_the_trail_shows_acts_and_finds_them(client_as: Clients) -> None:
    happen("teacher.changed")
    happen("teacher.left", "8", "nobody")
    client = client_as(AUDITOR)
    page = client.get("/audit").get_data(as_text=True)
    assert "高级" in page
    assert "T9 nobody" in page
    for address in ("/audit?event=teacher.changed", "/audit?actor=some", "/audit?kind=teacher&key=7"):
        found = client.get(address).get_data(as_text=True)
        assert "T9 someone" in found
        assert "T9 nobody" not in found


def test_a_day_that_is_none_is_named_and_the_rest_is_shown(client_as: Clients) -> None:
    happen("teacher.changed")
    answer = client_as(AUDITOR).get("/audit?since=yesterday%3Cscript%3E")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "yesterday&lt;script&gt;" in page
    assert "T9 someone" in page


def test_days_are_the_districts_days(client_as: Clients, app: Flask) -> None:
    happen("teacher.changed")
    entry = reading().query(AuditEntry).filter_by(event="teacher.changed").one()
    from_then = (entry.at.astimezone().date()).isoformat()
    assert "T9 someone" in client_as(AUDITOR).get(f"/audit?since={from_then[:4]}-01-01").get_data(as_text=True)
    assert "T9 someone" not in client_as(AUDITOR).get("/audit?until=2020-01-01").get_data(as_text=True)


def test_verifying_says_that_the_chain_holds_and_is_on_record(client_as: Clients) -> None:
    happen("teacher.changed")
    answer = client_as(AUDITOR).post("/audit/verify", follow_redirects=True)
    assert answer.status_code == 200
    entry = reading().query(AuditEntry).filter_by(event="audit.verified").one()
    assert entry.details["facts"]["broken_at"] == ""


def test_an_export_runs_nothing_and_is_on_record(client_as: Clients) -> None:
    happen("teacher.changed", name="=1+1")
    answer = client_as(AUDITOR).post("/audit/export?event=teacher.changed")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert len(rows) == 2
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    entry = reading().query(AuditEntry).filter_by(event="audit.exported").one()
    assert entry.details["facts"]["rows"] in (1, "1")
    assert entry.details["facts"]["event"] == "teacher.changed"


def test_the_auditor_changes_no_job_and_the_administrator_reads_no_trail(client_as: Clients) -> None:
    job = ask()
    assert client_as(AUDITOR).post(f"/jobs/{job}/cancel").status_code == 404
    assert client_as(ADMIN).get("/audit").status_code == 404


def test_the_console_shows_cancels_and_retries(client_as: Clients) -> None:
    job, client = ask(), client_as(ADMIN)
    assert f"/jobs/{job}" in client.get("/jobs").get_data(as_text=True)
    assert f"/jobs/{job}" in client.get("/jobs?state=queued&kind=search").get_data(as_text=True)
    assert f'href="/jobs/{job}"' not in client.get("/jobs?state=done").get_data(as_text=True)
    assert client.get(f"/jobs/{job}").status_code == 200
    assert client.post(f"/jobs/{job}/cancel").status_code == 303
    assert reading().get(Job, job, populate_existing=True).state is JobState.CANCELLED  # type: ignore[union-attr]
    assert client.post(f"/jobs/{job}/cancel").status_code == 409
    assert client.post(f"/jobs/{job}/retry").status_code == 303
    assert reading().get(Job, job, populate_existing=True).state is JobState.QUEUED  # type: ignore[union-attr]
    assert client.post("/jobs/4711/retry").status_code == 404


def test_progress_is_for_who_asked_and_costs_nothing_unchanged(client_as: Clients) -> None:
    hr, other = person(Role.DISTRICT_HR, user_id=5), person(Role.DISTRICT_HR, user_id=6)
    job = ask(hr)
    address = f"/jobs/{job}/progress"
    assert client_as(other).get(address).status_code == 404
    answer = client_as(hr).get(address)
    assert "hx-get" in answer.get_data(as_text=True)
    assert client_as(hr).get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    with transaction() as tx:
        jobs.request_cancel(tx, job, by=hr)
    ended = client_as(hr).get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert ended.status_code == 200
    assert "hx-get" not in ended.get_data(as_text=True)


def test_every_number_in_force_is_shown_with_its_source(client_as: Clients) -> None:
    page = client_as(person(Role.TEACHER)).get("/rules").get_data(as_text=True)
    records = {parameter.record for parameter in parameters().values()}
    assert not [record for record in records if f">{record}<" not in page]
    wrong = client_as(person(Role.TEACHER)).get("/rules?on=soon")
    assert wrong.status_code == 200
    assert "soon" in wrong.get_data(as_text=True)


def test_health_is_one_word_for_everybody(client_as: Clients) -> None:
    answer = client_as(None).get("/health")
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "ok\n")
