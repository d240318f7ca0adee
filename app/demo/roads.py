"""How long the way is in the invented district, as the planner will reckon it, but on the plane: for wishes only."""

from app.demo.people import Person
from app.demo.schools import BY_NAME, RIDGE_ROADS, SchoolPlan, metres_between
from policy.rotation import TravelTerms

_RIDGES = {
    (BY_NAME[here], BY_NAME[there]): minutes
    for one, other, minutes in RIDGE_ROADS
    for here, there in ((one, other), (other, one))
}

# The plane differs a little from the sphere; a wish or a team keeps this far from the limit.
_MARGIN_MINUTES = 2


def minutes_to(person: Person, school: SchoolPlan, terms: TravelTerms) -> int:
    """Return the estimated minutes of one way from a teacher's home to a school."""
    known = _RIDGES.get((person.school, school))
    if known is not None:
        return known
    metres = metres_between(person.home or person.school.place, school.place)
    return terms.fixed_minutes + int(60 * metres * terms.detour / (1000 * terms.speed_kmh[school.area]) + 0.5)


def within_reach(person: Person, school: SchoolPlan, terms: TravelTerms) -> bool:
    """Tell whether a school is near enough for a teacher, with a margin."""
    return minutes_to(person, school, terms) <= terms.max_minutes - _MARGIN_MINUTES
