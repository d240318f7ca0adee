"""Numbers of a policy that contradict each other though each is within its range: for whoever sets them by hand.

The planner takes them all the same (`rotation-problem.md` §3 says what they then mean); a bureau that writes its own
numbers is told before a version of them stands.
"""

from policy.faults import PolicyFault
from policy.messages import say
from policy.rotation import RotationPolicy
from policy.values import shown


def contradictions(policy: RotationPolicy) -> tuple[PolicyFault, ...]:
    """Return every pair of numbers that cannot both be meant, each at the number to look at."""
    found = (_rates(policy), _commute(policy), _bonuses(policy))
    return tuple(fault for fault in found if fault is not None)


def _rates(policy: RotationPolicy) -> PolicyFault | None:
    """The least share of the eligible who move is no more than the greatest."""
    least, most = policy.rotation.min_rate_percent, policy.rotation.max_rate_percent
    if least <= most:
        return None
    message = say("At most {most} % of the eligible would move, and at least {least} % must.", least=least, most=most)
    cure = say("Write at least {least} here, or a smaller least share.", least=least)
    return PolicyFault("rotation.max_rate_percent", str(most), message, cure)


def _commute(policy: RotationPolicy) -> PolicyFault | None:
    """What is added to every commute leaves room for a way."""
    fixed, most = policy.travel.fixed_minutes, policy.travel.max_minutes
    if fixed < most or not fixed:
        return None
    message = say("{fixed} minutes are added to every commute, and {most} are the limit.", fixed=fixed, most=most)
    cure = say("Write fewer minutes than the limit.")
    return PolicyFault("travel.fixed_minutes", str(fixed), message, cure)


def _bonuses(policy: RotationPolicy) -> PolicyFault | None:
    """An earlier choice is never worth less than a later one."""
    bonuses = policy.burden.preference_bonus
    if list(bonuses) == sorted(bonuses, reverse=True):
        return None
    message = say("A later choice would count for more than an earlier one.")
    cure = say("Write the first choice first, none larger than the one before it.")
    return PolicyFault("burden.preference_bonus", shown(bonuses), message, cure)
