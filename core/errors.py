"""What services may refuse, each with a sentence for the person: the edge makes pages or problem documents of it."""

from collections.abc import Sequence

from policy.messages import Message, say


class DomainError(Exception):
    """A refusal that is an answer, not a defect: `message` says what is wrong, `cure` how to go on."""

    status = 400

    def __init__(self, message: Message, cure: Message | None = None) -> None:
        super().__init__(message.template)
        self.message, self.cure = message, cure


class Invalid(DomainError):
    """What was entered cannot be taken: `field` names the form field the message belongs to."""

    status = 422

    def __init__(self, message: Message, cure: Message | None = None, *, field: str = "") -> None:
        super().__init__(message, cure)
        self.field = field


class Conflict(DomainError):
    """Somebody else was faster: `mine` and `theirs` show both versions, label by label, where there are two."""

    status = 409

    def __init__(
        self,
        message: Message,
        cure: Message | None = None,
        *,
        mine: Sequence[tuple[Message, object]] = (),
        theirs: Sequence[tuple[Message, object]] = (),
    ) -> None:
        super().__init__(message, cure)
        self.mine, self.theirs = tuple(mine), tuple(theirs)


class NotFound(DomainError):
    """There is no such record, or none this reader may know of: the two look alike on purpose."""

    status = 404

    def __init__(self, message: Message | None = None) -> None:
        super().__init__(message or say("There is nothing at this address."))


class NotAllowed(NotFound):
    """The reader may not do this; to the outside it is the same as nothing being there."""


class TooMany(DomainError):
    """Too many attempts: `wait_seconds` says when to try again."""

    status = 429

    def __init__(self, message: Message, *, wait_seconds: int) -> None:
        super().__init__(message)
        self.wait_seconds = wait_seconds


class Busy(DomainError):
    """There is no room for this at the moment, through nobody's fault: `wait_seconds` says when to try again."""

    status = 503

    def __init__(self, message: Message, cure: Message | None = None, *, wait_seconds: int) -> None:
        super().__init__(message, cure)
        self.wait_seconds = wait_seconds


class Misconfigured(Exception):
    """The installation cannot run as it is set up; the text names what to mend (for the operator)."""
