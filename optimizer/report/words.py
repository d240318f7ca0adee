"""The words a plan is told in: lines, rules, indicators, causes, and how sure a line is."""

from collections.abc import Mapping, Sequence

from optimizer.problem import School
from optimizer.report.funnel import Unfilled
from optimizer.solution import LineResult, Solution, Status, StoppedBy
from policy.messages import Message, listed, say
from policy.names import IN_HUNDREDTHS as IN_HUNDREDTHS
from policy.names import INDICATORS as INDICATORS
from policy.names import LINE_UNITS as LINE_UNITS
from policy.names import LINES as LINES
from policy.names import RULES as RULES
from policy.rotation import RotationPolicy
from policy.vocabulary import Area

AREA_MARKS: Mapping[Area, str] = {Area.URBAN: "■", Area.TOWNSHIP: "●", Area.MOUNTAIN: "▲"}
"""Shapes that tell the areas apart without colour."""

STOPPED_BY: Mapping[StoppedBy, Message] = {
    StoppedBy.PROOF: say("the proof was complete"),
    StoppedBy.WORK: say("the work limit was reached"),
    StoppedBy.TIME: say("the time limit was reached"),
    StoppedBy.CANCEL: say("it was stopped by hand"),
}


def line_note(name: str, policy: RotationPolicy) -> Message:
    """What a line counts, with the policy's own numbers: who reads a total can work it out again."""
    if name == "shortage":
        weights, (first, further) = policy.shortage.weights, policy.shortage.slopes
        return say(
            "{areas} schools: {first} points for the first full-time post short in a subject, {further} for each more",
            areas=_slashed([area.label for area in weights]),
            first="/".join(str(weight * first) for weight in weights.values()),
            further="/".join(str(weight * further) for weight in weights.values()),
        )
    if name == "burden":
        per_move = policy.burden.per_move
        return say(
            "commute plus {per_move} per move, less for wishes and nearness, more for hardship", per_move=per_move
        )
    return _NOTES[name]


_NOTES: Mapping[str, Message] = {
    "balance": say("teachers missing to the standards of quality balance"),
    "moves": say("teachers who move"),
    "changes": say("earlier moves given up"),
}


def _slashed(items: Sequence[Message]) -> Message:
    """Several words side by side."""
    return say("{first} / {rest}", first=items[0], rest=_slashed(items[1:])) if len(items) > 1 else items[0]


def situation(solution: Solution) -> Message:
    """The plan in one sentence: how many move, and how sure the result is."""
    number = len(solution.moves)
    if solution.status is Status.OPTIMAL:
        return say("{number} teachers move; every line is proven best", number=number)
    open_lines = [line for line in solution.lines if line.status is not Status.OPTIMAL]
    parts = [say("{line} {proof}", line=LINES[line.name], proof=proof_words(line)) for line in open_lines]
    return say("{number} teachers move; {proofs}", number=number, proofs=listed(parts))


def area_words(school: School) -> Message:
    """A school's area with its shape."""
    return say("{mark}{area}", mark=AREA_MARKS[school.area], area=school.area.label)


def rule_words(name: str) -> Message:
    """What a rule's public name means; names we have no words for stand as they are."""
    return RULES.get(name) or say("{name}", name=name)


def proof_words(line: LineResult) -> Message:
    """How sure a line is: proven, at a distance from its bound, or open."""
    if line.status is Status.OPTIMAL:
        return say("proven best")
    if line.best is None or line.bound is None:
        return say("not decided")
    gap = 100 * (line.best - line.bound) / max(1, abs(line.best))
    return say("{percent}% from the bound", percent=f"{gap:,.2f}")


def change_words(before: int | None, value: int | None) -> Message:
    """A line against doing nothing, in percent; absolute where doing nothing is zero."""
    if before is None or value is None:
        return say("—")
    if value == before:
        return say("unchanged")
    if before <= 0:
        return say("—")
    share = f"{100 * abs(value - before) / before:,.1f}"
    return say("{percent}% less", percent=share) if value < before else say("{percent}% more", percent=share)


def line_change(line: LineResult, before: int | None) -> Message:
    """A line against doing nothing; nobody asks that of the changes to an earlier plan."""
    return say("—") if line.name == "changes" else change_words(before, line.value)


def cause_words(entry: Unfilled, policy: RotationPolicy) -> Message:
    """Why a cell stays short."""
    if entry.cause == "no-qualified":
        return say("No teacher of another school can teach this subject at this stage")
    if entry.cause == "none-eligible":
        return say("Of {number} who can teach it, none is eligible", number=entry.qualified)
    if entry.cause == "none-within-travel":
        limit = policy.travel.max_minutes
        return say("All {number} eligible live more than {limit} minutes away", number=entry.eligible, limit=limit)
    if entry.cause == "none-spare":
        return say("All {number} within reach are needed at their own schools", number=entry.within_travel)
    if not entry.limits:
        return say("{number} could be spared; the search had not settled when it stopped", number=entry.spare)
    if entry.limits == ("one-destination",):
        return say("All {number} who could be spared serve another school in this plan", number=entry.spare)
    return say(
        "{number} could be spared, but limits stand against it: {rules}",
        number=entry.spare,
        rules=listed([rule_words(name) for name in entry.limits]),
    )


def cure_words(entry: Unfilled) -> Message:
    """What could be done about a cell that stays short."""
    if entry.limits == ("one-destination",):
        return _CURES["none-spare"]
    return _CURES.get(entry.cause) or (_LIMITS_CURE if entry.limits else _OPEN_CURE)


_CURES: Mapping[str, Message] = {
    "no-qualified": say("Recruit for this subject, or share a teacher from a neighbouring district"),
    "none-eligible": say("Look again at deferrals and years at the school, or recruit"),
    "none-within-travel": say("Offer a dormitory or a bus, or check coordinates and travel times"),
    "none-spare": say("The district as a whole is short: recruit, or train a second subject"),
}
_LIMITS_CURE = say("Where it must be filled, weigh relaxing these limits or decide by hand, and solve again")
_OPEN_CURE = say("Give the search more time and solve again")
