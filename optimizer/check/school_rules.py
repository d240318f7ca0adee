"""The rules that look at each school: who leaves, who arrives, headcount, senior posts, and no new shortage."""

from collections import Counter
from collections.abc import Mapping, Sequence

from optimizer.check.district import District
from optimizer.check.limits import headcount_cap, inflow_cap, outflow_cap
from optimizer.check.plan import Plan
from optimizer.check.records import RuleCheck
from optimizer.check.ruling import ruling
from optimizer.problem import School, Teacher
from policy.messages import Message, listed, say


def outflow(plan: Plan) -> RuleCheck:
    """No school loses more people than its cap."""
    faults = [
        say("{leavers} leave {school}, at most {cap} may.", leavers=leavers, school=school, cap=cap)
        for school, leavers in sorted(plan.leavers.items())
        if leavers > (cap := outflow_cap(plan.district, school))
    ]
    return ruling("outflow", faults, say("No school loses more people than it may."))


def inflow(plan: Plan) -> RuleCheck:
    """No school receives more people than its cap."""
    faults = [
        say("{arrivals} arrive at {school}, at most {cap} may.", arrivals=arrivals, school=school, cap=cap)
        for school, arrivals in sorted(plan.arrivals.items())
        if arrivals > (cap := inflow_cap(plan.district, school))
    ]
    return ruling("inflow", faults, say("No school receives more people than it may."))


def headcount(plan: Plan) -> RuleCheck:
    """No school with an authorised headcount ends above it, or above what it has now where that is more."""
    faults = []
    for school in sorted(plan.district.schools):
        cap = headcount_cap(plan.district, school)
        after = plan.district.staff.get(school, 0) - plan.leavers.get(school, 0) + plan.arrivals.get(school, 0)
        if cap is not None and after > cap:
            faults.append(say("{school} would have {after} staff, at most {cap} may be.", **_facts(school, after, cap)))
    return ruling("headcount", faults, _headcount_kept(plan.district))


def senior_posts(plan: Plan) -> RuleCheck:
    """No school ends with more senior titles than its senior posts, or than it has now where that is more."""
    before = Counter(t.school for t in plan.district.problem.teachers if _is_senior(t))
    after = Counter(before)
    for moves in plan.destinations.values():
        teacher = plan.teacher(moves[0])
        if _is_senior(teacher):
            after[teacher.school] -= 1
            after.update(move.to_school for move in moves)
    faults = []
    for key, school in sorted(plan.district.schools.items()):
        if school.senior_posts is None:
            continue
        cap = max(before[key], school.senior_posts)
        if after[key] > cap:
            faults.append(
                say("{school} would have {after} senior titles, at most {cap} may be.", **_facts(key, after[key], cap))
            )
    return ruling("senior-posts", faults, _senior_posts_kept(plan.district, before))


def no_new_shortage(plan: Plan) -> RuleCheck:
    """No cell falls below what it requires, nor further below where it was short already."""
    faults: list[Message] = []
    for cell, after in sorted(plan.after.items()):
        floor = min(plan.district.present.get(cell, 0), plan.district.required(cell))
        if after < floor:
            school, stage, subject = cell
            faults.append(
                say(
                    "{school}, {stage}, {subject} would have {after} FTE, it must keep {floor}.",
                    school=school,
                    stage=stage.label,
                    subject=subject,
                    after=f"{after / 100:.2f}",
                    floor=f"{floor / 100:.2f}",
                )
            )
    return ruling("no-new-shortage", faults, say("No cell is made short, or shorter than it was."))


def _headcount_kept(district: District) -> Message:
    """Say that the rule holds, and name the schools that are above their headcount all the same, as they were."""
    above = [
        school
        for key, school in sorted(district.schools.items())
        if school.authorised_headcount is not None and district.staff.get(key, 0) > school.authorised_headcount
    ]
    if not above:
        return say("No school exceeds its authorised headcount.")
    return say(
        "No school is taken above its authorised headcount; {count} were above it before and do not grow: {names}.",
        **_named(above),
    )


def _senior_posts_kept(district: District, before: Mapping[str, int]) -> Message:
    """Say that the rule holds, and name the schools that hold more senior titles than posts, as they did."""
    above = [
        school
        for key, school in sorted(district.schools.items())
        if school.senior_posts is not None and before[key] > school.senior_posts
    ]
    if not above:
        return say("No school exceeds its senior posts.")
    return say(
        "No school is taken above its senior posts; {count} were above them before and do not grow: {names}.",
        **_named(above),
    )


def _named(schools: Sequence[School]) -> dict[str, object]:
    """Return how many schools there are, and the names of all."""
    return {"count": len(schools), "names": listed([school.name for school in schools])}


def _is_senior(teacher: Teacher) -> bool:
    return teacher.title is not None and teacher.title.is_senior


def _facts(school: str, after: int, cap: int) -> dict[str, object]:
    return {"school": school, "after": after, "cap": cap}
