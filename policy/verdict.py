"""The one answer every rule gives: does it hold, which rule was asked, what decided it, and by which clause."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from policy.messages import Message


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of one rule about one subject.

    `rule` is the public name of the rule, `facts` the values that decided (plain data, for JSON and for the
    sentence), `sentence` the reason for a person, `clause` the document and article the rule comes from.
    """

    holds: bool
    rule: str
    sentence: Message
    facts: Mapping[str, object] = field(default_factory=dict)
    clause: str = ""
