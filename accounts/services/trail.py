"""How accounts appear in the audit trail."""

from core.audit import Subject, System

VISITOR = System(staff_no="", name="visitor")
"""Who tries a door before anybody knows who it is."""


def subject_of(user_id: int) -> Subject:
    """Return an account as the subject of an audit entry."""
    return Subject.of("user", user_id)
