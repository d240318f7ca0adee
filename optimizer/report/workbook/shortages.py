"""What stays short, why, and what could be done about it."""

from optimizer.report.funnel import Unfilled
from optimizer.report.outcome import Outcome
from optimizer.report.words import area_words, cause_words, cure_words
from optimizer.report.workbook.paper import Column, Paper
from policy.messages import say


def write_shortages(paper: Paper, outcome: Outcome) -> None:
    """Write one row per cell that stays short, the largest shortage first."""
    schools = {school.key: school for school in outcome.problem.schools}
    policy = outcome.problem.policy
    columns: list[Column[Unfilled]] = [
        Column(say("School"), 18, lambda entry: schools[entry.cell[0]].name, "strong"),
        Column(say("Area"), 9, lambda e: area_words(schools[e.cell[0]]), lambda e: schools[e.cell[0]].area.value),
        Column(say("Stage"), 8, lambda entry: entry.cell[1].label),
        Column(say("Subject"), 14, lambda entry: entry.cell[2], "wrapped"),
        Column(say("Short (posts)"), 11, lambda entry: entry.shortage / 100, "two-places"),
        Column(say("Can teach it"), 11, lambda entry: entry.qualified, "whole"),
        Column(say("Eligible"), 11, lambda entry: entry.eligible, "whole"),
        Column(say("Within reach"), 11, lambda entry: entry.within_travel, "whole"),
        Column(say("Can be spared"), 11, lambda entry: entry.spare, "whole"),
        Column(say("Why"), 44, lambda entry: cause_words(entry, policy), "wrapped"),
        Column(say("What could be done"), 40, cure_words, "wrapped"),
    ]
    rows = sorted(outcome.unfilled, key=lambda entry: (-entry.shortage, entry.cell))
    note = say("Of the teachers of other schools: who could teach it, is eligible, lives near enough and can be spared")
    paper.title(len(columns) - 1, say("Still short, and why"), note)
    paper.table(columns, rows, say("Every subject at every school has the teachers it requires."), filtered=True)
