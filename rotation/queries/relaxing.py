"""What would make a scenario feasible, told by names: the number, the school, the person instead of their keys."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from policy.messages import Message, say
from policy.names import RULES
from policy.vocabulary import LockAction, Stage
from rotation.queries.paging import pairs
from rotation.rules.policy_numbers import planner_parameters
from rotation.vocabulary.pages import RelaxationLine
from teachers.models import School, Teacher

_PARAMETERS: Mapping[str, Message] = {
    "authorised_headcount": say("authorised headcount"),
    "senior_posts": say("senior posts"),
    "required": say("posts required"),
    "team": say("team"),
    "action": say("decision made by hand"),
}


def relaxation_lines(tx: Session, changes: Sequence[Mapping[str, Any]]) -> tuple[RelaxationLine, ...]:
    """Return each change with what is changed, where, and from what to what."""
    if not changes:
        return ()
    schools: Mapping[str, str] = pairs(tx, select(School.code, School.name))
    return tuple(_line(tx, change, schools) for change in changes)


def rule_words(name: str) -> Message:
    """Return a rule in a few words; one the rule-set does not know is shown as it is written."""
    return RULES.get(name) or say("{name}", name=name)


def _line(tx: Session, change: Mapping[str, Any], schools: Mapping[str, str]) -> RelaxationLine:
    name, key = str(change["parameter"]), f"rotation.{change['parameter']}"
    is_number = key in planner_parameters()
    where, old, new = _told(tx, name, str(change["where"]), change["from_value"], change["to_value"], schools)
    return RelaxationLine(
        rule=rule_words(change["rule"]),
        parameter=_PARAMETERS.get(name) or Message(name),
        where=where,
        old=old,
        new=new,
        policy_key=key if is_number else "",
    )


Told = tuple[Message | str, Message | str, Message | str]


def _told(tx: Session, name: str, where: str, old: Any, new: Any, schools: Mapping[str, str]) -> Told:
    """Return where a change is made, and both values, in words."""
    match name:
        case "required":
            code, stage, subject = where.split(" ", 2)
            place = say("{school}, {stage} {subject}", school=schools[code], stage=Stage(stage).label, subject=subject)
            return place, f"{int(old) / 100:.2f}", f"{int(new) / 100:.2f}"
        case "team":
            return where, say("{count} people together", count=old), say("each alone")
        case "action":
            person = tx.execute(select(Teacher.name).where(Teacher.staff_no == where)).scalar() or ""
            return f"{where} {person}".strip(), _lock(str(old), schools), say("free")
    return schools.get(where, where), str(old), str(new)


def _lock(written: str, schools: Mapping[str, str]) -> Message:
    """Return what was fixed for somebody: the planner writes the action and, where it needs one, the school."""
    action, _, code = written.partition(" ")
    school = schools.get(code, code)
    match LockAction(action):
        case LockAction.MOVE:
            return say("moves to {school}", school=school)
        case LockAction.FORBID:
            return say("does not go to {school}", school=school)
    return say("stays")
