"""A table as the office sees it: its columns declared once, for template, import, export and the file of errors."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import cached_property
from typing import Any, Protocol

from core.sheets.faults import Refusal
from policy.messages import Message

LONGEST_TEXT = 32_767  # what a spreadsheet cell holds


class Kind(Enum):
    """What a column holds, and so which value its cells become."""

    TEXT = auto()  # str
    CODE = auto()  # str that must stay text: ID and staff numbers, phones, school codes
    WHOLE = auto()  # int
    DECIMAL = auto()  # Decimal
    DATE = auto()  # datetime.date
    MONTH = auto()  # policy.months.Month
    CHOICE = auto()  # the value of one of `choices`
    YES_NO = auto()  # bool
    LIST = auto()  # tuple of str, or of values of `choices`, separated by ； or ;


class Worded(Protocol):
    """A member of a closed list with a name for people."""

    @property
    def value(self) -> str:
        """What is stored."""

    @property
    def label(self) -> Message:
        """What people read."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of the values a column takes: what is stored, what people write, and what else is understood."""

    value: str
    label: Message | str
    synonyms: tuple[str, ...] = ()


def choices_of(members: Iterable[Worded]) -> tuple[Choice, ...]:
    """Return the choices of a closed list whose members carry labels; the cells become its members."""
    return tuple(Choice(member, member.label) for member in members)  # type: ignore[arg-type]  # members are StrEnum


@dataclass(frozen=True, kw_only=True, eq=False)
class Column:
    """One column; only what differs from an optional text column need be said.

    `required`: the column must be there and no cell of it empty. `length`: the exact number of characters of a code.
    `never_number`: a code of which a numeric cell is refused whatever its length (ID numbers). `check`: what else a
    value must fulfil. `mask`: what others see of a personal value. `blank_keeps`: an empty cell leaves the stored value
    as it is instead of clearing it.
    """

    key: str
    header: Message
    kind: Kind = Kind.TEXT
    synonyms: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[Choice, ...] = ()
    hint: Message | None = None
    width: int = 16
    low: int | Decimal | None = None
    high: int | Decimal | None = None
    places: int = 2
    longest: int = 200
    length: int | None = None
    lines: bool = False
    never_number: bool = False
    personal: bool = False
    mask: Callable[[str], str] | None = None
    check: Callable[[Any], Refusal | None] | None = None
    blank_keeps: bool = False

    def __post_init__(self) -> None:
        if self.kind is Kind.CHOICE and not self.choices:
            raise ValueError(f"{self.key}: a choice needs choices")
        if self.hides and self.kind not in {Kind.TEXT, Kind.CODE}:
            raise ValueError(f"{self.key}: only text and codes can be masked")
        if self.longest > LONGEST_TEXT:
            raise ValueError(f"{self.key}: no spreadsheet cell holds so much")

    @property
    def hides(self) -> bool:
        """Whether the values are hidden from those who may not see them in full."""
        return self.personal or self.mask is not None

    def masked(self, value: str) -> str:
        """Return what others see of a value: never the value itself."""
        if not value or not self.hides:
            return value
        hidden = self.mask(value) if self.mask else ""
        return hidden if "*" in hidden else "*" * 6


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """One table: `key` names the columns by which a row is recognised, `label` the column that names it to people."""

    name: str
    title: Message
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    label: str = ""
    notes: tuple[Message, ...] = ()
    synonyms: tuple[str, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if len(set(keys)) < len(keys):
            raise ValueError(f"{self.name}: two columns have one key")
        if not self.key:
            raise ValueError(f"{self.name}: rows need a key")
        for key in self.key:
            if not self.column(key).required or self.column(key).hides:
                raise ValueError(f"{self.name}: the key column {key} must be required and in clear")

    @cached_property
    def by_key(self) -> dict[str, Column]:
        """The columns by their keys."""
        return {column.key: column for column in self.columns}

    def column(self, key: str) -> Column:
        """Return the column of a key.

        Raises `KeyError`.
        """
        return self.by_key[key]
