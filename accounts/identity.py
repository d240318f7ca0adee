"""The person behind a request: who, with which roles, of which school; frozen, so nothing can widen it on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flask import g

from accounts.permissions import Permission, Reach, Role, grants_of
from policy.messages import Message, say


@dataclass(frozen=True)
class Identity:
    """One signed-in person. `school_id` is the school a principal, clerk or teacher belongs to today."""

    user_id: int
    staff_no: str
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    school_id: int | None = None
    teacher_id: int | None = None

    @property
    def role_label(self) -> Message:
        """What the person is, in words: the first of the roles as the permissions page lists them."""
        held = [role for role in Role if role in self.roles]
        return held[0].label if held else say("no role yet")

    @cached_property
    def grants(self) -> Mapping[Permission, Reach]:
        """What the roles allow, with the widest reach of each."""
        return grants_of(self.roles)

    def may(self, permission: Permission) -> bool:
        """Whether the person holds a permission at all."""
        return permission in self.grants

    def reach(self, permission: Permission) -> Reach | None:
        """Whose records a permission covers, None where it is not held."""
        return self.grants.get(permission)


def current_identity() -> Identity | None:
    """Return the person of this request, None for a visitor (set by the sign-in layer before each request)."""
    identity: Identity | None = g.get("identity")
    return identity


def signed_in() -> Identity:
    """Return the person of a request behind a guard.

    Raises `LookupError` where there is no guard: that is a defect, not a refusal.
    """
    identity = current_identity()
    if identity is None:
        raise LookupError("no one is signed in: the endpoint lacks its guard")
    return identity
