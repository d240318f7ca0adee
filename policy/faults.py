"""What is wrong with a district's policy: each fault with its key, its value and its cure, collected one by one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from policy.messages import Message, say
from policy.values import Flaw, shown


@dataclass(frozen=True, slots=True)
class PolicyFault:
    """One fault or warning: dotted key (empty for the whole file), value as written, what is wrong, how to mend it."""

    key: str
    value: str
    message: Message
    cure: Message


@dataclass(slots=True)
class Findings:
    """The faults and warnings found so far, in the order of the file."""

    faults: list[PolicyFault] = field(default_factory=list)
    warnings: list[PolicyFault] = field(default_factory=list)

    def refuse(self, key: str, raw: object, flaw: Flaw) -> None:
        """Record a fault."""
        self.faults.append(PolicyFault(key, shown(raw), flaw.message, flaw.cure))

    def refuse_unknown(self, key: str, raw: object, known: Iterable[str]) -> None:
        """Record an unknown entry where the list of entries is closed: areas, stages, grades."""
        message = say("{key} is not known here.", key=key)
        self.refuse(key, raw, Flaw(message, say("Choose from: {choices}.", choices=", ".join(known))))

    def refuse_no_table(self, key: str, raw: object) -> None:
        """Record that a table of values was expected."""
        message = say("{key} must be one table of settings.", key=key)
        self.refuse(
            key, raw, Flaw(message, say("Write [{key}] on a line of its own and the settings below it.", key=key))
        )

    def warn_unknown(self, key: str, raw: object, known: Iterable[str]) -> None:
        """Record a key nobody asks for, with the nearest known one."""
        near = get_close_matches(key, list(known), n=1)
        cure = (
            say("Did you mean {near}?", near=near[0]) if near else say("Remove it, or see docs/policy.md for the keys.")
        )
        message = say("{key} is not a setting of the planner; it is ignored.", key=key)
        self.warnings.append(PolicyFault(key, shown(raw), message, cure))
