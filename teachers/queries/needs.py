"""What the subjects of a school need in one school year: counted from its classes, and given by hand beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from policy.messages import Message
from policy.registry import policy_on
from policy.vocabulary import Stage
from teachers.models import Demand, Posting, School, SchoolUnit
from teachers.queries.register import given_and_classes
from teachers.queries.scope import posted_on
from teachers.rules.demand import holding, needed
from teachers.vocabulary import SCHOOL_YEAR_BEGINS


@dataclass(frozen=True, slots=True)
class StageNeed:
    """The need of one stage in hundredths by subject: counted, and given for this year (none: it follows the classes).

    `subjects` are all there are a line for; `since` is the earlier year whose given numbers hold here as well, None
    where none do; `uncounted` says why the lesson plan cannot count.
    """

    stage: Stage
    subjects: tuple[str, ...]
    counted: Mapping[str, int]
    given: Mapping[str, int]
    since: int | None
    uncounted: Message | None


def needs_of(tx: Session, school: School, school_year: int, on: date) -> tuple[StageNeed, ...]:
    """Return the need of every stage the school has in a school year, by the rules at its beginning."""
    codes, terms = {school.id: school.code}, policy_on(date(school_year, SCHOOL_YEAR_BEGINS, 1)).curriculum
    given, classes, newest = given_and_classes(tx, school_year, codes)
    count = needed({}, classes, terms)
    held = holding(given, newest)
    taught = _taught(tx, school.id, on)
    needs = []
    for stage in _stages(tx, school.id, school_year):
        counted = {subject: posts for (_, at, subject), posts in count.required.items() if at is stage}
        own = {row.subject: row.required for row in given if row.stage is stage and row.school_year == school_year}
        earlier = [row.school_year for row in held if row.stage is stage and row.school_year < school_year]
        lines = sorted({*counted, *own, *taught.get(stage, ())}, key=lambda name: (-counted.get(name, 0), name))
        reason = count.uncounted.get((school.code, stage))
        needs.append(StageNeed(stage, tuple(lines), counted, own, max(earlier, default=None), reason))
    return tuple(needs)


def given_in(tx: Session, school_id: int) -> dict[int, tuple[Stage, ...]]:
    """Return the stages of a school whose need is given, by school year."""
    rows = select(Demand.school_year, Demand.stage).where(Demand.school_id == school_id).distinct()
    found: dict[int, set[Stage]] = {}
    for year, stage in tx.execute(rows):
        found.setdefault(year, set()).add(stage)
    order = list(Stage)
    return {year: tuple(sorted(stages, key=order.index)) for year, stages in found.items()}


def _stages(tx: Session, school_id: int, school_year: int) -> list[Stage]:
    rows = select(SchoolUnit.stage).where(SchoolUnit.school_id == school_id, SchoolUnit.school_year == school_year)
    return sorted(tx.execute(rows).scalars(), key=list(Stage).index)


def _taught(tx: Session, school_id: int, on: date) -> dict[Stage, set[str]]:
    rows = select(Posting.stage, Posting.subject).where(Posting.school_id == school_id, posted_on(on)).distinct()
    found: dict[Stage, set[str]] = {}
    for stage, subject in tx.execute(rows):
        found.setdefault(stage, set()).add(subject)
    return found
