"""The credit bank read: balances by teacher, cycle and category, the bookings behind them, and if it adds up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import ColumnElement, and_, case, extract, func, select
from sqlalchemy.orm import Session, aliased, selectinload

from training.models import CreditEntry, CreditTransaction, TrainingRecord
from training.rules import HUNDREDTHS, cycle_of, standing
from training.vocabulary import Account, Category, Cycle, Ledger, RecordState, Standing


@dataclass(frozen=True, slots=True)
class Booking:
    """One transaction as a teacher reads it: what it was for and what it moved."""

    entry: CreditTransaction
    title: str
    hours: Fraction
    credits: Fraction


_HELD = CreditEntry.account == Account.TEACHER


def standing_of(tx: Session, teacher_id: int, *, on: date) -> Standing:
    """Return a teacher's credits and hours of the cycle a day lies in."""
    return standings_of(tx, [teacher_id], on=on)[teacher_id]


def standings_of(tx: Session, teacher_ids: Sequence[int], *, on: date) -> Mapping[int, Standing]:
    """Return the standings of several teachers in the cycle a day lies in."""
    cycle = cycle_of(on)
    credits, hours = _credits(tx, teacher_ids, cycle), _hours(tx, teacher_ids, cycle)
    return {teacher: standing(credits[teacher], hours[teacher], cycle, on=on) for teacher in teacher_ids}


def _credits(tx: Session, teacher_ids: Sequence[int], cycle: Cycle) -> Mapping[int, Mapping[Category, Fraction]]:
    found: dict[int, dict[Category, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    rows = (
        select(CreditEntry.teacher_id, CreditEntry.category, CreditEntry.denominator, func.sum(CreditEntry.amount))
        .where(_of(teacher_ids, cycle, Ledger.CREDITS))
        .group_by(CreditEntry.teacher_id, CreditEntry.category, CreditEntry.denominator)
    )
    for teacher, category, denominator, amount in tx.execute(rows):
        found[teacher or 0][category] += Fraction(int(amount), denominator)
    return found


def _hours(tx: Session, teacher_ids: Sequence[int], cycle: Cycle) -> Mapping[int, Mapping[int, Fraction]]:
    found: dict[int, dict[int, Fraction]] = defaultdict(dict)
    year = extract("year", CreditEntry.earned_on)
    rows = (
        select(CreditEntry.teacher_id, year, func.sum(CreditEntry.amount))
        .where(_of(teacher_ids, cycle, Ledger.HOURS))
        .group_by(CreditEntry.teacher_id, year)
    )
    for teacher, number, amount in tx.execute(rows):
        found[teacher or 0][int(number)] = Fraction(int(amount), HUNDREDTHS)
    return found


def _of(teacher_ids: Sequence[int], cycle: Cycle, ledger: Ledger) -> ColumnElement[bool]:
    return and_(
        _HELD,
        CreditEntry.teacher_id.in_(teacher_ids),
        CreditEntry.cycle_from == cycle.start,
        CreditEntry.ledger == ledger,
    )


def bookings_of(tx: Session, teacher_id: int, cycle: Cycle) -> list[Booking]:
    """Return the bookings and reversals of a cycle with what each moved, newest first."""
    hours, credits = aliased(CreditEntry), aliased(CreditEntry)
    rows = (
        select(CreditTransaction, TrainingRecord.title, hours.amount, credits.amount, credits.denominator)
        .join(TrainingRecord, TrainingRecord.id == CreditTransaction.record_id)
        .join(hours, _line_of(hours, Ledger.HOURS))
        .join(credits, _line_of(credits, Ledger.CREDITS))
        .where(CreditTransaction.teacher_id == teacher_id, CreditTransaction.cycle_from == cycle.start)
        .order_by(CreditTransaction.id.desc())
    )
    return [
        Booking(entry, title, Fraction(moved, HUNDREDTHS), Fraction(amount, unit))
        for entry, title, moved, amount, unit in tx.execute(rows)
    ]


def credited(tx: Session, record_ids: Sequence[int]) -> Mapping[int, Fraction]:
    """Return the credits each of some records was booked with; records without a booking are left out."""
    rows = (
        select(CreditTransaction.record_id, CreditEntry.amount, CreditEntry.denominator)
        .join(CreditEntry, _line_of(CreditEntry, Ledger.CREDITS))
        .where(CreditTransaction.record_id.in_(record_ids), CreditTransaction.reverses_id.is_(None))
    )
    return {record_id: Fraction(amount, unit) for record_id, amount, unit in tx.execute(rows)}


def booking_for(tx: Session, record_id: int) -> CreditTransaction | None:
    """Return the booking of a record with its lines, None where it was never booked."""
    rows = (
        select(CreditTransaction)
        .where(CreditTransaction.record_id == record_id, CreditTransaction.reverses_id.is_(None))
        .options(selectinload(CreditTransaction.entries))
    )
    return tx.execute(rows).scalar_one_or_none()


def _line_of(side: type[CreditEntry], ledger: Ledger) -> ColumnElement[bool]:
    return and_(side.transaction_id == CreditTransaction.id, side.ledger == ledger, side.account == Account.TEACHER)


# ------------------------------------------------------------------------------------------- does it add up


def unbalanced(tx: Session) -> list[int]:
    """Return the transactions in which a ledger does not come to nothing; none where the bank is sound."""
    rows = (
        select(CreditEntry.transaction_id)
        .group_by(CreditEntry.transaction_id, CreditEntry.ledger, CreditEntry.denominator)
        .having(func.sum(CreditEntry.amount) != 0)
        .distinct()
        .order_by(CreditEntry.transaction_id)
    )
    return list(tx.execute(rows).scalars())


def records_out_of_step(tx: Session) -> list[int]:
    """Return the records whose state and bookings disagree; none where the bank is sound.

    An approved record has its hours in the bank exactly once; every other record has none left in it.
    """
    booked = func.coalesce(func.sum(CreditEntry.amount), 0)
    rows = (
        select(TrainingRecord.id)
        .outerjoin(CreditTransaction, CreditTransaction.record_id == TrainingRecord.id)
        .outerjoin(
            CreditEntry,
            and_(CreditEntry.transaction_id == CreditTransaction.id, CreditEntry.ledger == Ledger.HOURS, _HELD),
        )
        .group_by(TrainingRecord.id, TrainingRecord.state, TrainingRecord.hours)
        .having(booked != case((TrainingRecord.state == RecordState.APPROVED, TrainingRecord.hours), else_=0))
        .order_by(TrainingRecord.id)
    )
    return list(tx.execute(rows).scalars())
