"""The reader of a page: language, theme and letter size, and how sentences, dates and numbers are written for them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import g, has_request_context

from core.clock import DISTRICT_ZONE, today
from core.i18n import Language, translator
from core.paths import TRANSLATIONS
from policy.messages import Message, Translate, say

_LOCALES = {Language.CHINESE: "zh_Hans_CN", Language.ENGLISH: "en"}
_DATES = {Language.CHINESE: "y年M月d日", Language.ENGLISH: "d MMM y"}
_SHORTER = {
    Language.CHINESE: ("d日", "M月d日"),
    Language.ENGLISH: ("d", "d MMM"),
}
"""A day beside another one of the same month, and of the same year; Chinese shortens the last, English the first."""

_MONTHS = {Language.CHINESE: "y年M月", Language.ENGLISH: "MMM y"}
_TIMES = {Language.CHINESE: "y年M月d日 HH:mm", Language.ENGLISH: "d MMM y, HH:mm"}


@dataclass(frozen=True, slots=True)
class Reader:
    """How somebody reads: `theme` is auto, light or dark."""

    language: Language = Language.CHINESE
    theme: str = "auto"
    large_type: bool = False

    @property
    def lang(self) -> str:
        """The value of the page's `lang` attribute."""
        return "zh-Hans-CN" if self.language is Language.CHINESE else "en"


def reader() -> Reader:
    """Return the reader of this request; Chinese where nobody said otherwise."""
    if has_request_context():
        known: Reader | None = g.get("reader")
        if known is not None:
            return known
    return Reader()


def translate() -> Translate:
    """Return what renders English templates in the reader's language."""
    return translator(reader().language, TRANSLATIONS)


def text(value: object) -> str:
    """Return a message, or anything else, as the reader should see it."""
    return value.text(translate()) if isinstance(value, Message) else str(value)


def sentence(template: str, **facts: object) -> str:
    """Return a translated sentence: the `_` of the templates."""
    shown = {
        name: fact if isinstance(fact, Message | str) else number(fact) if isinstance(fact, int) else fact
        for name, fact in facts.items()
    }
    return Message(template, shown).text(translate())


def number(value: object, digits: int = 0) -> str:
    """Return a number with thousands separators, a true minus sign and a fixed count of decimals."""
    amount = Decimal(str(value))
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(amount, format=pattern, locale="en").replace("-", "\N{MINUS SIGN}")


def tenths(value: object) -> str:
    """Return a number with one decimal, or two where it takes them."""
    return number(value, 1 if Decimal(str(value)) * 10 % 1 == 0 else 2)


def hundredths(value: int | None, digits: int = 2) -> str:
    """Return hundredths (of a post, an hour, a teacher) as a decimal number."""
    return "" if value is None else number(Decimal(value) / 100, digits)


def day(value: date | datetime | None) -> str:
    """Return a day in words."""
    if value is None:
        return ""
    local = value.astimezone(DISTRICT_ZONE) if isinstance(value, datetime) else value
    return format_date(local, _DATES[reader().language], locale=_LOCALES[reader().language])


def days(first: date, last: date) -> str:
    """Return a span of days in words, saying month and year once where both days share them."""
    if first == last:
        return day(first)
    chosen, places = reader().language, (first, last)
    whole = [day(place) for place in places]
    if first.year == last.year:
        other = 1 if chosen is Language.CHINESE else 0
        pattern = _SHORTER[chosen][first.month != last.month]
        whole[other] = format_date(places[other], pattern, locale=_LOCALES[chosen])
    return sentence("{first} to {last}", first=whole[0], last=whole[1])


def deadline(value: date | None) -> str:
    """Return until when something may be done, its last day included, and how long that is from today."""
    if value is None:
        return ""
    left = (value - today()).days
    if left < 0:
        return text(say("was until {day}", day=day(value)))
    if left == 0:
        return text(say("until today"))
    if left == 1:
        return text(say("until tomorrow, {day}", day=day(value)))
    return text(say("until {day}, {count} days left", day=day(value), count=number(left)))


def moment(value: datetime | None) -> str:
    """Return an instant in words, by the district's clock."""
    if value is None:
        return ""
    return format_datetime(
        value.astimezone(DISTRICT_ZONE).replace(tzinfo=None),
        _TIMES[reader().language],
        locale=_LOCALES[reader().language],
    )


def month(value: str | date | None) -> str:
    """Return a month (`YYYY-MM` or a day of it) in words."""
    if not value:
        return ""
    first = value if isinstance(value, date) else date(int(value[:4]), int(value[5:7]), 1)
    return format_date(first, _MONTHS[reader().language], locale=_LOCALES[reader().language])


def source(text_of_source: str) -> str:
    """Return where a rule comes from as the reader should see it: documents keep their names, our words are translated.

    Several sources stand together with a semicolon; one of them may hold a semicolon itself, so the longest known
    beginning is taken first.
    """
    speak, told = translate(), []
    parts = text_of_source.split("; ")
    while parts:
        size = next((n for n in range(len(parts), 1, -1) if speak(known := "; ".join(parts[:n])) != known), 1)
        told.append(speak("; ".join(parts[:size])))
        del parts[:size]
    return ("\uff1b" if reader().language is Language.CHINESE else "; ").join(told)
