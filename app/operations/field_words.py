"""What the fields and facts of audit entries are called; one that is not here is shown by its own name."""

from collections.abc import Callable, Mapping

from policy.messages import Message, say
from policy.vocabulary import Stage

FIELDS: Mapping[str, Message] = {
    "name": say("name"),
    "code": say("code"),
    "area": say("area"),
    "zone_id": say("zone"),
    "group_id": say("school group"),
    "address": say("address"),
    "longitude": say("longitude"),
    "latitude": say("latitude"),
    "authorised_headcount": say("authorised headcount"),
    "senior_posts": say("senior posts"),
    "closed_on": say("closed on"),
    "staff_no": say("staff number"),
    "sex": say("sex"),
    "birth_month": say("month of birth"),
    "post_type": say("kind of post"),
    "retirement_month": say("month of retirement"),
    "title": say("title"),
    "degree": say("degree"),
    "backbone": say("backbone level"),
    "team": say("team"),
    "mountain_years": say("years in the mountains"),
    "id_number": say("ID number"),
    "phone": say("phone"),
    "status": say("status"),
    "state": say("state"),
    "school": say("school"),
    "school_id": say("school"),
    "teacher": say("teacher"),
    "teacher_id": say("teacher"),
    "stage": say("stage"),
    "subject": say("subject"),
    "second_subject": say("second subject"),
    "fte": say("share of a full post"),
    "valid_from": say("valid from"),
    "valid_to": say("valid to"),
    "joined_school": say("joined the school"),
    "level": say("level"),
    "number": say("number"),
    "issued_on": say("issued on"),
    "expires_on": say("expires on"),
    "registered_on": say("registered on"),
    "basis": say("basis"),
    "company": say("company"),
    "days": say("days"),
    "note": say("note"),
    "reason": say("reason"),
    "hours": say("training hours"),
    "credits": say("credits"),
    "category": say("category"),
    "kind": say("kind"),
    "organiser": say("organiser"),
    "start_on": say("begins on"),
    "end_on": say("ends on"),
    "certificate_no": say("certificate number"),
    "school_year": say("school year"),
    "reference_date": say("reference date"),
    "policy_version": say("policy version"),
    "preference_deadline": say("deadline for preferences"),
    "review_deadline": say("deadline for review"),
    "objection_deadline": say("deadline for objections"),
    "deadline": say("deadline"),
    "seed": say("seed"),
    "time_limit": say("time limit"),
    "overrides": say("policy numbers changed"),
    "role": say("role"),
    "active": say("enabled"),
    "language": say("language"),
    "theme": say("theme"),
    "large_type": say("large type"),
    "rows": say("rows"),
    "size": say("size"),
    "file": say("file"),
    "filter": say("filter"),
    "attempt": say("attempt"),
    "sessions": say("sign-ins"),
    "session": say("sign-in"),
    "cycle": say("rotation cycle"),
    "proposal": say("proposal"),
    "item": say("item"),
    "moves": say("number of moves"),
    "answers": say("answers"),
    "objections": say("objections"),
    "entries": say("entries"),
    "broken_at": say("broken at entry"),
    "contradicted": say("heads contradicted"),
    "event": say("event"),
    "actor": say("person"),
    "key": say("key"),
    "field": say("field"),
    "grade": say("grade"),
    "classes": say("number of classes"),
    "students": say("number of students"),
    "action": say("action"),
    "since": say("from day"),
    "until": say("to day"),
    "limit": say("limit"),
    "input": say("input"),
    "policy": say("policy"),
    "source": say("source"),
    "media_type": say("file type"),
    "district_only": say("district alone approves"),
    "zone": say("school zone"),
    "group": say("education group"),
    "partners": say("partner schools"),
    "campus": say("campus"),
    "required": say("required posts"),
    "preschool_training": say("preschool training"),
    "work_years": say("years of work in an enterprise"),
    "started_on": say("began on"),
    "ended_on": say("ended on"),
    "proof_file_id": say("proof"),
    "evidence_file_id": say("evidence"),
    "about": say("what is wrong"),
    "text": say("what it should be"),
    "answer": say("answer"),
    "minutes": say("minutes"),
    "from_school_id": say("from school"),
    "untold": say("changed too, not told here"),
    "rule": say("rule"),
    "clause": say("clause"),
    "on": say("day"),
    "sha256": say("fingerprint"),
    "written": say("rows written"),
    "skipped": say("rows left out"),
    "list_fixed_at": say("list fixed at"),
    "list_policy_version": say("policy version of the list"),
    "teachers": say("number of teachers"),
    "eligible": say("eligible"),
    "differences": say("differences"),
    "schools": say("preferred schools"),
    "brought_in": say("brought in by a table"),
    "upheld": say("objections upheld"),
    "alternative": say("alternative"),
    "reply": say("reply"),
    "reply_reason": say("reason of the reply"),
    "reply_action": say("what was replied to do"),
    "reply_school_id": say("school of the reply"),
    "replied_by": say("replied by"),
    "replied_by_name": say("replied by"),
    "decided_by": say("decided by"),
    "decided_on": say("decided on"),
    "submitted_on": say("handed in on"),
    "how": say("way of signing in"),
    "what": say("what was wrong"),
    "based_on": say("based on"),
    "school_by": say("decided for the school by"),
    "school_on": say("decided for the school on"),
}


_OF_EVENT: Mapping[str, Message] = {
    "teacher.name": say("full name"),
    "user.name": say("full name"),
    "school.name": say("school name"),
    "campus.name": say("campus name"),
    "training.title": say("activity"),
    "training.category": say("counts for"),
    "dual.number": say("certificate number"),
    "certificate.number": say("certificate number"),
    "user.address": say("network address"),
    "user.until": say("valid until"),
    "dual.level": say("tier"),
    "review.item": say("move of"),
}
"""What a field is called in one kind of events, where its name alone says too little."""


def field_word(event: str, name: str) -> Message | str:
    """Return what a field or fact of an event is called; numbers of a school year name their row as well."""
    row, _, place = name.partition(" ")
    if place and row in _ROWS:
        return _ROWS[row](place)
    group = event.partition(".")[0]
    return _OF_EVENT.get(f"{group}.{name}") or FIELDS.get(name) or name


def _unit(place: str) -> Message:
    return say("{stage} stage", stage=_stage(place))


def _grade(place: str) -> Message:
    return say("grade {grade}", grade=place)


def _need(place: str) -> Message:
    stage, _, subject = place.partition(" ")
    return say("need of {stage} {subject}", stage=_stage(stage), subject=subject)


def _stage(word: str) -> Message | str:
    return Stage(word).label if word in set(Stage) else word


_ROWS: Mapping[str, Callable[[str], Message]] = {"school_unit": _unit, "class_count": _grade, "demand": _need}
"""The tables of a school year; a change in them is named by table and place: `class_count 3`."""
