from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from core.db import db, reading, transaction
from core.errors import Conflict, Invalid
from tests.integration.training.people import ON, Cast, again, approved
from training import queries, services
from training.models import CreditEntry, CreditTransaction, TrainingRecord
from training.rules import credits_for, cycle_of
from training.vocabulary import ActivityKind, Category, Ledger, RecordState


def is_sound() -> bool:
    tx = reading()
    return queries.unbalanced(tx) == [] and queries.records_out_of_step(tx) == []


def reverse(row: TrainingRecord, cast: Cast, reason: str = "证书系误发") -> None:
    with transaction() as tx:
        services.reverse(tx, tx.get_one(TrainingRecord, row.id), again(row).version, reason, by=cast.hr, on=ON)


def test_a_booking_keeps_the_conversion_and_the_policy_it_used(cast: Cast) -> None:
    row = approved(cast.teacher, cast, kind=ActivityKind.ONLINE, hours=500)
    entry = reading().execute(select(CreditTransaction)).scalar_one()
    assert (entry.record_id, entry.hours_per_credit, entry.kind) == (row.id, 20, ActivityKind.ONLINE)
    assert entry.policy_from == date(2016, 1, 1)
    assert "学分管理办法" in entry.policy_source
    (booking,) = queries.bookings_of(reading(), row.teacher_id, cycle_of(ON))
    assert [booking.hours, booking.credits, booking.title] == [5, Fraction(1, 4), row.title]
    assert is_sound()


def test_a_reversal_is_a_second_booking_and_the_first_stays(cast: Cast) -> None:
    row = approved(cast.teacher, cast)
    reverse(row, cast)
    standing = queries.standing_of(reading(), row.teacher_id, on=ON)
    assert [standing.earned, standing.hours] == [0, 0]
    first, second = reading().execute(select(CreditTransaction).order_by(CreditTransaction.id)).scalars()
    assert (first.reverses_id, second.reverses_id, second.reason) == (None, first.id, "证书系误发")
    assert again(row).state is RecordState.REVERSED
    assert is_sound()
    with pytest.raises(Conflict):
        reverse(row, cast)
    approved(cast.teacher, cast)  # the activity may be logged again
    assert queries.standing_of(reading(), row.teacher_id, on=ON).earned == Fraction(4, 5)


def test_a_reversal_needs_a_reason(cast: Cast) -> None:
    row = approved(cast.teacher, cast)
    with pytest.raises(Invalid):
        reverse(row, cast, " ")
    assert again(row).state is RecordState.APPROVED


@pytest.mark.parametrize("table", ["credit_entry", "credit_transaction"])
@pytest.mark.parametrize("act", ["UPDATE {table} SET earned_on = '2020-01-01'", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_what_was_booked(cast: Cast, table: str, act: str) -> None:
    approved(cast.teacher, cast)
    with pytest.raises(DatabaseError, match="only added to"), db.engine.begin() as connection:
        connection.execute(text(act.format(table=table)))
    assert is_sound()


def test_credits_go_to_the_cycle_of_the_activity(cast: Cast) -> None:
    day = date(2025, 12, 20)
    row = approved(cast.teacher, cast, start_on=day, end_on=day)
    assert queries.standing_of(reading(), row.teacher_id, on=ON).earned == 0
    assert queries.standing_of(reading(), row.teacher_id, on=day).earned == Fraction(4, 5)


def test_an_unbalanced_transaction_is_found(cast: Cast) -> None:
    row = approved(cast.teacher, cast)
    with transaction() as tx:
        entry = tx.execute(select(CreditTransaction)).scalar_one()
        tx.add(
            CreditEntry(
                transaction_id=entry.id,
                ledger=Ledger.HOURS,
                account="teacher",
                teacher_id=row.teacher_id,
                category=row.category,
                cycle_from=entry.cycle_from,
                earned_on=row.end_on,
                amount=1,
                denominator=100,
            )
        )
    assert queries.unbalanced(reading()) == [entry.id]
    assert queries.records_out_of_step(reading()) == [row.id]


ACTIVITIES = st.lists(
    st.tuples(st.sampled_from(ActivityKind), st.sampled_from(list(Category)[:3]), st.integers(1, 800), st.booleans()),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTIVITIES)
def test_the_bank_holds_exactly_the_approved_records(
    cast: Cast, activities: list[tuple[ActivityKind, Category, int, bool]]
) -> None:
    before = queries.standing_of(reading(), _teacher(cast), on=ON)
    number = len(reading().execute(select(TrainingRecord.id)).all())
    credits, hours = before.earned, before.hours
    for index, (kind, category, amount, keep) in enumerate(activities):
        title, day = f"第{number + index}次研修", ON - timedelta(days=number + index)
        days = {"start_on": day, "end_on": day}  # a day of its own: one holds no more hours than count
        row = approved(cast.teacher, cast, kind=kind, category=category, hours=amount, title=title, **days)
        if keep:
            credits, hours = credits + credits_for(kind, amount, ON), hours + Fraction(amount, 100)
        else:
            reverse(row, cast)
    after = queries.standing_of(reading(), _teacher(cast), on=ON)
    assert (after.earned, after.hours) == (credits, hours)
    assert is_sound()


def _teacher(cast: Cast) -> int:
    assert cast.teacher.teacher_id is not None
    return cast.teacher.teacher_id
