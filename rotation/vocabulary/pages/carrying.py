"""An approved plan on its way into the register, as pages show it."""

from dataclasses import dataclass
from datetime import date, datetime

from policy.messages import Message
from rotation.vocabulary.pages.plans import MoveLine
from rotation.vocabulary.states import CarryState


@dataclass(frozen=True, slots=True)
class CarryLine:
    """One move: what becomes of it and why, and the posting it would make or has made."""

    move: MoveLine
    state: CarryState
    sentence: Message
    subject: str
    second_subject: str
    fte: int
    stays: bool  # an objection of theirs was upheld


@dataclass(frozen=True, slots=True)
class CarryPage:
    """A plan against the register for one first day; `seal` is a fingerprint of what would be written."""

    id: int  # the proposal
    number: int
    name: str
    version: int
    cycle_id: int
    cycle_name: str
    first_day: date
    is_past: bool  # the first day
    refusal: Message | None  # why nothing can be carried now
    upheld: int  # objections of teachers
    lines: tuple[CarryLine, ...]
    seal: str
    carried_at: datetime | None
    carried_by: str
    carried_first_day: date | None
    is_offered: bool  # to this reader, now

    def of(self, state: CarryState) -> tuple[CarryLine, ...]:
        """Return the moves that stand like this."""
        return tuple(line for line in self.lines if line.state is state)

    @property
    def is_carried(self) -> bool:
        """Whether the plan has been carried into the register."""
        return self.carried_at is not None

    @property
    def ready(self) -> int:
        """How many postings would be begun."""
        return len(self.of(CarryState.READY))

    @property
    def there(self) -> int:
        """How many moves the register has already."""
        return len(self.of(CarryState.THERE))

    @property
    def unsettled(self) -> int:
        """How many moves the register does not have though nobody decided against them."""
        return sum(1 for line in self.lines if line.state is not CarryState.THERE and not line.stays)

    @property
    def barred(self) -> int:
        """How many moves cannot be carried."""
        return len(self.of(CarryState.CANNOT))
