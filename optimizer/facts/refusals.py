"""Why a teacher may not move to a school: the first condition of an allowed move that fails, as a verdict."""

from typing import TYPE_CHECKING

from optimizer.facts import moves
from optimizer.problem import School, Teacher
from policy.messages import Message, say
from policy.verdict import Verdict

if TYPE_CHECKING:
    from optimizer.facts.district import District


def refusal(district: "District", staff_no: str, school_key: str) -> Verdict | None:
    """Return the first rule of `rotation-problem.md` §2 that refuses the pair; None if some subject is allowed."""
    teacher = district.teachers[district.teacher_at[staff_no]]
    school = district.schools[district.school_at[school_key]]
    refused = _person(district, teacher, school) or _subject(district, teacher, school)
    return refused or _pair(district, teacher, school)


def _refuse(rule: str, sentence: Message, **facts: object) -> Verdict:
    return Verdict(holds=False, rule=rule, sentence=sentence, facts=facts)


def _person(district: "District", teacher: Teacher, school: School) -> Verdict | None:
    """Ask what concerns the teacher alone, then whether the school is another one."""
    if not district.is_eligible(teacher.staff_no):
        verdict = district.eligibility[district.teacher_at[teacher.staff_no]]
        failed = next(item for item in verdict.verdicts if not item.holds)
        return _refuse("eligible", say("{name} is not eligible: {reason}", name=teacher.name, reason=failed.sentence))
    if teacher.school == school.key:
        return _refuse(
            "other-school", say("{school} is the school {name} works at", school=school.name, name=teacher.name)
        )
    return None


def _subject(district: "District", teacher: Teacher, school: School) -> Verdict | None:
    """Ask whether the school needs a subject the teacher may teach there."""
    subjects = [teacher.subject]
    if moves.may_teach_second(district, teacher):
        subjects.append(teacher.second_subject)
    cells = [district.cell_at.get((school.key, teacher.stage, subject)) for subject in subjects]
    wanted = [cell for cell in cells if cell is not None and district.required[cell] > 0]
    words = {"school": school.name, "stage": teacher.stage.label, "subject": ", ".join(subjects)}
    if not wanted:
        return _refuse("demand", say("{school} needs no {subject} at its {stage} stage", **words))
    if moves.short_only(district) and all(district.present[cell] >= district.required[cell] for cell in wanted):
        return _refuse(
            "destination", say("{school} is not short of {subject}, and moves may only fill shortages", **words)
        )
    return None


def _pair(district: "District", teacher: Teacher, school: School) -> Verdict | None:
    """Ask what lies between the two: commute, scope, direction, locks."""
    home, place = district.school_at[teacher.school], district.school_at[school.key]
    minutes, limit = int(district.minutes[district.row_of[teacher.staff_no], place]), district.policy.travel.max_minutes
    words = {"name": teacher.name, "school": school.name}
    if minutes < 0:
        return _refuse(
            "travel", say("the commute of {name} to {school} is not known: coordinates are missing", **words)
        )
    if minutes > limit:
        text = say(
            "{name} would travel {minutes} minutes to {school}, the limit is {limit}",
            minutes=minutes,
            limit=limit,
            **words,
        )
        return _refuse("travel", text, minutes=minutes, limit=limit)
    if not district.in_scope[home, place]:
        return _refuse("scope", say("{school} is neither near the school of {name} nor in its zone", **words))
    if district.refused_upward[home, place]:
        return _refuse("directions", say("moving {name} to {school} would lead away from where teachers lack", **words))
    if teacher.staff_no in district.stays:
        return _refuse("locks", say("{name} is locked to stay", **words))
    if (teacher.staff_no, school.key) in district.forbidden:
        return _refuse("locks", say("{name} is locked not to move to {school}", **words))
    return None
