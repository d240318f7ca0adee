"""The whole demonstration in order; each part ends in a state a bureau could be found in."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from accounts.identity import Identity
from app.config import DEMO_MARK
from app.demo.site import cycle, filling, people, training
from app.demo.site.register import load_register
from app.installing import accounts
from core.db import reading, transaction
from policy.messages import Message, say
from teachers.models import School

OFFICER = "900001"
SCENARIO = "全区统筹"
BUREAU = "云岭区教育委员会"
Tell = Callable[[Message], None]


class NotEmpty(Exception):
    """There is somebody's data in the database: the demo keeps out."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the demonstration holds now."""

    accounts: tuple[str, ...]
    proposal_id: int


def load(instance: Path, tables: Path, school_codes: tuple[str, ...], *, on: date, tell: Tell) -> Loaded:
    """Fill an empty database with the demo; the mark that allows one-click roles is written last.

    Raises `NotEmpty` where there are accounts already.
    """
    if accounts(reading()):
        raise NotEmpty
    with transaction() as tx:
        office = people.open_office(tx)
    hr = office[OFFICER]
    counts = load_register(tables, by=hr, on=cycle.REFERENCE)  # deferrals hold on the day the list is made for
    tell(say("{schools} schools and {teachers} teachers are in the register.", **counts))
    with transaction() as tx:
        codes = _present(school_codes)
        staff = people.open_schools(tx, codes)
    filling.add_credentials(staff, by=hr, on=on)
    booked = training.hold_courses(_ids(codes), by=hr, on=on)
    waiting = training.log_own(staff, on=on)
    tell(say("{booked} training records are booked, {waiting} wait for approval.", booked=booked, waiting=waiting))
    proposal_id = _year(tables, hr, staff, on, tell)
    with transaction() as tx:
        movers = people.open_movers(tx, proposal_id)
    names = (*office, *staff, *movers)
    mark = json.dumps({"district": BUREAU, "accounts": names}, ensure_ascii=False)
    (instance / DEMO_MARK).write_text(mark, encoding="utf-8")
    return Loaded(names, proposal_id)


def _year(tables: Path, hr: Identity, staff: dict[str, Identity], on: date, tell: Tell) -> int:
    """Run the rotation year up to the review, with some answers given."""
    number = cycle.open_year(tables, by=hr, on=on)
    filed = cycle.gather_preferences(number, tables, by=hr, on=on)
    tell(say("{count} preferences are filed; the search begins.", count=filed))
    proposal_id = cycle.search(number, tables, SCENARIO, by=hr, on=on)
    cycle.submit(proposal_id, by=hr, on=on)
    principals = [identity for identity in staff.values() if len(identity.roles) > 1]
    for place, principal in enumerate(principals[:2]):
        cycle.answer(principal, objects=place == 0, on=on)
    tell(say("The proposal is before the principals; two have answered."))
    return proposal_id


def _present(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the wanted schools the tables have; of another district, its first ones."""
    known = reading().execute(select(School.code).order_by(School.code)).scalars().all()
    return tuple(code for code in wanted if code in known) or tuple(known[: len(wanted)])


def _ids(codes: tuple[str, ...]) -> list[int]:
    return list(reading().execute(select(School.id).where(School.code.in_(codes))).scalars())
