"""What pages show: complete, within reach, and from stored rows alone."""

import pytest
from flask import Flask

from accounts.identity import Identity
from accounts.permissions import Role
from core.db import reading, transaction
from core.errors import NotFound
from policy.subjects import in_usual_order
from policy.vocabulary import Area
from rotation import queries, services
from rotation.models.plans import Proposal, Scenario
from rotation.vocabulary.drafts import CycleDraft
from rotation.vocabulary.states import CycleState, ScenarioState
from tests.integration.rotation.conftest import People
from tests.integration.rotation.district import REFERENCE, TODAY, account

TEACHER = Identity(99, "T1", "somebody", frozenset({Role.TEACHER}), 1, 1)
PRINCIPAL = Identity(98, "P1", "somebody", frozenset({Role.PRINCIPAL}), 1, None)


def test_the_cycle_knows_where_it_stands(site: Flask, people: People, cycle_id: int) -> None:
    page = queries.cycle_page(reading(), cycle_id, people.hr, on=TODAY)
    assert page.state is CycleState.PLANNING
    assert [step.state for step in page.steps] == ["done", "done", "now", "todo", "todo"]
    assert page.eligible < page.listed
    assert page.todos
    assert "cycle.closed" in page.may
    assert queries.current_cycle(reading()) is not None
    assert [line.id for line in queries.cycles(reading(), people.leader)] == [cycle_id]


def test_the_policy_shows_every_number_with_its_source(site: Flask, people: People, cycle_id: int) -> None:
    numbers, versions, _ = queries.policy_page(reading(), cycle_id, people.hr)
    assert all(number.source for number in numbers)
    assert {"eligibility.min_years_at_school", "burden.preference_bonus"} <= {number.key for number in numbers}
    assert [version.number for version in versions] == [2, 1]
    assert [version.is_current for version in versions] == [True, False]


def test_the_eligibility_list_can_be_searched_and_filtered(site: Flask, people: People, cycle_id: int) -> None:
    everybody, number = queries.eligibility_list(reading(), cycle_id, people.hr, size=5)
    assert len(everybody) == 5
    some, eligible = queries.eligibility_list(reading(), cycle_id, people.hr, eligible=True)
    others, others_number = queries.eligibility_list(reading(), cycle_id, people.hr, eligible=False)
    assert eligible + others_number == number
    assert all(line.eligible for line in some)
    assert not any(line.eligible for line in others)
    rules = queries.eligibility_rules(reading(), cycle_id)
    assert sum(rules.values()) == others_number
    for rule, count in rules.items():
        assert queries.eligibility_list(reading(), cycle_id, people.hr, rule=rule)[1] == count
    first = everybody[0]
    assert queries.eligibility_list(reading(), cycle_id, people.hr, search=first.name)[1] >= 1
    assert queries.eligibility_list(reading(), cycle_id, people.hr, search="100%_")[1] == 0
    detail = queries.eligibility_detail(reading(), cycle_id, first.staff_no, people.hr)
    assert len(detail.verdicts) == 4
    assert all(verdict.clause for verdict in detail.verdicts[:3])
    for sort in ("name", "school", "subject", "eligible", "retirement", "no such order"):
        queries.eligibility_list(reading(), cycle_id, people.hr, sort=sort)


def test_the_proposal_page_is_complete(site: Flask, people: People, proposal_id: int) -> None:
    page = queries.proposal_page(reading(), proposal_id, people.hr, on=TODAY)
    assert sum(flow.people for flow in page.flows) == page.moves == sum(page.wishes.values())
    assert page.short_after < page.short_before
    assert page.may == {"proposal.review_opened"}
    assert page.lines[0].is_proven
    assert page.coefficients
    assert page.versions["ortools"]
    assert page.least_moves <= page.moves <= page.most_moves


def test_the_moves_can_be_filtered(site: Flask, people: People, proposal_id: int) -> None:
    everything, number = queries.moves(reading(), proposal_id, people.hr, size=500)
    subjects, sources, targets = queries.move_filters(reading(), proposal_id)
    counted = [queries.moves(reading(), proposal_id, people.hr, subject=subject)[1] for subject in subjects]
    assert sum(counted) == number == len(everything)
    assert sum(queries.moves(reading(), proposal_id, people.hr, from_school=s.id)[1] for s in sources) == number
    assert sum(queries.moves(reading(), proposal_id, people.hr, to_school=s.id)[1] for s in targets) == number
    areas = [queries.moves(reading(), proposal_id, people.hr, to_area=area)[1] for area in Area]
    assert sum(areas) == number
    wished = queries.moves(reading(), proposal_id, people.hr, kind="wished")[1]
    assert wished + queries.moves(reading(), proposal_id, people.hr, kind="unasked")[1] == number
    minutes = [move.minutes for move in everything]
    assert minutes == sorted(minutes, reverse=True)
    assert all(str(move.reason) for move in everything)


def test_schools_add_up(site: Flask, people: People, proposal_id: int) -> None:
    schools = queries.school_lines(reading(), proposal_id, people.hr)
    assert sum(school.arrivals for school in schools) == sum(school.leavers for school in schools)
    for line in schools:
        assert line.staff_after == line.staff_before - line.leavers + line.arrivals
        school, cells, indicators, incoming, outgoing = queries.school_page(
            reading(), proposal_id, line.place.id, people.hr
        )
        assert school == line
        assert (len(incoming), len(outgoing)) == (line.arrivals, line.leavers)
        assert sum(cell.short_after for cell in cells) == line.short_after
        assert all(indicator.place == line.place for indicator in indicators)
    schools_on_map, links = queries.map_data(reading(), proposal_id, people.hr)
    assert len(schools_on_map) == len(schools)
    assert sum(link.people for link in links) == sum(school.arrivals for school in schools)


def test_what_stays_short_says_why_and_what_to_do(site: Flask, people: People, proposal_id: int) -> None:
    page = queries.proposal_page(reading(), proposal_id, people.hr, on=TODAY)
    lines = queries.unfilled_lines(reading(), proposal_id, people.hr)
    assert len(lines) == page.unfilled
    assert sum(line.shortage for line in lines) == page.short_after
    assert all(str(line.sentence) and str(line.cure) for line in lines)


def test_files_can_be_taken_along(site: Flask, people: People, proposal_id: int) -> None:
    name, data, media_type = queries.download(reading(), proposal_id, "workbook", people.hr)
    assert name.endswith(".xlsx")
    assert data[:2] == b"PK"
    assert "spreadsheet" in media_type
    assert queries.download(reading(), proposal_id, "moves", people.hr)[1].startswith(b"staff_no,")
    with pytest.raises(NotFound):
        queries.download(reading(), proposal_id, "secrets", people.hr)


def test_a_proposal_compared_with_itself_differs_in_nothing(site: Flask, people: People, proposal_id: int) -> None:
    page = queries.compare(reading(), proposal_id, proposal_id, people.hr, on=TODAY)
    assert (page.differing, page.schools, page.same_input) == ((), (), True)
    assert page.same_moves == page.a.moves


def test_the_scenario_page_tells_its_end(site: Flask, people: People, scenario_id: int, cycle_id: int) -> None:
    page = queries.scenario_page(reading(), scenario_id, people.leader)
    assert page.state is ScenarioState.SOLVED
    assert page.progress is None
    assert len(page.proposals) == 1
    assert page.input_sha256
    lines = queries.scenarios(reading(), cycle_id, people.hr)
    assert [(line.id, line.moves) for line in lines] == [(scenario_id, page.proposals[0].moves)]


@pytest.mark.parametrize("who", [TEACHER, PRINCIPAL], ids=["teacher", "principal"])
def test_plans_do_not_exist_for_others(site: Flask, who: Identity, proposal_id: int, cycle_id: int) -> None:
    tx = reading()
    for look in (
        lambda: queries.proposal_page(tx, proposal_id, who, on=TODAY),
        lambda: queries.moves(tx, proposal_id, who),
        lambda: queries.download(tx, proposal_id, "moves", who),
        lambda: queries.scenarios(tx, cycle_id, who),
        lambda: queries.proposals(tx, who),
        lambda: queries.cycle_page(tx, cycle_id, who, on=TODAY),
        lambda: queries.eligibility_list(tx, cycle_id, who),
        lambda: queries.decisions(tx, who, on=TODAY),
    ):
        with pytest.raises(NotFound):
            look()


def test_a_teacher_sees_that_nothing_is_decided(site: Flask, proposal_id: int, people: People) -> None:
    move = queries.moves(reading(), proposal_id, people.hr)[0][0]
    with transaction() as tx:
        teacher = account(tx, move.staff_no, Role.TEACHER, teacher_id=move.teacher_id)
    page = queries.own_rotation(reading(), teacher, on=TODAY)
    assert page is not None
    assert page.eligible
    assert not page.is_final
    assert page.move is None
    assert len(page.verdicts) == 4


def test_what_stays_short_is_grouped_by_what_can_be_done(site: Flask, people: People, proposal_id: int) -> None:
    lines = queries.unfilled_lines(reading(), proposal_id, people.hr)
    groups = queries.unfilled_groups(lines)
    assert sum(len(group.lines) for group in groups) == len(lines)
    assert [group.shortage for group in groups] == sorted((group.shortage for group in groups), reverse=True)
    assert all(str(line.cure) == str(group.cure) for group in groups for line in group.lines)


def test_a_unit_stands_once_with_all_of_its_indicators(site: Flask, people: People, proposal_id: int) -> None:
    lines = queries.indicator_lines(reading(), proposal_id, people.hr)
    units = queries.unit_lines(reading(), proposal_id, people.hr)
    assert [line for unit in units for line in unit.indicators] == lines
    assert len({(unit.place.id, unit.stage) for unit in units}) == len(units)
    missed = {(line.place.id, line.stage) for line in lines if not (line.met_before and line.met_after)}
    short = queries.unit_lines(reading(), proposal_id, people.hr, only_short=True)
    assert {(unit.place.id, unit.stage) for unit in short} == missed
    assert 0 < len(short) < len(units)


def test_the_subjects_of_a_school_stand_in_the_order_of_a_timetable(
    site: Flask, people: People, proposal_id: int
) -> None:
    school = queries.school_lines(reading(), proposal_id, people.hr)[0].place
    cells = queries.school_page(reading(), proposal_id, school.id, people.hr)[1]
    assert [cell.subject for cell in cells] == in_usual_order(cell.subject for cell in cells)
    subjects = queries.move_filters(reading(), proposal_id)[0]
    assert subjects == in_usual_order(subjects)


def test_a_search_given_up_does_not_hide_the_plan_found_before(site: Flask, people: People, proposal_id: int) -> None:
    scenario_id = reading().get_one(Proposal, proposal_id).scenario_id
    reading().rollback()
    with transaction() as tx:
        tx.get_one(Scenario, scenario_id).state = ScenarioState.DISCARDED
    page = queries.scenario_page(reading(), scenario_id, people.hr)
    assert (page.state, page.given_up) == (ScenarioState.SOLVED, True)


def test_a_teacher_is_told_of_every_cycle_that_runs(site: Flask, people: People, cycle_id: int) -> None:
    line = queries.eligibility_list(reading(), cycle_id, people.hr, eligible=True)[0][0]
    with transaction() as tx:
        teacher = account(tx, line.staff_no, Role.TEACHER, teacher_id=line.teacher_id)
        services.open_cycle(tx, CycleDraft("2027", 2027, REFERENCE), by=people.hr, on=TODAY)
    page = queries.own_rotation(reading(), teacher, on=TODAY)
    assert page is not None
    assert page.cycle_id == cycle_id
    assert ["2027" in str(other) for other in page.others] == [True]
