"""When a session is alive, what somebody still owes at the door, and which roles go together: pure decisions."""

from collections.abc import Collection, Mapping
from datetime import datetime

from accounts.limits import LIMITS
from accounts.permissions import SEES_OTHERS, Role
from accounts.vocabulary import NEEDS_SCHOOL, STANDS_ALONE, Owed, RoleDraft, Standing
from core.errors import Invalid
from policy.messages import say


def is_alive(standing: Standing, at: datetime, *, owes: Owed | None) -> bool:
    """Whether a session still counts: account in order, not idle too long, not older than any session may get."""
    idle, longest = LIMITS.idle, LIMITS.longest_session
    if owes is Owed.CODE:
        idle = longest = LIMITS.unfinished_sign_in
    rested, lasted = at - standing.seen_at, at - standing.started_at
    return standing.active and standing.same_epoch and rested < idle and lasted < longest


def owed(standing: Standing, *, demo: bool) -> Owed | None:
    """Return what the person must do before anything else; a demonstration asks nobody to set up a second factor."""
    if standing.has_second_factor and standing.second_factor_at is None:
        return Owed.CODE
    if standing.must_change:
        return Owed.PASSWORD
    if standing.roles & SEES_OTHERS and not standing.has_second_factor and not demo:
        return Owed.ENROLMENT
    return None


def fitting_role(draft: RoleDraft, held: Mapping[Role, int | None]) -> RoleDraft:
    """Return the role as it may be given beside those held (each with its school).

    Raises `Invalid` where duties that are kept apart would meet, or two schools.
    """
    if draft.role in NEEDS_SCHOOL and draft.school_id is None:
        raise Invalid(say("Principals and clerks act for a school."), say("Choose the school."), field="school")
    together = {*held, draft.role} - {Role.TEACHER}
    if together & STANDS_ALONE and len(together) > 1:
        raise Invalid(
            say("System administrators and auditors hold no other duty: who runs or judges the site does not use it."),
            say("Take the other roles first, or open a second person's account."),
            field="role",
        )
    school = draft.school_id if draft.role in NEEDS_SCHOOL else None
    schools = {place for role, place in held.items() if role in NEEDS_SCHOOL and role is not draft.role}
    if school is not None and schools - {school}:
        raise Invalid(
            say("One person acts for one school at a time."), say("Take the other role first."), field="school"
        )
    return RoleDraft(draft.role, school)


def same_name(one: str, other: str) -> bool:
    """Whether two people are written alike; spaces inside a name do not count."""
    return "".join(one.split()) == "".join(other.split())


def needs_second_factor(roles: Collection[Role]) -> bool:
    """Whether the holder of these roles sees others' data and signs in with a second factor."""
    return bool(SEES_OTHERS & set(roles))
