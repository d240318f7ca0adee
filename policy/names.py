"""The public names of the rotation problem (lines, rules, indicators) and their words, for planner and pages alike."""

from collections.abc import Mapping

from policy.messages import Message, say

LINES: Mapping[str, Message] = {
    "shortage": say("Shortage"),
    "balance": say("Balance"),
    "burden": say("Burden"),
    "moves": say("Moves"),
    "changes": say("Changes"),
}

LINE_UNITS: Mapping[str, Message] = {
    "shortage": say("points"),
    "balance": say("people"),
    "burden": say("minutes"),
    "moves": say("people"),
    "changes": say("people"),
}

IN_HUNDREDTHS = frozenset({"shortage", "balance"})
"""Lines whose values are hundredths of what their unit says."""

RULES: Mapping[str, Message] = {
    "one-destination": say("each teacher moves at most once"),
    "min-moves": say("no fewer moves than the least share of the eligible"),
    "max-moves": say("no more moves than the largest share of the eligible"),
    "backbone-share": say("share of backbone teachers among those who move"),
    "outflow": say("limit on people leaving a school"),
    "inflow": say("limit on people coming to a school"),
    "headcount": say("authorised headcount"),
    "senior-posts": say("senior posts"),
    "no-new-shortage": say("no new shortage at any school"),
    "team": say("teams move together or stay"),
    "locks": say("decisions made by hand"),
    "scope": say("moves inside groups, partners and zones only"),
    "directions": say("no moves away from weaker areas"),
}

INDICATORS: Mapping[str, Message] = {
    "degree": say("Teachers with a higher degree"),
    "backbone": say("Backbone teachers"),
    "pe_arts": say("PE and arts teachers"),
}
