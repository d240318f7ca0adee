"""The coefficients of variation before and after, against their limits."""

from optimizer.report.indicators import Coefficient
from optimizer.report.outcome import Outcome
from optimizer.report.words import INDICATORS
from optimizer.report.workbook.paper import Column, Paper
from policy.messages import Message, say
from policy.vocabulary import Stage

_STAGES = list(Stage)


def write_coefficients(paper: Paper, outcome: Outcome) -> None:
    """Write one row per stage and indicator."""
    columns: list[Column[Coefficient]] = [
        Column(say("Stage"), 10, lambda entry: entry.stage.label, "strong"),
        Column(say("Indicator"), 30, lambda entry: INDICATORS[entry.indicator]),
        Column(say("Before"), 12, lambda entry: _shown(entry.before), "four-places"),
        Column(say("After"), 12, lambda entry: _shown(entry.after), "four-places"),
        Column(say("Limit"), 12, lambda entry: entry.limit / 100, "two-places"),
        Column(say("Result"), 24, _result, _tone),
    ]
    note = say(
        "Variation among schools of the teachers per student, schools weighted by their students; smaller is more even"
    )
    paper.title(len(columns) - 1, say("Coefficients of variation"), note)
    rows = sorted(outcome.coefficients, key=lambda entry: (_STAGES.index(entry.stage), entry.indicator))
    paper.table(columns, rows, say("No unit is large enough to be counted."), filtered=False)


def _shown(value: float | None) -> float | Message:
    """A coefficient, a dash where it is not defined."""
    return say("—") if value is None else value


def _result(entry: Coefficient) -> Message:
    """Whether the plan stays within the limit."""
    if entry.after is None:
        return say("nobody counts for it")
    over = entry.after - entry.limit / 100
    return say("within the limit") if over <= 0 else say("over the limit by {amount}", amount=f"{over:.4f}")


def _tone(entry: Coefficient) -> str:
    """The style of the result."""
    if entry.after is None:
        return "quiet"
    return "ok" if entry.after <= entry.limit / 100 else "warn"
