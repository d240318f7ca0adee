"""The audit events of accounts in words, for the timeline of an account."""

from collections.abc import Iterable
from typing import Any

from accounts.permissions import Role
from core.audit import AuditEntry, actor_word
from core.clock import DISTRICT_ZONE
from core.web.language import day
from policy.messages import Message, say

EVENTS: dict[str, Message] = {
    "user.opened": say("Account opened"),
    "user.linked": say("Tied to the teacher's file"),
    "user.renamed": say("Name corrected"),
    "user.role_given": say("Role given"),
    "user.role_taken": say("Role taken away"),
    "user.disabled": say("Account disabled"),
    "user.enabled": say("Account enabled"),
    "user.password_issued": say("Password issued"),
    "user.password_changed": say("Password changed"),
    "user.second_factor_begun": say("Setting up of the second step begun"),
    "user.second_factor_set": say("Second step put in force"),
    "user.second_factor_reset": say("Second step reset"),
    "user.recovery_codes_made": say("Recovery codes made"),
    "user.recovery_code_used": say("Recovery code used"),
    "user.signed_in": say("Signed in"),
    "user.signed_out": say("Signed out"),
    "user.sign_in_failed": say("Failed try to sign in"),
    "user.session_ended": say("Signed out at one place"),
    "user.sessions_ended": say("Signed out everywhere"),
    "user.preferences_changed": say("Language or look changed"),
}


def lines(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Return audit entries as a timeline shows them: when, what, and by whom."""
    return [_line(entry) for entry in entries]


def title_of(event: str) -> Message:
    """Return an event in words; an unknown one as its own name."""
    return EVENTS.get(event) or say("{event}", event=event)


def _line(entry: AuditEntry) -> dict[str, Any]:
    at = entry.at.astimezone(DISTRICT_ZONE)
    detail = say("{time} {actor}", time=f"{at:%H:%M}", actor=actor_word(entry.actor))
    role = entry.details["facts"].get("role")
    title = title_of(entry.event)
    if role in set(Role):
        title = say("{what}: {role}", what=title, role=Role(role).label)
    return {"when": day(at), "title": title, "detail": detail}
