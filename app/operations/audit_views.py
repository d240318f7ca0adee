"""The pages of the audit trail: look, verify, hand out."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as Answer

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from app.operations import event_words, heads, trail, trail_words
from app.operations.frame import blueprint
from app.operations.settings import settings
from core.audit import Subject, broken_links, head, record
from core.clock import today
from core.db import reading, transaction
from core.web.language import translate
from core.web.pages import flash_bad, flash_done, go, page_wish, paginate, render
from policy.messages import Message, say


@blueprint.get("/audit")
@requires(Permission.AUDIT_READ)
def audit() -> str:
    """Show the trail, newest first, by person, event, record and days."""
    tx, wanted = reading(), trail.Wanted.read(request.args)
    page = paginate(tx, trail.entries(wanted), page_wish())
    return render(
        "operations/audit.html",
        page=page,
        wanted=wanted,
        events=[(name, event_words.event_word(name)) for name in trail.known_events(tx)],
        kinds=[(name, event_words.kind_word(name)) for name in trail.known_kinds(tx)],
        words=trail_words.speak(tx, page.items),
        actor_word=event_words.actor_word,
        untold=trail_words.UNTOLD,
        seals=list(heads.seals(settings().instance / heads.FILE))[-1:],
        head=head(tx),
    )


@blueprint.post("/audit/verify")
@requires(Permission.AUDIT_READ)
def verify_audit() -> Answer:
    """Recompute the whole chain and say whether it holds; that somebody did is on record too."""
    with transaction() as tx:
        broken = next(broken_links(tx), None)
        contradicted = heads.contradictions(tx, settings().instance / heads.FILE)
        number, _ = head(tx)
        facts = {"entries": number, "broken_at": broken or "", "contradicted": len(contradicted)}
        record(tx, "audit.verified", Subject("audit", "chain"), by=signed_in(), facts=facts)
    if broken is None and not contradicted:
        flash_done(
            say(
                "The trail is whole: {number} entries, each hash recomputed; this check itself is entry {next}.",
                number=number,
                next=number + 1,
            )
        )
    else:
        flash_bad(_alarm(broken))
    return go(url_for("operations.audit"))


@blueprint.post("/audit/export")
@requires(Permission.AUDIT_READ)
def export_audit() -> Response:
    """Hand the chosen entries out as a table; who took what is on record."""
    wanted = trail.Wanted.read(request.args)
    with transaction() as tx:
        text, number = trail.as_csv(tx, wanted, translate())
        facts = {**wanted.facts(), "rows": number}
        record(tx, "audit.exported", Subject("audit", "chain"), by=signed_in(), facts=facts)
    name = f"audit-{today():%Y%m%d}.csv"
    disposition = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(text, mimetype="text/csv", headers=disposition)


def _alarm(broken: int | None) -> Message:
    if broken is None:
        return say(
            "The trail contradicts a head written down outside the database. Inform whoever answers for security."
        )
    return say(
        "The trail is broken at entry {number}. Keep everything as it is and inform whoever answers for security.",
        number=broken,
    )
