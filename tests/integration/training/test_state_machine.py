from datetime import date
from fractions import Fraction

import pytest

from accounts.identity import Identity
from core.audit import Subject, timeline
from core.db import reading, transaction
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from core.files import files_by_owner
from core.notices import of_user
from tests.integration.training.people import (
    ON,
    Cast,
    a_draft,
    again,
    approved,
    attach,
    change,
    choice,
    detach,
    logged,
    submit,
    submitted,
    withdraw,
)
from training import queries, services
from training.models import TrainingRecord
from training.services import Choice, Outcome
from training.vocabulary import ActivityKind, Category, RecordState


def decide(verb: object, row: TrainingRecord, by: Identity) -> Outcome:
    with transaction() as tx:
        (outcome,) = verb(tx, [choice(row)], by=by, on=ON)  # type: ignore[operator]
        return outcome  # type: ignore[no-any-return]


def returned(row: TrainingRecord, by: Identity, reason: str = "缺证书") -> Outcome:
    with transaction() as tx:
        return services.return_records(tx, [choice(row)], reason, by=by, on=ON)[0]


def told(identity: Identity) -> list[str]:
    return [str(notice.message) for notice in reading().execute(of_user(identity.user_id)).scalars()]


def events(row: TrainingRecord) -> list[str]:
    return [entry.event for entry in reversed(timeline(reading(), Subject.of("training_record", row.id)))]


def test_the_whole_way_books_credits_and_tells_only_the_end(cast: Cast) -> None:
    row = submitted(cast.teacher)
    assert again(row).state is RecordState.SUBMITTED
    assert decide(services.approve_school, row, cast.principal).done
    row = again(row)
    assert (row.state, row.school_by) == (RecordState.SCHOOL_APPROVED, cast.principal.user_id)
    assert told(cast.teacher) == []
    assert decide(services.approve_district, row, cast.hr).done
    assert again(row).state is RecordState.APPROVED
    assert told(cast.teacher) == ["“初中数学单元整体教学研修” is credited with 0.8 credits."]
    standing = queries.standing_of(reading(), row.teacher_id, on=ON)
    assert standing.line(Category.REQUIRED_PROFESSIONAL).earned == Fraction(4, 5)
    assert standing.hours == 8
    assert events(row) == [
        "training.logged",
        "file.stored",
        "training.submitted",
        "training.school_approved",
        "training.approved",
    ]


def test_a_returned_record_is_mended_and_handed_in_again(cast: Cast) -> None:
    row = submitted(cast.teacher)
    assert returned(row, cast.clerk).done
    row = again(row)
    assert (row.state, row.reason) == (RecordState.RETURNED, "缺证书")
    assert told(cast.teacher) == ["“初中数学单元整体教学研修” was returned: 缺证书"]
    change(row, cast.teacher, hours=600)
    submit(row, cast.teacher)
    row = again(row)
    assert (row.state, row.hours, row.reason) == (RecordState.SUBMITTED, 600, "")


def test_the_district_may_return_too(cast: Cast) -> None:
    row = submitted(cast.teacher)
    decide(services.approve_school, row, cast.principal)
    assert returned(again(row), cast.hr, "学时与证书不符").done
    submit(row, cast.teacher)
    row = again(row)
    assert (row.state, row.school_by) == (RecordState.SUBMITTED, None)  # the school looks again


def test_a_return_needs_a_reason(cast: Cast) -> None:
    row = submitted(cast.teacher)
    with pytest.raises(Invalid), transaction() as tx:
        services.return_records(tx, [choice(row)], " ", by=cast.clerk, on=ON)
    assert again(row).state is RecordState.SUBMITTED


def test_what_is_under_review_cannot_be_changed_but_taken_back(cast: Cast) -> None:
    row = submitted(cast.teacher)
    with pytest.raises(Conflict):
        change(row, cast.teacher, hours=100)
    withdraw(row, cast.teacher)
    outcome = decide(services.approve_school, row, cast.principal)
    assert not outcome.done
    assert "Somebody was faster" in str(outcome.message)
    submit(row, cast.teacher)
    assert again(row).state is RecordState.SUBMITTED


def test_credited_records_can_neither_be_changed_nor_withdrawn(cast: Cast) -> None:
    row = approved(cast.teacher, cast)
    for act in (change, withdraw, detach, attach):
        with pytest.raises(Conflict):
            act(row, cast.teacher)


def test_two_tabs_never_overwrite_each_other(cast: Cast) -> None:
    row = logged(cast.teacher)
    seen = row.version
    with transaction() as tx:
        services.change(tx, tx.get_one(TrainingRecord, row.id), a_draft(hours=700), seen, by=cast.teacher, on=ON)
    with pytest.raises(Conflict), transaction() as tx:
        services.change(tx, tx.get_one(TrainingRecord, row.id), a_draft(hours=600), seen, by=cast.teacher, on=ON)
    assert again(row).hours == 700


def test_the_same_activity_is_logged_once(cast: Cast) -> None:
    row = submitted(cast.teacher)
    for title in ("初中数学单元整体教学研修", "初中数学　单元整体教学研修。"):
        with pytest.raises(Invalid) as refusal, transaction() as tx:
            services.log(tx, a_draft(title=title), by=cast.teacher, on=ON)
        assert refusal.value.field == "title"
    with transaction() as tx:
        services.log(tx, a_draft(), by=cast.colleague, on=ON)
        services.log(tx, a_draft(start_on=date(2026, 6, 11), end_on=date(2026, 6, 11)), by=cast.teacher, on=ON)
    withdraw(row, cast.teacher)
    logged(cast.teacher)
    with pytest.raises(Invalid):  # the one taken back cannot come in beside the new one
        submit(row, cast.teacher)


def test_a_course_is_not_handed_in_without_its_certificate(cast: Cast) -> None:
    with transaction() as tx:
        row = services.log(tx, a_draft(), by=cast.teacher, on=ON)
    with pytest.raises(Invalid) as refusal:
        submit(row, cast.teacher)
    assert refusal.value.field == "files"


def test_evidence_is_limited_and_can_be_taken_out_of_a_draft(cast: Cast) -> None:
    row = logged(cast.teacher)
    with pytest.raises(Invalid):
        attach(row, cast.teacher, count=5)
    detach(row, cast.teacher)
    assert files_by_owner(reading(), "training_record", [row.id]) == {str(row.id): []}


def test_nobody_approves_an_own_record(cast: Cast) -> None:
    row = submitted(cast.clerk)
    outcome = decide(services.approve, row, cast.clerk)
    assert not outcome.done
    assert "own training record" in str(outcome.message)
    assert again(row).state is RecordState.SUBMITTED
    assert decide(services.approve, row, cast.principal).done


def test_a_principals_own_record_goes_to_the_district(cast: Cast) -> None:
    row = submitted(cast.principal)
    assert again(row).district_only
    for decider in (cast.clerk, cast.principal):
        assert not decide(services.approve, row, decider).done
        assert not returned(row, decider).done
    assert decide(services.approve, row, cast.hr).done
    assert again(row).state is RecordState.APPROVED


def test_one_person_does_not_decide_at_both_steps(cast: Cast) -> None:
    both = Identity(cast.hr.user_id, "T0007", "陈7", cast.hr.roles | cast.principal.roles, cast.school, None)
    row = submitted(cast.teacher)
    assert decide(services.approve, row, both).done
    outcome = decide(services.approve, again(row), both)
    assert not outcome.done
    assert "somebody else decides" in str(outcome.message)
    assert decide(services.approve, again(row), cast.second_hr).done


def test_records_of_other_schools_do_not_exist_for_a_school(cast: Cast) -> None:
    row = submitted(cast.teacher)
    for stranger in (cast.other_clerk, cast.teacher, cast.colleague, cast.auditor, cast.sysadmin):
        outcome = decide(services.approve, row, stranger)
        assert not outcome.done
        assert str(outcome.message) == "There is nothing at this address." or stranger.teacher_id == row.teacher_id
    assert again(row).state is RecordState.SUBMITTED


def test_the_district_does_not_jump_the_school(cast: Cast) -> None:
    row = submitted(cast.teacher)
    outcome = decide(services.approve_district, row, cast.hr)
    assert not outcome.done
    assert "by the school" in str(outcome.message)


def test_who_may_read_a_record(cast: Cast) -> None:
    draft, sent = logged(cast.colleague), submitted(cast.teacher)
    tx = reading()
    for reader in (cast.teacher, cast.clerk, cast.principal, cast.hr, cast.auditor):
        assert queries.visible_record(tx, sent.id, reader, on=ON).id == sent.id
    for stranger in (cast.colleague, cast.elsewhere, cast.other_clerk, cast.sysadmin):
        with pytest.raises(NotFound):
            queries.visible_record(tx, sent.id, stranger, on=ON)
    assert queries.visible_record(tx, draft.id, cast.colleague, on=ON).id == draft.id
    for other in (cast.teacher, cast.clerk, cast.principal, cast.hr, cast.auditor):
        with pytest.raises(NotFound):  # a draft is nobody's business yet
            queries.visible_record(tx, draft.id, other, on=ON)


def test_others_cannot_touch_a_record(cast: Cast) -> None:
    row = logged(cast.teacher)
    for by in (cast.colleague, cast.principal, cast.hr):
        for act in (change, submit, withdraw, attach, detach):
            with pytest.raises(NotAllowed):
                act(row, by)
    with pytest.raises(NotAllowed), transaction() as tx:
        services.log(tx, a_draft(), by=cast.hr, on=ON)


def test_each_row_of_a_bulk_has_its_own_outcome(cast: Cast) -> None:
    good = submitted(cast.teacher)
    foreign = submitted(cast.elsewhere)
    own = submitted(cast.clerk)
    stale = Choice(submitted(cast.colleague).id, 1)
    with transaction() as tx:
        choices = [choice(good), choice(foreign), choice(own), stale, Choice(9999, 1)]
        outcomes = services.approve(tx, choices, by=cast.clerk, on=ON)
    assert {outcome.record_id: outcome.done for outcome in outcomes} == {
        good.id: True,
        foreign.id: False,
        own.id: False,
        stale.record_id: False,
        9999: False,
    }
    assert again(good).state is RecordState.SCHOOL_APPROVED
    assert [again(row).state for row in (foreign, own)] == [RecordState.SUBMITTED] * 2
    assert events(own)[-1] == "training.submitted"


def test_school_based_study_counts_for_the_school_category_whatever_was_chosen(cast: Cast) -> None:
    row = logged(cast.teacher, kind=ActivityKind.SCHOOL_BASED, category=Category.ELECTIVE, title="校本研修")
    assert row.category is Category.SCHOOL


def test_queues_show_each_decider_what_waits_for_them(cast: Cast) -> None:
    first, own = submitted(cast.teacher), submitted(cast.clerk)
    lead = submitted(cast.principal)
    tx = reading()
    assert queries.waiting_count(tx, cast.clerk) == 1
    assert queries.waiting_count(tx, cast.principal) == 2
    assert queries.waiting_count(tx, cast.hr) == 1
    decide(services.approve, first, cast.principal)
    assert queries.waiting_count(reading(), cast.hr) == 2
    assert queries.waiting_count(reading(), cast.other_clerk) == queries.waiting_count(reading(), cast.teacher) == 0
    assert {own.state, lead.state} == {RecordState.SUBMITTED}
