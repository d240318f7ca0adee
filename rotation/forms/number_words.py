"""The policy numbers in words: what each is called and what it does, for forms and for the page of a cycle."""

from collections.abc import Mapping

from policy.messages import Message, say

SECTIONS: Mapping[str, Message] = {
    "eligibility": say("Who is eligible"),
    "rotation": say("How many move, and where"),
    "travel": say("Travel"),
    "shortage": say("Line 1: shortage of subjects"),
    "balance": say("Line 2: balance of the teacher indicators"),
    "burden": say("Line 3: burden of the moves"),
    "priorities": say("Order of the lines"),
    "sharing": say("Teachers shared by the day"),
}
"""The first word of a key and its heading, in the order of the page."""

LABELS: Mapping[str, Message] = {
    "eligibility.stages": say("Stages that take part"),
    "eligibility.min_years_at_school": say("Full years at the same school"),
    "eligibility.min_years_to_retirement": say("Years that must remain to retirement"),
    "rotation.min_rate_percent": say("Least share of the eligible who move"),
    "rotation.max_rate_percent": say("Greatest share of the eligible who move"),
    "rotation.min_backbone_share_percent": say("Least share of backbone teachers among the moves"),
    "rotation.max_outflow_percent": say("Greatest share a school loses"),
    "rotation.max_inflow_percent": say("Greatest share a school takes in"),
    "rotation.min_cap_people": say("People a small school may always exchange"),
    "rotation.scope": say("How far moves may lead"),
    "rotation.directions": say("Directions of moves"),
    "rotation.destination": say("Which subjects receive teachers"),
    "rotation.allow_second_subject": say("Moves to teach the second subject"),
    "travel.max_minutes": say("Longest commute"),
    "travel.fixed_minutes": say("Added to every estimated commute"),
    "travel.detour": say("Road per straight-line distance"),
    "travel.speed_kmh.urban": say("Speed towards urban schools"),
    "travel.speed_kmh.township": say("Speed towards township schools"),
    "travel.speed_kmh.mountain": say("Speed towards mountain schools"),
    "shortage.weights.urban": say("Weight of a missing teacher, urban"),
    "shortage.weights.township": say("Weight of a missing teacher, township"),
    "shortage.weights.mountain": say("Weight of a missing teacher, mountain"),
    "shortage.slopes": say("Within the first missing post, and beyond it"),
    "balance.degree.primary": say("Above the required degree, primary"),
    "balance.degree.junior": say("Above the required degree, junior"),
    "balance.backbone.primary": say("Backbone teachers, primary"),
    "balance.backbone.junior": say("Backbone teachers, junior"),
    "balance.pe_arts.primary": say("PE and arts teachers, primary"),
    "balance.pe_arts.junior": say("PE and arts teachers, junior"),
    "balance.pe_arts_subjects": say("Subjects that count as PE and arts"),
    "balance.cv_limit.primary": say("Limit of the coefficient of variation, primary"),
    "balance.cv_limit.junior": say("Limit of the coefficient of variation, junior"),
    "burden.per_move": say("What any move costs"),
    "burden.preference_bonus": say("Taken off for a preference, first choice first"),
    "burden.near_bonus": say("Taken off within a group or between partners"),
    "burden.again_penalty": say("Added for a second time in the mountains"),
    "burden.second_subject_penalty": say("Added for teaching the second subject"),
    "priorities.order": say("Order of the lines after the shortage"),
    "priorities.tolerance_percent.shortage": say("Shortage may give up"),
    "priorities.tolerance_percent.balance": say("Balance may give up"),
    "priorities.tolerance_percent.burden": say("Burden may give up"),
    "sharing.enabled": say("Share teachers by the day"),
    "sharing.max_days": say("Days a week one teacher may give"),
    "sharing.max_hosts": say("Schools one teacher may be shared with"),
    "sharing.max_minutes": say("Longest way to a host school"),
}

UNITS: Mapping[str, Message] = {
    "years": say("years"),
    "percent of the eligible teachers": say("% of the eligible"),
    "percent of the moves": say("% of the moves"),
    "percent of a school's teachers": say("% of the school's teachers"),
    "percent of a school's teachers or authorised headcount": say("% of staff or headcount"),
    "people": say("people"),
    "minutes": say("minutes"),
    "minutes, one way": say("minutes, one way"),
    "minutes, first choice first": say("minutes"),
    "road per straight-line distance": say("times"),
    "km/h": say("km/h"),
    "weight": say("times"),
    "per hundredth of an FTE": say("times"),
    "teachers per 100 students": say("per 100 students"),
    "percent": say("%"),
    "days a week": say("days a week"),
    "schools": say("schools"),
}
"""The units of the rule-set as short words beside a field; a unit that is not here says nothing more than the label."""

CHOICES: Mapping[str, Message] = {
    "district": say("the whole district"),
    "near": say("within zone, group or between partners"),
    "any": say("no limit"),
    "no-upward": say("not from mountain or township upwards"),
    "short-only": say("only where the subject lacks teachers"),
    "shortage": say("shortage"),
    "balance": say("balance"),
    "burden": say("burden"),
    "moves": say("moves"),
    "kindergarten": say("kindergarten"),
    "primary": say("primary"),
    "junior": say("junior"),
    "senior": say("senior"),
    "vocational": say("vocational"),
    "special": say("special"),
}
"""The closed choices of the policy in words."""


CONDITIONS: Mapping[str, Message] = {
    "eligible-stage": say("stage takes part"),
    "years-at-school": say("years at the school"),
    "years-to-retirement": say("years to retirement"),
    "no-deferral": say("no deferral"),
    "override": say("decided by hand"),
}
"""The conditions of eligibility in a few words, by the name of their rule."""


INDICATORS: Mapping[str, Message] = {
    "degree": say("above the required degree"),
    "backbone": say("backbone teachers"),
    "pe_arts": say("PE and arts teachers"),
}
"""The teacher indicators in a few words."""


def label_of(key: str) -> Message:
    """Return what a number is called; a key without words is shown as it is written."""
    return LABELS.get(key) or Message(key)


def unit_of(unit: str) -> Message | None:
    """Return the unit beside a field."""
    return UNITS.get(unit)


def choice_of(value: str) -> Message:
    """Return a choice in words."""
    return CHOICES.get(value) or Message(value)
