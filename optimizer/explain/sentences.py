"""A justification in words: one short sentence for the list of moves, and in full for who asks."""

from collections.abc import Mapping, Sequence

from optimizer.explain.records import IndicatorServed, Justification
from policy.messages import Message, listed, say

MOST_FACTS = 3
"""More than this nobody reads in a table of hundreds of rows."""

INDICATORS: Mapping[str, Message] = {
    "degree": say("teachers with the degree"),
    "backbone": say("backbone teachers"),
    "pe_arts": say("teachers of PE and arts"),
}


def sentence(justification: Justification) -> Message:
    """Why this name is on the list: the most important first, at most three facts."""
    purposes = _purposes(justification) or [_unexplained(justification)]
    company = [fact for fact in (*_team(justification), *_near(justification)) if fact not in purposes]
    return _joined([*purposes, *company][:MOST_FACTS])


def served(justification: Justification) -> tuple[Message, ...]:
    """Everything the move serves, each in a line of its own."""
    lines = [say("decided by hand")] if justification.locked else []
    if justification.filled > 0:
        lines.append(
            say(
                "{subject} at {school}: short {before} without the move, {after} with it",
                subject=justification.cell[2],
                school=justification.school,
                before=posts(justification.shortage_before),
                after=posts(justification.shortage_after),
            )
        )
    lines += _place(justification)
    lines += [_counted(justification.school, entry) for entry in justification.indicators]
    lines += [_need(justification, rule) for rule in justification.needed_for]
    return (*lines, *_wished(justification), *_team(justification), *_near(justification))


def posts(hundredths: int) -> str:
    """FTE with one decimal, two where they are needed."""
    text = f"{hundredths / 100:,.2f}"
    return text.removesuffix("0")


def _purposes(justification: Justification) -> list[Message]:
    """What the move is for: a lock, a cell, an indicator, a wish; a team or a rule where none of the first three is."""
    there = [*_filled(justification), *_place(justification), *_standards(justification.indicators)]
    if justification.locked:
        there.insert(0, say("decided by hand"))
    if there:
        return [*there, *_wished(justification)]
    team = _team(justification) if _team_serves(justification) else []
    needs = [_need(justification, rule) for rule in justification.needed_for[:1]]
    return [*_wished(justification), *team, *needs]


def _team_serves(justification: Justification) -> bool:
    """Whether the move goes with a team that is in the plan for a reason."""
    parts = justification.parts
    serves = parts["shortage"] < 0 or parts["balance"] < 0 or parts["burden"] < 0 or bool(justification.needed_for)
    return bool(justification.team) and serves


def _unexplained(justification: Justification) -> Message:
    """What is left to say where no line and no rule asks for the move."""
    if justification.kept:
        return say("kept from the earlier plan")
    return say("no line depends on this move; it is open to discussion")


def _filled(justification: Justification) -> list[Message]:
    """The shortage of today that the mover fills."""
    if justification.filled <= 0 or not (justification.fills or justification.replaced is None):
        return []
    # Whoever also takes a leaver's place fills no more than what is short today: the school knows that number.
    filled = min(justification.filled, justification.fills) if justification.replaced else justification.filled
    facts = {"school": justification.school, "subject": justification.cell[2], "amount": posts(filled)}
    return [say("fills {amount} of the shortage of {subject} at {school}", **facts)]


def _place(justification: Justification) -> list[Message]:
    """The leaver whose place is taken."""
    other = justification.replaced
    if other is None:
        return []
    if other.swaps:
        return [say("changes places with {name} of {school}", name=other.name, school=justification.school)]
    return [say("takes the place of {name}, who goes to {school}", name=other.name, school=other.to_school)]


def _standards(indicators: Sequence[IndicatorServed]) -> list[Message]:
    """Indicators that reach the standard with the mover, then those that come closer."""
    met = [INDICATORS[entry.name] for entry in indicators if entry.missing_after == 0]
    closer = [INDICATORS[entry.name] for entry in indicators if entry.missing_after > 0]
    reached = [say("{indicators} reach the standard", indicators=listed(met))] if met else []
    return reached + ([say("{indicators} come closer to the standard", indicators=listed(closer))] if closer else [])


def _counted(school: str, entry: IndicatorServed) -> Message:
    """One indicator in numbers."""
    if entry.missing_after == 0:
        return say(
            "{indicator} at {school}: {before} missing to the standard without the move, none with it",
            indicator=INDICATORS[entry.name],
            school=school,
            before=posts(entry.missing_before),
        )
    return say(
        "{indicator} at {school}: {before} missing to the standard without the move, {after} with it",
        indicator=INDICATORS[entry.name],
        school=school,
        before=posts(entry.missing_before),
        after=posts(entry.missing_after),
    )


def _wished(justification: Justification) -> list[Message]:
    """The wish that is granted."""
    return [say("choice {rank}", rank=justification.rank)] if justification.rank else []


def _team(justification: Justification) -> list[Message]:
    """The team that is kept together."""
    return [say("goes with team {team}", team=justification.team)] if justification.team else []


def _near(justification: Justification) -> list[Message]:
    """How the two schools belong together."""
    return [_NEAR[justification.near]] if justification.near else []


_NEAR: Mapping[str, Message] = {
    "group": say("inside the education group"),
    "partner": say("between partner schools"),
}


def _need(justification: Justification, rule: str) -> Message:
    """The rule that would break without the move, as what the move does for it."""
    home = justification.home
    return {
        "no-new-shortage": say("keeps the place of a leaver filled"),
        "headcount": say("makes room in the authorised headcount of {school}", school=home),
        "senior-posts": say("makes room in the senior posts of {school}", school=home),
        "backbone-share": say("needed for the share of backbone teachers"),
        "min-moves": say("needed for the least number of moves"),
    }[rule]


def _joined(facts: Sequence[Message]) -> Message:
    """Several facts in one sentence."""
    return facts[0] if len(facts) == 1 else say("{first}; {rest}", first=facts[0], rest=_joined(facts[1:]))
