"""No request is forged: every unsafe address refuses a missing token, a foreign origin, a foreign site."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.web.security import SAFE_METHODS
from tests.integration.permissions.deeds import deed_of
from tests.integration.permissions.expected import ROLES, Row, rows
from tests.integration.permissions.walk import Step, filled, steps
from tests.integration.permissions.world import World
from tests.support.people import token_of

UNSAFE = [row for row in rows() if set(row.methods) - SAFE_METHODS]
BAD_REQUEST, NOT_FOUND = 400, 404
FORGED: tuple[tuple[dict[str, str], bool, int], ...] = (
    ({}, False, BAD_REQUEST),
    ({"Origin": "http://elsewhere.example"}, True, NOT_FOUND),
    ({"Origin": "null"}, True, NOT_FOUND),
    ({"Origin": "http://localhost.elsewhere.example"}, True, NOT_FOUND),
    ({"Sec-Fetch-Site": "cross-site"}, True, NOT_FOUND),
    ({"Sec-Fetch-Site": "same-site"}, True, NOT_FOUND),
)
"""Headers, whether the form's token is right, and the answer."""


@pytest.fixture(autouse=True)
def tokens_count(world: World) -> Iterator[None]:
    """Forms need their tokens here, as they do in the field."""
    world.app.config["WTF_CSRF_ENABLED"] = True
    yield
    world.app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("row", UNSAFE, ids=lambda row: row.name)
def test_a_forged_request_does_nothing(world: World, row: Row) -> None:
    world.at(row.stage, fresh=True)
    step, browser, sent = prepared(world, row)
    for headers, with_token, answered in FORGED:
        anew = {**sent, **deed_of(row.endpoint, world, step.values)}  # an upload can be sent once
        data = anew if with_token else {name: value for name, value in anew.items() if name != "csrf_token"}
        answer = browser.post(step.path, data=data, headers=headers)
        assert answer.status_code == answered, (str(step), headers)
        assert not world.was_written(), (str(step), headers)


@pytest.mark.parametrize("name", ["teachers.edit", "reviews.decide", "accounts.preferences", "rotation.solve"])
def test_the_same_request_from_the_site_itself_is_taken(world: World, name: str) -> None:
    row = next(row for row in UNSAFE if row.name == name)
    world.at(row.stage, fresh=True)
    step, browser, sent = prepared(world, row)
    answer = browser.post(step.path, data=sent, headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 303, (str(step), answer.text[-500:])
    assert world.was_written()


def test_a_token_of_another_session_does_not_count(world: World) -> None:
    world.at("in_review", fresh=True)
    stolen = token_of(world.client("leader").get("/account"))
    answer = world.client("district_hr").post("/preferences", data={"csrf_token": stolen, "theme": "dark"})
    assert answer.status_code == BAD_REQUEST
    assert not world.was_written()


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_get_stays_a_get(world: World, header: str) -> None:
    world.at("in_review", fresh=True)
    path = f"/people/{world.ids['user:colleague']}/disable"
    assert world.client("sysadmin").get(path, headers={header: "POST"}).status_code == 405
    assert not world.was_written()


def prepared(world: World, row: Row) -> tuple[Step, FlaskClient, dict[str, Any]]:
    """Return a step somebody may take, their browser, and what it would send with the right token."""
    may = [step for step in steps(world, row) if step.method == "POST" and (step.allowed or row.outside == "nothing")]
    step = next(step for step in may if step.who in ROLES.values())
    browser = world.browser(step.who)
    sent = filled(world, step)
    return step, browser, {**sent, "csrf_token": token_of(browser.get("/account"))}
