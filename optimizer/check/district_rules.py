"""The rules that look at the whole plan: allowed moves, one destination each, how many move, and who of them."""

from optimizer.check.allowed import first_refusal
from optimizer.check.limits import max_moves, min_moves
from optimizer.check.plan import Plan
from optimizer.check.records import RuleCheck
from optimizer.check.ruling import ruling
from policy.messages import say


def allowed_moves(plan: Plan) -> RuleCheck:
    """Every move is an allowed move of §2; names the first condition broken and the teacher."""
    refused = [first_refusal(plan.district, move) for move in plan.moves]
    faults = [say("{reason} ({condition})", reason=r[1], condition=r[0]) for r in refused if r is not None]
    return ruling("allowed-moves", faults, say("Every move is an allowed move."))


def one_destination(plan: Plan) -> RuleCheck:
    """Each teacher moves at most once."""
    faults = [
        say("Teacher {staff_no} moves {times} times.", staff_no=staff_no, times=len(moves))
        for staff_no, moves in plan.destinations.items()
        if len(moves) > 1
    ]
    return ruling("one-destination", faults, say("No teacher moves more than once."))


def min_moves_made(plan: Plan) -> RuleCheck:
    """At least the share of the eligible teachers that the policy asks for moves."""
    moves, least = len(plan.moves), min_moves(plan.district)
    held = say("{moves} moves, at least {least} are required.", moves=moves, least=least)
    fault = say("Only {moves} moves, at least {least} are required.", moves=moves, least=least)
    return ruling("min-moves", [fault] if moves < least else [], held)


def max_moves_kept(plan: Plan) -> RuleCheck:
    """At most the share of the eligible teachers that the policy lets move does."""
    moves, most = len(plan.moves), max_moves(plan.district)
    held = say("{moves} moves, at most {most} are allowed.", moves=moves, most=most)
    fault = say("{moves} moves are too many, at most {most} are allowed.", moves=moves, most=most)
    return ruling("max-moves", [fault] if moves > most else [], held)


def backbone_share(plan: Plan) -> RuleCheck:
    """Enough of those who move are backbone teachers."""
    percent = plan.district.policy.rotation.min_backbone_share_percent
    facts = {"backbone": plan.backbone_moves, "moves": len(plan.moves), "percent": percent}
    held = say("{backbone} of {moves} moves are of backbone teachers, at least {percent} % are required.", **facts)
    fault = say("Only {backbone} of {moves} moves are of backbone teachers, {percent} % are required.", **facts)
    short = 100 * plan.backbone_moves < percent * len(plan.moves)
    return ruling("backbone-share", [fault] if short else [], held)
