"""The rules that look at people: teams move together, and what was fixed by hand is kept."""

from optimizer.check.plan import Plan
from optimizer.check.records import RuleCheck
from optimizer.check.ruling import ruling
from optimizer.problem import Lock
from policy.messages import Message, say
from policy.vocabulary import LockAction


def team(plan: Plan) -> RuleCheck:
    """All members of a team move to the same school or none moves; one who is not eligible keeps the team."""
    faults: list[Message] = []
    for name, members in sorted(plan.district.teams.items()):
        fault = _team_fault(plan, name, members)
        if fault is not None:
            faults.append(fault)
    return ruling("team", faults, say("Every team moves to one school or stays."))


def locks(plan: Plan) -> RuleCheck:
    """Who is locked to stay stays, who is locked to move moves there, and nobody goes where it is forbidden."""
    found = (_lock_fault(plan, lock) for _, rows in sorted(plan.district.locks.items()) for lock in rows)
    return ruling("locks", [fault for fault in found if fault is not None], say("Every lock is kept."))


def _team_fault(plan: Plan, name: str, members: tuple[str, ...]) -> Message | None:
    movers = [member for member in members if member in plan.destinations]
    if not movers:
        return None
    for member in members:
        if member not in plan.district.eligible:
            return say("Team {team} must stay: {staff_no} is not eligible.", team=name, staff_no=member)
    for member in members:
        if member not in plan.destinations:
            return say("Team {team} is split: {staff_no} does not move with it.", team=name, staff_no=member)
    schools = sorted({move.to_school for member in members for move in plan.destinations[member]})
    if len(schools) > 1:
        return say("Team {team} is split between {one} and {other}.", team=name, one=schools[0], other=schools[1])
    return None


def _lock_fault(plan: Plan, lock: Lock) -> Message | None:
    schools = [move.to_school for move in plan.destinations.get(lock.staff_no, ())]
    if lock.action is LockAction.STAY and schools:
        return say("Teacher {staff_no} is locked to stay, but moves.", staff_no=lock.staff_no)
    facts = {"staff_no": lock.staff_no, "school": lock.school}
    if lock.action is LockAction.MOVE and lock.school not in schools:
        return say("Teacher {staff_no} is locked to move to {school}, but does not.", **facts)
    if lock.action is LockAction.FORBID and lock.school in schools:
        return say("Teacher {staff_no} is locked not to move to {school}, but does.", **facts)
    return None
