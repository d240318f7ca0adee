"""Postings in the credit bank: written once, in balance, with the conversion they used; undone only by new ones."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from accounts.identity import Identity
from training.models import CreditEntry, CreditTransaction, TrainingRecord
from training.queries import booking_for
from training.rules import booking, conversion_on, cycle_of, reversal
from training.vocabulary import Account, Ledger, Line


def book(tx: Session, row: TrainingRecord, *, by: Identity, on: date) -> Fraction:
    """Book the hours and credits of a record into the cycle its last day lies in; return the credits."""
    conversion = conversion_on(row.kind, row.end_on)
    entry = CreditTransaction(
        record_id=row.id,
        teacher_id=row.teacher_id,
        cycle_from=cycle_of(row.end_on).start,
        kind=row.kind,
        category=row.category,
        earned_on=row.end_on,
        hours_per_credit=conversion.hours_per_credit,
        policy_from=conversion.effective_from,
        policy_source=conversion.source,
        booked_by=by.user_id,
        booked_on=on,
    )
    lines = booking(row.hours, conversion)
    _post(tx, entry, lines)
    return next(line.worth for line in lines if (line.ledger, line.account) == (Ledger.CREDITS, Account.TEACHER))


def unbook(tx: Session, row: TrainingRecord, reason: str, *, by: Identity, on: date) -> None:
    """Book the opposite of a record's booking, with the same conversion; the booking itself stays."""
    booked = booking_for(tx, row.id)
    if booked is None:
        raise LookupError(f"record {row.id} was never booked")
    entry = CreditTransaction(
        record_id=row.id,
        reverses_id=booked.id,
        teacher_id=booked.teacher_id,
        cycle_from=booked.cycle_from,
        kind=booked.kind,
        category=booked.category,
        earned_on=booked.earned_on,
        hours_per_credit=booked.hours_per_credit,
        policy_from=booked.policy_from,
        policy_source=booked.policy_source,
        reason=reason,
        booked_by=by.user_id,
        booked_on=on,
    )
    lines = tuple(Line(line.ledger, line.account, line.amount, line.denominator) for line in booked.entries)
    _post(tx, entry, reversal(lines))


def _post(tx: Session, entry: CreditTransaction, lines: Iterable[Line]) -> None:
    tx.add(entry)
    tx.flush()
    for line in lines:
        tx.add(
            CreditEntry(
                transaction_id=entry.id,
                ledger=line.ledger,
                account=line.account,
                teacher_id=entry.teacher_id if line.account is Account.TEACHER else None,
                category=entry.category,
                cycle_from=entry.cycle_from,
                earned_on=entry.earned_on,
                amount=line.amount,
                denominator=line.denominator,
            )
        )
    tx.flush()
