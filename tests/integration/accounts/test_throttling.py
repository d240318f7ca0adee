"""Who fails often waits: counted in the database, by account, by address and altogether; none locks another out."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from accounts import throttle
from accounts.limits import LIMITS
from accounts.models import SignInAttempt
from accounts.permissions import Role
from core.clock import instant, travel_to
from core.db import reading, transaction
from tests.support import people

WRONG = "not the password at all"


@pytest.fixture
def teacher(app: Flask) -> people.Person:
    """A teacher who has a password of their own."""
    return people.settled("420001", Role.TEACHER)


def fail(client: FlaskClient, staff_no: str, times: int = LIMITS.per_account.times) -> None:
    """Fail as often as one may."""
    for _ in range(times):
        assert people.send(client, "/login", staff_no=staff_no, password=WRONG).status_code == 200


def failures(account: str, address: str, times: int, at: datetime) -> None:
    """Write failures down as other workers would."""
    row = {"at": at, "account_key": throttle.key_of(account), "address": address}
    with transaction() as tx:
        tx.execute(insert(SignInAttempt), [row] * times)


def test_after_some_failures_even_the_right_password_waits(app: Flask, teacher: people.Person) -> None:
    client = app.test_client()
    fail(client, teacher.staff_no)
    answer = people.give_password(client, teacher)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= LIMITS.per_account.within.total_seconds()


def test_unknown_numbers_wait_alike(app: Flask) -> None:
    client = app.test_client()
    fail(client, "999999")
    assert people.send(client, "/login", staff_no="999999", password=WRONG).status_code == 429


def test_waiting_ends_by_itself_and_is_not_prolonged_by_trying(app: Flask, teacher: people.Person) -> None:
    client, start = app.test_client(), instant()
    fail(client, teacher.staff_no)
    for _ in range(3):
        assert people.give_password(client, teacher).status_code == 429
    with travel_to(start + LIMITS.per_account.within + timedelta(minutes=1)):
        assert people.give_password(client, teacher).status_code == 303


def test_a_right_password_wipes_the_slate(app: Flask, teacher: people.Person) -> None:
    client = app.test_client()
    for _ in range(3):
        fail(client, teacher.staff_no, LIMITS.per_account.times - 1)
        assert people.give_password(app.test_client(), teacher).status_code == 303


def test_a_stranger_cannot_lock_a_person_out_of_their_own_browser(app: Flask, teacher: people.Person) -> None:
    own = people.sign_in(app, teacher)
    people.send(own, "/logout", page="/account")
    fail(app.test_client(), teacher.staff_no)
    assert people.give_password(app.test_client(), teacher).status_code == 429
    assert people.give_password(own, teacher).status_code == 303


def test_a_known_browser_has_no_more_tries_than_others(app: Flask, teacher: people.Person) -> None:
    own = people.sign_in(app, teacher)
    people.send(own, "/logout", page="/account")
    fail(own, teacher.staff_no)
    assert people.give_password(own, teacher).status_code == 429


def test_the_mark_of_a_browser_is_for_one_account(app: Flask, teacher: people.Person) -> None:
    other = people.settled("420002", Role.TEACHER)
    own = people.sign_in(app, teacher)
    people.send(own, "/logout", page="/account")
    fail(app.test_client(), other.staff_no)
    assert people.give_password(own, other).status_code == 429


def test_an_address_waits_once_it_has_failed_for_a_whole_school(app: Flask, teacher: people.Person) -> None:
    failures("somebody else", "127.0.0.1", LIMITS.per_address.times, instant())
    assert people.give_password(app.test_client(), teacher).status_code == 429
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "10.1.2.3"
    assert people.give_password(elsewhere, teacher).status_code == 303


def test_an_address_somebody_merely_claims_does_not_count(app: Flask, teacher: people.Person) -> None:
    client = app.test_client()
    for number in range(LIMITS.per_account.times):
        token = people.token_of(client.get("/login"))
        fields = {"csrf_token": token, "staff_no": teacher.staff_no, "password": WRONG}
        client.post("/login", data=fields, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    stored = reading().execute(select(SignInAttempt.address).distinct()).scalars().all()
    assert stored == ["127.0.0.1"]


def test_all_accounts_together_wait_under_a_flood(app: Flask, teacher: people.Person) -> None:
    failures("anybody", "10.9.9.9", LIMITS.altogether.times, instant())
    assert people.give_password(app.test_client(), teacher).status_code == 429
    with travel_to(instant() + LIMITS.altogether.within + timedelta(seconds=2)):
        assert people.give_password(app.test_client(), teacher).status_code == 303


def test_codes_of_the_second_step_are_counted_too(app: Flask) -> None:
    officer = people.settled("310031", Role.DISTRICT_HR)
    client = app.test_client()
    people.give_password(client, officer)
    for _ in range(LIMITS.per_account.times):
        assert people.send(client, "/login/second-factor", code="000000").status_code == 200
    assert people.send(client, "/login/second-factor", code=officer.code()).status_code == 429
    people.give_password(app.test_client(), officer)
    assert people.send(client, "/login/second-factor", code=officer.code()).status_code == 429


def test_the_present_password_cannot_be_guessed_in_a_stolen_session(app: Flask, teacher: people.Person) -> None:
    client = people.sign_in(app, teacher)
    new = "another fine sentence"
    for _ in range(LIMITS.per_account.times):
        people.send(client, "/account/password", present=WRONG, new=new, again=new)
    assert people.send(client, "/account/password", present=people.OWN, new=new, again=new).status_code == 429


def test_old_tries_are_thrown_away(app: Flask, teacher: people.Person) -> None:
    failures("long ago", "10.1.1.1", 3, instant() - LIMITS.attempts_kept - timedelta(minutes=1))
    people.give_password(app.test_client(), teacher)
    assert reading().execute(select(func.count()).select_from(SignInAttempt)).scalar_one() == 0


def test_what_was_typed_is_not_kept(app: Flask) -> None:
    fail(app.test_client(), "my-secret-in-the-wrong-field", 1)
    with transaction() as tx:
        tables = ("sign_in_attempt", "audit_entry")
        rows = [str(tx.connection().exec_driver_sql(f"SELECT * FROM {table}").all()) for table in tables]  # noqa: S608
    assert not any("my-secret" in row for row in rows)
