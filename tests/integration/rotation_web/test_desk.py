"""The desk: figures against what the proposal's own policy demands, shortages as a timetable lists them, messages."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.identity import Identity
from app.desk import compose
from app.desk.records import DeskPage
from core import notices
from core.db import reading, transaction
from core.i18n import Language, translator
from core.paths import TRANSLATIONS
from policy.messages import Message, say
from policy.subjects import in_usual_order
from policy.vocabulary import Area
from rotation import queries, services
from rotation.models.cycles import RotationCycle
from rotation.models.reviews import PrincipalReview
from rotation.vocabulary.drafts import PolicyDraft
from tests.integration.rotation.conftest import People
from tests.integration.rotation.district import REFERENCE, TODAY
from tests.integration.rotation_web.conftest import Under, another_draft, principal_of

HALF = "[rotation]\nmin_backbone_share_percent = 50\n"


@pytest.fixture
def desk(site: Flask, people: People) -> DeskPage:
    with site.test_request_context():
        return compose.desk(reading(), people.hr, TODAY)


@pytest.fixture
def in_school_year(site: Flask, people: People) -> DeskPage:
    """The desk on the first day of the year whose classes and demand are in the register."""
    return desk_of(site, people.hr, REFERENCE)


def desk_of(site: Flask, somebody: Identity, on: date = TODAY) -> DeskPage:
    reading().rollback()
    with site.test_request_context():
        return compose.desk(reading(), somebody, on)


def test_backbone_teachers_are_measured_by_the_policy_of_their_proposal(
    site: Flask, people: People, desk: DeskPage, cycle_id: int, proposal_id: int
) -> None:
    page = queries.proposal_page(reading(), proposal_id, people.hr, on=TODAY)
    assert desk.figures is not None
    moving, backbone = desk.figures.gauges[:2]
    assert (moving.value, moving.target) == (page.moves, page.least_moves)
    assert (backbone.value, backbone.target) == (page.backbone_moves, page.least_backbone)
    assert 100 * (page.least_backbone - 1) < 20 * page.moves <= 100 * page.least_backbone

    with transaction() as tx:
        version = tx.get_one(RotationCycle, cycle_id).version
        services.set_policy(tx, cycle_id, version, PolicyDraft(HALF, "一半", "一半"), by=people.hr, on=TODAY)

    later = desk_of(site, people.hr)
    assert later.figures is not None
    assert later.figures.gauges[1] == backbone


def test_a_proposal_under_way_is_measured_before_a_newer_draft(site: Flask, people: People, under: Under) -> None:
    another_draft(under.proposal_id)

    desk = desk_of(site, people.hr)

    assert desk.figures is not None
    assert desk.figures.proposal_id == under.proposal_id


def test_shortages_stand_in_the_order_of_a_timetable(in_school_year: DeskPage) -> None:
    heat = in_school_year.heat
    assert heat is not None
    for stage in heat.stages:
        assert list(stage.subjects) == in_usual_order(stage.subjects)
        assert stage.subjects[:2] == ["语文", "数学"]
        assert all(len(row.cells) == len(stage.subjects) for row in stage.rows)


def test_the_worst_shortages_are_named_and_areas_add_up(in_school_year: DeskPage) -> None:
    heat = in_school_year.heat
    assert heat is not None
    rows = [row for stage in heat.stages for row in stage.rows]
    first, second = heat.worst
    assert first.amount >= second.amount > 0
    assert first.amount >= max(-cell for row in rows for cell in row.cells if cell is not None)
    assert set(heat.areas) == set(Area)
    assert sum(heat.areas.values()) == sum(row.short for row in rows)


def test_a_principal_sees_the_own_school_without_a_worst_place(site: Flask, under: Under) -> None:
    desk = desk_of(site, principal_of(under.school_id), REFERENCE)
    assert desk.figures is None
    assert desk.heat is not None
    assert not desk.heat.worst
    assert {row.school_id for stage in desk.heat.stages for row in stage.rows} == {under.school_id}


def test_what_is_to_do_says_how_it_stands(site: Flask, people: People, under: Under) -> None:
    asked = len(list(reading().execute(select(PrincipalReview.id)).scalars()))
    task = desk_of(site, people.hr).tasks[0]
    assert task.href == f"/proposals/{under.proposal_id}/answers"
    assert str(task.detail) == f"方案A: 0 of {asked} schools have answered"


def test_a_message_is_read_whole_in_the_language_of_its_reader(site: Flask, people: People) -> None:
    with transaction() as tx:
        told = say("Preferences for {cycle} are open until {day}.", cycle="2026", day=TODAY)
        notices.send(tx, [people.leader.user_id], told, link="/cycles")

    news = desk_of(site, people.leader).news[0].message

    assert isinstance(news.facts["day"], Message)
    chinese = news.text(translator(Language.CHINESE, TRANSLATIONS))
    assert "2026年6月18日" in chinese
    assert "2026-06-18" not in chinese
