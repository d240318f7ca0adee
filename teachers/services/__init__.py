"""The verbs of the register; none of them commits, all of them leave a trace."""

from teachers.services.bulk import FileDraft, change_many, chunks, enrol_many, taken
from teachers.services.campuses import add_campus, change_campus, remove_campus
from teachers.services.corrections import answer_correction, report_error
from teachers.services.credentials import (
    add_certificate,
    change_certificate,
    change_placement,
    judge_certificate,
    judge_placement,
    record_placement,
    remove_certificate,
    remove_placement,
)
from teachers.services.dual import correct_dual, end_dual, judge_dual, recognise_dual, remove_dual
from teachers.services.naming import name_district, rename
from teachers.services.needs import give_need, mark_of
from teachers.services.postings import correct_posting, end_posting, post_teacher, withdraw_posting
from teachers.services.schools import change_school, close_school, open_school, record_travel, reopen_school
from teachers.services.teachers import change_teacher, enrol_teacher, forget_number, leave, take_back, unmask
from teachers.services.terms import (
    correct_conduct,
    correct_deferral,
    end_conduct,
    end_deferral,
    record_conduct,
    record_deferral,
    withdraw_conduct,
    withdraw_deferral,
)
from teachers.services.years import record_year

__all__ = [
    "FileDraft",
    "add_campus",
    "add_certificate",
    "answer_correction",
    "change_campus",
    "change_certificate",
    "change_many",
    "change_placement",
    "change_school",
    "change_teacher",
    "chunks",
    "close_school",
    "correct_conduct",
    "correct_deferral",
    "correct_dual",
    "correct_posting",
    "end_conduct",
    "end_deferral",
    "end_dual",
    "end_posting",
    "enrol_many",
    "enrol_teacher",
    "forget_number",
    "give_need",
    "judge_certificate",
    "judge_dual",
    "judge_placement",
    "leave",
    "mark_of",
    "name_district",
    "open_school",
    "post_teacher",
    "recognise_dual",
    "record_conduct",
    "record_deferral",
    "record_placement",
    "record_travel",
    "record_year",
    "remove_campus",
    "remove_certificate",
    "remove_dual",
    "remove_placement",
    "rename",
    "reopen_school",
    "report_error",
    "take_back",
    "taken",
    "unmask",
    "withdraw_conduct",
    "withdraw_deferral",
    "withdraw_posting",
]
