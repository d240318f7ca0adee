"""The first minutes of an installation: keys, schema, and the one account that opens all others."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.models import User
from accounts.permissions import Role
from accounts.services import open_account
from accounts.vocabulary import AccountDraft, RoleDraft
from app import database
from app.config import Config, prepare_instance
from core.audit import System
from core.clock import instant
from core.db import transaction
from core.i18n import Language, translator
from core.paths import TRANSLATIONS
from policy.messages import say


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """The administrator's account as it is told, once, on the terminal."""

    staff_no: str
    password: str


def prepare(instance: Path) -> Config:
    """Make keys and schema of an installation, or bring them up to date; nothing is lost by doing it again."""
    prepare_instance(instance)
    config = Config.from_env()
    database.upgrade(config.database_url)
    return config


def first_administrator(staff_no: str) -> FirstAccount | None:
    """Open the first account, a system administrator's, where there is none yet (within an application context)."""
    with transaction() as tx:
        if accounts(tx):
            return None
        name = say("System administrator").text(translator(Language.CHINESE, TRANSLATIONS))
        draft = AccountDraft(staff_no=staff_no, name=name, roles=(RoleDraft(Role.SYSADMIN),))
        issued = open_account(tx, draft, by=System(), at=instant())
        return FirstAccount(staff_no, issued.password)


def accounts(tx: Session) -> int:
    """Return how many accounts there are."""
    return tx.execute(select(func.count()).select_from(User)).scalar_one()
