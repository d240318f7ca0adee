"""The style guide and the refusals are real pages: whole, in both languages, nothing the content policy refuses."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.identity import Identity
from accounts.permissions import Role
from core.web.pages import render
from policy.messages import say
from tests.support.site import person

Clients = Callable[[Identity | None], FlaskClient]
EXPIRED, BUSY = 403, 503


def ids(page: str) -> list[str]:
    """The ids of a page."""
    return re.findall(r'\sid="([^"]+)"', page)


@pytest.mark.parametrize("role", list(Role))
def test_style_guide_is_there_for_every_role_and_has_no_id_twice(client_as: Clients, role: Role) -> None:
    answer = client_as(person(role)).get("/styleguide")
    assert answer.status_code == 200
    assert len(ids(answer.text)) == len(set(ids(answer.text)))


def test_every_label_and_description_of_the_style_guide_leads_to_something(client_as: Clients) -> None:
    page = client_as(person(Role.DISTRICT_HR)).get("/styleguide").text
    named = re.findall(r'\s(?:for|aria-labelledby|popovertarget|form)="([^"]+)"', page)
    named += [word for words in re.findall(r'aria-describedby="([^"]*)"', page) for word in words.split()]
    assert not sorted(set(named) - set(ids(page)))


def test_pages_send_nothing_inline(client_as: Clients) -> None:
    page = client_as(person(Role.DISTRICT_HR)).get("/styleguide").text
    assert " style=" not in page
    assert not re.findall(r"<script(?![^>]*src=)(?![^>]*application/json)", page)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


def test_shell_says_which_language_it_speaks(client_as: Clients) -> None:
    client = client_as(None)
    for language, attribute in (("en", "en"), ("zh", "zh-Hans-CN")):
        client.post("/preferences", data={"language": language})
        assert f'<html lang="{attribute}"' in client.get("/login").text


def test_theme_and_letters_are_written_by_the_server(client_as: Clients) -> None:
    client = client_as(None)
    assert "data-bs-theme" not in client.get("/login").text
    client.post("/preferences", data={"theme": "dark"})
    client.post("/preferences", data={"large_type": "yes"})
    assert 'data-bs-theme="dark" data-type="large"' in client.get("/login").text


def test_refusal_names_its_number_and_shows_both_versions(app: Flask) -> None:
    with app.test_request_context("/somewhere"):
        page = render(
            "errors/409.html",
            code=409,
            message=say("Somebody else was faster."),
            cure=None,
            mine=((say("Title"), "first"),),
            theirs=((say("Title"), "second"),),
        )
    assert "first" in page
    assert "second" in page
    assert "409" in page


@pytest.mark.parametrize("code", [400, EXPIRED, 404, 405, 413, 415, 422, 429, 500, BUSY])
def test_every_refusal_renders_without_a_reader(app: Flask, code: int) -> None:
    with app.test_request_context("/somewhere"):
        page = render(f"errors/{code}.html", code=code, message=say("Something."), cure=None, reference="0a1b2c3d")
    assert "0a1b2c3d" in page
    assert "<h1" in page
