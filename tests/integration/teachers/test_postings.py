from datetime import date

import pytest
from sqlalchemy.orm import Session

from core.errors import Invalid
from policy.vocabulary import Stage
from teachers import queries, services
from teachers.vocabulary import PostingDraft
from tests.support.builders import DAY, SYSTEM, make_school, make_teacher, move_teacher


def test_a_new_posting_ends_the_one_before_it_the_day_before(tx: Session) -> None:
    here, there = make_school(tx), make_school(tx)
    teacher = make_teacher(tx, school=here)
    move_teacher(tx, teacher, there, on=DAY)
    newest, oldest = queries.postings_of(tx, teacher.id)
    assert (oldest.valid_to, newest.valid_from, newest.valid_to) == (date(2026, 8, 31), DAY, None)
    assert queries.school_id_on(tx, teacher.id, date(2026, 8, 31)) == here.id
    assert queries.school_id_on(tx, teacher.id, DAY) == there.id


def test_the_month_of_joining_is_kept_at_the_same_school_and_new_at_another(tx: Session) -> None:
    here, there = make_school(tx), make_school(tx)
    teacher = make_teacher(tx, school=here, since=date(2015, 9, 1))
    same = move_teacher(tx, teacher, here, on=date(2020, 9, 1), subject="数学")
    other = move_teacher(tx, teacher, there, on=DAY)
    assert (same.joined_school, other.joined_school) == ("2015-09", "2026-09")


def test_a_posting_that_shares_a_day_with_another_is_refused(tx: Session) -> None:
    teacher = make_teacher(tx, since=DAY)
    with pytest.raises(Invalid) as refusal:
        move_teacher(tx, teacher, make_school(tx), on=date(2026, 8, 1))
    assert refusal.value.field == "valid_from"


def test_a_posting_at_a_stage_the_school_has_not_is_refused(tx: Session) -> None:
    school = make_school(tx)
    draft = PostingDraft(school_id=school.id, stage=Stage.SENIOR, subject="物理", valid_from=DAY)
    with pytest.raises(Invalid) as refusal:
        services.post_teacher(tx, make_teacher(tx), draft, by=SYSTEM, on=DAY)
    assert refusal.value.field == "stage"


def test_who_leaves_before_a_posting_begins_never_begins_it(tx: Session) -> None:
    here, there = make_school(tx), make_school(tx)
    teacher = make_teacher(tx, school=here)
    move_teacher(tx, teacher, there, on=DAY)
    services.leave(tx, teacher, reason="调离", version=teacher.version, by=SYSTEM, on=date(2026, 7, 10))
    (last,) = queries.postings_of(tx, teacher.id)
    assert (last.school_id, last.valid_to) == (here.id, date(2026, 7, 10))


def test_a_posting_taken_back_lets_the_one_before_it_go_on(tx: Session) -> None:
    here, there, third = make_school(tx), make_school(tx), make_school(tx)
    teacher = make_teacher(tx, school=here)
    first = move_teacher(tx, teacher, there, on=DAY)
    later = move_teacher(tx, teacher, third, on=date(2027, 2, 1))
    services.withdraw_posting(tx, first, "暂不交流", version=first.version, by=SYSTEM, on=date(2026, 7, 10))
    newest, oldest = queries.postings_of(tx, teacher.id)
    assert (newest.id, oldest.school_id, oldest.valid_to) == (later.id, here.id, date(2027, 1, 31))
    services.withdraw_posting(tx, later, "暂不交流", version=later.version, by=SYSTEM, on=date(2026, 7, 10))
    (only,) = queries.postings_of(tx, teacher.id)
    assert only.valid_to is None


def test_a_posting_that_has_begun_is_ended_not_taken_back(tx: Session) -> None:
    teacher = make_teacher(tx, school=make_school(tx))
    posting = move_teacher(tx, teacher, make_school(tx), on=DAY)
    with pytest.raises(Invalid):
        services.withdraw_posting(tx, posting, "有误", version=posting.version, by=SYSTEM, on=DAY)
    with pytest.raises(Invalid) as refusal:
        services.withdraw_posting(tx, posting, " ", version=posting.version, by=SYSTEM, on=date(2026, 7, 10))
    assert refusal.value.field == "reason"


def test_a_school_sees_who_comes_and_who_leaves(tx: Session) -> None:
    here, there = make_school(tx), make_school(tx)
    before = date(2026, 7, 10)
    teacher, stays, gone = (make_teacher(tx, school=here) for _ in range(3))
    move_teacher(tx, teacher, there, on=DAY)
    move_teacher(tx, stays, here, on=DAY, subject="数学")
    services.end_posting(tx, queries.postings_of(tx, gone.id)[0], date(2026, 7, 31), by=SYSTEM, on=before)
    first, second = queries.changes_ahead(tx, here.id, before)
    assert (first.staff_no, first.comes, first.day, first.other) == (gone.staff_no, False, date(2026, 7, 31), None)
    assert (second.staff_no, second.comes, second.day) == (teacher.staff_no, False, date(2026, 8, 31))
    assert second.other is not None
    assert second.other.school_id == there.id
    (comes,) = queries.changes_ahead(tx, there.id, before)
    assert (comes.staff_no, comes.comes, comes.day) == (teacher.staff_no, True, DAY)
    assert queries.changes_ahead(tx, here.id, DAY) == []
    assert queries.changes_ahead(tx, there.id, DAY) == []
