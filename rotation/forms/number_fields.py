"""Fields for policy numbers, made from the rule-set: kind, range and choices come from there and nowhere else."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any, TypeVar

from wtforms import Field, SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from core.errors import DomainError
from core.web.forms import Form
from core.web.language import text
from policy.catalogue import Confidence, Parameter, parameters
from policy.messages import Message, listed, say
from policy.values import Flaw, Kind, Value, read_value, shown
from policy.values import Form as Shape
from rotation.forms.number_faults import told
from rotation.forms.number_words import CHOICES, SECTIONS, choice_of, label_of, unit_of
from rotation.forms.parts import label, options

AnyForm = TypeVar("AnyForm", bound="NumbersForm")
_PREFIX = "n_"
_WHOLE = re.compile(r"[-+\N{MINUS SIGN}]?[0-9]{1,12}")
_EXACT = re.compile(r"[-+\N{MINUS SIGN}]?[0-9]{1,12}([.][0-9]{1,12})?")
_NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.INTEGERS})
_BETWEEN = re.compile(r"[,，、;；]|\s+")


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One number of the form: its field, what an empty field means, the source of the shipped one, what is allowed."""

    key: str
    field: Field
    unit: Message | None
    unset: Message
    source: str | Message
    effective_from: date
    allowed: Message | None


class NumbersForm(Form):
    """A form with a field per policy number; an empty field takes the shipped number, or the one of `inherited`."""

    keys: tuple[str, ...] = ()
    on: date
    inherited: Mapping[str, object] | None = None

    def values(self) -> dict[str, Value]:
        """Return what was filled in, typed; only for a form that is valid."""
        found = ((key, typed(parameters()[key], self._number(key))) for key in self.keys)
        return {key: value for key, value in found if value is not None and not isinstance(value, Flaw)}

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check every number against its form in the rule-set, with the sentence of the rule-set."""
        sound = bool(super().validate(extra_validators))
        for key in self.keys:
            value = typed(parameters()[key], self._number(key))
            if isinstance(value, Flaw):
                self._number(key).errors = [f"{text(value.message)} {text(value.cure)}"]
                sound = False
        return sound

    def refuse(self, field: str, refusal: DomainError) -> None:
        """Write a refusal of one of the numbers beside its field."""
        super().refuse(field_name(field) if field in self.keys else field, refusal)

    def sections(self) -> list[tuple[Message, list[NumberRow]]]:
        """Return the numbers under their headings."""
        rows = [self._row(parameters()[key]) for key in self.keys]
        groups = ((title, [row for row in rows if row.key.startswith(f"{name}.")]) for name, title in SECTIONS.items())
        return [(title, members) for title, members in groups if members]

    def is_open(self, rows: Iterable[NumberRow]) -> bool:
        """Whether a group of numbers should stand open: something in it is filled in or wrong."""
        return any(row.field.data or row.field.errors for row in rows)

    def _number(self, key: str) -> Field:
        field: Field = self._fields[field_name(key)]
        return field

    def _row(self, parameter: Parameter) -> NumberRow:
        version = parameter.on(self.on)
        field, key = self._number(parameter.key), parameter.key
        own = version.confidence is Confidence.OURS
        source = say("Junheng engineering default") if own else version.source
        unset = blank_words(version.value, self.inherited, key)
        return NumberRow(
            key, field, unit_of(parameter.form.unit), unset, source, version.effective_from, allowed(parameter)
        )


def field_name(key: str) -> str:
    """Return the name of a number's field."""
    return _PREFIX + key.replace(".", "__")


def with_numbers(
    base: type[AnyForm], keys: Iterable[str], on: date, inherited: Mapping[str, object] | None = None
) -> type[AnyForm]:
    """Return a form of a kind with a field for each of the numbers; `inherited` are those an empty field takes."""
    known = tuple(key for key in keys if key in parameters())
    blanks = {key: blank_words(parameters()[key].on(on).value, inherited, key) for key in known}
    fields = {field_name(key): _field(parameters()[key], blanks[key]) for key in known}
    return type(base.__name__, (base,), {**fields, "keys": known, "on": on, "inherited": inherited})


def blank_words(shipped: object, inherited: Mapping[str, object] | None, key: str) -> Message:
    """Say what an empty field means."""
    if inherited is not None and key in inherited:
        return say("As in the cycle: {value}", value=shown_value(inherited[key]))
    return say("Shipped: {value}", value=shown_value(shipped))


def as_typed(values: Mapping[str, object]) -> dict[str, object]:
    """Return values as the data of their fields, to fill a form with what is in force."""
    return {field_name(key): _data(parameters()[key], value) for key, value in values.items() if key in parameters()}


def typed(parameter: Parameter, field: Field) -> Value | Flaw | None:
    """Return what a field says as the rule-set reads it; None for an empty field."""
    raw = field.data
    if not raw:
        return None
    return typed_value(parameter, raw)


def typed_value(parameter: Parameter, raw: str | list[str]) -> Value | Flaw:
    """Return what was typed as the rule-set reads it; a flaw is told in the words of a form."""
    value = read_value(parameter.form, _raw(parameter.form.kind, raw))
    return told(value, parameter.form, raw) if isinstance(value, Flaw) else value


def shown_value(value: object) -> str:
    """Write a value for a person of either language."""
    if isinstance(value, bool):
        return text(say("yes") if value else say("no"))
    if isinstance(value, tuple | list):
        return text(listed([shown_value(item) for item in value])) if value else text(say("none"))
    return text(choice_of(value)) if isinstance(value, str) else shown(value)


def allowed(parameter: Parameter) -> Message | None:
    """Return what may be filled in, in a few words."""
    form = parameter.form
    if form.low is None or form.high is None:
        return None
    if form.length:
        return say("{count} numbers from {low} to {high}", count=form.length, low=form.low, high=f"{form.high:,}")
    return say("{low} to {high}", low=form.low, high=f"{form.high:,}")


def _field(parameter: Parameter, unset: Message) -> Field:
    """Make the field: a choice where the rule-set has choices, a text where a number or a list is typed."""
    name, form = label(label_of(parameter.key)), parameter.form
    if form.kind is Kind.CHOICES and not form.permutation:
        return SelectMultipleField(
            name,
            choices=options([(choice, choice_of(choice)) for choice in form.choices]),
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        )
    closed = _closed(form)
    if closed:
        return SelectField(name, choices=options(closed, blank=unset), default="")
    mode = "decimal" if form.kind is Kind.DECIMAL else "numeric" if form.kind is Kind.INTEGER else "text"
    return StringField(name, render_kw={"inputmode": mode, "autocomplete": "off", "maxlength": 200})


def _closed(form: Shape) -> list[tuple[str, object]]:
    """Return the closed choices of a number, none where it is typed."""
    if form.kind is Kind.BOOLEAN:
        return [("true", say("yes")), ("false", say("no"))]
    if form.kind is Kind.CHOICE:
        return [(choice, choice_of(choice)) for choice in form.choices]
    if form.permutation:
        orders = [order for order in permutations(form.choices) if not form.first or order[0] == form.first]
        return [(",".join(order), shown_value(order)) for order in orders]
    return []


def _raw(kind: Kind, data: str | list[str]) -> object:
    """Turn what was typed into what TOML would have given; what is no number stays a text and is refused as one."""
    if isinstance(data, list):
        return data
    typed_text = data.strip()
    if kind in _NUMBERS:
        typed_text = unicodedata.normalize("NFKC", typed_text)  # digits and commas of a Chinese keyboard
    match kind:
        case Kind.BOOLEAN:
            return typed_text == "true"
        case Kind.INTEGER:
            return _whole(typed_text)
        case Kind.DECIMAL:
            return Decimal(_plain(typed_text)) if _EXACT.fullmatch(typed_text) else typed_text
        case Kind.INTEGERS:
            return [_whole(part) for part in _BETWEEN.split(typed_text) if part]
        case Kind.TEXTS | Kind.CHOICES:
            return [_meant(part) for part in _BETWEEN.split(typed_text) if part]
    return typed_text


def _meant(typed_text: str) -> str:
    """Return the choice somebody means who writes it in words of their language; anything else as it is."""
    return next((choice for choice, words in CHOICES.items() if text(words) == typed_text), typed_text)


def _whole(typed_text: str) -> object:
    return int(_plain(typed_text)) if _WHOLE.fullmatch(typed_text) else typed_text


def _plain(typed_text: str) -> str:
    return typed_text.replace("\N{MINUS SIGN}", "-")


def _data(parameter: Parameter, value: object) -> object:
    """Return a value as its field holds it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        if parameter.form.kind is Kind.CHOICES and not parameter.form.permutation:
            return [str(item) for item in value]
        return (", " if not parameter.form.permutation else ",").join(str(item) for item in value)
    return str(value)
