"""The page of the rules in force: every number with its source, as the product uses it on a day."""

from datetime import date

from flask import request

from accounts.guards import signed_in_only
from app.operations.frame import blueprint
from app.operations.rules_in_force import chapters
from core.clock import today
from core.web.pages import render
from policy.messages import Message, say


@blueprint.get("/rules")
@signed_in_only
def rules() -> str:
    """Show the numbers of the regulations in force on a day, with source, date and how sure we are."""
    day, fault = _day(request.args.get("on", ""))
    return render("operations/rules.html", chapters=chapters(day), day=day, fault=fault)


def _day(text: str) -> tuple[date, Message | None]:
    """Read the day, today where none is given."""
    if not text.strip():
        return today(), None
    try:
        return date.fromisoformat(text.strip()), None
    except ValueError:
        return today(), say("“{value}” is not a day; write it as 2026-09-01.", value=text[:40])
