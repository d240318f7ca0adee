"""Whether a ranked list of schools can be filed."""

from collections.abc import Collection, Sequence

from policy.messages import say
from policy.verdict import Verdict

LENGTH = "list-length"
ONCE = "each-school-once"
NOT_OWN_SCHOOL = "not-own-school"


def first_gap(ranks: Collection[int]) -> int | None:
    """Return the first rank that is empty although a later one is filled; None where a list is 1, 2, … without gaps."""
    return next((rank for rank in range(1, max(ranks, default=0)) if rank not in ranks), None)


def may_file(school_ids: Sequence[int], home_id: int, most: int) -> Verdict:
    """Judge a ranked list by itself: its length, each school once, none the own."""
    if len(school_ids) > most:
        text = say("At most {most} schools can be ranked; {count} were given.", most=most, count=len(school_ids))
        return Verdict(False, LENGTH, text, {"most": most, "count": len(school_ids)})
    if len(set(school_ids)) < len(school_ids):
        return Verdict(False, ONCE, say("A school is on the list twice. Choose each school once."))
    if home_id in school_ids:
        return Verdict(False, NOT_OWN_SCHOOL, say("The own school cannot be a preference."))
    return Verdict(True, LENGTH, say("The list can be filed."))
