"""In by the front door: right and wrong passwords, the first password, and what every refusal looks like."""

from datetime import timedelta

import pytest
from flask import Flask

from accounts import passwords
from accounts.limits import LIMITS
from accounts.permissions import Role
from core.clock import instant, travel_to
from core.db import db, transaction
from tests.support import people


@pytest.fixture
def teacher(app: Flask) -> people.Person:
    """A teacher who has a password of their own."""
    return people.settled("420001", Role.TEACHER)


def test_a_teacher_signs_in_with_number_and_password(app: Flask, teacher: people.Person) -> None:
    client = app.test_client()
    answer = people.give_password(client, teacher)
    assert answer.status_code == 303
    assert client.get("/account").status_code == 200


def test_the_page_wanted_first_is_the_page_shown_after(app: Flask, teacher: people.Person) -> None:
    client = app.test_client()
    turned = client.get("/account?x=1")
    assert turned.status_code == 302
    assert turned.location == "/login?next=/account?x%3D1"
    page = client.get(turned.location)
    fields = {"staff_no": teacher.staff_no, "password": teacher.password, "next": "/account?x=1"}
    answer = client.post("/login", data={"csrf_token": people.token_of(page), **fields})
    assert answer.location == "/account?x=1"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "/\\evil.example", "evil", "https:evil"])
def test_signing_in_never_leads_off_the_site(app: Flask, teacher: people.Person, elsewhere: str) -> None:
    answer = people.send(
        app.test_client(), "/login", staff_no=teacher.staff_no, password=teacher.password, next=elsewhere
    )
    assert answer.location == "/"


def refusal(app: Flask, staff_no: str, password: str) -> tuple[int, str]:
    """What somebody gets to see who is turned away, its random token aside."""
    client = app.test_client()
    answer = people.send(client, "/login", staff_no=staff_no, password=password)
    body = people.TOKEN.sub("", answer.text).replace(staff_no, "")
    return answer.status_code, body


def test_unknown_wrong_and_disabled_look_alike(app: Flask, teacher: people.Person) -> None:
    closed = people.settled("420002", Role.TEACHER)
    with transaction() as tx:
        tx.merge(people.account_of(closed)).active = False
    wrong = refusal(app, teacher.staff_no, "not the password at all")
    assert wrong == refusal(app, "999999", "not the password at all")
    assert wrong == refusal(app, closed.staff_no, "not the password at all")
    assert wrong == refusal(app, closed.staff_no, closed.password)
    assert "420001" not in wrong[1]


def test_an_account_without_a_password_opens_to_nobody(app: Flask, teacher: people.Person) -> None:
    with transaction() as tx:
        tx.merge(people.account_of(teacher)).password_hash = None
    assert refusal(app, teacher.staff_no, "") != refusal(app, teacher.staff_no, teacher.password)
    assert refusal(app, teacher.staff_no, teacher.password) == refusal(app, "999999", "whatever it may be")


def test_an_issued_password_leads_to_choosing_ones_own_and_nowhere_else(app: Flask) -> None:
    newcomer = people.open_account("420003", Role.TEACHER)
    client = app.test_client()
    answer = people.give_password(client, newcomer)
    assert answer.location.startswith("/account/password")
    for address in ("/account", "/messages", "/permissions", "/there-is-no-such-page"):
        assert client.get(address).location.startswith("/account/password"), address
    token = people.token_of(client.get("/account/password"))
    kept_out = client.post("/account/sessions/end", data={"csrf_token": token})
    assert kept_out.location.startswith("/account/password")
    fields = {"present": newcomer.password, "new": people.OWN, "again": people.OWN}
    assert people.send(client, "/account/password", **fields).status_code == 303
    assert client.get("/account").status_code == 200
    assert refusal(app, newcomer.staff_no, newcomer.password) == refusal(app, "999999", "some other password")


def test_an_issued_password_expires(app: Flask) -> None:
    newcomer = people.open_account("420003", Role.TEACHER)
    with travel_to(instant() + LIMITS.issued_password_valid + timedelta(minutes=1)):
        answer = people.give_password(app.test_client(), newcomer)
        assert answer.status_code == 200
        assert "420003" in answer.text
        client = app.test_client()
        assert client.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("present", "new", "again"),
    [
        (people.OWN, "too short", "too short"),
        (people.OWN, "another fine sentence", "another fine sentance"),
        ("not the present one", "another fine sentence", "another fine sentence"),
        (people.OWN, people.OWN, people.OWN),
        (people.OWN, "password123456", "password123456"),
    ],
)
def test_a_new_password_must_be_good_and_the_old_one_right(
    app: Flask, teacher: people.Person, present: str, new: str, again: str
) -> None:
    client = people.sign_in(app, teacher)
    answer = people.send(client, "/account/password", present=present, new=new, again=again)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.text
    assert people.give_password(app.test_client(), teacher).status_code == 303


def test_a_long_password_counts_to_its_last_character(app: Flask, teacher: people.Person) -> None:
    long = "seven green boats, " * 6
    client = people.sign_in(app, teacher)
    assert people.send(client, "/account/password", present=people.OWN, new=long, again=long).status_code == 303
    assert people.give_password(app.test_client(), teacher, long[:-1]).status_code == 200
    assert people.give_password(app.test_client(), teacher, long).status_code == 303


def test_no_clock_tells_a_known_number_from_an_unknown_one(
    app: Flask, teacher: people.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = people.settled("420002", Role.TEACHER)
    with transaction() as tx:
        tx.merge(people.account_of(closed)).active = False
    hashes, hash_once = [0], passwords.matches

    def counted(password: str, password_hash: str | None) -> bool:
        hashes[0] += 1
        return hash_once(password, password_hash)

    monkeypatch.setattr(passwords, "matches", counted)
    seen = set()
    for staff_no in (teacher.staff_no, closed.staff_no, "999999"):
        client = app.test_client()
        token = people.token_of(client.get("/login"))
        fields = {"csrf_token": token, "staff_no": staff_no, "password": "not the password at all"}
        hashes[0] = 0
        with people.statements(db.engine) as sent:
            client.post("/login", data=fields)
        seen.add((tuple(sent), hashes[0]))
    assert len(seen) == 1
    assert seen.pop()[1] == 1


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(app: Flask) -> None:
    answer = app.test_client().get("/account", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/login"
    assert not answer.data
