"""After an upheld objection: the cycle is planned again on its pages, and the worker ends what is overdue."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from app.worker import end_overdue_reviews
from core.clock import travel_to
from core.db import transaction
from rotation import services
from rotation.models.plans import Proposal
from rotation.vocabulary.states import ProposalState
from tests.integration.rotation.acting import fresh
from tests.integration.rotation.conftest import People
from tests.integration.rotation.district import TODAY
from tests.integration.rotation_web.conftest import NOON, Under, version_in
from tests.integration.rotation_web.test_plan_deeds import answer_all, proposal_version, text_of

OK, SEE_OTHER, CONFLICT, INVALID = 200, 303, 409, 422


def test_an_upheld_objection_is_followed_to_a_new_search(
    hr: FlaskClient, leader: FlaskClient, teacher: FlaskClient, people: People, under: Under, cycle_id: int
) -> None:
    approve(people, under)
    reopen, close = f"/cycles/{cycle_id}/reopen", f"/cycles/{cycle_id}/close"
    seen = {"version": version_in(hr, close), "reason": "异议成立"}
    assert hr.post(reopen, data=seen).status_code == CONFLICT, "nobody has objected"
    assert hr.post(close, data=seen).status_code == CONFLICT, "the window is open"
    assert "/objections" in text_of(hr, close)
    assert f"/proposals/{under.proposal_id}/register" in text_of(hr, f"/cycles/{cycle_id}"), "what is left to be done"
    assert teacher.post("/my/rotation/objection", data={"reason": "家中有老人需照料"}).status_code == SEE_OTHER
    answer = "/objections/" + text_of(hr, "/objections").split('href="/objections/')[1].split('"')[0]
    data = {"version": version_in(hr, answer), "outcome": "upheld", "answer": "情况属实，留任"}
    assert hr.post(answer, data=data).status_code == SEE_OTHER
    for page in (answer, "/objections", f"/cycles/{cycle_id}"):
        assert reopen in text_of(hr, page), page
    assert hr.post(reopen, data={**seen, "reason": " "}).status_code == INVALID
    assert hr.post(reopen, data=seen).status_code == SEE_OTHER
    assert f"/proposals/{under.proposal_id}/again" in text_of(hr, f"/cycles/{cycle_id}"), "the next step"
    again = hr.post(f"/proposals/{under.proposal_id}/again")
    assert again.status_code == SEE_OTHER
    assert "情况属实，留任" in text_of(hr, again.headers["Location"] + "/locks")
    for client, page in ((teacher, "/my/rotation"), (leader, "/decisions"), (hr, f"/proposals/{under.proposal_id}")):
        assert client.get(page).status_code == OK


def test_the_worker_ends_what_is_overdue_at_any_hour(site: Flask, under: Under) -> None:
    end_overdue_reviews()
    assert fresh(Proposal, under.proposal_id).state is ProposalState.IN_REVIEW
    with travel_to(NOON + timedelta(days=30)):
        end_overdue_reviews()
    assert fresh(Proposal, under.proposal_id).state is ProposalState.ANSWERED


def approve(people: People, under: Under) -> None:
    """Lead the proposal to its approval."""
    answer_all(under, objects=False)
    with transaction() as tx:
        services.submit_for_decision(tx, under.proposal_id, proposal_version(under), by=people.hr, on=TODAY)
    with transaction() as tx:
        until = TODAY + timedelta(days=7)
        version = tx.get_one(Proposal, under.proposal_id).version
        services.approve(tx, under.proposal_id, version, objection_deadline=until, by=people.leader, on=TODAY)
