"""Many at the same instant, on both databases: each try is counted, each code has one winner."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.limits import LIMITS
from accounts.permissions import Role
from app import database
from app.factory import create_app
from core.db import db
from tests.support import people, postgres
from tests.support.site import config_in

MANY = 12


@pytest.fixture(params=postgres.kinds())
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A site on SQLite, and one on PostgreSQL."""
    folder = tmp_path / "instance"
    folder.mkdir()
    settings = config_in(folder, postgres.database_url(request.param, folder))
    database.upgrade(settings.database_url)
    made = create_app(settings)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def at_once(*deeds: Callable[[], int]) -> list[int]:
    """Start everything together and return what each came to."""
    ready, results = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], int]) -> None:
        ready.wait()
        results.append(deed())

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def sending(client: FlaskClient, address: str, **fields: str) -> Callable[[], int]:
    """Return what sends a filled form, its page already loaded."""
    data = {"csrf_token": people.token_of(client.get(address)), **fields}
    return lambda: client.post(address, data=data).status_code


def test_a_hundred_guesses_at_once_are_a_hundred_guesses(site: Flask) -> None:
    with site.app_context():
        teacher = people.settled("420001", Role.TEACHER)
    wrong = {"staff_no": teacher.staff_no, "password": "not the password at all"}
    answers = at_once(*(sending(site.test_client(), "/login", **wrong) for _ in range(MANY)))
    assert set(answers) <= {200, 429}
    assert answers.count(200) <= LIMITS.per_account.times


def test_a_code_sent_twice_at_once_opens_one_door(site: Flask) -> None:
    with site.app_context():
        officer = people.settled("310031", Role.DISTRICT_HR)
    clients = [site.test_client() for _ in range(LIMITS.per_account.times)]
    for client in clients:
        assert people.give_password(client, officer).status_code == 303
    code = officer.code()
    answers = at_once(*(sending(client, "/login/second-factor", code=code) for client in clients))
    assert answers.count(303) == 1
    assert set(answers) <= {303, 200}


def test_the_whole_way_in_and_out(site: Flask) -> None:
    with site.app_context():
        officer = people.settled("310031", Role.DISTRICT_HR)
    client = site.test_client()
    people.give_password(client, officer)
    assert people.send(client, "/login/second-factor", code=officer.code()).status_code == 303
    assert client.get("/account").status_code == 200
    assert people.send(client, "/logout", page="/account").status_code == 303
    assert client.get("/account").status_code == 302
