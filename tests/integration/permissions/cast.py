"""The people of the walk: an account for every role, really signed in, and the two whose sessions count no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from accounts import passwords, queries, services
from accounts.identity import Identity
from accounts.models import User, UserSession
from accounts.permissions import Role
from accounts.vocabulary import AccountDraft, RoleDraft
from core.audit import System
from core.clock import instant
from core.db import reading, transaction
from tests.support.people import OWN, Person, give_password, send

TOKEN_COOKIE = "junheng"  # noqa: S105 - a cookie's name
ANONYMOUS, DISABLED, EXPIRED = "anonymous", "disabled", "expired"
OUTSIDE = (ANONYMOUS, DISABLED, EXPIRED)
"""Principals without a living session: whatever they ask for, they are sent to sign in."""


@dataclass(frozen=True)
class Player:
    """Somebody with an account: who they are, and the token their browser holds."""

    identity: Identity
    token: str


def open_person(
    staff_no: str, name: str, role: Role, *, school_id: int | None = None, file: int | None = None
) -> Person:
    """Open an account whose person has chosen a password and, where the role asks for it, a second factor."""
    draft = AccountDraft(staff_no, name, (RoleDraft(role, school_id),), file)
    with transaction() as tx:
        issued = services.open_account(tx, draft, by=System(), at=instant())
    person = Person(issued.user_id, staff_no, OWN)
    with transaction() as tx:
        user = queries.user(tx, person.user_id)
        actor = queries.identity_of(user)
        services.change_password(tx, user, OWN, _hash(), by=actor, at=instant())
        if role is not Role.TEACHER:
            services.begin_second_factor(tx, user, by=actor)
            person.totp = user.totp_candidate
            services.confirm_second_factor(tx, user, person.code(), by=actor, at=instant())
            user.totp_last_step = 0  # so that the walk may use this half-minute's code
    return person


def identity_of(person: Person) -> Identity:
    """Return who a person is to the services."""
    reading().rollback()
    found = queries.identity_of(queries.user(reading(), person.user_id))
    reading().rollback()
    return found


def signed_in(app: Flask, person: Person) -> Player:
    """Sign a person in through the pages and keep the token their browser was given."""
    client = app.test_client()
    answers = [give_password(client, person)]
    if person.totp:
        answers.append(send(client, "/login/second-factor", code=person.code()))
    assert all(answer.status_code == 303 for answer in answers), answers[-1].text
    cookie = client.get_cookie(TOKEN_COOKIE)
    assert cookie is not None
    with app.app_context():
        return Player(identity_of(person), cookie.value)


def end_in_time(player: Player) -> Player:
    """Let a session grow older than any may get."""
    long_ago = instant() - timedelta(hours=13)
    with transaction() as tx:
        tx.execute(
            update(UserSession)
            .where(UserSession.user_id == player.identity.user_id)
            .values(started_at=long_ago, seen_at=long_ago)
        )
    return player


def end_by_order(player: Player) -> Player:
    """Close an account while its browser is open; the session's row stays, so that only the account can refuse it."""
    with transaction() as tx:
        tx.execute(update(User).where(User.id == player.identity.user_id).values(active=False))
    return player


def all_of(players: Mapping[str, Player]) -> Mapping[str, str | None]:
    """Return the tokens by name, None for the visitor."""
    return {ANONYMOUS: None, **{name: player.token for name, player in players.items()}}


_HASHES: list[str] = []


def _hash() -> str:
    if not _HASHES:
        _HASHES.append(passwords.hashed(OWN))
    return _HASHES[0]
