"""Lists of the pages as files: the same filters as on the page, one table, nothing a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from core.sheets.guarding import guarded
from core.web.language import hundredths, text
from policy.messages import say
from rotation.views.answering import download
from rotation.vocabulary.pages import EligibilityLine, MoveLine

EVERYTHING = 1_000_000
"""More rows than any list has: an export has no pages."""

CSV = "text/csv; charset=utf-8"


def sort_in(keys: Sequence[str], usual: str) -> str:
    """Return the order the address asks for, with a minus sign for downwards; nonsense becomes the usual one."""
    wanted = request.args.get("sort", "")
    return wanted if wanted.removeprefix("-") in keys else usual


def asked() -> str:
    """Return the filters of the address as the audit trail keeps them."""
    return request.query_string.decode("ascii", "replace")[:200]


def table_file(name: str, head: Iterable[object], rows: Iterable[Iterable[object]]) -> Response:
    """Return a table as CSV that every spreadsheet program opens with its letters right."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    for row in (head, *rows):
        writer.writerow([guarded(text(cell), code=True) for cell in row])
    return download(name, b"\xef\xbb\xbf" + sheet.getvalue().encode(), CSV)


def eligibility_rows(lines: Iterable[EligibilityLine]) -> list[list[Any]]:
    """Return the eligibility list as rows, its head first."""
    head = (
        *(say("Staff number"), say("Name"), say("School"), say("Stage"), say("Subject"), say("Eligible")),
        *(say("By hand"), say("Retirement month"), say("Reason given")),
    )
    yes, no = say("yes"), say("no")
    rows = [
        [
            *(line.staff_no, line.name, line.school.name, line.stage.label, line.subject),
            *(yes if line.eligible else no, yes if line.overridden else no, line.retirement_month, line.reason),
        ]
        for line in lines
    ]
    return [list(head), *rows]


def move_rows(lines: Iterable[MoveLine]) -> list[list[Any]]:
    """Return moves as rows, their head first."""
    head = (
        *(say("Staff number"), say("Name"), say("Stage"), say("Subject"), say("From"), say("To"), say("Minutes")),
        *(say("Preference"), say("Backbone level"), say("Title"), say("Team"), say("Full posts"), say("What for")),
    )
    rows = [
        [
            *(line.staff_no, line.name, line.stage.label, line.subject, line.source.name, line.target.name),
            *(line.minutes, line.preference_rank or "", line.backbone.label, line.title, line.team),
            *(hundredths(line.fte), line.reason),
        ]
        for line in lines
    ]
    return [list(head), *rows]
