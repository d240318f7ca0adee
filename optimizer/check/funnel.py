"""Why a cell stays short: the funnel of teachers of other schools, and the rules that refuse those to spare (§5).

Three points the text leaves open are settled here. A teacher who arrives in this very cell is not spare: the plan
uses them there already. One who moves elsewhere is spare, and refused by `one-destination` alone. Where a spare teacher
could be added to the plan without breaking anything, no rule is listed (`limits:` alone): the plan gives the move up
by the policy's tolerance, by a weight or slope of 0, or because the search ended before it was found.
"""

from collections.abc import Iterator

from optimizer.check.allowed import may_teach, standing_refusals
from optimizer.check.limits import headcount_cap, inflow_cap, max_moves, outflow_cap
from optimizer.check.plan import Plan
from optimizer.check.records import UnfilledCell
from optimizer.check.travel import minutes
from optimizer.problem import Cell, Move, Teacher


def unfilled_cells(plan: Plan) -> tuple[UnfilledCell, ...]:
    """Return every cell that requires more than it has after the plan, sorted, each with its funnel."""
    seniors = _seniors_after(plan)
    return tuple(
        _funnel(plan, cell, seniors)
        for cell, required in sorted(plan.district.problem.required.items())
        if required > plan.after.get(cell, 0)
    )


def rules_against(plan: Plan, move: Move, seniors: dict[str, tuple[int, int]] | None = None) -> set[str]:
    """Return what adding this one move to the plan would break: rules of §3, scope, directions, destination, locks.

    The teacher must be past the steps of the funnel. `seniors` are the senior titles by school (before, after); they
    are counted where not given.
    """
    teacher = plan.district.teachers[move.staff_no]
    if move.staff_no in plan.destinations:
        return {"one-destination"}
    school = plan.district.schools[move.to_school]
    broken = {name for name, _ in standing_refusals(plan.district, teacher, school, move.subject)}
    broken.update(_shares_against(plan, teacher))
    broken.update(_schools_against(plan, teacher, move, _seniors_after(plan) if seniors is None else seniors))
    home = (teacher.school, teacher.stage, teacher.subject)
    floor = min(plan.district.present.get(home, 0), plan.district.required(home))
    if plan.after.get(home, 0) - teacher.fte < floor:
        broken.add("no-new-shortage")
    if teacher.team and not _joins_team(plan, teacher, move):
        broken.add("team")
    return broken


def _funnel(plan: Plan, cell: Cell, seniors: dict[str, tuple[int, int]]) -> UnfilledCell:
    school, stage, subject = cell
    district = plan.district
    candidates = (district.teachers[number] for number in district.subjects.get((stage, subject), ()))
    qualified = [t for t in candidates if t.school != school and may_teach(district, t, subject)]
    eligible = [t for t in qualified if t.staff_no in district.eligible]
    within_travel = [t for t in eligible if _within_travel(plan, t, school)]
    spare = [t for t in within_travel if _is_spare(plan, t, cell)]
    steps = (
        ("no-qualified", qualified),
        ("none-eligible", eligible),
        ("none-within-travel", within_travel),
        ("none-spare", spare),
    )
    cause = next((name for name, people in steps if not people), None)
    if cause is None:
        names: set[str] = set()
        for teacher in spare:
            names |= rules_against(plan, Move(teacher.staff_no, school, subject), seniors)
        cause = "limits:" + ";".join(sorted(names))
    return UnfilledCell(
        cell=cell,
        shortage=district.required(cell) - plan.after.get(cell, 0),
        qualified=len(qualified),
        eligible=len(eligible),
        within_travel=len(within_travel),
        spare=len(spare),
        cause=cause,
    )


def _within_travel(plan: Plan, teacher: Teacher, school: str) -> bool:
    needed = minutes(plan.district, teacher, plan.district.schools[school])
    return needed is not None and needed <= plan.district.policy.travel.max_minutes


def _is_spare(plan: Plan, teacher: Teacher, cell: Cell) -> bool:
    moves = plan.destinations.get(teacher.staff_no, ())
    if moves:
        return all((move.to_school, teacher.stage, move.subject) != cell for move in moves)
    home = (teacher.school, teacher.stage, teacher.subject)
    return plan.after.get(home, 0) - teacher.fte >= plan.district.required(home)


def _shares_against(plan: Plan, teacher: Teacher) -> Iterator[str]:
    moves = len(plan.moves) + 1
    backbone = plan.backbone_moves + teacher.backbone.counts
    if moves > max_moves(plan.district):
        yield "max-moves"
    if 100 * backbone < plan.district.policy.rotation.min_backbone_share_percent * moves:
        yield "backbone-share"


def _schools_against(plan: Plan, teacher: Teacher, move: Move, seniors: dict[str, tuple[int, int]]) -> Iterator[str]:
    district, school = plan.district, move.to_school
    arrivals = plan.arrivals.get(school, 0) + 1
    if plan.leavers.get(teacher.school, 0) + 1 > outflow_cap(district, teacher.school):
        yield "outflow"
    if arrivals > inflow_cap(district, school):
        yield "inflow"
    headcount = headcount_cap(district, school)
    after = district.staff.get(school, 0) - plan.leavers.get(school, 0) + arrivals
    if headcount is not None and after > headcount:
        yield "headcount"
    posts = district.schools[school].senior_posts
    if posts is not None and teacher.title is not None and teacher.title.is_senior:
        before, now = seniors.get(school, (0, 0))
        if now + 1 > max(before, posts):
            yield "senior-posts"


def _joins_team(plan: Plan, teacher: Teacher, move: Move) -> bool:
    members = plan.district.teams[teacher.team]
    if any(member not in plan.district.eligible for member in members):
        return False
    others = [member for member in members if member != teacher.staff_no]
    return all({m.to_school for m in plan.destinations.get(member, ())} == {move.to_school} for member in others)


def _seniors_after(plan: Plan) -> dict[str, tuple[int, int]]:
    seniors: dict[str, tuple[int, int]] = dict.fromkeys(plan.district.schools, (0, 0))
    for teacher in plan.district.problem.teachers:
        if teacher.title is None or not teacher.title.is_senior:
            continue
        before, after = seniors[teacher.school]
        seniors[teacher.school] = (before + 1, after + 1)
        moves = plan.destinations.get(teacher.staff_no, ())
        if moves:
            seniors[teacher.school] = (before + 1, after)
        for move in moves:
            seniors[move.to_school] = (seniors[move.to_school][0], seniors[move.to_school][1] + 1)
    return seniors
