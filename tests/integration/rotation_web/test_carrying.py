"""An approved plan carried into the register on its page: looked at, confirmed, and refused where it must be."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from core.clock import travel_to
from core.db import reading, transaction
from rotation.models.cycles import RotationCycle
from rotation.models.plans import Proposal
from tests.integration.permissions.forms import Fields, forms_of
from tests.integration.rotation.acting import fresh
from tests.integration.rotation.conftest import People
from tests.integration.rotation_web.conftest import NOON, Under
from tests.integration.rotation_web.test_plan_deeds import text_of
from tests.integration.rotation_web.test_second_round import approve

OK, SEE_OTHER, NOT_FOUND, CONFLICT, INVALID = 200, 303, 404, 409, 422
COUNTS = re.compile(r"(\d+)＋(\d+)＋(\d+)＝")


@pytest.fixture
def address(people: People, under: Under) -> str:
    """The page of an approved plan, its objections still open."""
    approve(people, under)
    return f"/proposals/{under.proposal_id}/register"


@contextmanager
def later() -> Iterator[None]:
    """Be at a day when nobody can object any more."""
    with travel_to(NOON + timedelta(days=8)):
        yield


def sent_by(page: str) -> Fields:
    """Return what the form of the act would send."""
    return next(form.fields for form in forms_of(page) if "seal" in form.fields)


def counts(page: str) -> tuple[int, ...]:
    """Return how many are ready, there, and left out."""
    found = COUNTS.search(page)
    assert found is not None
    return tuple(map(int, found.groups()))


def test_the_page_says_why_not_yet(hr: FlaskClient, address: str, under: Under, cycle_id: int) -> None:
    page = text_of(hr, address)
    assert "2026年6月25日" in page, "until when teachers may object"
    assert 'name="seal"' not in page
    sent = {"first_day": "2026-09-01", "seal": "", "version": fresh(Proposal, under.proposal_id).version}
    assert hr.post(address, data=sent).status_code == CONFLICT
    assert f'href="{address}"' in text_of(hr, f"/cycles/{cycle_id}")


def test_what_was_shown_is_carried(hr: FlaskClient, leader: FlaskClient, address: str, cycle_id: int) -> None:
    with later():
        page = text_of(hr, address)
        ready, there, left = counts(page)
        assert (there, left) == (0, 0)
        assert ready == page.count('href="/teachers/')
        assert hr.post(address, data=sent_by(page)).status_code == SEE_OTHER
        assert counts(text_of(hr, address)) == (0, ready, 0)
        assert 'name="seal"' not in text_of(hr, address)
        assert hr.post(address, data=sent_by(page)).status_code == CONFLICT, "another window was faster"
        assert leader.get(address).status_code == NOT_FOUND
        for client in (hr, leader):
            assert f"共{ready}人" in text_of(client, f"/cycles/{cycle_id}")
        assert address in text_of(hr, f"/cycles/{cycle_id}/reopen")


def test_another_first_day_is_shown_before_it_is_taken(hr: FlaskClient, address: str) -> None:
    with later():
        page = text_of(hr, f"{address}?first_day=2026-08-24")
        assert sent_by(page)["first_day"] == "2026-08-24"
        assert "2026年8月24日" in page
        changed = {**sent_by(page), "first_day": "2026-08-25"}
        assert hr.post(address, data=changed).status_code == CONFLICT, "the seal is of another day"
        far = hr.post(address, data={**sent_by(page), "first_day": "2062-09-01"})
        assert far.status_code == INVALID
        assert hr.post(address, data={**sent_by(page), "first_day": "soon"}).status_code == INVALID
        assert sent_by(text_of(hr, f"{address}?first_day=soon"))["first_day"] == "2026-09-01"
        assert "2062" in text_of(hr, f"{address}?first_day=2062-09-01")


def test_an_unapproved_plan_is_not_shown_against_the_register(hr: FlaskClient, under: Under) -> None:
    page = text_of(hr, f"/proposals/{under.proposal_id}/register")
    assert COUNTS.search(page) is None
    assert 'name="seal"' not in page


def test_a_cycle_closed_before_it_was_carried_is_warned_of(hr: FlaskClient, address: str, cycle_id: int) -> None:
    with later():
        page = text_of(hr, f"/cycles/{cycle_id}/close")
        assert address in page
        sent = {"version": fresh(RotationCycle, cycle_id).version, "reason": "全部办结"}
        reading().rollback()
        assert hr.post(f"/cycles/{cycle_id}/close", data=sent).status_code == SEE_OTHER
        assert 'name="seal"' not in text_of(hr, address)


def test_with_an_upheld_objection_the_page_asks_to_plan_again_first(
    hr: FlaskClient, teacher: FlaskClient, address: str, cycle_id: int
) -> None:
    assert teacher.post("/my/rotation/objection", data={"reason": "家中有老人需照料"}).status_code == SEE_OTHER
    answer = "/objections/" + text_of(hr, "/objections").split('href="/objections/')[1].split('"')[0]
    with transaction() as tx:
        version = tx.get_one(Proposal, int(address.split("/")[2])).version
    data = {"version": sent_version(text_of(hr, answer)), "outcome": "upheld", "answer": "情况属实，留任"}
    with later():
        assert hr.post(address, data={"first_day": "2026-09-01", "version": version}).status_code == CONFLICT
        assert hr.post(answer, data=data).status_code == SEE_OTHER
        page = text_of(hr, address)
        assert f"/cycles/{cycle_id}/reopen" in page
        ready, _, left = counts(page)
        assert left == 1
        assert hr.post(address, data=sent_by(page)).status_code == SEE_OTHER
        assert counts(text_of(hr, address)) == (0, ready, 1)
        assert f"/cycles/{cycle_id}/reopen" not in text_of(hr, f"/cycles/{cycle_id}")


def sent_version(page: str) -> str:
    """Return the version the form of a page carries."""
    return next(form.fields["version"] for form in forms_of(page) if "version" in form.fields)
