"""People and safety copies: passwords nobody has changed yet, administrators, the last backup that was proven."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select

from accounts.models import User, UserRole
from accounts.permissions import Role
from app.backup.making import LAST
from app.config import Config
from app.doctor.findings import Finding, bad, ok, warn
from core.clock import instant
from core.db import reading
from policy.messages import say

BACKUP_AGE = timedelta(days=2)


def look(config: Config) -> Iterator[Finding]:
    """Look at accounts and at the note of the last backup."""
    yield _passwords()
    yield _administrators()
    if config.demo:
        cure = say("Never enter real people here; set up a new instance folder for them.")
        yield warn("demo", say("This is a demonstration: everybody may sign in as anybody."), cure)
    yield backup(config)


def _passwords() -> Finding:
    rows = select(func.count()).where(User.active, User.must_change, User.issued_until >= instant())
    session = reading()
    number = session.execute(rows).scalar_one()
    session.rollback()
    if number:
        message = say("Issued passwords not yet changed: {number}.", number=number)
        return warn("passwords", message, say("They expire by themselves; hand them out soon or issue new ones."))
    return ok("passwords", say("No issued password is waiting to be changed."))


def _administrators() -> Finding:
    held = select(UserRole.user_id).where(UserRole.role == Role.SYSADMIN)
    session = reading()
    number = session.execute(select(func.count()).where(User.active, User.id.in_(held))).scalar_one()
    session.rollback()
    if not number:
        message = say("There is no system administrator.")
        return bad("administrators", message, say("Open the first account: junheng setup"))
    return ok("administrators", say("System administrators: {number}.", number=number))


def backup(config: Config) -> Finding:
    """Say how old the last proven backup is."""
    file = config.instance / LAST
    cure = say("Make one every night: junheng backup create --to DIR --key FILE")
    if not file.exists():
        return warn("backup", say("No backup has been made on this machine."), cure)
    made_at = datetime.fromisoformat(json.loads(file.read_text(encoding="utf-8"))["made_at"])
    facts = {"moment": f"{made_at:%Y-%m-%d %H:%M}"}
    if instant() - made_at > BACKUP_AGE:
        return warn("backup", say("The last proven backup is of {moment}.", **facts), cure)
    return ok("backup", say("The last proven backup is of {moment}.", **facts))
