"""An approved plan carried into the register: who is posted, who is left out, and that it is done once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from accounts.identity import Identity
from accounts.permissions import Permission
from core.audit import AuditEntry
from core.clock import instant
from core.db import reading, transaction
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from core.notices import Notice
from rotation import queries, services
from rotation.models.cycles import Preference, RotationCycle
from rotation.models.plans import PlanLock, Proposal, Scenario
from rotation.models.reviews import Objection
from rotation.vocabulary.drafts import CarryDraft, CycleDraft
from rotation.vocabulary.pages import CarryPage
from rotation.vocabulary.states import CarryState, CycleState, ObjectionState
from teachers import queries as register
from teachers import services as files
from teachers.models import Posting, School, Teacher
from tests.integration.carrying.conftest import FIRST_DAY, OVER, TODAY, Decided
from tests.integration.rotation.acting import done, fresh
from tests.support.builders import move_teacher

LAST_DAY = FIRST_DAY - timedelta(days=1)


def page_of(decided: Decided, first_day: date | None = None) -> CarryPage:
    """Return the plan against the register as it is now."""
    reading().rollback()
    reading().expire_all()
    return queries.carry_page(reading(), decided.proposal_id, decided.hr, first_day=first_day, on=TODAY)


def carry(
    decided: Decided, page: CarryPage | None = None, *, by: Identity | None = None, on: date = TODAY
) -> CarryPage:
    """Carry over what a page showed, as district HR unless somebody else is named."""
    seen = page or page_of(decided)
    draft = CarryDraft(seen.first_day, seen.seal)
    answer: CarryPage = done(services.carry_over, decided.proposal_id, seen.version, draft, by=by or decided.hr, on=on)
    return answer


def postings(decided: Decided, mover: int) -> list[Posting]:
    """Return the postings of a mover, newest first."""
    reading().rollback()
    reading().expire_all()
    return list(register.postings_of(reading(), decided.movers[mover]))


def entries(event: str) -> list[AuditEntry]:
    """Return the acts of a kind, oldest first."""
    reading().rollback()
    rows = select(AuditEntry).where(AuditEntry.event == event).order_by(AuditEntry.seq)
    return list(reading().execute(rows).scalars())


def told(user_id: int) -> list[Notice]:
    """Return what somebody was told."""
    reading().rollback()
    rows = select(Notice).where(Notice.user_id == user_id).order_by(Notice.id)
    return list(reading().execute(rows).scalars())


def test_everybody_ready_gets_a_posting_and_the_old_one_ends_the_day_before(decided: Decided) -> None:
    begun = len(entries("posting.begun"))
    page = carry(decided)
    assert (page.ready, page.there, page.barred) == (4, 0, 0)
    new, old = postings(decided, 0)
    assert (old.school_id, old.valid_to) == (decided.home, LAST_DAY)
    assert (new.school_id, new.valid_from, new.valid_to) == (decided.target, FIRST_DAY, None)
    assert (new.joined_school, new.fte) == ("2026-09", 80), "joined with the first day; the share as in the file"
    assert (new.subject, new.second_subject) == ("语文", "品德")
    second = postings(decided, 1)[0]
    assert (second.subject, second.second_subject) == ("品德", "语文"), "what is taught there comes first"
    acts = entries("posting.begun")[begun:]
    assert {entry.subject_key for entry in acts} == {str(mover) for mover in decided.movers}
    assert all("2026轮岗年度" in entry.details["reason"] for entry in acts)
    (act,) = entries("proposal.carried")
    assert act.subject_key == str(decided.proposal_id)
    facts = {"first_day": "2026-09-01", "carried": 4, "there": 0, "left_out": []}
    assert act.details["facts"] == facts


def test_until_the_first_day_every_list_shows_the_old_school(decided: Decided) -> None:
    carry(decided)
    reading().rollback()
    mover = decided.movers[0]
    for day, school in ((TODAY, decided.home), (LAST_DAY, decided.home), (FIRST_DAY, decided.target)):
        assert register.school_id_on(reading(), mover, day) == school
        (person,) = [found for found in register.teachers_on(reading(), day) if found.id == mover]
        assert person.school_id == school
        wish = register.TeacherWish(school_id=school)
        rows = reading().execute(register.teacher_rows(decided.hr, Permission.TEACHER_READ, wish, on=day)).all()
        assert mover in {row.id for row in rows}
        assert register.staff_counts(reading(), [school], day)[school][0] == len(decided.movers)
    file = register.teacher_file(reading(), reading().get_one(Teacher, mover), TODAY)
    assert file.posting is not None
    assert file.coming is not None
    assert (file.posting.school_id, file.coming.school_id) == (decided.home, decided.target)


def test_done_again_it_finds_everybody_there_and_does_nothing(decided: Decided) -> None:
    carry(decided)
    seen = fresh(Proposal, decided.proposal_id).version
    notices = reading().execute(select(func.count()).select_from(Notice)).scalar_one()
    again = carry(decided)
    assert (again.ready, again.there) == (0, 4)
    assert not again.is_offered
    assert len(entries("proposal.carried")) == 1
    assert fresh(Proposal, decided.proposal_id).version == seen
    assert reading().execute(select(func.count()).select_from(Notice)).scalar_one() == notices
    assert all(len(postings(decided, mover)) == 2 for mover in range(4))


def test_who_cannot_move_is_left_out_with_the_reason_and_carried_later(decided: Decided) -> None:
    with transaction() as tx:
        gone, moved, posted = (tx.get_one(Teacher, decided.movers[place]) for place in (0, 1, 2))
        files.leave(tx, gone, reason="退休", version=gone.version, by=decided.hr, on=TODAY)
        move_teacher(tx, moved, tx.get_one(School, decided.other), on=TODAY)
        move_teacher(tx, posted, tx.get_one(School, decided.target), on=FIRST_DAY)
    page = carry(decided)
    states = {line.move.teacher_id: (line.state, str(line.sentence)) for line in page.lines}
    assert [states[mover][0] for mover in decided.movers] == [
        CarryState.CANNOT,
        CarryState.CANNOT,
        CarryState.THERE,
        CarryState.READY,
    ]
    assert "left the service" in states[decided.movers[0]][1]
    assert "北岭小学" in states[decided.movers[1]][1]
    assert page.ready + page.there + page.barred == len(page.lines)
    assert [row.school_id for row in postings(decided, 1)] == [decided.other, decided.home]
    (act,) = entries("proposal.carried")
    assert len(act.details["facts"]["left_out"]) == 2
    with transaction() as tx:
        back = tx.get_one(Teacher, decided.movers[0])
        files.take_back(tx, back, reason="返聘", version=back.version, by=decided.hr, on=TODAY)
    assert page_of(decided).barred == 2, "the posting has ended: that is for the file"


def test_a_move_whose_objection_was_upheld_is_left_out(decided: Decided) -> None:
    add_objection(decided, ObjectionState.UPHELD)
    page = carry(decided)
    assert (page.ready, page.barred, page.upheld) == (3, 1, 1)
    assert len(postings(decided, 0)) == 1


def test_a_school_that_closes_takes_nobody(decided: Decided) -> None:
    with transaction() as tx:
        school = tx.get_one(School, decided.target)
        files.close_school(tx, school, version=school.version, by=decided.hr, on=FIRST_DAY)
    assert page_of(decided).barred == 4
    assert page_of(decided, LAST_DAY).ready == 4, "it is still open then"


def test_nothing_is_carried_while_teachers_may_object(decided: Decided) -> None:
    with pytest.raises(Conflict):
        carry(decided, on=OVER)
    add_objection(decided, ObjectionState.OPEN)
    refusal = page_of(decided).refusal
    assert refusal is not None
    assert "no answer yet" in str(refusal)
    with pytest.raises(Conflict):
        carry(decided)
    assert len(postings(decided, 0)) == 1


def test_nothing_is_carried_in_a_closed_cycle(decided: Decided) -> None:
    done(services.close_cycle, decided.cycle_id, 1, "全部办结", by=decided.hr)
    with pytest.raises(Conflict):
        carry(decided)


def test_a_day_far_from_the_cycle_was_mistyped(decided: Decided) -> None:
    page = page_of(decided, date(2062, 9, 1))
    assert page.refusal is not None
    with pytest.raises(Invalid) as refused:
        carry(decided, page)
    assert refused.value.field == "first_day"


def test_what_changed_since_it_was_shown_is_shown_again_first(decided: Decided) -> None:
    page = page_of(decided)
    with transaction() as tx:
        gone = tx.get_one(Teacher, decided.movers[0])
        files.leave(tx, gone, reason="退休", version=gone.version, by=decided.hr, on=TODAY)
    with pytest.raises(Conflict) as refused:
        carry(decided, page)
    assert "changed since" in str(refused.value.message)
    assert len(postings(decided, 1)) == 1


def test_only_district_hr_carries(decided: Decided) -> None:
    page = page_of(decided)
    for who in ("leader", "clerk", "principal", "mover"):
        with pytest.raises(NotAllowed):
            carry(decided, page, by=decided.people[who])
    assert not queries.carry_page(reading(), decided.proposal_id, decided.people["leader"], on=TODAY).is_offered
    with pytest.raises(NotFound):
        queries.carry_page(reading(), decided.proposal_id, decided.people["clerk"], on=TODAY)


def test_those_concerned_are_told_once(decided: Decided) -> None:
    carry(decided)
    carry(decided)
    (mine,) = told(decided.people["mover"].user_id)
    assert "西山小学" in str(mine.message)
    assert "1 Sep 2026" in str(mine.message)
    (clerk,) = told(decided.people["clerk"].user_id)
    assert (clerk.facts["comes"], clerk.facts["leaves"], clerk.link) == ("4", "0", f"/schools/{decided.target}")
    (principal,) = told(decided.people["principal"].user_id)
    assert (principal.facts["comes"], principal.facts["leaves"]) == ("0", "4")
    (leader,) = told(decided.people["leader"].user_id)
    assert leader.facts["carried"] == "4"
    assert not told(decided.people["elsewhere"].user_id)
    assert not told(decided.people["hr2"].user_id), "who works on it sees it on the page of the cycle"


def test_a_carried_plan_stands(decided: Decided) -> None:
    add_objection(decided, ObjectionState.UPHELD)
    version = fresh(RotationCycle, decided.cycle_id).version
    assert "cycle.reopened" in queries.cycle_page(reading(), decided.cycle_id, decided.hr, on=TODAY).may
    carry(decided)
    page = queries.cycle_page(reading(), decided.cycle_id, decided.hr, on=TODAY)
    assert "cycle.reopened" not in page.may
    assert [todo.endpoint for todo in page.todos] == ["rotation.close_cycle"]
    with pytest.raises(Conflict) as refused:
        done(services.reopen_cycle, decided.cycle_id, version, "改派", by=decided.hr)
    assert "carried into the register" in str(refused.value.message)
    later = CycleDraft("2026轮岗年度", 2026, FIRST_DAY, objection_deadline=TODAY + timedelta(days=9))
    with pytest.raises(Invalid) as kept:
        done(services.change_cycle, decided.cycle_id, version, later, by=decided.hr)
    assert kept.value.field == "objection_deadline"
    same = CycleDraft("2026年度", 2026, FIRST_DAY, objection_deadline=OVER)
    done(services.change_cycle, decided.cycle_id, version, same, by=decided.hr)
    assert fresh(RotationCycle, decided.cycle_id).state is CycleState.DECIDED


def test_pages_tell_what_was_carried_and_what_is_left(decided: Decided) -> None:
    page = queries.cycle_page(reading(), decided.cycle_id, decided.hr, on=TODAY)
    assert [todo.endpoint for todo in page.todos] == ["rotation.carry_over"]
    own = queries.own_rotation(reading(), decided.people["mover"], on=TODAY)
    assert own is not None
    assert own.posted_from is None
    add_objection(decided, ObjectionState.UPHELD, mover=3)
    carry(decided)
    page = queries.cycle_page(reading(), decided.cycle_id, decided.hr, on=TODAY)
    assert page.plan is not None
    assert (page.plan.there, page.plan.barred, page.plan.carried_first_day) == (3, 1, FIRST_DAY)
    own = queries.own_rotation(reading(), decided.people["mover"], on=TODAY)
    assert own is not None
    assert own.posted_from == FIRST_DAY


def test_the_year_is_not_called_done_while_somebody_is_left_out(decided: Decided) -> None:
    with transaction() as tx:
        gone = tx.get_one(Teacher, decided.movers[0])
        files.leave(tx, gone, reason="退休", version=gone.version, by=decided.hr, on=TODAY)
    carry(decided)
    reading().rollback()
    first, last = queries.cycle_page(reading(), decided.cycle_id, decided.hr, on=TODAY).todos
    assert (first.endpoint, last.endpoint) == ("rotation.carry_over", "rotation.close_cycle")
    assert first.label.facts == {"count": 1}
    assert "done" not in str(last.label)


def test_the_pages_of_the_cycle_still_tell_where_people_were(decided: Decided) -> None:
    mover = decided.movers[0]
    with transaction() as tx:
        wish = Preference(cycle_id=decided.cycle_id, teacher_id=mover, school_id=decided.other, rank=1)
        wish.filed_at = instant()
        scenario = tx.execute(select(Scenario)).scalar_one()
        tx.add_all([wish, PlanLock(scenario_id=scenario.id, teacher_id=mover, action="stay", created_at=instant())])
        number = scenario.id
    carry(decided)
    (line,), _ = queries.preference_list(reading(), decided.cycle_id, decided.hr)
    (lock,) = queries.scenario_page(reading(), number, decided.hr).locks
    assert line.school is not None
    assert lock.home is not None
    assert (line.school.id, lock.home.id) == (decided.home, decided.home)


def test_a_posting_taken_back_leaves_the_teacher_where_they_were(decided: Decided) -> None:
    carry(decided)
    posting = postings(decided, 0)[0]
    with transaction() as tx:
        row = tx.get_one(Posting, posting.id)
        files.withdraw_posting(tx, row, "孕期，缓交流", version=row.version, by=decided.hr, on=TODAY)
    (old,) = postings(decided, 0)
    assert (old.school_id, old.valid_to, old.joined_school) == (decided.home, None, "2015-09")
    page = page_of(decided)
    assert (page.ready, page.there) == (1, 3)
    assert page.first_day == FIRST_DAY
    assert "taken back" in str(told(decided.people["mover"].user_id)[-1].message)


def add_objection(decided: Decided, state: ObjectionState, *, mover: int = 0) -> None:
    """Have a mover object to the result, and the objection stand like this."""
    with transaction() as tx:
        tx.add(
            Objection(
                proposal_id=decided.proposal_id,
                teacher_id=decided.movers[mover],
                reason="家中有事",
                state=state,
                filed_at=instant(),
            )
        )
