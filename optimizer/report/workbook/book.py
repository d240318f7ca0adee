"""The workbook as a whole: its sheets in order, its properties and its foot."""

from pathlib import Path

import xlsxwriter

from optimizer.check.records import Evaluation
from optimizer.report.outcome import Outcome
from optimizer.report.record import RunRecord
from optimizer.report.words import situation
from optimizer.report.workbook.coefficients import write_coefficients
from optimizer.report.workbook.cover import title_of, write_cover
from optimizer.report.workbook.movelist import write_moves
from optimizer.report.workbook.paper import Paper
from optimizer.report.workbook.schools import write_schools
from optimizer.report.workbook.shortages import write_shortages
from optimizer.report.workbook.styles import HEI, Styles
from optimizer.solution import Solution
from policy.messages import Message, Translate, say

_SHOWN_DIGITS = 12
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_format_properties": {"font_name": HEI, "font_size": 10},
}


def write_workbook(
    path: Path, outcome: Outcome, solution: Solution, evaluation: Evaluation, run: RunRecord, translate: Translate
) -> None:
    """Write `plan.xlsx`; text is always text, whatever a name looks like."""
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties(
            {
                "title": title_of(run).text(translate),
                "subject": situation(solution).text(translate),
                "author": "Junheng",
                "created": run.made_at.replace(tzinfo=None),
            }
        )
        styles = Styles(book)

        def paper(title: Message, *, landscape: bool) -> Paper:
            sheet = Paper(book, styles, title, translate)
            sheet.set_up(_foot(run), landscape=landscape)
            return sheet

        write_cover(paper(say("Cover"), landscape=False), outcome, solution, evaluation, run)
        write_moves(paper(say("List of moves"), landscape=True), outcome)
        write_schools(paper(say("Schools before and after"), landscape=True), outcome)
        write_coefficients(paper(say("Coefficients"), landscape=False), outcome)
        write_shortages(paper(say("Still short and why"), landscape=True), outcome)


def _foot(run: RunRecord) -> Message:
    """What a printed page was made from."""
    return say(
        "Data {data}, policy {policy}, {time}",
        data=run.input_sha256[:_SHOWN_DIGITS],
        policy=run.policy_sha256[:_SHOWN_DIGITS],
        time=f"{run.made_at:%Y-%m-%d %H:%M}",
    )
