"""Changes of the policy's shares: one percentage each, for the whole district."""

from dataclasses import replace
from typing import Any

from optimizer.conflict.ladders import Ladder, Value, climb
from optimizer.problem import Problem
from policy.rotation import RotationTerms

WHOLE_SHARE = 100
"""The largest percentage a policy may name."""

SHARES = {
    "min-moves": ("min_rate_percent", 0),
    "max-moves": ("max_rate_percent", WHOLE_SHARE),
    "backbone-share": ("min_backbone_share_percent", 0),
    "outflow": ("max_outflow_percent", WHOLE_SHARE),
    "inflow": ("max_inflow_percent", WHOLE_SHARE),
}
"""By rule, the parameter and the value at which it asks least."""


def share_ladder(problem: Problem, name: str) -> Ladder:
    """Return the steps from today's percentage to the one that asks least, in whole percent."""
    parameter, easiest = SHARES[name]
    today = getattr(problem.policy.rotation, parameter)
    towards = 1 if easiest >= today else -1

    def apply(changed: Problem, value: Value) -> Problem:
        change: dict[str, Any] = {parameter: value}
        return with_rotation(changed, replace(changed.policy.rotation, **change))

    return climb(parameter, "", today, range(today + towards, easiest + towards, towards), apply)


def with_rotation(problem: Problem, terms: RotationTerms) -> Problem:
    """Return the problem under other shares and caps."""
    return replace(problem, policy=replace(problem.policy, rotation=terms))


def without_ceiling(problem: Problem) -> Problem:
    """Return the problem with no greatest number of moves."""
    return with_rotation(problem, replace(problem.policy.rotation, max_rate_percent=WHOLE_SHARE))
