"""Nothing is changed by a request that another site made, or that carries a token of another session."""

import pytest
from flask import Flask

from accounts.permissions import Role
from tests.support import people

UNSAFE = (
    "/login",
    "/login/demo",
    "/login/second-factor",
    "/logout",
    "/preferences",
    "/account/password",
    "/account/second-factor",
    "/account/second-factor/begin",
    "/account/recovery-codes",
    "/account/sessions/end",
    "/account/sessions/1/end",
    "/people/new",
    "/people/teachers",
    "/people/passwords",
    "/people/1/password",
    "/people/1/roles",
    "/people/1/roles/teacher/take",
    "/people/1/disable",
    "/people/1/enable",
    "/people/1/name",
    "/people/1/sessions/end",
    "/people/1/second-factor/reset",
)


def test_this_list_is_whole(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("accounts.")]
    patterns = {rule.rule for rule in rules if "POST" in (rule.methods or ())}
    matcher = app.url_map.bind("localhost")
    assert {matcher.match(address, "POST", return_rule=True)[0].rule for address in UNSAFE} == patterns


@pytest.mark.parametrize("signed", [False, True])
def test_without_a_token_nothing_is_taken(app: Flask, signed: bool) -> None:
    admin = people.settled("100001", Role.SYSADMIN)
    client = people.sign_in(app, admin) if signed else app.test_client()
    fields = {"staff_no": "100001", "password": people.OWN, "theme": "dark"}
    before = people.snapshot(app)
    for address in UNSAFE:
        assert client.post(address, data=fields).status_code == 400, address
        assert client.post(address, data={**fields, "csrf_token": "invented"}).status_code == 400, address
    assert people.snapshot(app) == before


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "//evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
    ids=["origin", "null", "fetch"],
)
def test_another_sites_request_is_refused_even_with_a_token(app: Flask, headers: dict[str, str]) -> None:
    client = people.sign_in(app, people.settled("100001", Role.SYSADMIN))
    fields = {"csrf_token": people.token_of(client.get("/account")), "present": people.OWN}
    before = people.snapshot(app)
    for address in UNSAFE:
        assert client.post(address, data=fields, headers=headers).status_code == 404, address
    assert people.snapshot(app) == before


def test_a_token_of_another_session_is_refused(app: Flask) -> None:
    teacher = people.settled("420001", Role.TEACHER)
    mine, theirs = people.sign_in(app, teacher), people.sign_in(app, teacher)
    foreign = people.token_of(theirs.get("/account"))
    assert mine.post("/logout", data={"csrf_token": foreign}).status_code == 400
    planted = theirs.get_cookie("junheng-form")
    assert planted is not None
    mine.set_cookie("junheng-form", planted.value)
    assert mine.post("/logout", data={"csrf_token": foreign}).status_code == 400
    assert mine.get("/account").status_code == 200


def test_a_token_from_before_signing_in_is_refused_after(app: Flask) -> None:
    teacher = people.settled("420001", Role.TEACHER)
    client = app.test_client()
    before = people.token_of(client.get("/login"))
    people.give_password(client, teacher)
    assert client.post("/logout", data={"csrf_token": before}).status_code == 400


def test_looking_changes_nothing(app: Flask) -> None:
    admin = people.settled("100001", Role.SYSADMIN)
    client = people.sign_in(app, admin)
    before = people.snapshot(app)
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("accounts.") and "GET" in (rule.methods or ()):
            address = rule.rule.replace("<int:user_id>", str(admin.user_id))
            assert client.get(address).status_code in {200, 303, 404}
            assert client.head(address).status_code in {200, 303, 404}
    assert people.snapshot(app) == before
