"""What binds from one round to the next: objections accepted or upheld, another plan in its place, the register."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.permissions import Role
from core.db import reading, transaction
from core.errors import Conflict, Invalid
from policy.vocabulary import LockAction
from rotation import queries, services
from rotation.models.cycles import RotationCycle
from rotation.models.plans import PlanMove, Scenario
from rotation.models.reviews import ReviewItem
from rotation.vocabulary.drafts import AnswerDraft, LockDraft, ReplyDraft, ScenarioDraft
from rotation.vocabulary.states import Answer, CycleState, ProposalState, Reply, ReviewState
from teachers.models import School, SchoolUnit, Teacher
from teachers.services import leave, post_teacher
from teachers.vocabulary import PostingDraft
from tests.integration.rotation.acting import (
    DEADLINE,
    answer_all,
    done,
    fresh,
    principal,
    proposal,
    reviews,
)
from tests.integration.rotation.conftest import People
from tests.integration.rotation.district import TODAY, account

LATER = DEADLINE + timedelta(days=1)


def objected_move(in_review: int) -> tuple[ReviewItem, PlanMove]:
    """Let all schools answer, one that gains somebody objecting; return the item and its move."""
    objecting = next(review for review in reviews(in_review) if any(i.direction == "in" for i in review.items))
    (item_id,) = answer_all(in_review, objecting.school_id)
    item = fresh(ReviewItem, item_id)
    return item, reading().get_one(PlanMove, item.move_id)


def code_of(school_id: int) -> str:
    return reading().get_one(School, school_id).code


def elsewhere(move: PlanMove) -> str:
    """Return the code of a school the move has nothing to do with."""
    rows = select(School.code).where(School.id.not_in([move.from_school_id, move.to_school_id])).order_by(School.id)
    return str(reading().execute(rows.limit(1)).scalar_one())


def test_an_accepted_objection_excludes_the_move_whatever_else_it_names(in_review: int, people: People) -> None:
    item, move = objected_move(in_review)
    other, target = elsewhere(move), move.to_school_id
    lock = LockDraft(move.staff_no, LockAction.FORBID, other)
    done(services.reply, item.id, item.version, ReplyDraft(Reply.ACCEPTED, "同意", lock), by=people.hr)
    page = queries.proposal_page(reading(), in_review, people.hr, on=TODAY)
    assert page.broken_promises == 1
    with pytest.raises(Conflict, match="people still move"):
        done(services.submit_for_decision, in_review, proposal(in_review).version, by=people.hr)
    scenario = done(services.follow_up, in_review, "方案A修订", by=people.hr)
    fixed = {(lock.action, lock.school_id) for lock in scenario.locks}
    assert (LockAction.FORBID, target) in fixed
    assert (LockAction.FORBID, reading().execute(select(School.id).where(School.code == other)).scalar_one()) in fixed


def test_an_accepted_objection_names_no_move_that_cannot_be(in_review: int, people: People) -> None:
    item, move = objected_move(in_review)
    own, objected = code_of(move.from_school_id), code_of(move.to_school_id)
    kindergarten = select(School.code).join(SchoolUnit, SchoolUnit.school_id == School.id)
    foreign = kindergarten.where(SchoolUnit.stage != move.stage, School.id != move.from_school_id).limit(1)
    said = set()
    for school in (own, objected, "", str(reading().execute(foreign).scalar_one())):
        lock = LockDraft(move.staff_no, LockAction.MOVE, school)
        with pytest.raises(Invalid) as refused:
            done(services.reply, item.id, item.version, ReplyDraft(Reply.ACCEPTED, "同意", lock), by=people.hr)
        assert refused.value.field == "school"
        said.add(str(refused.value.message))
    assert len(said) == 4, "each says what is wrong with it"
    assert fresh(ReviewItem, item.id).reply is None


def test_a_resolve_keeps_to_the_plan_and_carries_agreement_over(in_review: int, people: People, cycle_id: int) -> None:
    objecting = next(review for review in reviews(in_review) if any(i.direction == "in" for i in review.items))
    (item_id,) = answer_all(in_review, objecting.school_id)
    item = fresh(ReviewItem, item_id)
    move = next(m for m in queries.moves(reading(), in_review, people.hr, size=500)[0] if m.id == item.move_id)
    lock = LockDraft(move.staff_no, LockAction.STAY)
    done(services.reply, item.id, item.version, ReplyDraft(Reply.ACCEPTED, "同意", lock), by=people.hr)
    with pytest.raises(Conflict, match="people still move"):
        done(services.submit_for_decision, in_review, proposal(in_review).version, by=people.hr)
    scenario = done(services.follow_up, in_review, "方案A修订", by=people.hr)
    assert [(lock.action, lock.source.value) for lock in scenario.locks] == [(LockAction.STAY, "objection")]
    done(services.request_solve, scenario.id, fresh(type(scenario), scenario.id).version, by=people.hr)
    page = queries.scenario_page(reading(), scenario.id, people.hr)
    new = queries.proposal_page(reading(), page.proposals[0].id, people.hr, on=TODAY)
    assert [line.name for line in new.lines][:2] == ["shortage", "changes"]
    assert new.earlier_id == in_review
    assert new.broken_promises == 0
    compared = queries.compare(reading(), in_review, new.id, people.hr, on=TODAY)
    changed = next(line for line in new.lines if line.name == "changes").value
    assert compared.same_moves == compared.a.moves - changed
    assert move.staff_no in {line.staff_no for line in compared.differing}
    done(services.submit_for_review, new.id, new.version, DEADLINE, by=people.hr)
    assert proposal(in_review).state is ProposalState.WITHDRAWN
    (before,) = queries.review_overview(reading(), new.id, people.leader, on=TODAY).earlier
    assert (before.id, before.kept) == (in_review, 0)
    assert [(case.item.id, case.item.reply_reason, case.stands) for case in before.objections] == [
        (item_id, "同意", False)
    ]
    assert not queries.review_overview(reading(), in_review, people.leader, on=TODAY).earlier
    carried = [i for review in reviews(new.id) for i in review.items if i.carried_from_id is not None]
    assert carried
    assert all(i.answer is Answer.AGREE for i in carried)
    sent = [review for review in reviews(new.id) if review.state is ReviewState.SENT]
    assert all(i.carried_from_id for review in sent for i in review.items)


def test_a_plan_is_solved_again_as_often_as_needed(in_review: int, people: People) -> None:
    names = [done(services.follow_up, in_review, "修订", by=people.hr).name for _ in range(3)]
    assert names == ["修订", "修订 2", "修订 3"]


def next_of(cycle_id: int, people: People) -> tuple[str, dict[str, object]]:
    """Return where the first thing to do in a cycle leads."""
    todo = queries.cycle_page(reading(), cycle_id, people.hr, on=TODAY).todos[0]
    return todo.endpoint, dict(todo.values)


def test_an_upheld_objection_leads_to_another_decision(submitted: int, people: People, cycle_id: int) -> None:
    move = queries.moves(reading(), submitted, people.hr)[0][0]
    with transaction() as tx:
        teacher = account(tx, move.staff_no, Role.TEACHER, teacher_id=move.teacher_id)
    until = {"objection_deadline": DEADLINE}
    done(services.approve, submitted, proposal(submitted).version, by=people.leader, **until)
    objection = done(services.object_to_result, cycle_id, "路太远", by=teacher)
    seen = fresh(RotationCycle, cycle_id).version
    with pytest.raises(Conflict, match="no answer"):
        done(services.reopen_cycle, cycle_id, seen, "改派", by=people.hr)
    done(services.answer_objection, objection.id, objection.version, True, "情况属实，留任", by=people.hr)
    assert "cycle.reopened" in queries.cycle_page(reading(), cycle_id, people.hr, on=TODAY).may
    done(services.reopen_cycle, cycle_id, seen, "改派", by=people.hr)
    assert next_of(cycle_id, people) == ("rotation.proposal", {"proposal_id": submitted})
    scenario = done(services.follow_up, submitted, "异议后方案", by=people.hr)
    assert next_of(cycle_id, people) == ("rotation.scenario", {"scenario_id": scenario.id})
    assert [(lock.teacher_id, lock.action) for lock in scenario.locks] == [(move.teacher_id, LockAction.STAY)]
    done(services.request_solve, scenario.id, fresh(type(scenario), scenario.id).version, by=people.hr)
    number = queries.scenario_page(reading(), scenario.id, people.hr).proposals[0].id
    assert next_of(cycle_id, people) == ("rotation.proposal", {"proposal_id": number})
    done(services.submit_for_review, number, proposal(number).version, DEADLINE, by=people.hr)
    page = queries.own_rotation(reading(), teacher, on=TODAY)
    assert page is not None
    assert page.move is not None, "the result stands until the next approval"
    answer_all(number)
    done(services.submit_for_decision, number, proposal(number).version, by=people.hr)
    done(services.approve, number, proposal(number).version, by=people.leader, **until)
    assert proposal(submitted).state is ProposalState.WITHDRAWN
    assert fresh(RotationCycle, cycle_id).state is CycleState.DECIDED
    page = queries.own_rotation(reading(), teacher, on=TODAY)
    assert page is not None
    assert page.move is None


def test_nothing_is_planned_again_without_an_upheld_objection(submitted: int, people: People, cycle_id: int) -> None:
    done(services.approve, submitted, proposal(submitted).version, objection_deadline=DEADLINE, by=people.leader)
    with pytest.raises(Conflict):
        done(services.reopen_cycle, cycle_id, fresh(RotationCycle, cycle_id).version, "改派", by=people.hr)


def another_plan(people: People, cycle_id: int, **draft: Any) -> int:
    """Search another scenario of the cycle; return its proposal."""
    scenario = done(services.make_scenario, cycle_id, ScenarioDraft("方案B", time_limit=60, **draft), by=people.hr)
    done(services.request_solve, scenario.id, fresh(Scenario, scenario.id).version, by=people.hr)
    return queries.scenario_page(reading(), scenario.id, people.hr).proposals[0].id


def test_a_plan_under_review_gives_way_only_for_a_reason(in_review: int, people: People, cycle_id: int) -> None:
    who = principal(reviews(in_review)[0].school_id)
    done(services.agree_to_rest, reviews(in_review)[0].id, by=who)
    done(services.send_review, reviews(in_review)[0].id, reviews(in_review)[0].version, by=who)
    other = another_plan(people, cycle_id)
    told = queries.replaced_by(reading(), other, people.hr)
    assert told is not None
    assert (told.id, told.reviews_sent, told.is_kept_to) == (in_review, 1, False)
    send = (services.submit_for_review, other, proposal(other).version, DEADLINE)
    with pytest.raises(Invalid) as refused:
        done(*send, by=people.hr)
    assert refused.value.field == "reason"
    assert proposal(in_review).state is ProposalState.IN_REVIEW
    done(*send, "基础数据已更正", by=people.hr)
    assert proposal(in_review).state is ProposalState.WITHDRAWN
    assert queries.replaced_by(reading(), other, people.hr) is None


def first_move(proposal_id: int) -> PlanMove:
    """Return the first move of a plan."""
    rows = select(PlanMove).where(PlanMove.proposal_id == proposal_id).order_by(PlanMove.id).limit(1)
    return reading().execute(rows).scalar_one()


def leave_service(move: PlanMove, people: People) -> None:
    """Take whoever a move is about out of service."""
    with transaction() as tx:
        person = tx.get_one(Teacher, move.teacher_id)
        leave(tx, person, reason="辞职", version=person.version, by=people.hr, on=TODAY)


def go_elsewhere(move: PlanMove, people: People) -> None:
    """Post whoever a move is about at a school the plan knows nothing of."""
    away = select(School.id).join(SchoolUnit, SchoolUnit.school_id == School.id)
    away = away.where(SchoolUnit.stage == move.stage, School.id.not_in([move.from_school_id, move.to_school_id]))
    school = reading().execute(away.limit(1)).scalar_one()
    reading().rollback()
    with transaction() as tx:
        draft = PostingDraft(school_id=school, stage=move.stage, subject=move.home_subject, valid_from=TODAY)
        post_teacher(tx, tx.get_one(Teacher, move.teacher_id), draft, by=people.hr, on=TODAY, reason="工作需要")


@pytest.mark.parametrize("change", [leave_service, go_elsewhere])
def test_a_plan_the_register_has_overtaken_is_not_submitted(
    change: Callable[[PlanMove, People], None], in_review: int, people: People
) -> None:
    answer_all(in_review)
    assert queries.proposal_page(reading(), in_review, people.hr, on=TODAY).overtaken == ()
    move = first_move(in_review)
    change(move, people)
    page = queries.proposal_page(reading(), in_review, people.hr, on=TODAY)
    assert [line.move.staff_no for line in page.overtaken] == [move.staff_no]
    assert "proposal.submitted" not in page.may
    with pytest.raises(Conflict, match="register has overtaken"):
        done(services.submit_for_decision, in_review, page.version, by=people.hr)


def test_a_plan_the_register_has_overtaken_is_not_approved(submitted: int, people: People, cycle_id: int) -> None:
    leave_service(first_move(submitted), people)
    seen = proposal(submitted).version
    with pytest.raises(Conflict, match="register has overtaken"):
        done(services.approve, submitted, seen, objection_deadline=DEADLINE, by=people.leader)
    assert proposal(submitted).state is ProposalState.SUBMITTED
    done(services.return_to_district, submitted, seen, "名单有变", by=people.leader)
    scenario = done(services.follow_up, submitted, "名单更新", by=people.hr)
    done(services.fix_eligibility, cycle_id, by=people.hr)
    done(services.request_solve, scenario.id, fresh(Scenario, scenario.id).version, by=people.hr)
    number = queries.scenario_page(reading(), scenario.id, people.hr).proposals[0].id
    assert queries.proposal_page(reading(), number, people.hr, on=TODAY).overtaken == ()


def test_the_days_of_a_cycle_follow_each_other(site: Flask, people: People, proposal_id: int, cycle_id: int) -> None:
    with transaction() as tx:
        tx.get_one(RotationCycle, cycle_id).objection_deadline = DEADLINE
    for day in (LATER, TODAY.replace(year=TODAY.year + 2)):
        with pytest.raises(Invalid) as refused:
            done(services.submit_for_review, proposal_id, proposal(proposal_id).version, day, by=people.hr)
        assert refused.value.field == "deadline"


def test_objections_do_not_end_in_another_age(submitted: int, people: People) -> None:
    far = TODAY.replace(year=TODAY.year + 70)
    with pytest.raises(Invalid) as refused:
        done(services.approve, submitted, proposal(submitted).version, objection_deadline=far, by=people.leader)
    assert refused.value.field == "objection_deadline"


def test_what_a_school_has_not_sent_is_not_counted_for_others(in_review: int, people: People) -> None:
    review = reviews(in_review)[0]
    who, item = principal(review.school_id), review.items[0]
    done(services.answer_item, item.id, item.version, AnswerDraft(Answer.OBJECT, "缺人"), by=who)
    overview = queries.review_overview(reading(), in_review, people.hr, on=TODAY)
    line = next(line for line in overview.reviews if line.id == review.id)
    assert (line.agreed, line.objected, line.open) == (0, 0, len(review.items))
    (own,) = queries.reviews_of(reading(), who)
    assert own.objected == 1
