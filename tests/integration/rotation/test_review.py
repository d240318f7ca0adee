"""From submission to decision: every road through the states, and every refusal on the way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, select

from accounts.permissions import Role
from core.audit import AuditEntry
from core.db import reading, transaction
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from core.notices import Notice
from policy.vocabulary import LockAction
from rotation import queries, services
from rotation.models.cycles import EligibilityEntry, Preference, RotationCycle
from rotation.models.plans import PlanMove, Proposal, Scenario
from rotation.models.reviews import Objection, PrincipalReview, ReviewItem
from rotation.vocabulary.drafts import AnswerDraft, CycleDraft, LockDraft, PolicyDraft, ReplyDraft, ScenarioDraft
from rotation.vocabulary.states import Answer, CycleState, ObjectionState, ProposalState, Reply, ReviewState
from teachers.models import Posting, School, SchoolUnit, Teacher
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


@pytest.fixture
def in_review(site: Flask, people: People, proposal_id: int) -> int:
    """The proposal, submitted for review."""
    done(services.submit_for_review, proposal_id, proposal(proposal_id).version, DEADLINE, by=people.hr)
    return proposal_id


@pytest.fixture
def submitted(in_review: int, people: People) -> int:
    """The proposal, agreed to by all schools and waiting for a decision."""
    answer_all(in_review)
    done(services.submit_for_decision, in_review, proposal(in_review).version, by=people.hr)
    return in_review


def test_every_school_touched_is_asked_about_its_moves(in_review: int, people: People, cycle_id: int) -> None:
    moves, _ = queries.moves(reading(), in_review, people.hr, size=500)
    touched = {move.source.id for move in moves} | {move.target.id for move in moves}
    found = reviews(in_review)
    assert {review.school_id for review in found} == touched
    assert sum(len(review.items) for review in found) == 2 * len(moves)
    assert fresh(RotationCycle, cycle_id).state is CycleState.IN_REVIEW
    assert proposal(in_review).review_deadline == DEADLINE


def test_a_principal_sees_the_own_school_and_no_other(in_review: int) -> None:
    mine, foreign = reviews(in_review)[:2]
    who = principal(mine.school_id)
    page = queries.review_page(reading(), mine.id, who, on=TODAY)
    assert page.is_open
    assert page.total == len(mine.items)
    assert str(page.effect)
    assert [line.id for line in queries.reviews_of(reading(), who)] == [mine.id]
    with pytest.raises(NotFound):
        queries.review_page(reading(), foreign.id, who, on=TODAY)
    item = foreign.items[0]
    with pytest.raises(NotFound):
        done(services.answer_item, item.id, item.version, AnswerDraft(Answer.AGREE), by=who)


def test_answers_may_change_until_they_are_sent(in_review: int) -> None:
    review = reviews(in_review)[0]
    who, item = principal(review.school_id), review.items[0]
    with pytest.raises(Conflict):
        done(services.send_review, review.id, review.version, by=who)
    with pytest.raises(Invalid) as refused:
        done(services.answer_item, item.id, item.version, AnswerDraft(Answer.OBJECT), by=who)
    assert refused.value.field == "reason"
    seen = item.version
    done(services.answer_item, item.id, seen, AnswerDraft(Answer.OBJECT, "缺人"), by=who)
    with pytest.raises(Conflict):
        done(services.answer_item, item.id, seen, AnswerDraft(Answer.AGREE), by=who)
    item = fresh(ReviewItem, item.id)
    done(services.answer_item, item.id, item.version, AnswerDraft(Answer.AGREE), by=who)
    assert fresh(ReviewItem, item.id).reason == ""
    done(services.agree_to_rest, review.id, by=who)
    done(services.send_review, review.id, fresh(PrincipalReview, review.id).version, by=who)
    item = fresh(ReviewItem, item.id)
    with pytest.raises(Conflict):
        done(services.answer_item, item.id, item.version, AnswerDraft(Answer.AGREE), by=who)


def test_nobody_answers_after_the_deadline(in_review: int) -> None:
    review = reviews(in_review)[0]
    who = principal(review.school_id)
    assert not queries.review_page(reading(), review.id, who, on=LATER).is_open
    with pytest.raises(Conflict):
        done(services.agree_to_rest, review.id, by=who, on=LATER)


def test_the_review_ends_when_the_last_school_has_sent(in_review: int) -> None:
    answer_all(in_review)
    assert proposal(in_review).state is ProposalState.ANSWERED


def test_a_review_is_ended_early_only_with_a_reason(in_review: int, people: People) -> None:
    version = proposal(in_review).version
    with pytest.raises(Invalid):
        done(services.close_review, in_review, version, by=people.hr)
    done(services.close_review, in_review, version, "开学在即", by=people.hr)
    assert proposal(in_review).state is ProposalState.ANSWERED
    assert {review.state for review in reviews(in_review)} == {ReviewState.CLOSED}
    page = queries.proposal_page(reading(), in_review, people.leader, on=TODAY)
    assert page.review_closed_reason == "开学在即"
    assert page.reviews_cut_off == page.reviews == len(reviews(in_review))


def test_what_a_school_has_not_sent_is_not_counted_for_others(in_review: int, people: People) -> None:
    review = reviews(in_review)[0]
    who, item = principal(review.school_id), review.items[0]
    done(services.answer_item, item.id, item.version, AnswerDraft(Answer.OBJECT, "缺人"), by=who)
    overview = queries.review_overview(reading(), in_review, people.hr, on=TODAY)
    line = next(line for line in overview.reviews if line.id == review.id)
    assert (line.agreed, line.objected, line.open) == (0, 0, len(review.items))
    (own,) = queries.reviews_of(reading(), who)
    assert own.objected == 1


def test_reviews_past_their_deadline_end_by_themselves(in_review: int) -> None:
    with transaction() as tx:
        assert services.close_overdue_reviews(tx, on=DEADLINE) == 0
        assert services.close_overdue_reviews(tx, on=LATER) == 1
    assert proposal(in_review).state is ProposalState.ANSWERED


def test_objections_need_a_reply_before_the_decision(in_review: int, people: People) -> None:
    objecting = reviews(in_review)[0].school_id
    (item_id,) = answer_all(in_review, objecting)
    overview = queries.review_overview(reading(), in_review, people.hr, on=TODAY)
    assert [entry.item.id for entry in overview.objections] == [item_id]
    with pytest.raises(Conflict):
        done(services.submit_for_decision, in_review, proposal(in_review).version, by=people.hr)
    page = queries.proposal_page(reading(), in_review, people.hr, on=TODAY)
    assert "proposal.submitted" in page.why_not
    item = fresh(ReviewItem, item_id)
    with pytest.raises(Invalid):
        done(services.reply, item.id, item.version, ReplyDraft(Reply.KEPT), by=people.hr)
    done(services.reply, item.id, item.version, ReplyDraft(Reply.KEPT, "全区只有一人可来"), by=people.hr)
    done(services.submit_for_decision, in_review, proposal(in_review).version, by=people.hr)
    assert proposal(in_review).state is ProposalState.SUBMITTED


def test_only_one_proposal_of_a_cycle_is_under_way(in_review: int, people: People, cycle_id: int) -> None:
    done(services.withdraw, in_review, proposal(in_review).version, "数据有误", by=people.hr)
    assert fresh(RotationCycle, cycle_id).state is CycleState.PLANNING
    assert {review.state for review in reviews(in_review)} == {ReviewState.CLOSED}
    with pytest.raises(Conflict):
        done(services.submit_for_review, in_review, proposal(in_review).version, DEADLINE, by=people.hr)


def test_a_proposal_of_an_old_policy_is_not_submitted(
    site: Flask, people: People, proposal_id: int, cycle_id: int
) -> None:
    cycle = fresh(RotationCycle, cycle_id)
    draft = PolicyDraft("[rotation]\nmax_rate_percent = 14\n", "补充通知", "上级要求")
    done(services.set_policy, cycle_id, cycle.version, draft, by=people.hr)
    with pytest.raises(Conflict):
        done(services.submit_for_review, proposal_id, proposal(proposal_id).version, DEADLINE, by=people.hr)


def test_the_deadline_lies_ahead(site: Flask, people: People, proposal_id: int) -> None:
    with pytest.raises(Invalid) as refused:
        done(services.submit_for_review, proposal_id, proposal(proposal_id).version, TODAY - timedelta(1), by=people.hr)
    assert refused.value.field == "deadline"


def test_teachers_learn_their_results_after_the_approval(submitted: int, people: People, cycle_id: int) -> None:
    move = queries.moves(reading(), submitted, people.hr)[0][0]
    with transaction() as tx:
        teacher = account(tx, move.staff_no, Role.TEACHER, teacher_id=move.teacher_id)
    with pytest.raises(NotFound):
        done(services.object_to_result, cycle_id, "路太远", by=teacher)
    done(services.approve, submitted, proposal(submitted).version, objection_deadline=DEADLINE, by=people.leader)
    page = queries.own_rotation(reading(), teacher, on=TODAY)
    assert page is not None
    assert page.is_final
    assert page.move is not None
    assert page.move.target == move.target
    assert page.may_object
    told = reading().execute(select(Notice).where(Notice.user_id == teacher.user_id)).scalars().all()
    assert len(told) == 1
    with pytest.raises(Conflict):
        done(services.object_to_result, cycle_id, "路太远", by=teacher, on=LATER)
    objection = done(services.object_to_result, cycle_id, "路太远", by=teacher)
    with pytest.raises(Conflict):
        done(services.object_to_result, cycle_id, "路太远", by=teacher)
    with pytest.raises(NotAllowed):
        done(services.answer_objection, objection.id, 1, False, "路程38分钟", by=people.leader)
    done(services.answer_objection, objection.id, objection.version, False, "路程未超", by=people.hr)
    assert fresh(Objection, objection.id).state is ObjectionState.REJECTED
    assert [line.answer for line in queries.objections(reading(), people.hr, cycle_id)] == ["路程未超"]
    seen = fresh(RotationCycle, cycle_id).version
    with pytest.raises(Conflict):
        done(services.close_cycle, cycle_id, seen, "年度结束", by=people.hr)
    assert "cycle.closed" not in queries.cycle_page(reading(), cycle_id, people.hr, on=TODAY).may
    done(services.close_cycle, cycle_id, seen, "年度结束", by=people.hr, on=LATER)
    page = queries.own_rotation(reading(), teacher, on=LATER)
    assert page is not None
    assert page.move is not None


def test_nobody_decides_on_an_own_proposal(submitted: int, people: People) -> None:
    with transaction() as tx:
        row = tx.get_one(Proposal, submitted)
        row.submitted_by = people.leader.user_id
    with pytest.raises(Conflict):
        done(services.approve, submitted, proposal(submitted).version, objection_deadline=DEADLINE, by=people.leader)
    waiting, _ = queries.decisions(reading(), people.leader, on=TODAY)
    assert waiting[0].refusal is not None
    with transaction() as tx:
        row = tx.get_one(Proposal, submitted)
        row.submitted_by, row.created_by = people.hr.user_id, people.leader.user_id
    with pytest.raises(Conflict):
        done(services.refuse, submitted, proposal(submitted).version, "x", by=people.leader)
    with pytest.raises(NotAllowed):
        done(services.approve, submitted, proposal(submitted).version, by=people.hr)
    with pytest.raises(Invalid) as refused:
        done(services.approve, submitted, proposal(submitted).version, by=people.other_leader)
    assert refused.value.field == "objection_deadline"
    leader = people.other_leader
    done(services.approve, submitted, proposal(submitted).version, objection_deadline=DEADLINE, by=leader)
    assert proposal(submitted).decided_by == people.other_leader.user_id


def test_a_refusal_needs_a_reason_and_lets_planning_go_on(submitted: int, people: People, cycle_id: int) -> None:
    with pytest.raises(Invalid):
        done(services.refuse, submitted, proposal(submitted).version, " ", by=people.leader)
    done(services.refuse, submitted, proposal(submitted).version, "山区仍缺人", by=people.leader)
    assert proposal(submitted).state is ProposalState.REFUSED
    assert fresh(RotationCycle, cycle_id).state is CycleState.PLANNING


def test_a_returned_proposal_can_be_submitted_again(submitted: int, people: People) -> None:
    done(services.return_to_district, submitted, proposal(submitted).version, "请再核对", by=people.leader)
    assert proposal(submitted).state is ProposalState.ANSWERED
    done(services.submit_for_decision, submitted, proposal(submitted).version, by=people.hr)
    assert proposal(submitted).state is ProposalState.SUBMITTED


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
    with pytest.raises(Conflict, match="register has changed"):
        done(services.submit_for_decision, in_review, page.version, by=people.hr)


def test_a_plan_the_register_has_overtaken_is_not_approved(submitted: int, people: People) -> None:
    leave_service(first_move(submitted), people)
    seen = proposal(submitted).version
    with pytest.raises(Conflict, match="register has changed"):
        done(services.approve, submitted, seen, objection_deadline=DEADLINE, by=people.leader)
    assert proposal(submitted).state is ProposalState.SUBMITTED
    done(services.return_to_district, submitted, seen, "名单有变", by=people.leader)
    scenario = done(services.follow_up, submitted, "名单更新", by=people.hr)
    done(services.request_solve, scenario.id, fresh(Scenario, scenario.id).version, by=people.hr)
    number = queries.scenario_page(reading(), scenario.id, people.hr).proposals[0].id
    assert queries.proposal_page(reading(), number, people.hr, on=TODAY).overtaken == ()


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


def test_a_plan_is_solved_again_as_often_as_needed(in_review: int, people: People) -> None:
    names = [done(services.follow_up, in_review, "修订", by=people.hr).name for _ in range(3)]
    assert names == ["修订", "修订 2", "修订 3"]


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
    scenario = done(services.follow_up, submitted, "异议后方案", by=people.hr)
    assert [(lock.teacher_id, lock.action) for lock in scenario.locks] == [(move.teacher_id, LockAction.STAY)]
    done(services.request_solve, scenario.id, fresh(type(scenario), scenario.id).version, by=people.hr)
    number = queries.scenario_page(reading(), scenario.id, people.hr).proposals[0].id
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


def test_every_transition_is_on_record(submitted: int) -> None:
    events = set(reading().execute(select(AuditEntry.event)).scalars())
    expected = {
        "proposal.review_opened",
        "review.answered",
        "review.sent",
        "proposal.review_ended",
        "proposal.submitted",
    }
    assert expected <= events


def test_an_objection_kept_but_not_sent_counts_when_the_review_ends(in_review: int, people: People) -> None:
    review = reviews(in_review)[0]
    who, item = principal(review.school_id), review.items[0]
    done(services.answer_item, item.id, item.version, AnswerDraft(Answer.OBJECT, "缺人"), by=who)
    assert not queries.review_overview(reading(), in_review, people.hr, on=TODAY).objections, "not while it is open"
    with transaction() as tx:
        assert not services.has_overdue_reviews(tx, on=DEADLINE)
        assert services.has_overdue_reviews(tx, on=LATER)
        services.close_overdue_reviews(tx, on=LATER)
        assert not services.has_overdue_reviews(tx, on=LATER)
    overview = queries.review_overview(reading(), in_review, people.hr, on=LATER)
    assert [(case.item.id, case.sent) for case in overview.objections] == [(item.id, False)]
    assert overview.proposal.unanswered_objections == 1
    with pytest.raises(Conflict):
        done(services.submit_for_decision, in_review, proposal(in_review).version, by=people.hr)
    seen = fresh(ReviewItem, item.id).version
    done(services.reply, item.id, seen, ReplyDraft(Reply.KEPT, "全区只有一人可来"), by=people.hr)
    done(services.submit_for_decision, in_review, proposal(in_review).version, by=people.hr)


def test_a_number_of_somebody_else_is_no_question_to_the_register(in_review: int, people: People) -> None:
    review = reviews(in_review)[0]
    who, item = principal(review.school_id), review.items[0]
    mine, foreign = (
        str(reading().execute(staff_numbers(review.school_id, own=own)).scalars().first()) for own in (True, False)
    )
    shown = {}
    for number in (mine, foreign, "无此号"):
        seen = fresh(ReviewItem, item.id).version
        done(services.answer_item, item.id, seen, AnswerDraft(Answer.OBJECT, "缺人", "", number), by=who)
        page = queries.review_page(reading(), review.id, who, on=TODAY)
        shown[number] = next(line for line in (*page.incoming, *page.outgoing) if line.id == item.id)
    assert shown[mine].alternative_name
    assert shown[mine].alternative_staff_no == mine
    for number in (foreign, "无此号"):
        assert (shown[number].alternative_staff_no, shown[number].alternative_name) == ("", "")
        assert shown[number].alternative.replace(number, "#") == shown[foreign].alternative.replace(foreign, "#")


def staff_numbers(school_id: int, *, own: bool) -> Select[str]:
    """Return staff numbers of people posted at a school, or at others and not in the plan."""
    here = select(Posting.teacher_id).where(Posting.school_id == school_id, Posting.valid_to.is_(None))
    planned = select(PlanMove.teacher_id)
    rows = select(Teacher.staff_no).order_by(Teacher.id)
    return rows.where(Teacher.id.in_(here)) if own else rows.where(Teacher.id.not_in(here), Teacher.id.not_in(planned))


def test_who_stays_against_the_own_wish_may_object(submitted: int, people: People, cycle_id: int) -> None:
    moved = select(PlanMove.teacher_id).where(PlanMove.proposal_id == submitted)
    wishes = select(Preference.teacher_id).join(EligibilityEntry, EligibilityEntry.teacher_id == Preference.teacher_id)
    staying = wishes.where(EligibilityEntry.eligible, Preference.teacher_id.not_in(moved)).limit(1)
    teacher_id = reading().execute(staying).scalar_one()
    with transaction() as tx:
        teacher = account(tx, "stays", Role.TEACHER, teacher_id=teacher_id)
    done(services.approve, submitted, proposal(submitted).version, objection_deadline=DEADLINE, by=people.leader)
    page = queries.own_rotation(reading(), teacher, on=TODAY)
    assert page is not None
    assert page.may_object
    objection = done(services.object_to_result, cycle_id, "想去山区支教", by=teacher)
    (line,) = queries.objections(reading(), people.hr, cycle_id)
    assert (line.id, line.move) == (objection.id, None)
    with pytest.raises(Conflict):
        done(services.close_cycle, cycle_id, fresh(RotationCycle, cycle_id).version, "结束", by=people.hr, on=LATER)


def test_a_result_stays_in_reach_when_the_next_cycle_opens(submitted: int, people: People, cycle_id: int) -> None:
    move = queries.moves(reading(), submitted, people.hr)[0][0]
    with transaction() as tx:
        teacher = account(tx, move.staff_no, Role.TEACHER, teacher_id=move.teacher_id)
    done(services.approve, submitted, proposal(submitted).version, objection_deadline=DEADLINE, by=people.leader)
    draft = CycleDraft("下一轮岗年度", TODAY.year + 1, TODAY.replace(year=TODAY.year + 1))
    done(services.open_cycle, draft, by=people.hr)
    page = queries.own_rotation(reading(), teacher, on=TODAY)
    assert page is not None
    assert not page.is_final
    assert page.decided is not None
    assert page.decided.move is not None
    assert page.decided.may_object
    assert done(services.object_to_result, page.decided.cycle_id, "路太远", by=teacher).state is ObjectionState.OPEN
