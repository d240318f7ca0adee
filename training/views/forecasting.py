"""What a half-filled form would earn: asked at every keystroke, so it never complains about what is still empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from core.errors import Invalid
from policy.messages import Message
from training.queries import standing_of
from training.rules import category_for, check, conversion_on, credits_for, first_day, hours_from
from training.vocabulary import ActivityKind, Category, RecordDraft, Standing


@dataclass(frozen=True, slots=True)
class Forecast:
    """The credits of an entry and where its cycle would stand then; or what stands in the way."""

    kind: ActivityKind
    per: int
    category: Category | None = None
    credits: Fraction | None = None
    after: Standing | None = None
    refusal: Message | None = None


def forecast_of(tx: Session, entered: Mapping[str, Any], teacher_id: int, *, on: date) -> Forecast | None:
    """Return the forecast for what a form holds so far, None before a kind is chosen."""
    try:
        kind = ActivityKind(str(entered.get("kind") or ""))
    except ValueError:
        return None
    first, last = _days(entered, on)
    per = conversion_on(kind, last).hours_per_credit
    written = str(entered.get("hours") or "").strip()
    if not written:
        return Forecast(kind, per)
    try:
        hours = hours_from(written)
        category = category_for(kind, _category(entered))
        check(RecordDraft(kind, category, "-", first, last, hours), on=on)
    except Invalid as refusal:
        return Forecast(kind, per, refusal=refusal.message)
    return Forecast(kind, per, category, credits_for(kind, hours, last), standing_of(tx, teacher_id, on=last))


def _days(entered: Mapping[str, Any], on: date) -> tuple[date, date]:
    first = _day(entered.get("start_on")) or on
    return first, max(_day(entered.get("end_on")) or first, first_day())


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _category(entered: Mapping[str, Any]) -> Category | None:
    try:
        return Category(str(entered.get("category") or ""))
    except ValueError:
        return None
