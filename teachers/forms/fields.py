"""Fields the register's forms share: months, shares of a post in hundredths, choices that may stay empty."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from wtforms import DecimalField, SelectField, StringField
from wtforms.widgets import MonthInput

from core.sheets.columns import Worded
from core.web.forms import AtMost, Needed, Optional, options
from core.web.language import text
from policy.messages import Message, say
from teachers.vocabulary import field_label

Value = TypeVar("Value")
_UNREAL = 1_000_000


def label(name: str) -> Any:
    """Return what a field is called, as WTForms takes it: the page translates the message."""
    return field_label(name)


def shown(message: Message) -> Any:
    """Return a label of one form's own, as WTForms takes it."""
    return message


class MonthField(StringField):
    """A month, `YYYY-MM`; browsers without a month picker show a text field."""

    widget = MonthInput()


class NumberField(DecimalField):
    """A decimal number people type: a finite one that a screen could show."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed.

        Raises `ValueError` for words decimal arithmetic knows (NaN, Infinity) and for astronomical numbers.
        """
        super().process_formdata(valuelist)
        if self.data is not None and not (self.data.is_finite() and abs(self.data) < _UNREAL):
            self.data = None
            raise ValueError(self.gettext("Not a valid decimal value."))


class HundredthsField(NumberField):
    """A decimal number people type, kept as a whole number of hundredths."""

    @property
    def hundredths(self) -> int | None:
        """The number in hundredths, None where nothing was typed."""
        return None if self.data is None else int((self.data * 100).to_integral_value())


class CoordinateField(NumberField):
    """Decimal degrees, or nothing."""

    @property
    def degrees(self) -> float | None:
        """The coordinate as it is stored."""
        return None if self.data is None else float(self.data)


def words(name: Any, members: Iterable[Worded], blank: Message | None = None) -> SelectField:
    """Return a field for one of a closed list; `blank` names the empty choice where there may be none."""
    return _select(name, members, blank, Needed() if blank is None else Optional())


def choice(name: Any, members: Iterable[Worded]) -> SelectField:
    """Return a field for one of a closed list nobody may pass over: at first none is chosen."""
    return _select(name, members, TO_CHOOSE, Needed())


def month_field(name: str) -> MonthField:
    """Return a field for a month that may stay empty."""
    return MonthField(label(name), [Optional(), AtMost(7)])


def place_field(name: str) -> CoordinateField:
    """Return a field for a coordinate that may stay empty."""
    return CoordinateField(label(name), [Optional()], places=6)


def given(value: Value | None) -> Value:
    """Return what a needed field holds: only a form that was judged sound makes a draft."""
    if value is None:
        raise TypeError("the form was not validated")
    return value


TO_CHOOSE = say("Please choose")
NOT_KNOWN = say("not known")
NONE_HELD = say("no title")


def as_decimal(hundredths: int | None) -> Decimal | None:
    """Return hundredths as a number for a field."""
    return None if hundredths is None else Decimal(hundredths) / 100


def as_degrees(value: float | None) -> Decimal | None:
    """Return a coordinate as a number for a field."""
    return None if value is None else Decimal(str(value))


def _select(name: Any, members: Iterable[Worded], blank: Message | None, rule: Any) -> SelectField:
    known = list(members)

    def offer() -> Any:
        first = [("", text(blank))] if blank is not None else []
        return options(first + [(member.value, text(member.label)) for member in known])

    return SelectField(name, [rule], choices=offer)
