"""Small records that pages of every kind share."""

from dataclasses import dataclass
from datetime import date

from policy.messages import Message
from policy.vocabulary import Area


@dataclass(frozen=True, slots=True)
class Place:
    """A school as lists name it."""

    id: int
    code: str
    name: str
    area: Area


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """One condition and its answer; `clause` is the document it comes from."""

    rule: str
    holds: bool
    sentence: Message
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the year: `state` is `done`, `now` or `todo`; `until` its deadline, `note` what there is to say."""

    label: Message
    state: str
    until: date | None = None
    note: Message | None = None
