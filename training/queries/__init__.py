"""Reads of training records and of the credit bank; whose rows they may be is settled in `scope`."""

from training.queries.balances import (
    Booking,
    booking_for,
    bookings_of,
    credited,
    records_out_of_step,
    standing_of,
    standings_of,
    unbalanced,
)
from training.queries.records import (
    RecordFilter,
    Sort,
    decidable,
    defaults_for,
    listed,
    own_record,
    own_records,
    own_selection,
    same_activity,
    waiting,
    waiting_count,
)
from training.queries.scope import records_within, step_of, visible_record, visible_records, within_step

__all__ = [
    "Booking",
    "RecordFilter",
    "Sort",
    "booking_for",
    "bookings_of",
    "credited",
    "decidable",
    "defaults_for",
    "listed",
    "own_record",
    "own_records",
    "own_selection",
    "records_out_of_step",
    "records_within",
    "same_activity",
    "standing_of",
    "standings_of",
    "step_of",
    "unbalanced",
    "visible_record",
    "visible_records",
    "waiting",
    "waiting_count",
    "within_step",
]
