"""The pages of the help: the list of topics and one topic, for everybody who is signed in."""

from flask import current_app, url_for

from accounts.guards import access_of, signed_in_only
from accounts.identity import Identity, signed_in
from app.help.facts import facts
from app.help.topics import TOPICS, arranged
from app.help.writing import heading, lead, write
from app.home import blueprint
from core.clock import today
from core.db import reading
from core.errors import NotFound
from core.web.language import reader
from core.web.pages import render
from policy.messages import say

__all__ = ["blueprint"]


@blueprint.get("/help", endpoint="help")
@blueprint.get("/help/<topic>", endpoint="help")
@signed_in_only
def help_page(topic: str | None = None) -> str:
    """Show the list of topics, or one of them beside the list."""
    identity, language = signed_in(), reader().language
    known = facts(reading(), today())
    groups = [(group, [(key, heading(key, language)) for key in group.topics]) for group in arranged(identity.roles)]
    if topic is None:
        leads = {key: lead(key, language, known) for key in TOPICS}
        return render("home/help_topics.html", groups=groups, leads=leads, roles=identity.roles)
    if topic not in TOPICS:
        raise NotFound(say("There is no such topic in the help."))
    written = write(topic, language, known, lambda link: address_for(identity, link))
    return render("home/help.html", groups=groups, topic=topic, written=written)


def address_for(identity: Identity, link: str) -> str | None:
    """Return where a link of a topic leads: a page only to those it answers."""
    kind, _, target = link.partition(":")
    if kind == "topic":
        key, _, anchor = target.partition("#")
        return url_for("home.help", topic=key, _anchor=anchor or None)
    access = access_of(current_app, target)
    permitted = access is not None and (
        not access.permissions or any(identity.may(permission) for permission in access.permissions)
    )
    return url_for(target) if permitted else None
