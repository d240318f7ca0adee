"""Why somebody moves, stays, or is not sent to a school."""

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.permissions import Role
from core.db import reading, transaction
from core.errors import NotFound
from rotation import queries, services
from rotation.models.plans import PlanPrice
from rotation.vocabulary.pages import MoveLine, WhyPage
from rotation.vocabulary.states import PriceState
from teachers.models import School
from tests.integration.rotation.acting import done
from tests.integration.rotation.conftest import People
from tests.integration.rotation.district import account


@pytest.fixture
def move(site: Flask, people: People, proposal_id: int) -> MoveLine:
    """The first move of the list."""
    return queries.moves(reading(), proposal_id, people.hr)[0][0]


def _all(proposal_id: int, staff_no: str, people: People) -> list[WhyPage]:
    schools = list(reading().execute(select(School.id)).scalars())
    return [services.why(reading(), proposal_id, staff_no, school, by=people.hr) for school in schools]


def test_a_move_tells_what_it_serves_and_its_part(move: MoveLine, people: People, proposal_id: int) -> None:
    page = services.why(reading(), proposal_id, move.staff_no, by=people.hr)
    assert page.kind == "moves"
    assert page.serves
    assert [line.change for line in page.lines if line.change]
    assert all(condition.holds for condition in page.conditions)
    assert page.move == move


def test_who_stays_is_told_why(site: Flask, people: People, proposal_id: int, cycle_id: int) -> None:
    line = queries.eligibility_list(reading(), cycle_id, people.hr, eligible=False)[0][0]
    page = services.why(reading(), proposal_id, line.staff_no, by=people.hr)
    assert page.kind == "stays"
    assert not all(condition.holds for condition in page.conditions)


def test_each_other_school_is_refused_by_a_rule_or_has_a_price(
    move: MoveLine, people: People, proposal_id: int
) -> None:
    pages = _all(proposal_id, move.staff_no, people)
    assert {page.kind for page in pages} <= {"moves", "refused", "price"}
    refused = [page for page in pages if page.kind == "refused"]
    assert refused
    assert all(page.refused_by and str(page.sentence) for page in refused)
    home = next(page for page in pages if page.school == move.source)
    assert home.kind == "refused"


def test_a_price_is_worked_out_once_and_kept(site: Flask, people: People, proposal_id: int) -> None:
    moves, _ = queries.moves(reading(), proposal_id, people.hr, size=500)
    pages = (page for move in moves for page in _all(proposal_id, move.staff_no, people) if page.kind == "price")
    asked = next(pages)
    assert asked.may_ask
    assert asked.school is not None
    reading().rollback()
    first = done(services.ask_price, proposal_id, asked.staff_no, asked.school.id, by=people.hr)
    again = done(services.ask_price, proposal_id, asked.staff_no, asked.school.id, by=people.hr)
    assert first.id == again.id
    reading().expire_all()
    assert reading().get_one(PlanPrice, first.id).state in {PriceState.KNOWN, PriceState.IMPOSSIBLE}
    page = services.why(reading(), proposal_id, asked.staff_no, asked.school.id, by=people.hr)
    assert not page.may_ask
    if page.price is PriceState.KNOWN:
        assert page.lines[0].change >= 0


def test_nobody_asks_about_what_is_not_there(move: MoveLine, people: People, proposal_id: int) -> None:
    with pytest.raises(NotFound):
        services.why(reading(), proposal_id, "nobody", by=people.hr)
    with pytest.raises(NotFound):
        services.why(reading(), proposal_id, move.staff_no, 10_000, by=people.hr)
    with transaction() as tx:
        teacher = account(tx, move.staff_no, Role.TEACHER, teacher_id=move.teacher_id)
    with pytest.raises(NotFound):
        services.why(reading(), proposal_id, move.staff_no, by=teacher)
