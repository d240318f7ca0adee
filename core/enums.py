"""Closed lists with words: an enum whose members carry a label, a tone and the moves they allow."""

from collections.abc import Mapping
from enum import StrEnum

from policy.messages import Message

_WORDS: dict[str, tuple[Message, str]] = {}
_MOVES: dict[str, frozenset[str]] = {}


class LabelledEnum(StrEnum):
    """A string enum stored by value; below the class, `words(...)` gives labels and tones, `moves(...)` transitions.

    Example: `class State(LabelledEnum): OPEN = "open"`, then `State.words({State.OPEN: (say("open"), "run")})`.
    """

    @classmethod
    def words(cls, words: Mapping["LabelledEnum", tuple[Message, str]]) -> None:
        """Give every member its label and tone (ok, warn, bad, run, wait or none); called once, below the class."""
        missing = set(cls) - set(words)
        if missing:
            raise TypeError(f"{cls.__name__} has members without words: {sorted(missing)}")
        for member, pair in words.items():
            _WORDS[_key(member)] = pair

    @classmethod
    def moves(cls, moves: Mapping["LabelledEnum", frozenset["LabelledEnum"]]) -> None:
        """Give the members what they may become; called once, below the class."""
        for member, targets in moves.items():
            _MOVES[_key(member)] = frozenset(target.value for target in targets)

    @property
    def label(self) -> Message:
        """The member's name for people."""
        return _WORDS[_key(self)][0]

    @property
    def tone(self) -> str:
        """How the status chip looks: ok, warn, bad, run, wait (for others) or none."""
        return _WORDS[_key(self)][1]

    def can_become(self, target: "LabelledEnum") -> bool:
        """Whether the state machine has this move."""
        return target.value in _MOVES.get(_key(self), frozenset())


def _key(member: LabelledEnum) -> str:
    return f"{type(member).__qualname__}.{member.value}"
