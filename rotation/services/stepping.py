"""The one way a state changes: the transition is judged, taken and put on record in one go."""

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from core import audit
from core.audit import Actor, Subject
from core.errors import Conflict, Invalid, NotAllowed
from core.text import clean
from policy.messages import say
from policy.verdict import Verdict
from rotation.rules.steps import may_take, reason_given
from rotation.vocabulary.transitions import Transition


class Stateful(Protocol):
    """A row with a state."""

    id: Any
    state: Any


def take(
    tx: Session,
    row: Stateful,
    transition: Transition,
    *,
    by: Actor,
    reason: str = "",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Take a transition.

    Raises `NotAllowed` without the permission, `Conflict` in another state, `Invalid` without a needed reason.
    """
    if transition.permission is not None:
        demand(by, transition.permission)
    verdict = may_take(transition, row.state)
    if not verdict.holds:
        raise Conflict(verdict.sentence, say("Load the page again to see how things stand."))
    refuse_unless(reason_given(transition, reason), field="reason")
    changed = audit.changes(row, {"state": transition.target})
    audit.record(tx, transition.event, subject_of(row), changed, by=by, reason=cleaned(reason), facts=facts)
    tx.flush()


def demand(by: Actor, permission: Permission) -> None:
    """Refuse somebody without a permission; to them there is nothing here.

    Raises `NotAllowed`.
    """
    if isinstance(by, Identity) and not by.may(permission):
        raise NotAllowed


def refuse_unless(verdict: Verdict, *, field: str = "") -> None:
    """Raise `Invalid` with a verdict's sentence unless it holds."""
    if not verdict.holds:
        raise Invalid(verdict.sentence, field=field)


def conflict_unless(verdict: Verdict) -> None:
    """Raise `Conflict` with a verdict's sentence unless it holds."""
    if not verdict.holds:
        raise Conflict(verdict.sentence)


def cleaned(text: str, *, field: str = "reason", longest: int = 1000) -> str:
    """Return a person's text as it is kept.

    Raises `Invalid` where it is too long or holds invisible characters.
    """
    kept = clean(text, field=field, lines=True)
    if len(kept) > longest:
        raise Invalid(
            say("The text has {count} characters; at most {longest} are kept.", count=len(kept), longest=longest),
            say("Shorten it."),
            field=field,
        )
    return kept


def needed(text: str, *, field: str = "reason", longest: int = 1000) -> str:
    """Return a text that must not be empty, as it is kept.

    Raises `Invalid`.
    """
    kept = cleaned(text, field=field, longest=longest)
    if not kept:
        raise Invalid(say("This is needed."), say("Write it in a sentence or two."), field=field)
    return kept


def subject_of(row: Stateful) -> Subject:
    """Return what an audit entry about a row names."""
    return Subject.of(KINDS[type(row).__name__], row.id)


KINDS = {
    "RotationCycle": "cycle",
    "Scenario": "scenario",
    "Proposal": "proposal",
    "PrincipalReview": "review",
    "Objection": "objection",
}
