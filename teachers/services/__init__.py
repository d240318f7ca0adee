"""The verbs of the register; none of them commits, all of them leave a trace."""

from teachers.services.bulk import FileDraft, change_many, chunks, enrol_many, taken
from teachers.services.corrections import answer_correction, report_error
from teachers.services.credentials import (
    add_certificate,
    change_certificate,
    change_placement,
    end_dual,
    recognise_dual,
    record_placement,
)
from teachers.services.postings import correct_posting, end_posting, post_teacher, withdraw_posting
from teachers.services.schools import add_campus, change_school, close_school, open_school, record_travel
from teachers.services.teachers import change_teacher, enrol_teacher, forget_number, leave, take_back, unmask
from teachers.services.terms import end_conduct, end_deferral, record_conduct, record_deferral, withdraw_deferral
from teachers.services.years import record_year

__all__ = [
    "FileDraft",
    "add_campus",
    "add_certificate",
    "answer_correction",
    "change_certificate",
    "change_many",
    "change_placement",
    "change_school",
    "change_teacher",
    "chunks",
    "close_school",
    "correct_posting",
    "end_conduct",
    "end_deferral",
    "end_dual",
    "end_posting",
    "enrol_many",
    "enrol_teacher",
    "forget_number",
    "leave",
    "open_school",
    "post_teacher",
    "recognise_dual",
    "record_conduct",
    "record_deferral",
    "record_placement",
    "record_travel",
    "record_year",
    "report_error",
    "take_back",
    "taken",
    "unmask",
    "withdraw_deferral",
    "withdraw_posting",
]
