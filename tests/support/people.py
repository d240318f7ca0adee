"""Real accounts for tests of the sign-in layer: opened through the services, signed in through the pages."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from accounts import passwords, queries, services
from accounts.models import User
from accounts.permissions import Role
from accounts.vocabulary import AccountDraft, RoleDraft
from core.audit import System
from core.clock import instant
from core.db import reading, transaction

ORIGIN = "http" + "://localhost"  # not an address outside the machine
OWN = "blue tram over the hill"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Person:
    """Somebody with an account: what they know and hold."""

    user_id: int
    staff_no: str
    password: str
    totp: str = ""

    def code(self) -> str:
        """Return what the app on their phone shows now."""
        return pyotp.TOTP(self.totp).at(int(instant().timestamp()))


def open_account(staff_no: str, *roles: Role, name: str = "李山", school_id: int | None = None) -> Person:
    """Open an account whose person has never signed in."""
    draft = AccountDraft(staff_no, name, tuple(RoleDraft(role, school_id) for role in roles))
    with transaction() as tx:
        issued = services.open_account(tx, draft, by=System(), at=instant())
    return Person(issued.user_id, staff_no, issued.password)


def settled(staff_no: str, *roles: Role, name: str = "李山", school_id: int | None = None) -> Person:
    """Open an account whose person has chosen a password and, where the roles ask for it, set up a second factor."""
    person = open_account(staff_no, *roles, name=name, school_id=school_id)
    with transaction() as tx:
        user = queries.user(tx, person.user_id)
        actor = queries.identity_of(user)
        services.change_password(tx, user, OWN, passwords.hashed(OWN), by=actor, at=instant())
        person.password = OWN
        if set(roles) - {Role.TEACHER}:
            services.begin_second_factor(tx, user, by=actor)
            person.totp = user.totp_candidate
            services.confirm_second_factor(tx, user, person.code(), by=actor, at=instant())
            user.totp_last_step = 0  # so that a test may use this half-minute's code
    return person


def account_of(person: Person) -> User:
    """Return somebody's account as it is now."""
    reading().expire_all()
    return queries.user(reading(), person.user_id)


def token_of(answer: TestResponse) -> str:
    """Return the form token of a page."""
    found = TOKEN.search(answer.text)
    assert found, answer.text[:500]
    return found.group(1)


def send(client: FlaskClient, address: str, page: str | None = None, **fields: str) -> TestResponse:
    """Send a form as a browser does: with the token of the page it stands on."""
    token = token_of(client.get(page or address))
    return client.post(address, data={"csrf_token": token, **fields}, headers={"Origin": ORIGIN})


def give_password(client: FlaskClient, person: Person, password: str | None = None) -> TestResponse:
    """Fill in the first page of signing in."""
    return send(client, "/login", staff_no=person.staff_no, password=password or person.password)


def sign_in(app: Flask, person: Person) -> FlaskClient:
    """Return a browser in which somebody is signed in, the second step included."""
    client = app.test_client()
    answer = give_password(client, person)
    assert answer.status_code == 303, answer.text
    if person.totp:
        answer = send(client, "/login/second-factor", code=person.code())
        assert answer.status_code == 303, answer.text
        with transaction() as tx:
            tx.execute(User.__table__.update().values(totp_last_step=0))  # type: ignore[attr-defined]
    return client


def db_connection(app: Flask) -> sqlite3.Connection:
    """Return a connection of another process, as it were, to the site's database."""
    file = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    return sqlite3.connect(file, isolation_level=None, timeout=1)


def snapshot(app: Flask) -> list[str]:
    """Return everything the accounts' tables hold."""
    connection = db_connection(app)
    try:
        return [line for line in connection.iterdump() if "user_" in line or "audit_" in line or "recovery" in line]
    finally:
        connection.close()


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect what is sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
