"""From submission to decision: every road through the states, and every refusal on the way."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Select, select

from accounts.permissions import Role
from core.audit import AuditEntry
from core.db import reading, transaction
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from core.notices import Notice
from rotation import queries, services
from rotation.models.cycles import EligibilityEntry, Preference, RotationCycle
from rotation.models.plans import PlanMove, Proposal
from rotation.models.reviews import Objection, PrincipalReview, ReviewItem
from rotation.vocabulary.drafts import AnswerDraft, CycleDraft, PolicyDraft, ReplyDraft
from rotation.vocabulary.states import Answer, CycleState, ObjectionState, ProposalState, Reply, ReviewState
from teachers.models import Posting, Teacher
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
