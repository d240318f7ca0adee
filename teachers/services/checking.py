"""What drafts must fulfil before anything is written; every refusal names the field and how to mend it."""

import re
from collections.abc import Mapping
from datetime import date

from core.errors import Conflict, Invalid
from core.text import clean
from policy.messages import Message, say
from policy.months import month_words, parse_month
from policy.verdict import Verdict
from teachers.models import Campus, School
from teachers.rules.identity_numbers import BIRTH_MONTH, SEX, judge_id_number, normal_id_number
from teachers.rules.months import retires_after_birth
from teachers.rules.searching import search_key
from teachers.rules.years import month_of
from teachers.vocabulary import FULL_POST, SchoolDraft, TeacherDraft, field_label

_STAFF_NO = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,29}", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}", re.ASCII)
_PHONE = re.compile(r"\+?\d{7,15}", re.ASCII)
_LONG = 400
_LONGEST = {"name": 60, "school": 100, "subject": 40, "team": 60, "zone": 60, "group": 60, "address": 200}


def require(verdict: Verdict, field: str) -> None:
    """Refuse where a rule does not hold.

    Raises `Invalid` for the field.
    """
    if not verdict.holds:
        raise Invalid(verdict.sentence, field=field)


def text_of(value: str, field: str, *, needed: bool = False, longest: int = 0, lines: bool = False) -> str:
    """Return a text as it is kept.

    Raises `Invalid` where it is empty but needed, too long, or hides characters.
    """
    kept = clean(value, field=field, lines=lines)
    if needed and not kept:
        raise Invalid(say("{field} is missing.", field=field_label(field)), say("Fill in this field."), field=field)
    limit = longest or _LONGEST.get(field, _LONG)
    if len(kept) > limit:
        message = say("{field} has {length} characters, at most {limit} fit.", **_facts(field, kept, limit))
        raise Invalid(message, say("Shorten the text."), field=field)
    return kept


def month_text(value: str, field: str) -> str:
    """Return a month as it is kept, empty where none is given.

    Raises `Invalid` for what is no month.
    """
    kept = value.strip()
    if kept:
        try:
            parse_month(kept)
        except ValueError:
            message = say("{value} is no month.", value=kept[:20])
            raise Invalid(message, say("Write year and month, for example 2019-09."), field=field) from None
    return kept


def coordinates(longitude: float | None, latitude: float | None) -> Mapping[str, float | None]:
    """Return both coordinates.

    Raises `Invalid` where only one is given or they are off the globe.
    """
    if (longitude is None) != (latitude is None):
        missing = "longitude" if longitude is None else "latitude"
        message = say("Longitude and latitude belong together; one of them is missing.")
        raise Invalid(message, say("Give both, or leave both empty."), field=missing)
    for field, value, limit in (("longitude", longitude, 180), ("latitude", latitude, 90)):
        if value is not None and not -limit <= value <= limit:
            message = say("{value} is not between −{limit} and {limit} degrees.", value=value, limit=limit)
            raise Invalid(message, say("Write decimal degrees, for example 116.105."), field=field)
    return {"longitude": longitude, "latitude": latitude}


def share_of_post(fte: int) -> int:
    """Return the share of a full post in hundredths.

    Raises `Invalid` outside a hundredth to a full post.
    """
    if not 1 <= fte <= FULL_POST:
        message = say("A share of a post is more than nothing and at most one whole post.")
        raise Invalid(message, say("Write a number from 0.01 to 1.00."), field="fte")
    return fte


def teacher_values(draft: TeacherDraft, on: date, *, kept_number: str = "") -> dict[str, object]:
    """Return the attributes of a teacher as they are kept.

    Where no ID number is given, sex and month of birth must agree with the one on file.
    Raises `Invalid` for the first field that cannot be taken.
    """
    staff_no = _matching(_STAFF_NO, draft.staff_no, "staff_no", say("Use letters, digits, - and _ only, at most 30."))
    name = text_of(draft.name, "name", needed=True)
    birth_month = _past_month(month_text(draft.birth_month, "birth_month"), on)
    retirement_month = month_text(draft.retirement_month, "retirement_month")
    require(retires_after_birth(birth_month, retirement_month), "retirement_month")
    if draft.mountain_years < 0:
        raise Invalid(say("Years cannot be negative."), say("Write 0 or more."), field="mountain_years")
    return {
        "staff_no": staff_no,
        "name": name,
        "search_key": search_key(name, staff_no),
        "sex": draft.sex,
        "birth_month": birth_month,
        "post_type": draft.post_type,
        "retirement_month": retirement_month,
        "title": draft.title,
        "degree": draft.degree,
        "backbone": draft.backbone,
        "team": text_of(draft.team, "team"),
        "mountain_years": draft.mountain_years,
        **coordinates(draft.longitude, draft.latitude),
        "id_number": _id_number(draft, birth_month, on, kept_number),
        "phone": phone_number(draft.phone),
    }


def school_values(draft: SchoolDraft) -> dict[str, object]:
    """Return the attributes of a school as they are kept, zone, group and partners aside.

    Raises `Invalid` for the first field that cannot be taken.
    """
    code = _matching(_CODE, draft.code, "code", say("Use letters, digits and - only, at most 20."))
    name = text_of(draft.name, "name", needed=True, longest=_LONGEST["school"])
    for field in ("authorised_headcount", "senior_posts"):
        number = getattr(draft, field)
        if number is not None and number < 0:
            raise Invalid(
                say("A number of posts cannot be negative."), say("Write 0 or more, or nothing."), field=field
            )
    return {
        "code": code,
        "name": name,
        "search_key": search_key(name, code),
        "area": draft.area,
        "address": text_of(draft.address, "address"),
        **coordinates(draft.longitude, draft.latitude),
        "authorised_headcount": draft.authorised_headcount,
        "senior_posts": draft.senior_posts,
    }


def phone_number(value: str) -> str:
    """Return a phone number without blanks and hyphens, empty where none is given.

    Raises `Invalid` for what is no phone number.
    """
    kept = re.sub(r"[\s()（）-]", "", value)
    if kept and not _PHONE.fullmatch(kept):
        message = say("This is no phone number.")
        raise Invalid(message, say("Write 7 to 15 digits, with the area code for a landline."), field="phone")
    return kept


def differing(mine: Mapping[str, object], theirs: object) -> Conflict:
    """Return the refusal of an edit of what somebody else changed, with both versions of what differs."""
    pairs = [(name, value, getattr(theirs, name)) for name, value in mine.items() if name not in _UNTOLD]
    names = {"name": _NAMES[type(theirs)]} if type(theirs) in _NAMES else {}
    told = [(names.get(name) or field_label(name), value, other) for name, value, other in pairs if value != other]
    return Conflict(
        say("Somebody else has changed this meanwhile; nothing of yours was saved."),
        say("Compare both, load the page again and enter what is still missing."),
        mine=[(label, _shown(value)) for label, value, _ in told],
        theirs=[(label, _shown(other)) for label, _, other in told],
    )


_NAMES: Mapping[type, Message] = {School: say("school name"), Campus: say("campus name")}
"""What the name of a record is called where it is not a person's."""

_UNTOLD = frozenset({"search_key", "id_number", "phone"})


def _shown(value: object) -> object:
    label = getattr(value, "label", None)
    return label if isinstance(label, Message) else "" if value is None else value


def _facts(field: str, kept: str, limit: int) -> dict[str, object]:
    return {"field": field_label(field), "length": len(kept), "limit": limit}


def _matching(form: re.Pattern[str], value: str, field: str, cure: Message) -> str:
    kept = text_of(value, field, needed=True)
    if not form.fullmatch(kept):
        raise Invalid(say("{value} is no {field}.", value=kept[:40], field=field_label(field)), cure, field=field)
    return kept


def _past_month(birth_month: str, on: date) -> str:
    if birth_month and parse_month(birth_month) > month_of(on):
        message = say("The month of birth {month} is still to come.", month=month_words(parse_month(birth_month)))
        raise Invalid(message, say("Write the year with four digits, for example 1984-11."), field="birth_month")
    return birth_month


def _id_number(draft: TeacherDraft, birth_month: str, on: date, kept_number: str) -> str:
    number = normal_id_number(draft.id_number)
    if number or kept_number:
        for verdict in judge_id_number(number or kept_number, on=on, sex=draft.sex, birth_month=birth_month):
            require(verdict, "id_number" if number else _AGAINST_KEPT.get(verdict.rule, "id_number"))
    return number


_AGAINST_KEPT = {BIRTH_MONTH: "birth_month", SEX: "sex"}
"""The field to mend where what is given does not agree with the ID number on file."""
