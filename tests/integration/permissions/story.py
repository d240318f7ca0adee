"""A year of rotation up to its decision, step by step; after each the database is kept as a stage of the walk."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from accounts.identity import Identity
from core.db import reading, transaction
from policy.vocabulary import LockAction
from rotation import queries, services
from rotation.models.cycles import RotationCycle
from rotation.models.plans import Proposal, Scenario
from rotation.models.reviews import Objection, PrincipalReview, ReviewItem
from rotation.vocabulary.drafts import (
    AnswerDraft,
    CycleDraft,
    LockDraft,
    OverrideDraft,
    PolicyDraft,
    ReplyDraft,
    ScenarioDraft,
)
from rotation.vocabulary.states import Answer, Reply
from teachers.models import School, Teacher
from tests.integration.permissions.cast import Player

ON = date(2026, 6, 18)
NOON = datetime(2026, 6, 18, 4, tzinfo=UTC)
UNTIL = ON + timedelta(days=10)
POLICY = """
[rotation]
min_rate_percent = 5
max_outflow_percent = 40
max_inflow_percent = 40
"""
SEARCH_SECONDS = 20
Keep = Callable[[str], None]


def done(verb: Callable[..., Any], *subject: Any, by: Identity, **values: Any) -> Any:
    """Do one thing in a transaction of its own."""
    with transaction() as tx:
        return verb(tx, *subject, by=by, on=ON, **values)


def version_of(kind: type[Any], number: int) -> int:
    """Return the version a row has now."""
    reading().rollback()
    found = int(reading().execute(select(kind.version).where(kind.id == number)).scalar_one())
    reading().rollback()
    return found


def one_of(statement: Any) -> Any:
    """Return the first value of a statement as things are now."""
    reading().rollback()
    found = reading().execute(statement).scalars().first()
    reading().rollback()
    assert found is not None, statement
    return found


def open_year(hr: Identity, moves: dict[str, str], keep: Keep) -> tuple[int, int]:
    """Open a cycle, fix its list, gather preferences and search; some moves are fixed (staff number, school code).

    Returns the cycle and the proposal.
    """
    cycle = done(services.open_cycle, CycleDraft("2026轮岗年度", 2026, date(2026, 9, 1)), by=hr)
    draft = PolicyDraft(POLICY, "云岭区交流轮岗实施办法", "年度政策")
    done(services.set_policy, cycle.id, version_of(type(cycle), cycle.id), draft, by=hr)
    done(services.fix_eligibility, cycle.id, by=hr)
    done(services.open_preferences, cycle.id, version_of(type(cycle), cycle.id), UNTIL, by=hr)
    keep("preferences")
    done(services.start_planning, cycle.id, version_of(type(cycle), cycle.id), by=hr)
    number = done(services.make_scenario, cycle.id, ScenarioDraft("方案甲", time_limit=SEARCH_SECONDS), by=hr).id
    for staff_no, school in moves.items():
        done(services.pin, number, LockDraft(staff_no, LockAction.MOVE, school, "区里已定"), by=hr)
    done(services.request_solve, number, version_of(Scenario, number), by=hr)
    page = queries.scenario_page(reading(), number, hr)
    assert page.proposals, (page.state, page.error, page.faults, page.conflict)
    return cycle.id, page.proposals[-1].id


def more_scenarios(cycle_id: int, hr: Identity) -> dict[str, int]:
    """Make a scenario with somebody fixed in it, and overrule one eligibility."""
    teacher = one_of(select(Teacher.staff_no).order_by(Teacher.id))
    school = one_of(select(School.code).order_by(School.id.desc()))
    draft = done(services.make_scenario, cycle_id, ScenarioDraft("方案乙", time_limit=SEARCH_SECONDS), by=hr).id
    lock = done(services.pin, draft, LockDraft(teacher, LockAction.FORBID, school, "区里已定"), by=hr)
    last = one_of(select(Teacher.staff_no).order_by(Teacher.id.desc()))
    done(services.override_eligibility, cycle_id, OverrideDraft(last, False, "支教期间"), by=hr)
    return {"draft_scenario": draft, "lock": lock.id}


def tell_review(proposal_id: int, hr: Identity, principals: dict[int, Identity], keep: Keep) -> dict[str, int]:
    """Ask the principals, have all of them answer with one objection, and keep both moments."""
    done(services.submit_for_review, proposal_id, version_of(Proposal, proposal_id), UNTIL, by=hr)
    keep("in_review")
    rows = select(PrincipalReview.id, PrincipalReview.school_id).where(PrincipalReview.proposal_id == proposal_id)
    asked = {school: review for review, school in reading().execute(rows)}
    reading().rollback()
    objected = 0
    for school, review in asked.items():
        who = principals[school]
        item = one_of(select(ReviewItem.id).where(ReviewItem.review_id == review))
        if not objected:
            draft = AnswerDraft(Answer.OBJECT, "明年六月前走不开", "改派同学科其他老师")
            done(services.answer_item, item, version_of(ReviewItem, item), draft, by=who)
            objected = item
        done(services.agree_to_rest, review, by=who)
        if school == list(asked)[-1]:
            keep("last_answer")
        done(services.send_review, review, version_of(PrincipalReview, review), by=who)
    keep("answered")
    return {"item": objected, **{f"review_of_{school}": review for school, review in asked.items()}}


def tell_decision(proposal_id: int, item: int, people: dict[str, Player], keep: Keep) -> int:
    """Reply, submit, approve; one teacher objects to the own result, rightly. Returns the objection."""
    hr, leader = people["district_hr"].identity, people["leader"].identity
    done(services.reply, item, version_of(ReviewItem, item), ReplyDraft(Reply.KEPT, "确有需要"), by=hr)
    keep("replied")
    done(services.submit_for_decision, proposal_id, version_of(Proposal, proposal_id), by=hr)
    keep("submitted")
    version = version_of(Proposal, proposal_id)
    done(services.approve, proposal_id, version, "同意", objection_deadline=UNTIL, by=leader)
    cycle = one_of(select(Proposal.cycle_id).where(Proposal.id == proposal_id))
    done(services.object_to_result, cycle, "家里老人需要照顾", by=people["teacher_b"].identity)
    keep("decided")
    objection = int(one_of(select(Objection.id)))
    done(services.answer_objection, objection, version_of(Objection, objection), True, "情况属实", by=hr)
    keep("upheld")
    with transaction() as tx:  # the days in which others could object have passed
        tx.get_one(RotationCycle, cycle).objection_deadline = ON - timedelta(days=1)
    keep("settled")
    return objection
