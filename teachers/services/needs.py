"""The verb on given need: what subjects need in a school year where it is not counted from the classes."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from core.audit import Actor
from core.errors import Conflict, Invalid
from policy.messages import Message, say
from policy.vocabulary import Stage
from teachers.models import School
from teachers.queries import StageNeed, needs_of
from teachers.rules.demand import decided
from teachers.rules.years import need_mark
from teachers.services.checking import text_of
from teachers.services.years import lay_demand
from teachers.vocabulary import FULL_POST, NeedDraft

Typed = tuple[tuple[str, int | None], ...]


def give_need(
    tx: Session, school: School, school_year: int, drafts: Iterable[NeedDraft], *, seen: str, by: Actor, on: date
) -> bool:
    """Give the stages of a school what was typed, or leave them to their classes; returns whether anything changed.

    Raises `Invalid` for a subject without a name or named twice, and `Conflict` where `seen` is not the mark of what is
    counted and given now.
    """
    tx.refresh(school, attribute_names=["version"], with_for_update=True)  # the second of two waits for the first
    stages = needs_of(tx, school, school_year, on)
    typed = {draft.stage: draft.typed for draft in drafts}
    if mark_of(stages) != seen:
        raise _overtaken(typed, stages)
    needs: dict[tuple[Stage, str], int] = {}
    for stage in stages:
        given = decided(_named(stage, typed.get(stage.stage, ())), stage.counted, stage.given)
        needs |= {(stage.stage, subject): posts for subject, posts in given.items()}
    return lay_demand(tx, school.id, school_year, needs, by)


def mark_of(stages: Iterable[StageNeed]) -> str:
    """Return the mark of what a page shows."""
    return need_mark((stage.stage, stage.counted, stage.given) for stage in stages)


def _overtaken(typed: Mapping[Stage, Typed], stages: Iterable[StageNeed]) -> Conflict:
    """Return the refusal of numbers typed beside others than those counted and given now, with both."""
    theirs = {(need.stage, subject): posts for need in stages for subject, posts in need.given.items()}
    wrote = {(stage, subject): posts for stage, lines in typed.items() for subject, posts in lines}
    mine = {cell: posts for cell, posts in wrote.items() if posts or (posts is not None and cell in theirs)}
    differ = [cell for cell in {**mine, **theirs} if mine.get(cell) != theirs.get(cell)]
    return Conflict(
        say("Somebody else has changed this meanwhile; nothing of yours was saved."),
        say("Compare both, load the page again and enter what is still missing."),
        mine=[(_line(cell), _posts(mine.get(cell))) for cell in differ],
        theirs=[(_line(cell), _posts(theirs.get(cell))) for cell in differ],
    )


def _named(stage: StageNeed, typed: Typed) -> dict[str, int | None]:
    """Return what was typed by subject.

    Raises `Invalid` for a subject without a name, without a number, or with two lines.
    """
    named: dict[str, int | None] = {}
    for subject, posts in typed:
        name = text_of(subject, "subject", needed=True)
        if name in named:
            message = say("{stage}: {subject} has two lines.", stage=stage.stage.label, subject=name)
            raise Invalid(message, say("Write its number into one of them, and empty the other."))
        if posts is None and name not in stage.subjects:
            message = say("{stage}: {subject} has no number of posts.", stage=stage.stage.label, subject=name)
            raise Invalid(message, say("Write the number, or empty the line."))
        named[name] = posts
    return named


def _line(cell: tuple[Stage, str]) -> Message:
    return say("{stage} {subject}", stage=cell[0].label, subject=cell[1])


def _posts(given: int | None) -> object:
    return say("as counted") if given is None else f"{given / FULL_POST:.2f}"
