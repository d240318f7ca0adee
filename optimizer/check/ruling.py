"""How a rule states its finding: one sentence where it holds, the first fault and a count where it does not."""

from collections.abc import Sequence

from optimizer.check.records import RuleCheck
from policy.messages import Message, say


def ruling(name: str, faults: Sequence[Message], held: Message) -> RuleCheck:
    """Return the finding of a rule from its faults in order; `held` is the sentence where there are none."""
    if not faults:
        return RuleCheck(name, True, held)
    if len(faults) == 1:
        return RuleCheck(name, False, faults[0])
    more = say("{first} And {more} more like it.", first=faults[0], more=len(faults) - 1)
    return RuleCheck(name, False, more)
