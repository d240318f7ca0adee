"""Faults of the planner's tables, told by the record they are in: a teacher, a school, a lock, a policy number."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.sentences import to_json
from optimizer.faults import Fault
from policy.messages import Message, say
from policy.verdict import Verdict
from rotation.planning.tables import POLICY_FILE, Tables
from teachers.vocabulary import Register

FIELDS: Mapping[str, Message] = {
    "school": say("school"),
    "name": say("name"),
    "area": say("area"),
    "zone": say("zone"),
    "group": say("education group"),
    "partners": say("partner schools"),
    "longitude": say("longitude"),
    "latitude": say("latitude"),
    "authorised_headcount": say("authorised headcount"),
    "senior_posts": say("senior posts"),
    "stage": say("stage"),
    "students": say("students"),
    "subject": say("subject"),
    "required": say("demand"),
    "staff_no": say("staff number"),
    "sex": say("sex"),
    "birth_month": say("month of birth"),
    "post_type": say("kind of post"),
    "retirement_month": say("month of retirement"),
    "second_subject": say("second subject"),
    "joined_school": say("month of joining the school"),
    "title": say("professional title"),
    "degree": say("degree"),
    "backbone": say("backbone level"),
    "fte": say("share of a full post"),
    "deferral": say("deferral"),
    "team": say("team"),
    "mountain_years": say("years in mountain schools"),
    "eligible": say("eligibility set by hand"),
    "rank": say("rank of the preference"),
    "from": say("start of the way"),
    "to": say("end of the way"),
    "minutes": say("minutes"),
    "action": say("what is fixed"),
}

_COLUMNS = frozenset({"column", "given", "missing"})
"""Facts of a fault that are columns of a table."""


TABLES: Mapping[str, Message] = {
    "schools.csv": say("schools"),
    "units.csv": say("students by stage"),
    "demand.csv": say("demand"),
    "classes.csv": say("classes"),
    "teachers.csv": say("teachers"),
    "preferences.csv": say("preferences"),
    "travel.csv": say("travel times"),
    "locks.csv": say("decisions made by hand"),
    POLICY_FILE: say("policy numbers"),
}
"""What the table is called that a fault is about as a whole."""


def told(faults: Sequence[Fault], tables: Tables, register: Register) -> list[dict[str, Any]]:
    """Return faults as JSON: kind and id of the record, its name, the field in words, value, sentence, cure."""
    teachers = {person.staff_no: (person.id, person.name) for person in register.teachers}
    schools = {school.code: (school.id, school.name) for school in register.schools}
    known = {"teacher": teachers, "school": schools, "lock": teachers, "travel": {**schools, **teachers}}
    return [_told(fault, tables, known) for fault in faults]


def since_the_list(listed: Verdict) -> tuple[Fault, ...]:
    """Note whose answer became another one between the request of a search and its beginning."""
    if listed.holds:
        return ()
    cure = say("Make the list of the cycle again, and search once more.")
    return (Fault("teachers.csv", 0, "eligible", "", listed.sentence, cure),)


def _told(fault: Fault, tables: Tables, known: Mapping[str, Mapping[str, tuple[int, str]]]) -> dict[str, Any]:
    kind, key = _record(fault, tables)
    number, name = known.get(kind, {}).get(key, (None, ""))
    return {
        "kind": kind,
        "id": number,
        "name": f"{key} {name}".strip() if key else "",
        "table": to_json(TABLES.get(fault.file, fault.file)) if not key else "",
        "field": to_json(FIELDS.get(fault.column, fault.column)),
        "value": fault.value,
        "message": to_json(_in_words(_without_codes(fault.message))),
        "cure": to_json(fault.cure),
    }


def _in_words(message: Message) -> Message:
    """Return a sentence that names columns of a table with the words the register has for them."""
    named = {key: FIELDS.get(str(fact), fact) if key in _COLUMNS else fact for key, fact in message.facts.items()}
    return Message(message.template, named)


def _without_codes(message: Message) -> Message:
    """Leave out the name a rule has in files where the sentence itself says what refuses: pages have no codes."""
    reason = message.facts.get("reason")
    if message.template == "The preference is not an allowed move ({rule}): {reason}":
        return say("The preference is not an allowed move: {reason}", reason=reason)
    if message.template == "The move is not allowed by the rule {rule}: {reason}":
        return say("The move that was fixed by hand is not allowed: {reason}", reason=reason)
    return message


def _record(fault: Fault, tables: Tables) -> tuple[str, str]:
    """Find the record of a fault's row; row 1 is the header, 0 the table as a whole."""
    if fault.file == POLICY_FILE:
        return "policy", fault.column
    records = tables.records.get(fault.file, ())
    at = fault.row - 2
    return records[at] if 0 <= at < len(records) else ("table", "")
