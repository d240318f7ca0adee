"""What the pictures of a proposal need as plain data."""

from collections.abc import Sequence
from typing import Any

from rotation.vocabulary.pages import MapLink, MapSchool

MOST_LINKS = 40
"""More lines than this cannot be told apart: the widest are drawn, all of them are in the table."""


def map_of(schools: Sequence[MapSchool], links: Sequence[MapLink]) -> dict[str, Any]:
    """Return the schools with a place on the map and the links between them, the widest first."""
    placed = [school for school in schools if school.longitude is not None and school.latitude is not None]
    known = {school.place.id for school in placed}
    ranked = sorted(links, key=lambda link: (-link.people, link.source, link.target))
    drawn = [link for link in ranked if link.source in known and link.target in known][:MOST_LINKS]
    touched = {end for link in drawn for end in (link.source, link.target)}
    return {
        "schools": [_point(school) for school in placed if school.place.id in touched or len(placed) <= MOST_LINKS],
        "moves": [{"source": link.source, "target": link.target, "count": link.people} for link in drawn],
        "links": ranked,
        "places": {school.place.id: school.place for school in schools},
        "drawn": len(drawn),
    }


def _point(school: MapSchool) -> dict[str, Any]:
    place = school.place
    return {
        "id": place.id,
        "name": place.name,
        "area": place.area.value,
        "zone": school.zone,
        "x": school.longitude,
        "y": school.latitude,
    }
