"""What counts, for how much, and who may decide: pure decisions over the policy's numbers."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from core.errors import Invalid, NotAllowed
from policy.catalogue import parameters
from policy.messages import listed, say
from policy.training import TrainingTerms, training_on
from training.vocabulary import (
    PROOF_NEEDED,
    Account,
    ActivityKind,
    Category,
    CategoryStanding,
    Conversion,
    Cycle,
    Ledger,
    Line,
    RecordDraft,
    Standing,
    Step,
    Taken,
)

HUNDREDTHS = 100
_TENTHS = 10
_MOST_NAMED = 3
_WRITTEN = re.compile(r"(?P<whole>\d{1,4})(\.(?P<part>\d{1,2}))?", re.ASCII)
_FIRST_DAY_KEY = "credit.total"


@cache
def first_day() -> date:
    """Return the first day credits are counted from: the first cycle of the policy begins with its first total."""
    return parameters()[_FIRST_DAY_KEY].versions[0].effective_from


def cycle_of(day: date) -> Cycle:
    """Return the training cycle a day lies in: cycles follow each other from the policy's first day on."""
    first, years = first_day(), training_on(day).hours.cycle_years
    passed = day.year - first.year - ((day.month, day.day) < (first.month, first.day))
    start = first.replace(year=first.year + passed // years * years)
    return Cycle(start, start.replace(year=start.year + years) - timedelta(days=1))


def conversion_on(kind: ActivityKind, day: date) -> Conversion:
    """Return the conversion in force on a day, with its source."""
    version = parameters()[f"credit.hours_per_credit.{kind.value}"].on(day)
    per = training_on(day).credit.hours_per_credit[kind.value]
    return Conversion(per, version.effective_from, version.source)


def credits_for(kind: ActivityKind, hours: int, day: date) -> Fraction:
    """Return the credits for hours (in hundredths) of a kind on a day, exactly."""
    return Fraction(hours, HUNDREDTHS * conversion_on(kind, day).hours_per_credit)


def booking(hours: int, conversion: Conversion) -> tuple[Line, ...]:
    """Return the lines of a booking: both ledgers, both sides, each ledger in balance."""
    units = {Ledger.HOURS: HUNDREDTHS, Ledger.CREDITS: HUNDREDTHS * conversion.hours_per_credit}
    sides = {Account.TEACHER: hours, Account.SOURCE: -hours}
    return tuple(
        Line(ledger, account, amount, unit) for ledger, unit in units.items() for account, amount in sides.items()
    )


def reversal(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines that undo a booking; the booking itself stays as it is."""
    return tuple(Line(line.ledger, line.account, -line.amount, line.denominator) for line in lines)


# ------------------------------------------------------------------------------------------ what may be logged


def category_for(kind: ActivityKind, wanted: Category | None) -> Category:
    """Return the category of an activity: school-based study has its own, everything else one of the others.

    Raises `Invalid`.
    """
    if kind is ActivityKind.SCHOOL_BASED:
        return Category.SCHOOL
    if wanted is None:
        raise Invalid(say("Choose what the credits count for."), field="category")
    if wanted is Category.SCHOOL:
        raise Invalid(
            say("Only school-based study counts for the school-based credits."),
            say("Choose another category, or the kind “school-based study”."),
            field="category",
        )
    return wanted


def check(draft: RecordDraft, *, on: date) -> None:
    """Refuse what cannot be logged on a day.

    Raises `Invalid` with the field, what is wrong and how to mend it.
    """
    if not draft.title:
        raise Invalid(say("Write the name of the activity."), field="title")
    category_for(draft.kind, draft.category)
    _check_days(draft, on)
    _check_hours(draft)


def _check_days(draft: RecordDraft, on: date) -> None:
    if draft.end_on < draft.start_on:
        raise Invalid(
            say("The last day {end} is before the first day {start}.", start=draft.start_on, end=draft.end_on),
            say("Change one of the two days."),
            field="end_on",
        )
    if draft.end_on > on:
        raise Invalid(
            say("The activity has not ended yet: {end} is still to come.", end=draft.end_on),
            say("Log it once it is over."),
            field="end_on",
        )
    if draft.start_on < first_day():
        raise Invalid(
            say("Credits are counted from {first} on; this activity was earlier.", first=first_day()),
            say("Check the year."),
            field="start_on",
        )
    cycle = cycle_of(draft.end_on)
    if draft.start_on < cycle.start:
        raise Invalid(
            say("The activity reaches from one cycle into the next, which begins on {start}.", start=cycle.start),
            say("Log the part before and the part from that day on as two records."),
            field="start_on",
        )


def _check_hours(draft: RecordDraft) -> None:
    if draft.hours <= 0:
        raise Invalid(say("The hours must be more than 0."), field="hours")
    days = (draft.end_on - draft.start_on).days + 1
    per_day = training_on(draft.end_on).hours.per_day
    if draft.hours > days * per_day * HUNDREDTHS:
        facts = {"limit": per_day, "days": days, "most": days * per_day}
        raise Invalid(
            say("At most {limit} hours a day count; {days} days make {most} hours.", **facts)
            if days > 1
            else say("At most {limit} hours a day count.", limit=per_day),
            say("Write fewer hours, or the activity's true last day."),
            field="hours",
        )


def check_together(draft: RecordDraft, taken: Iterable[Taken]) -> None:
    """Refuse hours that have no room on their days beside those of other records.

    Nobody says how the hours of several days are spread, so there is room while every span of days holds the hours of
    the records that lie wholly within it. Raises `Invalid`.
    """
    others, limit = list(taken), training_on(draft.end_on).hours.per_day
    starts = {draft.start_on, *(each.start_on for each in others if each.start_on < draft.start_on)}
    ends = {draft.end_on, *(each.end_on for each in others if each.end_on > draft.end_on)}
    for first in sorted(starts, reverse=True):
        for last in sorted(ends):
            within = [each for each in others if first <= each.start_on and each.end_on <= last]
            before, most = sum(each.hours for each in within), ((last - first).days + 1) * limit
            if within and before + draft.hours > most * HUNDREDTHS:
                raise _no_room(within, first, last, before, limit)


def _no_room(within: list[Taken], first: date, last: date, before: int, limit: int) -> Invalid:
    titles = listed([say("“{name}”", name=each.title) for each in within[:_MOST_NAMED]])
    facts = {"hours": shown_hours(before), "titles": titles, "records": len(within), "limit": limit}
    message = (
        say(
            "{hours} hours of {day} are handed in or credited already: {titles}; at most {limit} a day count.",
            day=first,
            **facts,
        )
        if first == last
        else say(
            "{hours} hours from {first} to {last} are handed in or credited already ({records} records, such as"
            " {titles}); at most {limit} a day count.",
            first=first,
            last=last,
            **facts,
        )
    )
    cure = say("Write fewer hours, or take the other record back first if it is wrong.")
    return Invalid(message, cure, field="hours")


def check_proof(kind: ActivityKind, files: int) -> None:
    """Refuse to submit without a certificate what others issue certificates for.

    Raises `Invalid`.
    """
    if kind in PROOF_NEEDED and not files:
        raise Invalid(
            say("A photo of the certificate is needed for this kind: {kind}.", kind=kind.label),
            say("Take a photo of it, or save the record as a draft and add it later."),
            field="files",
        )


def title_key(title: str) -> str:
    """Return a title as it is compared: width, case, blanks and punctuation make no difference."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    return "".join(mark for mark in plain if unicodedata.category(mark)[0] in "LN")[:120] or plain[:120]


# --------------------------------------------------------------------------------------------- who may decide


@dataclass(frozen=True, slots=True)
class Decider:
    """Who is about to decide: the account, and the teacher the account belongs to."""

    user_id: int | None
    teacher_id: int | None


def check_decider(by: Decider, *, teacher_id: int, school_by: int | None, step: Step) -> None:
    """Refuse who may not decide on this record: nobody on an own one, and nobody at both steps.

    Raises `NotAllowed` or `Invalid`.
    """
    if by.teacher_id is not None and by.teacher_id == teacher_id:
        raise NotAllowed(say("Nobody decides on an own training record."))
    if step is Step.DISTRICT and school_by is not None and school_by == by.user_id:
        raise Invalid(
            say("You approved this record for the school; for the district somebody else decides."),
            say("Ask a colleague."),
        )


# ------------------------------------------------------------------------------------------------ the standing


def standing(
    credits: Mapping[Category, Fraction], hours_by_year: Mapping[int, Fraction], cycle: Cycle, *, on: date
) -> Standing:
    """Return how the credits and hours of a cycle stand on a day, by the policy of that day inside the cycle."""
    day = min(max(on, cycle.start), cycle.end)
    terms = training_on(day)
    passed, all_days = (day - cycle.start).days + 1, (cycle.end - cycle.start).days + 1
    return Standing(
        cycle=cycle,
        categories=_categories(credits, terms),
        needed=terms.credit.total,
        due=Fraction(terms.credit.total * passed, all_days),
        hours=sum(hours_by_year.values(), Fraction(0)),
        hours_needed=terms.hours.total,
        hours_by_year=hours_by_year,
        hours_per_year=terms.hours.professional_per_year,
    )


def _categories(credits: Mapping[Category, Fraction], terms: TrainingTerms) -> tuple[CategoryStanding, ...]:
    """Return the categories; a surplus of professional credits makes up for elective ones, never the other way."""
    needed = {
        Category.REQUIRED_PUBLIC: terms.credit.required_public,
        Category.REQUIRED_PROFESSIONAL: terms.credit.required_professional,
        Category.ELECTIVE: terms.credit.elective,
        Category.SCHOOL: terms.credit.school,
    }
    earned = {category: credits.get(category, Fraction(0)) for category in Category}
    surplus = earned[Category.REQUIRED_PROFESSIONAL] - needed[Category.REQUIRED_PROFESSIONAL]
    lack = needed[Category.ELECTIVE] - earned[Category.ELECTIVE]
    moved = max(Fraction(0), min(surplus, lack))
    offset = {Category.ELECTIVE: moved, Category.REQUIRED_PROFESSIONAL: -moved}
    return tuple(
        CategoryStanding(category, earned[category], needed[category], offset.get(category, Fraction(0)))
        for category in Category
    )


def hours_from(written: str) -> int:
    """Return hours as people write them (`8`, `7.5`, `１.25`) in hundredths.

    Raises `Invalid`.
    """
    match = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", written).strip())
    if match is None:
        raise Invalid(
            say("“{written}” is not a number of hours.", written=written.strip()[:20]),
            say("Write digits, with at most two decimals, for example 8 or 7.5."),
            field="hours",
        )
    return int(match["whole"]) * HUNDREDTHS + int((match["part"] or "0").ljust(2, "0"))


def shown(value: Fraction | int) -> str:
    """Return hours or credits with one decimal, or two where it takes them; rounded down, never up."""
    hundredths = value * HUNDREDTHS // 1
    whole, rest = divmod(abs(int(hundredths)), HUNDREDTHS)
    sign = "−" if hundredths < 0 else ""
    return f"{sign}{whole}.{rest:02d}" if rest % _TENTHS else f"{sign}{whole}.{rest // _TENTHS}"


def shown_hours(hundredths: int) -> str:
    """Return hours kept in hundredths as text, whole ones without decimals."""
    text = shown(Fraction(hundredths, HUNDREDTHS))
    return text.removesuffix(".0")
