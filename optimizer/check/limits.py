"""How many people the policy and the tables let move, leave and arrive: the right-hand sides of §3."""

from optimizer.check.district import District


def at_least(percent: int, people: int) -> int:
    """Return the smallest whole number that is at least `percent` of `people`."""
    return -(-people * percent // 100)


def at_most(percent: int, people: int) -> int:
    """Return the largest whole number that is at most `percent` of `people`."""
    return people * percent // 100


def min_moves(district: District) -> int:
    """Return M₀, the fewest moves of a cycle."""
    return at_least(district.policy.rotation.min_rate_percent, len(district.eligible))


def max_moves(district: District) -> int:
    """Return the most moves of a cycle; never fewer than must be made."""
    return max(min_moves(district), at_most(district.policy.rotation.max_rate_percent, len(district.eligible)))


def outflow_cap(district: District, school: str) -> int:
    """Return how many people may leave a school."""
    terms = district.policy.rotation
    return max(terms.min_cap_people, at_most(terms.max_outflow_percent, district.staff.get(school, 0)))


def inflow_cap(district: District, school: str) -> int:
    """Return how many people may arrive at a school; one without authorised headcount counts by its staff."""
    terms = district.policy.rotation
    staff = district.staff.get(school, 0)
    authorised = district.schools[school].authorised_headcount
    size = staff if authorised is None else max(staff, authorised)
    return max(terms.min_cap_people, at_most(terms.max_inflow_percent, size))


def headcount_cap(district: District, school: str) -> int | None:
    """Return how many people a school may have after the plan, or None where no headcount is authorised."""
    authorised = district.schools[school].authorised_headcount
    if authorised is None:
        return None
    return max(district.staff.get(school, 0), authorised)
