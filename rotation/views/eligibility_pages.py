"""The eligibility list of a cycle: who, why, what would change, and answers overruled by hand."""

from typing import Any

from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.audit import Subject, record
from core.clock import today
from core.db import reading, transaction
from core.web.pages import page_wish, render
from policy.messages import say
from policy.vocabulary import Stage
from rotation import queries, services
from rotation.forms.cycles import OverrideForm, ReasonForm
from rotation.views import listings
from rotation.views.answering import (
    Answer,
    attempt,
    do,
    done,
    flag_in,
    id_in,
    one_of,
    page_of,
    school_ids,
    seen_version,
    shown,
    word_in,
)
from rotation.views.blueprints import rotation

SORTS = ("staff_no", "name", "school", "subject", "retirement")


def filters() -> dict[str, Any]:
    """Return what the address filters the list by."""
    return {
        "search": word_in("q"),
        "school_id": id_in("school"),
        "stage": one_of(Stage, "stage"),
        "eligible": flag_in("eligible"),
        "overridden": flag_in("overridden"),
        "rule": word_in("rule"),
        "sort": listings.sort_in(SORTS, "staff_no"),
    }


@rotation.get("/cycles/<int:cycle_id>/eligibility")
@requires(Permission.CYCLE_READ)
def eligibility(cycle_id: int) -> str:
    """Show the eligibility list, filtered as the address says."""
    tx, reader, wish = reading(), signed_in(), page_wish()
    page = queries.cycle_page(tx, cycle_id, reader, on=today())
    rows, total = queries.eligibility_list(tx, cycle_id, reader, page=wish.number, size=wish.size, **filters())
    return render(
        "rotation/eligibility/index.html",
        cycle=page,
        standing=services.standing(tx, cycle_id, by=reader),
        page=page_of(rows, total, wish),
        rules=queries.eligibility_rules(tx, cycle_id),
        schools=school_ids(reader, Permission.CYCLE_READ),
        filters=filters(),
    )


@rotation.get("/cycles/<int:cycle_id>/eligibility.csv")
@requires(Permission.CYCLE_READ)
def export_eligibility(cycle_id: int) -> Response:
    """Hand out the filtered list as a table; who took it is on record."""
    with transaction() as tx:
        rows, _ = queries.eligibility_list(tx, cycle_id, signed_in(), size=listings.EVERYTHING, **filters())
        facts = {"rows": len(rows), "filter": listings.asked()}
        record(tx, "eligibility.exported", Subject.of("cycle", cycle_id), by=signed_in(), facts=facts)
    head, *body = listings.eligibility_rows(rows)
    return listings.table_file(f"eligibility-{cycle_id}.csv", head, body)


@rotation.get("/cycles/<int:cycle_id>/eligibility/changes")
@requires(Permission.CYCLE_MANAGE)
def eligibility_changes(cycle_id: int) -> str:
    """Show whose answer would change if the list were made again now."""
    tx, reader = reading(), signed_in()
    page = queries.cycle_page(tx, cycle_id, reader, on=today())
    differences = services.eligibility_differences(tx, cycle_id, by=reader)
    return render("rotation/eligibility/changes.html", cycle=page, differences=differences)


@rotation.post("/cycles/<int:cycle_id>/eligibility")
@requires(Permission.CYCLE_MANAGE)
def fix_eligibility(cycle_id: int) -> Answer:
    """Make the list with the numbers and the register of now."""
    changed = len(do(services.fix_eligibility, cycle_id))
    message = say("The eligibility list is made; {count} answers differ from before.", count=changed)
    return done(message, "rotation.eligibility", cycle_id=cycle_id)


@rotation.get("/cycles/<int:cycle_id>/eligibility/<staff_no>")
@requires(Permission.CYCLE_READ)
def eligibility_of(cycle_id: int, staff_no: str) -> str:
    """Show why one teacher is eligible or not."""
    tx, reader = reading(), signed_in()
    detail = queries.eligibility_detail(tx, cycle_id, staff_no, reader)
    page = queries.cycle_page(tx, cycle_id, reader, on=today())
    standing = services.standing(tx, cycle_id, by=reader, teacher_id=detail.line.teacher_id)
    return render("rotation/eligibility/why.html", cycle=page, detail=detail, standing=standing)


@rotation.route("/cycles/<int:cycle_id>/eligibility/<staff_no>/override", methods=["GET", "POST"])
@requires(Permission.ELIGIBILITY_OVERRIDE)
def override_eligibility(cycle_id: int, staff_no: str) -> Answer:
    """Overrule the computed answer about one teacher."""
    tx, reader = reading(), signed_in()
    detail = queries.eligibility_detail(tx, cycle_id, staff_no, reader)
    form = OverrideForm(data={"eligible": "no" if detail.line.eligible else "yes"})
    saved = attempt(
        form,
        lambda tx: services.override_eligibility(
            tx, cycle_id, form.draft(staff_no), by=reader, on=today(), version=seen_version()
        ),
    )
    if saved:
        return done(say("The decision is on record."), "rotation.eligibility", cycle_id=cycle_id, q=staff_no)
    page = queries.cycle_page(tx, cycle_id, reader, on=today())
    return shown("rotation/eligibility/override.html", form, cycle=page, detail=detail)


@rotation.route("/cycles/<int:cycle_id>/eligibility/<staff_no>/compute", methods=["GET", "POST"])
@requires(Permission.ELIGIBILITY_OVERRIDE)
def end_override(cycle_id: int, staff_no: str) -> Answer:
    """Go back to the computed answer."""
    tx, reader = reading(), signed_in()
    detail = queries.eligibility_detail(tx, cycle_id, staff_no, reader)
    form = ReasonForm()
    saved = attempt(
        form,
        lambda tx: services.end_override(
            tx, cycle_id, staff_no, form.words(), by=reader, on=today(), version=seen_version()
        ),
    )
    if saved:
        return done(say("The computed answer counts again."), "rotation.eligibility", cycle_id=cycle_id, q=staff_no)
    page = queries.cycle_page(tx, cycle_id, reader, on=today())
    return shown("rotation/eligibility/end_override.html", form, cycle=page, detail=detail)
