"""The search as a background job: what becomes of it, killed or not, and that every ending has its own name."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from core.clock import instant
from core.db import db, reading, transaction
from core.errors import Conflict, Invalid
from core.jobs import Job, JobState, run_waiting
from optimizer.solution import Progress, Solution, Status, StoppedBy
from policy.vocabulary import LockAction
from rotation import queries, services
from rotation.models.plans import PlanMove, Proposal, Scenario
from rotation.planning import solving
from rotation.vocabulary.drafts import LockDraft, ScenarioDraft
from rotation.vocabulary.states import ScenarioState
from teachers.models import Posting, School, Teacher
from tests.integration.rotation.acting import done, fresh
from tests.integration.rotation.conftest import People

Search = Callable[..., Solution]


class Killed(BaseException):
    """Stands for SIGKILL: nothing catches it."""


@pytest.fixture
def again(site: Flask, people: People, cycle_id: int) -> int:
    """A second scenario, not searched yet."""
    made: Scenario = done(services.make_scenario, cycle_id, ScenarioDraft("方案B", time_limit=60), by=people.hr)
    return made.id


def _solve(scenario_id: int, people: People) -> Scenario:
    done(services.request_solve, scenario_id, fresh(Scenario, scenario_id).version, by=people.hr)
    found: Scenario = fresh(Scenario, scenario_id)
    return found


def _job(scenario_id: int) -> Job:
    found: Job = fresh(Job, fresh(Scenario, scenario_id).job_id)
    return found


def _proposals(scenario_id: int) -> list[Proposal]:
    rows = select(Proposal).where(Proposal.scenario_id == scenario_id)
    return list(reading().execute(rows).scalars())


def test_the_same_question_gets_the_same_answer(again: int, people: People, proposal_id: int) -> None:
    scenario = _solve(again, people)
    assert scenario.state is ScenarioState.SOLVED
    first, second = fresh(Proposal, proposal_id), _proposals(again)[0]
    assert first.input_sha256 == second.input_sha256
    assert first.moves_csv == second.moves_csv
    assert second.created_by == people.hr.user_id
    assert _job(again).state is JobState.DONE


def test_a_scenario_is_searched_once_at_a_time(
    again: int, people: People, monkeypatch: pytest.MonkeyPatch, site: Flask
) -> None:
    def unseen(*args: Any, **values: Any) -> Solution:
        scenario = fresh(Scenario, again)
        reading().rollback()
        first = done(services.request_solve, again, scenario.version, by=people.hr)
        assert first.id == scenario.job_id
        with pytest.raises(Conflict):
            done(services.change_scenario, again, scenario.version, ScenarioDraft("方案C"), by=people.hr)
        page = queries.scenario_page(reading(), again, people.hr)
        assert page.state is ScenarioState.SOLVING
        assert page.progress is not None
        reading().rollback()
        return real(*args, **values)

    real = solving.search
    monkeypatch.setattr(solving, "search", unseen)
    _solve(again, people)
    assert len(_proposals(again)) == 1


def test_a_killed_search_is_taken_up_from_its_best_plan(
    again: int, people: People, monkeypatch: pytest.MonkeyPatch, site: Flask, proposal_id: int
) -> None:
    real, begun_with = solving.search, []
    known = reading().get_one(Proposal, proposal_id)
    input_sha256, values = known.input_sha256, [line["value"] for line in known.lines]
    best = tuple(queries.moves(reading(), proposal_id, people.hr, size=500)[0])
    reading().rollback()

    def killed(problem: Any, question: Any, step: Any, stop: Any, plan: Any) -> Solution:
        solution = real(problem, question, step, stop, plan)
        plan(solution)
        raise Killed

    monkeypatch.setattr(solving, "search", killed)
    with pytest.raises(Killed):
        _solve(again, people)
    db.session.remove()
    assert _job(again).best is not None
    assert not _proposals(again)
    _someone_moves(people)
    _expire(again)

    def nothing_found(problem: Any, question: Any, *others: Any) -> Solution:
        begun_with.append(question.start)
        return Solution(Status.UNKNOWN, (), (), StoppedBy.TIME, 0.1, question.seed, question.workers)

    monkeypatch.setattr(solving, "search", nothing_found)
    run_waiting(site)
    (made,) = _proposals(again)
    assert made.input_sha256 == input_sha256
    assert {move.staff_no for move in begun_with[0]} == {move.staff_no for move in best}
    assert [line["value"] for line in made.lines] == values
    assert made.status == "feasible"
    assert _job(again).attempt == 2


def test_a_search_that_lost_its_job_writes_nothing(
    again: int, people: People, monkeypatch: pytest.MonkeyPatch, site: Flask
) -> None:
    real = solving.answered

    def overtaken(*args: Any) -> Any:
        answer = real(*args)
        with transaction() as tx:
            tx.execute(update(Job).where(Job.id == tx.get_one(Scenario, again).job_id).values(fence=Job.fence + 1))
        return answer

    monkeypatch.setattr(solving, "answered", overtaken)
    _solve(again, people)
    assert not _proposals(again)
    assert fresh(Scenario, again).state is ScenarioState.SOLVING


def test_stopping_keeps_the_plan_found_so_far(
    again: int, people: People, monkeypatch: pytest.MonkeyPatch, site: Flask
) -> None:
    real = solving.search

    def patient(problem: Any, question: Any, step: Any, stop: Any, plan: Any) -> Solution:
        solution = real(problem, question, step, lambda: False, plan)
        step(Progress("shortage", 1, 0, 0.5))
        assert not stop()
        done(services.stop_and_keep, again, by=people.hr)
        stop._looked = float("-inf")
        assert stop()
        return solution

    monkeypatch.setattr(solving, "search", patient)
    assert _solve(again, people).state is ScenarioState.SOLVED


def test_discarding_drops_it(again: int, people: People, monkeypatch: pytest.MonkeyPatch, site: Flask) -> None:
    real = solving.search

    def given_up(problem: Any, question: Any, step: Any, stop: Any, plan: Any) -> Solution:
        solution = real(problem, question, step, lambda: False, plan)
        done(services.discard_search, again, by=people.hr)
        return solution

    monkeypatch.setattr(solving, "search", given_up)
    monkeypatch.setattr("core.jobs.context.LOOK_SECONDS", 0.0)
    assert _solve(again, people).state is ScenarioState.DISCARDED
    assert not _proposals(again)
    assert _job(again).state is JobState.CANCELLED


def test_no_plan_in_time_is_not_called_infeasible(
    again: int, people: People, monkeypatch: pytest.MonkeyPatch, site: Flask
) -> None:
    def too_short(problem: Any, question: Any, *others: Any) -> Solution:
        return Solution(Status.UNKNOWN, (), (), StoppedBy.TIME, 0.1, question.seed, question.workers)

    monkeypatch.setattr(solving, "search", too_short)
    scenario = _solve(again, people)
    assert scenario.state is ScenarioState.TIMED_OUT
    assert scenario.conflict is None


def test_what_cannot_be_is_told_with_the_rules_that_conflict(site: Flask, people: People, cycle_id: int) -> None:
    overrides = services.read_overrides({"rotation.min_rate_percent": "100", "rotation.max_outflow_percent": "1"})
    draft = ScenarioDraft("不可能", overrides=overrides, time_limit=120)
    made = done(services.make_scenario, cycle_id, draft, by=people.hr)
    scenario = _solve(made.id, people)
    assert scenario.state is ScenarioState.INFEASIBLE
    page = queries.scenario_page(reading(), made.id, people.hr)
    assert page.conflict
    assert any(change.policy_key == "rotation.min_rate_percent" for change in page.relaxations)


def test_faults_are_told_by_the_record_they_are_in(again: int, people: People, site: Flask) -> None:
    with transaction() as tx:
        person = tx.execute(select(Teacher).order_by(Teacher.staff_no)).scalars().first()
        assert person is not None
        person.birth_month, person.sex = "", None
    done(services.fix_eligibility, fresh(Scenario, again).cycle_id, by=people.hr)
    scenario = _solve(again, people)
    assert scenario.state is ScenarioState.INVALID
    page = queries.scenario_page(reading(), again, people.hr)
    assert {(fault.kind, fault.id) for fault in page.faults} == {("teacher", person.id)}
    assert all(str(fault.message) and str(fault.cure) for fault in page.faults)
    assert "Without sex the retirement month cannot be worked out." in {str(fault.message) for fault in page.faults}
    assert "birth_month" not in " ".join(str(fault.message) for fault in page.faults)
    assert not _proposals(again)


def test_what_would_help_is_told_by_names(again: int, people: People, site: Flask) -> None:
    with transaction() as tx:
        school = tx.execute(select(School).order_by(School.code)).scalars().first()
        person = tx.execute(select(Teacher).order_by(Teacher.staff_no)).scalars().first()
        assert school is not None
        assert person is not None
        tx.get_one(Scenario, again).relaxations = [
            _change("headcount", "authorised_headcount", school.code, 40, 42),
            _change("no-new-shortage", "required", f"{school.code} primary 语文", 850, 750),
            _change("team", "team", "云岭教学团组", 3, 0),
            _change("locks", "action", person.staff_no, f"move {school.code}", ""),
            _change("min-moves", "min_rate_percent", "", 10, 8),
        ]
    lines = queries.scenario_page(reading(), again, people.hr).relaxations
    told = [(str(line.parameter), str(line.where), str(line.old), str(line.new)) for line in lines]
    assert told == [
        ("authorised headcount", school.name, "40", "42"),
        ("posts required", f"{school.name}, primary 语文", "8.50", "7.50"),
        ("team", "云岭教学团组", "3 people together", "each alone"),
        ("decision made by hand", f"{person.staff_no} {person.name}", f"moves to {school.name}", "free"),
        ("min_rate_percent", "", "10", "8"),
    ]
    assert [line.policy_key for line in lines] == ["", "", "", "", "rotation.min_rate_percent"]


def _change(rule: str, parameter: str, where: str, old: int | str, new: int | str) -> dict[str, Any]:
    return {"rule": rule, "parameter": parameter, "where": where, "from_value": old, "to_value": new}


def test_a_search_given_up_by_its_worker_counts_as_failed(
    again: int, people: People, monkeypatch: pytest.MonkeyPatch, site: Flask
) -> None:
    def broken(*args: Any, **values: Any) -> Solution:
        raise RuntimeError("the solver fell over")

    monkeypatch.setattr(solving, "search", broken)
    _solve(again, people)
    with transaction() as tx:
        job_id = tx.get_one(Scenario, again).job_id
        tx.execute(update(Job).where(Job.id == job_id).values(state=JobState.DEAD, finished_at=instant()))
    assert queries.scenario_page(reading(), again, people.hr).state is ScenarioState.FAILED
    reading().rollback()
    monkeypatch.undo()
    assert _solve(again, people).state is ScenarioState.SOLVED


def test_a_pin_is_refused_at_once_with_the_rule(again: int, people: People, site: Flask, proposal_id: int) -> None:
    move = queries.moves(reading(), proposal_id, people.hr)[0][0]
    verb = services.pin
    with pytest.raises(Invalid) as refused:
        done(verb, again, LockDraft(move.staff_no, LockAction.MOVE, move.source.code, "试"), by=people.hr)
    assert refused.value.field == "school"
    with pytest.raises(Invalid) as unknown:
        done(verb, again, LockDraft("nobody", LockAction.STAY, reason="试"), by=people.hr)
    assert unknown.value.field == "staff_no"
    lock = done(verb, again, LockDraft(move.staff_no, LockAction.FORBID, move.target.code, "孩子上学"), by=people.hr)
    with pytest.raises(Invalid):
        done(verb, again, LockDraft(move.staff_no, LockAction.MOVE, move.target.code, "试"), by=people.hr)
    done(services.unpin, again, lock.id, by=people.hr)
    done(verb, again, LockDraft(move.staff_no, LockAction.STAY, reason="孩子上学"), by=people.hr)
    _solve(again, people)
    (made,) = _proposals(again)
    stays = (
        select(func.count())
        .select_from(PlanMove)
        .where(PlanMove.proposal_id == made.id, PlanMove.staff_no == move.staff_no)
    )
    assert reading().execute(stays).scalar_one() == 0


def _someone_moves(people: People) -> None:
    """Change the register between two attempts: the second must not see it."""
    with transaction() as tx:
        posting = tx.execute(select(Posting).order_by(Posting.id)).scalars().first()
        assert posting is not None
        posting.fte = 50


def _expire(scenario_id: int) -> None:
    """Let the lease of a killed run expire."""
    with transaction() as tx:
        late = instant() - timedelta(minutes=1)
        tx.execute(update(Job).where(Job.id == tx.get_one(Scenario, scenario_id).job_id).values(lease_until=late))
