"""Whether an eligibility list still says what the register says: the list and the search are one truth."""

from collections.abc import Sequence

from policy.messages import Message, listed, say
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
    facts = {"count": len(names), "names": listed(names[:MOST_NAMED])}
    if len(names) > MOST_NAMED:
        return say("{count} answers of the eligibility list no longer hold: {names} and others.", **facts)
    return say("{count} answers of the eligibility list no longer hold: {names}.", **facts)
