"""Language, theme and letters: kept with the account and in a cookie, whatever is sent."""

import pytest
from flask import Flask

from accounts.permissions import Role
from tests.support import people


def test_a_visitor_may_choose_before_signing_in(app: Flask) -> None:
    client = app.test_client()
    answer = people.send(client, "/preferences", page="/login", language="en", theme="dark", next="/login")
    assert answer.location == "/login"
    page = client.get("/login").text
    assert 'lang="en"' in page
    assert 'data-bs-theme="dark"' in page


def test_a_choice_stays_with_the_account(app: Flask) -> None:
    teacher = people.settled("420001", Role.TEACHER)
    client = people.sign_in(app, teacher)
    people.send(client, "/preferences", page="/account", large_type="yes", theme="light", next="/account")
    elsewhere = people.sign_in(app, teacher).get("/account").text
    assert 'data-type="large"' in elsewhere
    assert 'data-bs-theme="light"' in elsewhere
    people.send(client, "/preferences", page="/account", large_type="no", next="/account")
    assert 'data-type="large"' not in client.get("/account").text


@pytest.mark.parametrize("fields", [{"theme": "pink"}, {"language": "xx"}, {"large_type": "maybe"}, {"next": "//evil"}])
def test_nonsense_changes_nothing(app: Flask, fields: dict[str, str]) -> None:
    client = app.test_client()
    before = people.TOKEN.sub("", client.get("/login").text)
    assert people.send(client, "/preferences", page="/login", **fields).location == "/"
    assert people.TOKEN.sub("", client.get("/login").text) == before


@pytest.mark.parametrize("cookie", ["", "en", "en.dark", "xx.dark.large", "en.pink.normal", "....", "Ω.Ω.Ω"])
def test_an_odd_cookie_counts_as_unsaid(app: Flask, cookie: str) -> None:
    client = app.test_client()
    client.set_cookie("junheng-reader", cookie)
    assert 'lang="zh-Hans-CN"' in client.get("/login").text
