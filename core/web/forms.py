"""The base of all forms: CSRF, words in the reader's language, and how a refused verb becomes a field's error."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from flask import request
from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, SelectFieldBase
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, NumberRange, Regexp, StopValidation, ValidationError
from wtforms.validators import Optional as _Optional
from wtforms.widgets import HiddenInput

from core.enums import LabelledEnum
from core.errors import DomainError, Invalid
from core.web.language import reader, text
from policy.messages import Message, say

MOST_DIGITS = 9


class Refused(Exception):
    """Raised out of `collects_errors` when the verb refused: the form now says why."""


_OURS = {
    "Not a valid date value.": say("Write the date as year-month-day, such as {example}.", example="2026-09-01"),
    "Not a valid integer value.": say("Write a whole number in digits."),
    "Not a valid decimal value.": say("Write a number in digits, such as {example}.", example="12.5"),
    "Not a valid choice.": say("Choose one of those that are offered."),
}


class OwnWords:
    """WTForms' words: where they say what is wrong but not how to mend it, ours."""

    def __init__(self, theirs: Any) -> None:
        self._theirs = theirs

    def gettext(self, string: str) -> str:
        """Return a sentence in the reader's language."""
        ours = _OURS.get(string)
        return text(ours) if ours is not None else str(self._theirs.gettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return a sentence that counts, in the reader's language."""
        return str(self._theirs.ngettext(singular, plural, n))


class Form(FlaskForm):  # type: ignore[misc]
    """A form that is only valid when it was sent; its labels may be messages."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """WTForms' own messages follow the reader."""

        def get_translations(self, form: object) -> Any:
            """Return WTForms' catalogue for the reader's language."""
            self.locales = ["zh"] if reader().language.value == "zh" else ["en"]
            return OwnWords(super(FlaskForm.Meta, self).get_translations(form))

    @property
    def was_sent(self) -> bool:
        """Whether this request carries the filled form, and its shape is right."""
        return request.method == "POST" and bool(self.validate())

    @contextmanager
    def collects_errors(self) -> Iterator[None]:
        """Turn a verb's `Invalid` into the error of its field (or of the whole form) and raise `Refused`.

        Use it around the transaction, so that everything was rolled back before the form is shown again.
        """
        try:
            yield
        except Invalid as refusal:
            self.refuse(refusal.field, refusal)
            raise Refused from refusal

    def refuse(self, field: str, refusal: DomainError) -> None:
        """Write a refusal beside a field, or above the form where no such field is shown."""
        words = text(refusal.message)
        if refusal.cure:
            words = text(say("{what} {then}", what=words, then=refusal.cure))
        errors = self._fields[field].errors if field in self._fields else self.form_errors
        if isinstance(errors, tuple):
            self._fields[field].errors = [words]
        else:
            errors.append(words)


def sent_number(name: str) -> int:
    """Return a whole number a form sends beside its fields; 0, which no record has, where it is none."""
    typed = request.form.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) <= MOST_DIGITS else 0


class VersionField(IntegerField):
    """The version the person saw, carried through the form."""

    widget = HiddenInput()


class Needed(InputRequired):
    """The field must be filled; says so in the reader's language."""

    def __call__(self, form: object, field: Field) -> None:
        """Refuse an empty answer."""
        if not field.raw_data or not str(field.raw_data[0] or "").strip():
            field.errors = []
            raise StopValidation(text(say("Fill in this field.")))


class Optional(_Optional):
    """The field may stay empty; blanks are nothing where people type, and no choice where they choose."""

    def __call__(self, form: object, field: Field) -> None:
        """Pass an empty answer."""
        _Optional(strip_whitespace=not isinstance(field, SelectFieldBase))(cast(BaseForm, form), field)


class AtMost(Length):
    """The text must not be longer than `limit` characters."""

    def __init__(self, limit: int) -> None:
        super().__init__(max=limit)

    def __call__(self, form: object, field: Field) -> None:
        """Refuse a text that is too long."""
        if len(field.data or "") > self.max:
            facts = {"limit": self.max, "length": len(field.data)}
            raise ValidationError(text(say("At most {limit} characters; these are {length}.", **facts)))


class Within(NumberRange):
    """The number must lie between two others, which the refusal names."""

    def __call__(self, form: object, field: Field) -> None:
        """Refuse a number that is too small or too large; what is no number was refused already."""
        if field.data is not None and not self.min <= field.data <= self.max:
            raise ValidationError(text(say("Write a number from {low} to {high}.", low=self.min, high=self.max)))


def choices_of(kind: type[LabelledEnum], *, blank: Message | None = None) -> list[tuple[str, str]]:
    """Return the choices of a select field for a closed list, in the reader's language."""
    first = [("", text(blank))] if blank is not None else []
    return first + [(member.value, text(member.label)) for member in kind]


def options(pairs: Iterable[tuple[str, str]]) -> Any:
    """Return choices as WTForms takes them: `choices_of` and `labelled` give pairs, as filters do."""
    return [SelectChoice(value, words) for value, words in pairs]


def labelled(pairs: Sequence[tuple[object, object]], *, blank: Message | None = None) -> list[tuple[str, str]]:
    """Return the choices of a select field from values and labels."""
    first = [("", text(blank))] if blank is not None else []
    return first + [(str(value), text(label)) for value, label in pairs]


__all__ = [
    "AtMost",
    "Form",
    "InputRequired",
    "Needed",
    "NumberRange",
    "Optional",
    "Refused",
    "Regexp",
    "VersionField",
    "Within",
    "choices_of",
    "labelled",
    "options",
    "sent_number",
]
