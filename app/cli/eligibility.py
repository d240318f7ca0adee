"""Who is eligible and why, as text, as CSV and as records."""

import csv
import io
from collections.abc import Iterator

from app.cli.speech import Speech
from app.cli.width import aligned
from optimizer.facts import District
from optimizer.problem import Problem, Teacher
from policy.eligibility import Eligibility, reason_of
from policy.messages import Translate, say
from policy.months import format_month

_COLUMNS = ("staff_no", "name", "school", "stage", "subject", "eligible", "retirement_month", "reason")


def eligibility_records(problem: Problem, translate: Translate) -> list[dict[str, object]]:
    """Every teacher with the verdict of every condition, sorted by staff number."""
    return [
        {
            "staff_no": teacher.staff_no,
            "name": teacher.name,
            "school": teacher.school,
            "stage": teacher.stage.value,
            "subject": teacher.subject,
            "eligible": answer.eligible,
            "overridden": answer.overridden,
            "retirement_month": _month(answer),
            "reason": reason_of(answer).text(translate),
            "verdicts": [
                {
                    "rule": verdict.rule,
                    "holds": verdict.holds,
                    "sentence": verdict.sentence.text(translate),
                    "facts": dict(verdict.facts),
                    "clause": verdict.clause,
                }
                for verdict in answer.verdicts
            ],
        }
        for teacher, answer in _judged(problem)
    ]


def eligibility_csv(problem: Problem, translate: Translate) -> str:
    """The same as a table: `yes` or `no`, and the reason."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for teacher, answer in _judged(problem):
        person = (teacher.staff_no, teacher.name, teacher.school, teacher.stage.value, teacher.subject)
        verdict = ("yes" if answer.eligible else "no", _month(answer) or "", reason_of(answer).text(translate))
        writer.writerow((*person, *verdict))
    return stream.getvalue()


def eligibility_text(problem: Problem, speech: Speech) -> list[str]:
    """The same for a reader, with the count below."""
    judged = list(_judged(problem))
    schools = {school.key: school.name for school in problem.schools}
    rows = [
        [
            teacher.staff_no,
            teacher.name,
            schools[teacher.school],
            speech(say("eligible")) if answer.eligible else speech(say("not eligible")),
            speech(reason_of(answer)),
        ]
        for teacher, answer in judged
    ]
    number = sum(answer.eligible for _, answer in judged)
    count = say("{eligible:,} of {teachers:,} teachers are eligible.", eligible=number, teachers=len(judged))
    return [*(aligned(rows) if rows else []), "", speech(count)]


def _judged(problem: Problem) -> Iterator[tuple[Teacher, Eligibility]]:
    """Every teacher with the policy's answer, by staff number."""
    district = District(problem)
    return zip(district.teachers, district.eligibility, strict=True)


def _month(answer: Eligibility) -> str | None:
    """The retirement month, where it is known."""
    return None if answer.retirement_month is None else format_month(answer.retirement_month)
