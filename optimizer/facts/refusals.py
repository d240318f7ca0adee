"""Why a teacher may not move to a school: the first condition of an allowed move that fails, as a verdict."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from optimizer.facts import moves
from optimizer.problem import School, Teacher
from policy.clauses import clause_of
from policy.messages import Message, listed, say
from policy.rotation import RotationPolicy
from policy.values import Value
from policy.verdict import Verdict

if TYPE_CHECKING:
    from optimizer.facts.district import District


def refusal(district: "District", staff_no: str, school_key: str) -> Verdict | None:
    """Return the first rule of `rotation-problem.md` §2 that refuses the pair; None if some subject is allowed."""
    teacher = district.teachers[district.teacher_at[staff_no]]
    school = district.schools[district.school_at[school_key]]
    refused = _person(district, teacher, school) or _subject(district, teacher, school)
    return refused or _pair(district, teacher, school)


def _refuse(district: "District", rule: str, sentence: Message, **facts: object) -> Verdict:
    """A verdict that refuses; its clause is the document behind the policy key that decides, where there is one."""
    key = _KEYS.get(rule)
    clause = clause_of(key[0], key[1](district.policy), district.policy.reference_date) if key else ""
    return Verdict(holds=False, rule=rule, sentence=sentence, facts=facts, clause=clause)


_KEYS: Mapping[str, tuple[str, Callable[[RotationPolicy], Value]]] = {
    "travel": ("travel.max_minutes", lambda policy: policy.travel.max_minutes),
    "scope": ("rotation.scope", lambda policy: policy.rotation.scope),
    "directions": ("rotation.directions", lambda policy: policy.rotation.directions),
    "destination": ("rotation.destination", lambda policy: policy.rotation.destination),
}
"""The policy key behind each rule that has a parameter, and where the policy keeps its value."""


def _person(district: "District", teacher: Teacher, school: School) -> Verdict | None:
    """Ask what concerns the teacher alone, then whether the school is another one."""
    if not district.is_eligible(teacher.staff_no):
        judged = district.eligibility[district.teacher_at[teacher.staff_no]]
        failed = next(item for item in judged.verdicts if not item.holds)
        text = say("{name} is not eligible: {reason}", name=teacher.name, reason=failed.sentence)
        return Verdict(False, "eligible", text, {"condition": failed.rule, **failed.facts}, failed.clause)
    if teacher.school == school.key:
        text = say("{school} is the school {name} works at", school=school.name, name=teacher.name)
        return _refuse(district, "other-school", text, home_school=teacher.school)
    return None


def _wanted(district: "District", teacher: Teacher, school: School) -> tuple[list[str], list[int]]:
    """The subjects the teacher may teach elsewhere, and the cells of the school that need one of them."""
    subjects = [teacher.subject]
    if moves.may_teach_second(district, teacher):
        subjects.append(teacher.second_subject)
    cells = [district.cell_at.get((school.key, teacher.stage, subject)) for subject in subjects]
    return subjects, [cell for cell in cells if cell is not None and district.required[cell] > 0]


def _subject(district: "District", teacher: Teacher, school: School) -> Verdict | None:
    """Ask whether the school needs a subject the teacher may teach there."""
    subjects, wanted = _wanted(district, teacher, school)
    if wanted:
        return None
    facts = {"stage": teacher.stage.value, "subjects": subjects, "required": 0}
    words = {"school": school.name, "stage": teacher.stage.label, "subject": listed(subjects)}
    return _refuse(district, "demand", say("{school} needs no {subject} at its {stage} stage", **words), **facts)


def _pair(district: "District", teacher: Teacher, school: School) -> Verdict | None:
    """Ask what lies between the two: commute, scope, direction, destination, locks."""
    return (
        _travel(district, teacher, school)
        or _between(district, teacher, school)
        or _destination(district, teacher, school)
        or _locks(district, teacher, school)
    )


def _travel(district: "District", teacher: Teacher, school: School) -> Verdict | None:
    """Ask whether the commute is known and within the limit."""
    place = district.school_at[school.key]
    minutes, limit = int(district.minutes[district.row_of[teacher.staff_no], place]), district.policy.travel.max_minutes
    words = {"name": teacher.name, "school": school.name}
    if minutes < 0:
        text = say("the commute of {name} to {school} is not known: coordinates are missing", **words)
        return _refuse(district, "travel", text, minutes=None, limit=limit)
    if minutes <= limit:
        return None
    numbers = {"minutes": minutes, "limit": limit}
    text = say("{name} would travel {minutes} minutes to {school}, the limit is {limit}", **numbers, **words)
    return _refuse(district, "travel", text, **numbers)


def _between(district: "District", teacher: Teacher, school: School) -> Verdict | None:
    """Ask whether the two schools lie in scope, and whether the policy lets teachers go that way."""
    home, place = district.school_at[teacher.school], district.school_at[school.key]
    words = {"name": teacher.name, "school": school.name}
    if not district.in_scope[home, place]:
        text = say("{school} is neither near the school of {name} nor in its zone", **words)
        return _refuse(district, "scope", text, home_school=teacher.school, scope=district.policy.rotation.scope)
    if district.refused_upward[home, place]:
        text = say("moving {name} to {school} would lead away from where teachers lack", **words)
        areas = {"from_area": district.schools[home].area.value, "to_area": school.area.value}
        return _refuse(district, "directions", text, **areas)
    return None


def _destination(district: "District", teacher: Teacher, school: School) -> Verdict | None:
    """Ask whether the cell is short, where moves may only fill shortages."""
    subjects, wanted = _wanted(district, teacher, school)
    if not moves.short_only(district) or any(district.present[cell] < district.required[cell] for cell in wanted):
        return None
    text = say(
        "{school} is not short of {subject}, and moves may only fill shortages",
        school=school.name,
        subject=listed(subjects),
    )
    numbers = {
        "present": [int(district.present[c]) for c in wanted],
        "required": [int(district.required[c]) for c in wanted],
    }
    return _refuse(district, "destination", text, **numbers)


def _locks(district: "District", teacher: Teacher, school: School) -> Verdict | None:
    """Ask what was fixed by hand."""
    words = {"name": teacher.name, "school": school.name}
    if teacher.staff_no in district.stays:
        return _refuse(district, "locks", say("{name} is locked to stay", name=teacher.name), action="stay")
    if (teacher.staff_no, school.key) in district.forbidden:
        text = say("{name} is locked not to move to {school}", **words)
        return _refuse(district, "locks", text, action="forbid", school=school.key)
    return None
