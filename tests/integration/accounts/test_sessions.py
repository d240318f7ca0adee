"""Sessions end when they should: by clock, by hand, by what changes about the account; at the next request."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts import queries, services, tokens
from accounts.limits import LIMITS
from accounts.models import UserSession
from accounts.permissions import Role
from accounts.vocabulary import RoleDraft
from app.config import Config
from app.factory import create_app
from core.audit import System
from core.clock import instant, travel_to
from core.db import reading, transaction
from tests.support import people

COOKIE = "junheng"
SECURE = "https" + "://localhost"


@pytest.fixture
def teacher(app: Flask) -> people.Person:
    """A teacher who has a password of their own."""
    return people.settled("420001", Role.TEACHER)


def is_in(client: FlaskClient) -> bool:
    """Whether a browser is still signed in."""
    return client.get("/account").status_code == 200


def test_only_the_hash_of_a_token_is_kept(app: Flask, teacher: people.Person) -> None:
    client = people.sign_in(app, teacher)
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    assert len(cookie.value) >= 43
    stored = reading().execute(select(UserSession.token_hash)).scalar_one()
    assert stored == tokens.digest(cookie.value) != cookie.value


def test_the_cookie_is_kept_from_scripts_and_other_sites(app: Flask, teacher: people.Person) -> None:
    answer = people.give_password(app.test_client(), teacher)
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 3
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie for cookie in cookies)
    assert not any("Domain" in cookie for cookie in cookies)


def test_a_token_from_before_signing_in_is_worth_nothing_after(app: Flask) -> None:
    officer = people.settled("310031", Role.DISTRICT_HR)
    client = app.test_client()
    people.give_password(client, officer)
    half = client.get_cookie(COOKIE)
    assert half is not None
    people.send(client, "/login/second-factor", code=officer.code())
    whole = client.get_cookie(COOKIE)
    assert whole is not None
    assert whole.value != half.value
    thief = app.test_client()
    thief.set_cookie(COOKIE, half.value)
    assert not is_in(thief)
    assert is_in(client)


def test_a_copied_cookie_dies_with_the_session(app: Flask, teacher: people.Person) -> None:
    client = people.sign_in(app, teacher)
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    people.send(client, "/logout", page="/account")
    thief = app.test_client()
    thief.set_cookie(COOKIE, cookie.value)
    assert not is_in(thief)
    assert thief.get_cookie(COOKIE) is None


@pytest.mark.parametrize("token", ["", "x", "Ω", "a" * 3000, "'; --"])
def test_an_invented_token_opens_nothing(app: Flask, token: str) -> None:
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    assert client.get("/account").status_code == 302


def test_an_idle_session_ends(app: Flask, teacher: people.Person) -> None:
    client, start = people.sign_in(app, teacher), instant()
    with travel_to(start + LIMITS.idle - timedelta(minutes=1)):
        assert is_in(client)
    with travel_to(start + 2 * LIMITS.idle - timedelta(minutes=2)):
        assert is_in(client)
    with travel_to(start + 3 * LIMITS.idle):
        assert not is_in(client)


def test_being_polled_keeps_no_session_awake(app: Flask, teacher: people.Person) -> None:
    client, start = people.sign_in(app, teacher), instant()
    with travel_to(start + LIMITS.idle - timedelta(minutes=1)):
        assert client.get("/account", headers={"X-Poll": "1"}).status_code == 200
    with travel_to(start + LIMITS.idle + timedelta(minutes=1)):
        assert not is_in(client)


def test_no_session_outlives_the_longest(app: Flask, teacher: people.Person) -> None:
    client, start = people.sign_in(app, teacher), instant()
    step = LIMITS.idle - timedelta(minutes=1)
    moment = start
    while moment + step < start + LIMITS.longest_session:
        moment += step
        with travel_to(moment):
            assert is_in(client)
    with travel_to(start + LIMITS.longest_session):
        assert not is_in(client)


def test_a_half_finished_sign_in_does_not_wait_long(app: Flask) -> None:
    officer = people.settled("310031", Role.DISTRICT_HR)
    client = app.test_client()
    people.give_password(client, officer)
    with travel_to(instant() + LIMITS.unfinished_sign_in):
        assert client.get("/login/second-factor").status_code == 302


def test_being_seen_is_noted_once_a_minute(app: Flask, teacher: people.Person) -> None:
    client, start = people.sign_in(app, teacher), instant()

    def seen_after(seconds: int) -> float:
        with travel_to(start + timedelta(seconds=seconds)):
            assert is_in(client)
        reading().rollback()
        row = reading().execute(select(UserSession.seen_at)).scalar_one()
        return (row - start).total_seconds()

    assert seen_after(50) < 1
    assert seen_after(70) == pytest.approx(70, abs=1)
    assert seen_after(100) == pytest.approx(70, abs=1)


def test_a_busy_database_does_not_make_readers_wait(app: Flask, teacher: people.Person) -> None:
    client, start = people.sign_in(app, teacher), instant()
    other = people.db_connection(app)
    other.execute("BEGIN IMMEDIATE")
    try:
        with travel_to(start + timedelta(minutes=2)):
            assert is_in(client)
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_a_new_password_ends_all_other_sessions(app: Flask, teacher: people.Person) -> None:
    here, there = people.sign_in(app, teacher), people.sign_in(app, teacher)
    people.send(here, "/account/password", present=people.OWN, new="an ocean of tea cups", again="an ocean of tea cups")
    assert is_in(here)
    assert not is_in(there)


def test_one_other_place_is_signed_out(app: Flask, teacher: people.Person) -> None:
    here, there = people.sign_in(app, teacher), people.sign_in(app, teacher)
    newest = reading().execute(select(UserSession.id).order_by(UserSession.id.desc())).scalars().first()
    assert people.send(here, f"/account/sessions/{newest}/end", page="/account").status_code == 303
    assert not is_in(there)
    assert is_in(here)


def test_all_other_places_are_signed_out(app: Flask, teacher: people.Person) -> None:
    clients = [people.sign_in(app, teacher) for _ in range(3)]
    people.send(clients[1], "/account/sessions/end", page="/account")
    assert [is_in(client) for client in clients] == [False, True, False]


def test_nobody_ends_the_session_of_another_person(app: Flask, teacher: people.Person) -> None:
    other = people.settled("420002", Role.TEACHER)
    mine, theirs = people.sign_in(app, teacher), people.sign_in(app, other)
    newest = reading().execute(select(UserSession.id).order_by(UserSession.id.desc())).scalars().first()
    foreign = people.send(mine, f"/account/sessions/{newest}/end", page="/account")
    nowhere = people.send(mine, "/account/sessions/987654/end", page="/account")
    assert foreign.status_code == nowhere.status_code == 404
    assert is_in(theirs)


def test_a_disabled_account_is_out_at_the_next_request(app: Flask, teacher: people.Person) -> None:
    client = people.sign_in(app, teacher)
    with transaction() as tx:
        services.disable(tx, queries.user(tx, teacher.user_id), by=System())
    assert not is_in(client)


def test_another_role_takes_a_new_sign_in(app: Flask, teacher: people.Person) -> None:
    client = people.sign_in(app, teacher)
    with transaction() as tx:
        user = queries.user(tx, teacher.user_id)
        services.give_role(tx, user, RoleDraft(Role.DISTRICT_HR), by=System(), at=instant())
    assert not is_in(client)


def test_behind_tls_the_cookies_are_bound_to_the_host(config: Config, teacher: people.Person) -> None:
    client = create_app(replace(config, tls=True)).test_client()
    page = client.get("/login", base_url=SECURE)
    fields = {"csrf_token": people.token_of(page), "staff_no": teacher.staff_no, "password": teacher.password}
    own = {"Origin": SECURE, "Referer": SECURE + "/login"}
    answer = client.post("/login", data=fields, base_url=SECURE, headers=own)
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 3
    assert all(cookie.startswith("__Host-") and "; Secure" in cookie for cookie in cookies)
