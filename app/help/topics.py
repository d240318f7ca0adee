"""The topics of the help as data: which there are, in what order, and to which roles each matters first."""

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.permissions import Role
from policy.messages import Message, say

EVERYBODY = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Group:
    """Topics under one heading; `roles` see the group first, all others can read it too."""

    title: Message
    roles: frozenset[Role]
    topics: tuple[str, ...]


GROUPS = (
    Group(say("First steps"), EVERYBODY, ("start", "signing-in")),
    Group(say("For teachers"), frozenset({Role.TEACHER}), ("hours", "credits", "own-file", "preferences", "result")),
    Group(say("For schools"), frozenset({Role.CLERK, Role.PRINCIPAL}), ("approving", "school-files", "review")),
    Group(
        say("For district HR"),
        frozenset({Role.DISTRICT_HR}),
        ("register", "import", "cycle", "eligibility", "scenarios", "proposal", "replies"),
    ),
    Group(say("For bureau leaders"), frozenset({Role.LEADER}), ("decision",)),
    Group(say("For auditors"), frozenset({Role.AUDITOR}), ("audit",)),
    Group(say("For system administrators"), frozenset({Role.SYSADMIN}), ("accounts", "running")),
    Group(say("How the numbers come about"), EVERYBODY, ("lines", "counting")),
)
"""Everything there is to read."""

TOPICS = tuple(topic for group in GROUPS for topic in group.topics)


def arranged(roles: frozenset[Role]) -> Iterator[Group]:
    """Return the groups, those written for somebody's roles before the others."""
    yield from (group for group in GROUPS if group.roles & roles)
    yield from (group for group in GROUPS if not group.roles & roles)
