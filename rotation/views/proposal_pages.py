"""Proposals: the list, one proposal with its lines, flows, moves and figures, and its files."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.audit import Subject, record
from core.clock import today
from core.db import reading, transaction
from core.errors import NotFound
from core.web.pages import page_wish, render
from policy.subjects import in_usual_order
from policy.vocabulary import Area, Stage
from rotation import queries
from rotation.views import listings, pictures
from rotation.views.answering import download, id_in, one_of, page_of, word_in
from rotation.views.blueprints import rotation

SORTS = ("minutes", "name", "staff_no", "from", "to", "subject", "rank")
KINDS = ("backbone", "team", "wished", "unasked", "locked")
FILES = {"plan.xlsx": "workbook", "moves.csv": "moves"}


def filters() -> dict[str, Any]:
    """Return what the address filters the moves by."""
    kind = request.args.get("kind", "")
    return {
        "search": word_in("q"),
        "subject": word_in("subject"),
        "stage": one_of(Stage, "stage"),
        "from_school": id_in("from"),
        "to_school": id_in("to"),
        "from_area": one_of(Area, "from_area"),
        "to_area": one_of(Area, "to_area"),
        "kind": kind if kind in KINDS else "",
        "sort": listings.sort_in(SORTS, "-minutes"),
    }


@rotation.get("/proposals")
@requires(Permission.PLAN_READ)
def proposals() -> str:
    """List the proposals and, above them, the scenarios that have none yet."""
    tx, reader = reading(), signed_in()
    current = queries.current_cycle(tx)
    cycle_id = id_in("cycle") or (current.id if current else None)
    return render(
        "rotation/proposals/index.html",
        cycles=queries.cycles(tx, reader),
        cycle_id=cycle_id,
        proposals=queries.proposals(tx, reader, cycle_id),
        scenarios=queries.scenarios(tx, cycle_id, reader) if cycle_id else [],
    )


@rotation.get("/proposals/<int:proposal_id>")
@requires(Permission.PLAN_READ)
def proposal(proposal_id: int) -> str:
    """Show a proposal."""
    tx, reader, wish = reading(), signed_in(), page_wish()
    rows, total = queries.moves(tx, proposal_id, reader, page=wish.number, size=wish.size, **filters())
    return render(
        "rotation/proposals/show.html",
        plan=queries.proposal_page(tx, proposal_id, reader, on=today()),
        page=page_of(rows, total, wish),
        choices=queries.move_filters(tx, proposal_id),
        filters=filters(),
        picture=pictures.map_of(*queries.map_data(tx, proposal_id, reader)),
    )


@rotation.get("/proposals/<int:proposal_id>/moves.csv")
@requires(Permission.PLAN_READ)
def export_moves(proposal_id: int) -> Response:
    """Hand out the filtered moves as a table; who took it is on record."""
    with transaction() as tx:
        rows, _ = queries.moves(tx, proposal_id, signed_in(), size=listings.EVERYTHING, **filters())
        facts = {"rows": len(rows), "filter": listings.asked()}
        record(tx, "plan.exported", Subject.of("proposal", proposal_id), by=signed_in(), facts=facts)
    head, *body = listings.move_rows(rows)
    return listings.table_file(f"proposal-{proposal_id}-moves.csv", head, body)


@rotation.get("/proposals/<int:proposal_id>/files/<name>")
@requires(Permission.PLAN_READ)
def proposal_file(proposal_id: int, name: str) -> Response:
    """Hand out a file of the proposal as the search wrote it: the workbook, or the table of moves."""
    if name not in FILES:
        raise NotFound
    with transaction() as tx:
        file = queries.download(tx, proposal_id, FILES[name], signed_in())
        record(tx, "plan.exported", Subject.of("proposal", proposal_id), by=signed_in(), facts={"file": name})
    return download(*file)


@rotation.get("/proposals/<int:proposal_id>/schools")
@requires(Permission.PLAN_READ)
def proposal_schools(proposal_id: int) -> str:
    """Show every school before and after."""
    tx, reader = reading(), signed_in()
    return render(
        "rotation/proposals/schools.html",
        plan=queries.proposal_page(tx, proposal_id, reader, on=today()),
        schools=queries.school_lines(tx, proposal_id, reader),
    )


@rotation.get("/proposals/<int:proposal_id>/indicators")
@requires(Permission.PLAN_READ)
def proposal_indicators(proposal_id: int) -> str:
    """Show the indicators of every unit and the coefficients of the district, before and after."""
    tx, reader = reading(), signed_in()
    short = request.args.get("short") == "yes"
    return render(
        "rotation/proposals/indicators.html",
        plan=queries.proposal_page(tx, proposal_id, reader, on=today()),
        units=queries.unit_lines(tx, proposal_id, reader, only_short=short),
        only_short=short,
    )


@rotation.get("/proposals/<int:proposal_id>/short")
@requires(Permission.PLAN_READ)
def proposal_short(proposal_id: int) -> str:
    """Show what stays short, why, and what can be done about it."""
    tx, reader, subject, school = reading(), signed_in(), word_in("subject"), id_in("school")
    lines = queries.unfilled_lines(tx, proposal_id, reader)
    shown = [line for line in lines if subject in {"", line.subject} and school in {None, line.place.id}]
    return render(
        "rotation/proposals/short.html",
        plan=queries.proposal_page(tx, proposal_id, reader, on=today()),
        lines=lines,
        groups=queries.unfilled_groups(shown),
        subjects=in_usual_order({line.subject for line in lines}),
        schools=sorted({line.place for line in lines}, key=lambda place: place.code),
        filters={"subject": subject, "school": school},
    )


@rotation.get("/proposals/<int:proposal_id>/check")
@requires(Permission.PLAN_READ)
def proposal_check(proposal_id: int) -> str:
    """Show what the independent check found, and what is needed to repeat the search."""
    plan = queries.proposal_page(reading(), proposal_id, signed_in(), on=today())
    return render("rotation/proposals/check.html", plan=plan)
