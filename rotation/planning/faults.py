"""Faults of the planner's tables, told by the record they are in: a teacher, a school, a lock, a policy number."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.sentences import to_json
from optimizer.faults import Fault
from policy.messages import Message, say
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


def told(faults: Sequence[Fault], tables: Tables, register: Register) -> list[dict[str, Any]]:
    """Return faults as JSON: kind and id of the record, its name, the field in words, value, sentence, cure."""
    teachers = {person.staff_no: (person.id, person.name) for person in register.teachers}
    schools = {school.code: (school.id, school.name) for school in register.schools}
    known = {"teacher": teachers, "school": schools, "lock": teachers, "travel": {**schools, **teachers}}
    return [_told(fault, tables, known) for fault in faults]


def _told(fault: Fault, tables: Tables, known: Mapping[str, Mapping[str, tuple[int, str]]]) -> dict[str, Any]:
    kind, key = _record(fault, tables)
    number, name = known.get(kind, {}).get(key, (None, ""))
    return {
        "kind": kind,
        "id": number,
        "name": f"{key} {name}".strip() if key else fault.file.removesuffix(".csv"),
        "field": to_json(FIELDS.get(fault.column, fault.column)),
        "value": fault.value,
        "message": to_json(fault.message),
        "cure": to_json(fault.cure),
    }


def _record(fault: Fault, tables: Tables) -> tuple[str, str]:
    """Find the record of a fault's row; row 1 is the header, 0 the table as a whole."""
    if fault.file == POLICY_FILE:
        return "policy", fault.column
    records = tables.records.get(fault.file, ())
    at = fault.row - 2
    return records[at] if 0 <= at < len(records) else ("table", "")
