"""Verbs on training records and on the credit bank; every one checks, changes, books and records in one transaction."""

from training.services.deciding import Choice, Outcome, approve, approve_district, approve_school, return_records
from training.services.keeping import attach, change, delete_draft, detach, log, submit, withdraw
from training.services.reversing import reverse
from training.services.rosters import Entry, enter

__all__ = [
    "Choice",
    "Entry",
    "Outcome",
    "approve",
    "approve_district",
    "approve_school",
    "attach",
    "change",
    "delete_draft",
    "detach",
    "enter",
    "log",
    "return_records",
    "reverse",
    "submit",
    "withdraw",
]
