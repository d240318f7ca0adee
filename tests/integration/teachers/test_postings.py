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
