"""The menu as data: who sees which entry follows from permissions, so that it never promises what a guard refuses."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, request, url_for

from accounts.identity import Identity
from accounts.permissions import Permission, Reach, Role
from app.help.places import topic_of
from policy.messages import Message, say


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its words, endpoint, icon, who sees it, and the paths it stands for."""

    label: Message
    endpoint: str
    icon: str
    permissions: frozenset[Permission]
    covers: str


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as the menu shows it."""

    label: Message
    href: str
    icon: str
    current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; the first group has none."""

    title: Message | None
    items: tuple[Item, ...]


def _entry(label: Message, endpoint: str, icon: str, covers: str, *permissions: Permission) -> Entry:
    return Entry(label, endpoint, icon, frozenset(permissions), covers)


_P = Permission
GROUPS: tuple[tuple[Message | None, tuple[Entry, ...]], ...] = (
    (
        None,
        (
            _entry(say("Desk"), "home.desk", "home", "/desk", _P.CYCLE_READ, _P.REVIEW_ANSWER, _P.TRAINING_READ),
            _entry(say("My page"), "my.home", "user", "/my", _P.OWN_FILE),
            _entry(say("My hours"), "my.hours", "clock", "/my/hours", _P.TRAINING_LOG),
            _entry(say("My rotation"), "own_rotation.show", "arrows-exchange", "/my/rotation", _P.PREFERENCE_FILE),
            _entry(say("My file"), "own_file.show", "file-text", "/my/file", _P.OWN_FILE),
        ),
    ),
    (
        say("Rotation"),
        (
            _entry(say("Rotation cycles"), "rotation.cycles", "calendar-event", "/cycles", _P.CYCLE_READ),
            _entry(say("Proposals"), "rotation.proposals", "route", "/proposals", _P.PLAN_READ),
            _entry(
                say("Principals' review"), "reviews.index", "messages", "/reviews", _P.REVIEW_ANSWER, _P.REVIEW_REPLY
            ),
            _entry(say("Decisions"), "reviews.decisions", "scale", "/decisions", _P.PLAN_DECIDE),
            _entry(say("Objections"), "rotation.objections", "flag", "/objections", _P.OBJECTION_ANSWER),
        ),
    ),
    (
        say("People and schools"),
        (
            _entry(say("Teachers' files"), "teachers.index", "users", "/teachers", _P.TEACHER_READ),
            _entry(say("Schools and headcount"), "schools.index", "school", "/schools", _P.SCHOOL_READ),
            _entry(
                say("Training to approve"),
                "training.queue",
                "list-check",
                "/training/queue",
                _P.TRAINING_APPROVE_SCHOOL,
                _P.TRAINING_APPROVE_DISTRICT,
            ),
            _entry(say("Training records"), "training.records", "history", "/training", _P.TRAINING_READ),
        ),
    ),
    (
        say("Data"),
        (
            _entry(
                say("Import and export"),
                "imports.index",
                "file-import",
                "/imports",
                _P.REGISTER_IMPORT,
                _P.TRAINING_IMPORT,
            ),
            _entry(say("Audit trail"), "operations.audit", "shield-check", "/audit", _P.AUDIT_READ),
            _entry(say("Background jobs"), "operations.jobs", "progress", "/jobs", _P.JOB_READ),
            _entry(say("People and roles"), "accounts.people", "lock", "/people", _P.ACCOUNT_MANAGE),
            _entry(say("Rules in force"), "operations.rules", "settings", "/rules", *Permission),
        ),
    ),
)

TABS: tuple[Entry, ...] = (
    _entry(say("Home"), "my.home", "home", "/my", _P.OWN_FILE),
    _entry(say("Hours"), "my.hours", "clock", "/my/hours", _P.TRAINING_LOG),
    _entry(say("Rotation"), "own_rotation.show", "arrows-exchange", "/my/rotation", _P.PREFERENCE_FILE),
    _entry(say("My file"), "own_file.show", "file-text", "/my/file", _P.OWN_FILE),
)
"""The bars at the foot of a teacher's phone."""


NOWHERE = "junheng.nowhere"
_SHELL = {
    "home": "home.start",
    "messages": "home.messages",
    "help": "home.help",
    "account": "accounts.account",
    "preferences": "accounts.preferences",
    "sign_out": "accounts.logout",
}
"""The buttons of the shell and their endpoints."""


def menu(identity: Identity) -> tuple[Group, ...]:
    """Return the menu of a person; empty groups are left out."""
    best = _best_cover(identity)
    groups = ((title, tuple(_items(entries, identity, best))) for title, entries in GROUPS)
    return tuple(Group(title, items) for title, items in groups if items)


def links(identity: Identity | None) -> dict[str, str]:
    """Return where the shell's own buttons lead; what is not there has no button."""
    known = {name: end for name, end in _SHELL.items() if end in current_app.view_functions}
    wanted = known if identity else {name: end for name, end in known.items() if name in {"home", "preferences"}}
    addresses = {name: url_for(endpoint) for name, endpoint in wanted.items()}
    if identity is not None and "help" in addresses:
        addresses["help"] = help_address(identity)
    return addresses


def is_nowhere() -> bool:
    """Whether the page says that nothing is at its address: its shell must not tell where that address belongs."""
    return bool(request.environ.get(NOWHERE))


def own_address() -> str:
    """Return where a press in the shell leads back to: this page, or the first page from an address of nothing."""
    return "/" if is_nowhere() else request.full_path


def help_address(identity: Identity) -> str:
    """Return where the question mark leads: the topic of the page it stands on, or the list of topics."""
    whole = identity.may(Permission.TEACHER_READ) and identity.reach(Permission.TEACHER_READ) is Reach.ALL
    here = None if is_nowhere() else request.endpoint
    return url_for("home.help", topic=topic_of(here, whole_district=whole))


def search_address(identity: Identity | None) -> str:
    """Return where the search box looks: the teachers' list, for those who may read it."""
    endpoint = "teachers.index"
    readable = identity is not None and identity.may(Permission.TEACHER_READ)
    return url_for(endpoint) if readable and endpoint in current_app.view_functions else ""


def tabs(identity: Identity) -> tuple[Item, ...]:
    """Return the phone bar: only for people who are teachers and nothing else."""
    if identity.roles != {Role.TEACHER}:
        return ()
    best = max((entry.covers for entry in TABS if _covers(entry.covers)), key=len, default="")
    return tuple(_items(TABS, identity, best))


def _items(entries: tuple[Entry, ...], identity: Identity, best: str) -> Iterator[Item]:
    for entry in entries:
        known = entry.endpoint in current_app.view_functions
        if known and any(identity.may(permission) for permission in entry.permissions):
            yield Item(entry.label, url_for(entry.endpoint), entry.icon, entry.covers == best)


def _best_cover(identity: Identity) -> str:
    del identity
    covers = [entry.covers for _, entries in GROUPS for entry in entries if _covers(entry.covers)]
    return max(covers, key=len, default="")


def _covers(path: str) -> bool:
    if is_nowhere():
        return False
    return request.path == path or request.path.startswith(path + "/")
