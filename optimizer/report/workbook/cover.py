"""The cover: what the plan does in one sentence, its four lines, the rules it keeps, and what it was made from."""

from collections.abc import Mapping, Sequence

from optimizer.check.records import Evaluation, RuleCheck
from optimizer.report import words
from optimizer.report.document import do_nothing, hard_rules
from optimizer.report.outcome import Outcome
from optimizer.report.record import RunRecord
from optimizer.report.workbook.paper import Paper
from optimizer.solution import LineResult, Solution, Status
from policy.messages import Message, say
from policy.rotation import RotationPolicy

_WIDTHS = (5, 12, 38, 11, 11, 15, 11, 17)
_LAST = len(_WIDTHS) - 1


def write_cover(paper: Paper, outcome: Outcome, solution: Solution, evaluation: Evaluation, run: RunRecord) -> None:
    """Write the cover sheet."""
    for column, width in enumerate(_WIDTHS):
        paper.sheet.set_column(column, column, width)
    paper.across(_LAST, title_of(run), "title", 42)
    paper.across(_LAST, words.situation(solution), "situation", 24)
    _lines(paper, solution, do_nothing(evaluation, run.earlier), outcome.problem.policy)
    _rules(paper, hard_rules(evaluation))
    _facts(paper, say("In numbers"), _numbers(outcome, evaluation))
    _facts(paper, say("Made from"), _origins(solution, run))
    _signatures(paper)


def title_of(run: RunRecord) -> Message:
    """The plan's title, with the district where its name is known."""
    return say("Rotation plan of {district}", district=run.district) if run.district else say("Rotation plan")


def _section(paper: Paper, title: Message) -> None:
    """A section's title after a gap."""
    paper.row += 1
    paper.sheet.set_row(paper.row, 22)
    paper.put(0, title, "section")
    paper.row += 1


def _lines(paper: Paper, solution: Solution, before: Mapping[str, int], policy: RotationPolicy) -> None:
    """The lines in their order, with doing nothing, bound and proof beside each."""
    _section(paper, say("The lines, from the first to the last: a later one never costs an earlier one"))
    heads = (
        say("No."),
        say("Line"),
        say("What it counts"),
        say("This plan"),
        say("Doing nothing"),
        say("Against doing nothing"),
        say("Bound"),
        say("Proof"),
    )
    for column, head in enumerate(heads):
        paper.put(column, head, "head-number" if column in {3, 4, 6} else "head")
    paper.sheet.set_row(paper.row, 30)
    paper.row += 1
    for number, line in enumerate(solution.lines, start=1):
        _line(paper, number, line, before.get(line.name), policy)
        paper.sheet.set_row(paper.row, 46)
        paper.row += 1


def _line(paper: Paper, number: int, line: LineResult, before: int | None, policy: RotationPolicy) -> None:
    """One line; hundredths are shown as what their unit says."""
    hundredths = line.name in words.IN_HUNDREDTHS
    places = "two-places" if hundredths else "whole"
    note = say("{note}; {unit}", note=words.line_note(line.name, policy), unit=words.LINE_UNITS[line.name])
    paper.put(0, number, "whole")
    paper.put(1, words.LINES[line.name], "strong")
    paper.put(2, note, "wrapped")
    paper.put(3, _scaled(line.value, hundredths), "figure-two-places" if hundredths else "figure")
    paper.put(4, _scaled(before, hundredths), places)
    paper.put(5, words.line_change(line, before), "text")
    paper.put(6, _scaled(line.bound, hundredths), places)
    paper.put(7, words.proof_words(line), "ok" if line.status is Status.OPTIMAL else "warn")


def _scaled(value: int | None, hundredths: bool) -> float | int | Message:
    """A value in its unit, a dash where there is none."""
    if value is None:
        return say("—")
    return value / 100 if hundredths else value


def _rules(paper: Paper, rules: Sequence[RuleCheck]) -> None:
    """Each hard rule: a tick where the independent check found that it holds, with the facts."""
    _section(paper, say("Hard rules, each checked independently of the search"))
    for rule in rules:
        paper.put(0, "√" if rule.holds else "×", "ok" if rule.holds else "bad")
        _spread(paper, 1, 2, words.rule_words(rule.name), "wrapped")
        _spread(paper, 3, _LAST, rule.detail, "wrapped")
        paper.sheet.set_row(paper.row, 20)
        paper.row += 1


def _facts(paper: Paper, title: Message, facts: Sequence[tuple[Message, object]]) -> None:
    """A section of captions with values."""
    _section(paper, title)
    for caption, value in facts:
        _spread(paper, 0, 1, caption, "quiet")
        _spread(paper, 2, _LAST, value, "wrapped")
        paper.sheet.set_row(paper.row, 20)
        paper.row += 1


def _spread(paper: Paper, first: int, last: int, value: object, style: str) -> None:
    """Write one value over several columns of the current row."""
    paper.sheet.merge_range(paper.row, first, paper.row, last, "", paper.styles[style])
    paper.put(first, str(paper.text(value)), style)


def _numbers(outcome: Outcome, evaluation: Evaluation) -> list[tuple[Message, object]]:
    """How many people and schools the plan is about, and what stays short."""
    problem = outcome.problem
    short = sum(entry.shortage for entry in outcome.unfilled)
    share = 100 * evaluation.backbone_moves / evaluation.moves if evaluation.moves else 0.0
    people = say(
        "{teachers:,} teachers at {schools:,} schools", teachers=len(problem.teachers), schools=len(problem.schools)
    )
    moving = say(
        "{moves:,} move, {share}% of the {eligible:,} eligible",
        moves=evaluation.moves,
        eligible=evaluation.eligible,
        share=f"{100 * evaluation.moves / evaluation.eligible if evaluation.eligible else 0:.1f}",
    )
    backbone = say("{number:,} of those who move, {share}%", number=evaluation.backbone_moves, share=f"{share:.1f}")
    left = say(
        "{cells:,} subjects at schools, {posts} posts in all", cells=len(outcome.unfilled), posts=f"{short / 100:,.2f}"
    )
    return [
        (say("District"), people),
        (say("Rotation"), moving),
        (say("Backbone teachers"), backbone),
        (say("Still short"), left if outcome.unfilled else say("nothing")),
    ]


def _origins(solution: Solution, run: RunRecord) -> list[tuple[Message, object]]:
    """What the plan was made from, so that it can be made again."""
    search = say(
        "{seconds:,.1f} seconds with {workers} workers, seed {seed}; it ended because {reason}",
        seconds=solution.seconds,
        workers=solution.workers,
        seed=solution.seed,
        reason=words.STOPPED_BY[solution.stopped_by],
    )
    facts: list[tuple[Message, object]] = [
        (say("Data fingerprint"), run.input_sha256),
        (say("Policy fingerprint"), run.policy_sha256),
        (say("Made at"), f"{run.made_at:%Y-%m-%d %H:%M}"),
        (say("Search"), search),
        (say("Versions"), ", ".join(f"{name} {value}" for name, value in run.versions.items() if value)),
    ]
    if run.overrides:
        overridden = say("{number:,} eligibilities were set by hand in the tables", number=run.overrides)
        facts.insert(0, (say("Overrides"), overridden))
    return facts


def _signatures(paper: Paper) -> None:
    """Lines to sign on."""
    paper.row += 2
    paper.sheet.set_row(paper.row, 30)
    for first, last, caption in ((0, 1, say("Prepared by")), (3, 3, say("Checked by")), (6, 6, say("Approved by"))):
        if first != last:
            paper.sheet.merge_range(paper.row, first, paper.row, last, "", paper.styles["caption"])
        paper.put(first, caption, "caption")
    paper.sheet.merge_range(paper.row, 4, paper.row, 5, "", paper.styles["signature"])
    for column in (2, 7):
        paper.put(column, "", "signature")
    paper.row += 1
