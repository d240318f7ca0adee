"""Which moves are allowed at all, and the conditions of §2 that refuse the others."""

from collections.abc import Iterator

from optimizer.check.district import District, survey
from optimizer.check.travel import minutes, near, same_zone
from optimizer.problem import Move, Problem, School, Teacher
from policy.messages import Message, say
from policy.vocabulary import Area, LockAction

Refusal = tuple[str, Message]
"""The public name of a condition, and the sentence that says why it refuses the move."""

_UPWARD = {
    (Area.MOUNTAIN, Area.TOWNSHIP),
    (Area.MOUNTAIN, Area.URBAN),
    (Area.TOWNSHIP, Area.URBAN),
}


def allowed_moves(problem: Problem, staff_no: str) -> list[tuple[str, str]]:
    """Return the (school, subject) pairs one teacher may move to, sorted."""
    return allowed_in(survey(problem), staff_no)


def allowed_in(district: District, staff_no: str) -> list[tuple[str, str]]:
    """Return the (school, subject) pairs one teacher of a surveyed district may move to, sorted."""
    teacher = district.teachers[staff_no]
    if staff_no not in district.eligible:
        return []
    pairs = []
    for school in sorted(district.schools):
        for subject in sorted({teacher.subject, teacher.second_subject} - {""}):
            if first_refusal(district, Move(staff_no, school, subject)) is None:
                pairs.append((school, subject))
    return pairs


def first_refusal(district: District, move: Move) -> Refusal | None:
    """Return the first condition that refuses the move, or None where it is allowed."""
    return next(refusals(district, move), None)


def refusals(district: District, move: Move) -> Iterator[Refusal]:
    """Yield every condition of an allowed move that refuses this one, in the order of the text."""
    teacher = district.teachers.get(move.staff_no)
    if teacher is None:
        yield "known", say("There is no teacher {staff_no}.", staff_no=move.staff_no)
        return
    school = district.schools.get(move.to_school)
    if school is None:
        yield (
            "known",
            say(
                "Teacher {staff_no} is sent to {school}, which is not a school of the district.",
                staff_no=move.staff_no,
                school=move.to_school,
            ),
        )
        return
    yield from _post_refusals(district, teacher, school, move.subject)
    yield from _travel_refusals(district, teacher, school)
    yield from standing_refusals(district, teacher, school, move.subject)


def standing_refusals(district: District, teacher: Teacher, school: School, subject: str) -> Iterator[Refusal]:
    """Yield the refusals that the policy's directions and the locks make, whoever is qualified, eligible and close."""
    yield from _way_refusals(district, teacher, school)
    yield from _destination_refusals(district, teacher, school, subject)
    yield from _lock_refusals(district, teacher, school)


def may_teach(district: District, teacher: Teacher, subject: str) -> bool:
    """Whether the teacher may be sent to teach the subject: their own, or the second where the policy allows it."""
    if subject == teacher.subject:
        return True
    if not subject or subject != teacher.second_subject:
        return False
    return district.policy.rotation.allow_second_subject and not teacher.team


def _post_refusals(district: District, teacher: Teacher, school: School, subject: str) -> Iterator[Refusal]:
    facts = {"staff_no": teacher.staff_no, "school": school.key, "subject": subject}
    if teacher.staff_no not in district.eligible:
        yield "eligible", say("Teacher {staff_no} is not eligible.", staff_no=teacher.staff_no)
    if school.key == teacher.school:
        yield "other-school", say("Teacher {staff_no} is at {school} already.", **facts)
    if district.required((school.key, teacher.stage, subject)) <= 0:
        yield (
            "demand",
            say(
                "Teacher {staff_no} is sent to teach {subject} at {school}, which requires none in that stage.", **facts
            ),
        )
    if not may_teach(district, teacher, subject):
        yield "subject", say("Teacher {staff_no} may not be sent to teach {subject}.", **facts)


def _travel_refusals(district: District, teacher: Teacher, school: School) -> Iterator[Refusal]:
    limit = district.policy.travel.max_minutes
    facts = {"staff_no": teacher.staff_no, "school": school.key, "limit": limit}
    needed = minutes(district, teacher, school)
    if needed is None:
        yield "travel", say("How long teacher {staff_no} travels to {school} is not known.", **facts)
    elif needed > limit:
        yield (
            "travel",
            say(
                "Teacher {staff_no} travels {minutes} minutes to {school}, at most {limit} are allowed.",
                minutes=needed,
                **facts,
            ),
        )


def _way_refusals(district: District, teacher: Teacher, school: School) -> Iterator[Refusal]:
    home = district.schools[teacher.school]
    if district.policy.rotation.scope == "near" and not (near(home, school) or same_zone(home, school)):
        yield (
            "scope",
            say(
                "{school} is neither near the school of teacher {staff_no} nor in its zone.",
                staff_no=teacher.staff_no,
                school=school.key,
            ),
        )
    if district.policy.rotation.directions == "no-upward" and (home.area, school.area) in _UPWARD:
        yield (
            "directions",
            say(
                "Teacher {staff_no} would move from a {from_area} to a {to_area} school.",
                staff_no=teacher.staff_no,
                from_area=home.area.label,
                to_area=school.area.label,
            ),
        )


def _destination_refusals(district: District, teacher: Teacher, school: School, subject: str) -> Iterator[Refusal]:
    if district.policy.rotation.destination != "short-only":
        return
    cell = (school.key, teacher.stage, subject)
    if district.present.get(cell, 0) >= district.required(cell):
        yield (
            "destination",
            say(
                "Teacher {staff_no} is sent to teach {subject} at {school}, which is not short of it.",
                staff_no=teacher.staff_no,
                subject=subject,
                school=school.key,
            ),
        )


def _lock_refusals(district: District, teacher: Teacher, school: School) -> Iterator[Refusal]:
    for lock in district.locks.get(teacher.staff_no, ()):
        if lock.action is LockAction.STAY:
            yield "locks", say("Teacher {staff_no} is locked to stay.", staff_no=teacher.staff_no)
        elif lock.action is LockAction.FORBID and lock.school == school.key:
            yield (
                "locks",
                say(
                    "Teacher {staff_no} is locked not to move to {school}.",
                    staff_no=teacher.staff_no,
                    school=school.key,
                ),
            )
