"""Whether an eligibility list still says what the register says: the list and the search are one truth."""

from collections.abc import Sequence

from policy.messages import Message, say
from policy.verdict import Verdict

CURRENT = "list-current"
MOST_NAMED = 5


def list_current(names: Sequence[str]) -> Verdict:
    """Judge a list by the people whose answer would be another one now."""
    if not names:
        return Verdict(True, CURRENT, say("The eligibility list is up to date."))
    return Verdict(False, CURRENT, _differs(names), {"count": len(names)})


def _differs(names: Sequence[str]) -> Message:
    """Say how many answers differ, and whose; of many the first few."""
    facts = {"count": len(names), "names": _listed(names)}
    if len(names) > MOST_NAMED:
        return say("{count} answers of the eligibility list no longer hold: {names} and others.", **facts)
    return say("{count} answers of the eligibility list no longer hold: {names}.", **facts)


def _listed(names: Sequence[str]) -> object:
    """Return the first few names as one list, in the punctuation of the reader."""
    found: object = names[0]
    for name in names[1:MOST_NAMED]:
        found = say("{first}, {second}", first=found, second=name)
    return found
