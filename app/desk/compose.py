"""Puts the desk together for one reader."""

from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from app.desk.gauges import figures
from app.desk.heat import heat_map
from app.desk.records import DeskPage, Task
from app.desk.tasks import tasks
from core import notices
from policy.messages import Message, say
from rotation import queries as rotation
from rotation.vocabulary.pages import CyclePage

SHOWN_NEWS = 3


def desk(tx: Session, identity: Identity, on: date) -> DeskPage:
    """Return the desk of a person on a day."""
    pages = _cycles(tx, identity, on)
    cycle = pages[0] if pages else None
    waiting = tasks(tx, identity, pages, on)
    main = next((task for task in waiting if task.icon in {"route", "messages", "scale"}), None)
    return DeskPage(
        situation=_situation(cycle, waiting),
        day=on,
        cycle=cycle,
        others=pages[1:],
        tasks=waiting,
        figures=figures(tx, identity, cycle, on),
        heat=heat_map(tx, identity, on) if identity.may(Permission.SCHOOL_READ) else None,
        news=notices.newest(tx, identity.user_id, SHOWN_NEWS),
        main_href=main.href if main else "",
        main_label=main.title if main else None,
    )


def _cycles(tx: Session, identity: Identity, on: date) -> list[CyclePage]:
    """Return the cycles that are not closed, the one that leads first."""
    if not identity.may(Permission.CYCLE_READ):
        return []
    return [rotation.cycle_page(tx, cycle.id, identity, on=on) for cycle in rotation.open_cycles(tx)]


def _situation(cycle: CyclePage | None, waiting: list[Task]) -> Message:
    """Return the title: how things stand, in one line."""
    if cycle is not None:
        return say("{cycle}: {state}", cycle=cycle.name, state=cycle.state.label)
    if waiting:
        return say("Waiting for you: {count}", count=len(waiting))
    return say("Nothing waits for you today")


def first_steps(identity: Identity) -> list[Task]:
    """Return what to begin with where there is no cycle yet."""
    if not identity.may(Permission.CYCLE_MANAGE):
        return []
    return [
        Task(say("Import schools, classes and teachers"), url_for("imports.index"), icon="file-import"),
        Task(say("Open a rotation cycle"), url_for("rotation.cycles"), icon="calendar-event"),
    ]
