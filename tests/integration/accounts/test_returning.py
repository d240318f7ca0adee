"""A session that ended in the middle of something: the sign-in page says so and leads back, on own paths only."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from accounts.models import UserSession
from accounts.permissions import Role
from core.db import transaction
from tests.support import people

SAID = "登录已经结束"
HERE = "http" + "://localhost"


@pytest.fixture
def ended(app: Flask) -> FlaskClient:
    """The browser of a teacher whose session was ended elsewhere."""
    client = people.sign_in(app, people.settled("430001", Role.TEACHER))
    with transaction() as tx:
        tx.execute(delete(UserSession))
    return client


def asked(address: str) -> dict[str, list[str]]:
    """Return what the sign-in page is told."""
    assert urlsplit(address).path == "/login"
    return parse_qs(urlsplit(address).query)


def send(client: FlaskClient, referer: str, **headers: str) -> str:
    """Send a form without a living session, as if its token still counted; return where that leads."""
    client.application.config["WTF_CSRF_ENABLED"] = False
    answer = client.post("/account/password", headers={"Referer": referer, **headers})
    return answer.headers.get("Location") or answer.headers["HX-Redirect"]


def test_a_page_leads_back_to_itself_and_says_what_happened(ended: FlaskClient) -> None:
    address = ended.get("/account?x=1").location
    assert asked(address) == {"next": ["/account?x=1"], "ended": ["yes"]}
    page = ended.get(address)
    assert SAID in page.text
    assert 'value="/account?x=1"' in page.text


def test_a_form_leads_back_to_the_page_it_stood_on(ended: FlaskClient) -> None:
    assert asked(send(ended, f"{HERE}/my/file/report")) == {"next": ["/my/file/report"], "ended": ["yes"]}


@pytest.mark.parametrize(
    "referer",
    [
        "http" + "://elsewhere.example/account",
        f"{HERE}//evil.example",
        f"{HERE}/logout",
        f"{HERE}/nothing",
        "",
        f"{HERE}/login",
    ],
)
def test_it_leads_nowhere_else(ended: FlaskClient, referer: str) -> None:
    assert "next" not in asked(send(ended, referer))


def test_a_part_of_a_page_sends_the_whole_page(ended: FlaskClient) -> None:
    to = send(ended, "", **{"HX-Request": "true", "HX-Current-URL": f"{HERE}/my/hours/new"})
    assert asked(to) == {"next": ["/my/hours/new"], "ended": ["yes"]}


def test_who_was_never_there_is_told_nothing(app: Flask) -> None:
    address = app.test_client().get("/account").location
    assert "ended" not in asked(address)
    assert SAID not in app.test_client().get(address).text


def test_after_signing_out_nothing_is_said(app: Flask) -> None:
    client = people.sign_in(app, people.settled("430002", Role.TEACHER))
    answer = people.send(client, "/logout", "/account")
    assert "ended" not in answer.location


def test_a_form_of_another_session_leads_back_too(app: Flask) -> None:
    client = people.sign_in(app, people.settled("430003", Role.TEACHER))
    answer = client.post("/preferences", data={"theme": "dark"}, headers={"Referer": f"{HERE}/my/file/report"})
    assert answer.status_code == 400
    assert 'href="/my/file/report"' in answer.text
    assert "data-lost" in answer.text
