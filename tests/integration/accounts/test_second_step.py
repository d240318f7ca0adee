"""The second step: asked of those who see others, good for one time, replaced by recovery codes."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.permissions import Role
from core.db import transaction
from tests.support import people

CODE = re.compile(r'<code class="jh-code">([^<]+)</code>')


def first_steps(app: Flask, person: people.Person) -> FlaskClient:
    """A browser in which an issued password has been replaced, and no more."""
    client = app.test_client()
    people.give_password(client, person)
    answer = people.send(client, "/account/password", present=person.password, new=people.OWN, again=people.OWN)
    assert answer.status_code == 303, answer.text
    person.password = people.OWN
    return client


@pytest.mark.parametrize("role", [Role.DISTRICT_HR, Role.SYSADMIN])
def test_who_sees_others_sets_up_a_second_step_before_anything_else(app: Flask, role: Role) -> None:
    client = first_steps(app, people.open_account("310031", role))
    assert client.get("/account").location.startswith("/account/second-factor")
    page = client.get("/account/second-factor")
    begun = client.post("/account/second-factor/begin", data={"csrf_token": people.token_of(page)})
    assert begun.location.startswith("/account/second-factor")
    secret = CODE.findall(client.get("/account/second-factor").text)[0].replace(" ", "")
    picture = client.get("/account/second-factor/picture.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    phone = people.Person(0, "310031", people.OWN, secret)
    answer = people.send(client, "/account/second-factor", code=phone.code())
    assert answer.status_code == 200
    assert len(CODE.findall(answer.text)) == 10
    assert client.get("/account").status_code == 200
    assert client.get("/account/second-factor/picture.svg").status_code == 404


def test_a_teacher_alone_is_not_asked_to(app: Flask) -> None:
    client = first_steps(app, people.open_account("420001", Role.TEACHER))
    assert client.get("/account").status_code == 200


def test_a_wrong_first_code_sets_nothing_up(app: Flask) -> None:
    officer = people.open_account("310031", Role.DISTRICT_HR)
    client = first_steps(app, officer)
    page = client.get("/account/second-factor")
    client.post("/account/second-factor/begin", data={"csrf_token": people.token_of(page)})
    assert people.send(client, "/account/second-factor", code="000000").status_code == 200
    assert not people.account_of(officer).has_second_factor


def test_the_password_alone_opens_nothing(app: Flask) -> None:
    officer = people.settled("310031", Role.DISTRICT_HR)
    client = app.test_client()
    assert people.give_password(client, officer).location.startswith("/login/second-factor")
    for address in ("/account", "/messages", "/account/password", "/account/second-factor"):
        assert "/login/second-factor" in client.get(address).location, address
    token = people.token_of(client.get("/login/second-factor"))
    assert client.post("/account/second-factor/begin", data={"csrf_token": token}).status_code == 404
    assert client.post("/account/recovery-codes", data={"csrf_token": token}).status_code == 303
    assert people.send(client, "/login/second-factor", code=officer.code()).status_code == 303
    assert client.get("/account").status_code == 200


def test_a_code_is_good_for_one_time(app: Flask) -> None:
    officer = people.settled("310031", Role.DISTRICT_HR)
    one, other = app.test_client(), app.test_client()
    for client in (one, other):
        people.give_password(client, officer)
    code = officer.code()
    assert people.send(one, "/login/second-factor", code=code).status_code == 303
    assert people.send(other, "/login/second-factor", code=code).status_code == 200
    assert other.get("/account").location.startswith("/login/second-factor")


def test_a_recovery_code_stands_in_for_the_phone_once(app: Flask) -> None:
    officer = people.settled("310031", Role.DISTRICT_HR)
    client = people.sign_in(app, officer)
    shown = people.send(client, "/account/recovery-codes", page="/account", present=people.OWN)
    code = CODE.findall(shown.text)[0]
    for expected in (303, 200):
        stranger = app.test_client()
        people.give_password(stranger, officer)
        typed = code.upper().replace("-", " ")
        assert people.send(stranger, "/login/second-factor", code=typed).status_code == expected


def test_new_recovery_codes_take_the_password_and_end_the_old_ones(app: Flask) -> None:
    officer = people.settled("310031", Role.DISTRICT_HR)
    client = people.sign_in(app, officer)
    old = CODE.findall(people.send(client, "/account/recovery-codes", page="/account", present=people.OWN).text)
    assert people.send(client, "/account/recovery-codes", page="/account", present="wrong").status_code == 303
    people.send(client, "/account/recovery-codes", page="/account", present=people.OWN)
    stranger = app.test_client()
    people.give_password(stranger, officer)
    assert people.send(stranger, "/login/second-factor", code=old[1]).status_code == 200


def test_moving_to_another_phone_takes_the_password(app: Flask) -> None:
    officer = people.settled("310031", Role.DISTRICT_HR)
    client = people.sign_in(app, officer)
    page = "/account/second-factor"
    people.send(client, "/account/second-factor/begin", page=page, present="wrong")
    assert not people.account_of(officer).totp_candidate
    people.send(client, "/account/second-factor/begin", page=page, present=people.OWN)
    assert people.account_of(officer).totp_candidate
    assert people.account_of(officer).totp_secret == officer.totp


def test_a_demonstration_asks_for_no_second_step(app: Flask) -> None:
    app.config["JUNHENG_DEMO"] = True
    client = first_steps(app, people.open_account("310031", Role.DISTRICT_HR))
    assert client.get("/account").status_code == 200


def test_demonstration_roles_open_by_one_press_and_only_there(app: Flask) -> None:
    people.open_account("310031", Role.DISTRICT_HR, name="周文澜")
    token = people.token_of(app.test_client().get("/login"))
    assert app.test_client().post("/login/demo", data={"csrf_token": token, "staff_no": "310031"}).status_code != 303
    refused = people.send(app.test_client(), "/login/demo", page="/login", staff_no="310031")
    assert refused.status_code == 404
    app.config.update(JUNHENG_DEMO=True, JUNHENG_DEMO_ACCOUNTS=("310031",))
    client = app.test_client()
    assert "周文澜" in client.get("/login").text
    assert people.send(client, "/login/demo", page="/login", staff_no="310031").status_code == 303
    assert client.get("/account").status_code in {200, 303}
    assert people.send(client, "/login/demo", page="/account/password", staff_no="310032").status_code == 404


def test_secrets_are_sealed_in_the_database(app: Flask) -> None:
    officer = people.settled("310031", Role.DISTRICT_HR)
    with transaction() as tx:
        stored = tx.connection().exec_driver_sql("SELECT * FROM user_account").mappings().one()
    assert officer.totp not in str(dict(stored))
    assert people.OWN not in str(dict(stored))
