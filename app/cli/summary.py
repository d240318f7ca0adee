"""A run as a person wants to read it: the lines with their proof, the people, the rules, what stays short."""

from collections.abc import Sequence
from pathlib import Path

from app.cli.speech import Speech
from app.cli.width import aligned
from app.cli.words import amount
from optimizer.check import Evaluation, changes
from optimizer.problem import Move
from optimizer.report import Outcome
from optimizer.report.document import do_nothing, hard_rules
from optimizer.report.words import (
    LINES,
    cause_words,
    line_change,
    line_note,
    proof_words,
    rule_words,
    situation,
)
from optimizer.solution import LineResult, Solution, Status
from policy.messages import listed, say

_MOST_SHORT = 5
_HEADS = (
    *(say("Line"), say("This plan"), say("Doing nothing"), say("Change")),
    *(say("Bound"), say("Proof")),
)


def plan_summary(
    solution: Solution,
    evaluation: Evaluation,
    outcome: Outcome,
    earlier: Sequence[Move] | None,
    speech: Speech,
) -> list[str]:
    """Return the summary of a plan, line by line."""
    head = [speech(situation(solution)), ""]
    if solution.label:
        head.insert(1, speech(say("This is a quick repair of the earlier plan, not the outcome of a full search.")))
    before = do_nothing(evaluation, earlier)
    table = aligned(
        [
            [speech(text) for text in _HEADS],
            *(_line(line, before.get(line.name), speech) for line in solution.lines),
        ],
        frozenset({1, 2, 4}),
    )
    people = [*_people(evaluation, speech), *_given_up(solution, earlier, speech)]
    return [*head, *table, "", *_notes(solution, outcome, speech), "", *people, *_short(outcome, speech)]


def no_plan_summary(solution: Solution, speech: Speech) -> list[str]:
    """Return what a run without a plan has found."""
    if solution.status is not Status.INFEASIBLE:
        return [
            speech(say("No plan was found within the limits; that none exists is not proven.")),
            speech(say("Give the search more time with --time-limit, or relax the policy.")),
        ]
    lines = [speech(say("No plan can keep all rules; this is proven."))]
    if solution.conflict:
        rules = listed([rule_words(name) for name in solution.conflict])
        lines.append(speech(say("These rules cannot hold together: {rules}", rules=rules)))
    for change in solution.relaxations:
        lines.append(
            speech(
                say(
                    "One way out: {rule}: {parameter} {where} from {old} to {new}",
                    rule=rule_words(change.rule),
                    parameter=change.parameter,
                    where=change.where,
                    old=change.from_value,
                    new=change.to_value,
                )
            )
        )
    return lines


def _line(line: LineResult, before: int | None, speech: Speech) -> list[str]:
    """One line of the order."""
    shown = (
        LINES[line.name],
        amount(line.name, line.value),
        amount(line.name, before),
        line_change(line, before),
        amount(line.name, line.bound),
        proof_words(line),
    )
    return [speech(text) for text in shown]


def _notes(solution: Solution, outcome: Outcome, speech: Speech) -> list[str]:
    """What each line counts, so that its value can be read."""
    policy = outcome.problem.policy
    notes = [(LINES[line.name], line_note(line.name, policy)) for line in solution.lines if line.name != "moves"]
    return [speech(say("{line}: {note}", line=name, note=note)) for name, note in notes]


def _given_up(solution: Solution, earlier: Sequence[Move] | None, speech: Speech) -> list[str]:
    """How much of an earlier plan is kept."""
    if earlier is None:
        return []
    facts = {"number": changes(earlier, solution.moves), "earlier": len(set(earlier))}
    return [speech(say("Of the {earlier:,} moves of the earlier plan, {number:,} are given up.", **facts))]


def _people(evaluation: Evaluation, speech: Speech) -> list[str]:
    """How many are eligible and move, and that the rules hold."""
    moving = say(
        "{eligible:,} teachers are eligible, {moves:,} move, {backbone:,} of them backbone teachers.",
        eligible=evaluation.eligible,
        moves=evaluation.moves,
        backbone=evaluation.backbone_moves,
    )
    rules = say("All {number} hard rules hold, checked independently.", number=len(hard_rules(evaluation)))
    return [speech(moving), speech(rules)]


def _short(outcome: Outcome, speech: Speech) -> list[str]:
    """What stays short, the largest shortages first."""
    if not outcome.unfilled:
        return [speech(say("Nothing stays short."))]
    posts = f"{sum(entry.shortage for entry in outcome.unfilled) / 100:,.2f}"
    number = len(outcome.unfilled)
    lines = [
        speech(say("{number:,} subjects at schools stay short, {posts} posts in all.", number=number, posts=posts))
    ]
    names = {school.key: school.name for school in outcome.problem.schools}
    for entry in sorted(outcome.unfilled, key=lambda entry: (-entry.shortage, entry.cell))[:_MOST_SHORT]:
        school, stage, subject = entry.cell
        text = say(
            "{school}, {stage} {subject}: {posts} short. {cause}.",
            school=names[school],
            stage=stage.label,
            subject=subject,
            posts=f"{entry.shortage / 100:.2f}",
            cause=cause_words(entry, outcome.problem.policy),
        )
        lines.append("  " + speech(text))
    return lines


def where(out: Path | None, made: Path | None, speech: Speech) -> list[str]:
    """Where the files are, or how to get them; `made` is the folder of tables that were made, not given."""
    if out is None:
        return ["", speech(say("Nothing was written; --out DIR writes the tables and the workbook."))]
    lines = ["", speech(say("plan.xlsx in the plan's folder is ready to circulate."))]
    if made is None:
        return [*lines, speech(say("The plan is in {directory}", directory=out.resolve()))]
    return [
        *lines,
        speech(say("The tables are in {tables}, the plan in {plan}", tables=made.resolve(), plan=out.resolve())),
    ]
