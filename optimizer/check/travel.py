"""How far a teacher would travel to a school, and which schools are near each other (`rotation-problem.md` §2)."""

import math

from optimizer.check.district import District
from optimizer.problem import School, Teacher

EARTH_RADIUS_KM = 6371.0088


def near(one: School, other: School) -> bool:
    """Whether two schools share a group, or either lists the other as its partner."""
    if one.group and one.group == other.group:
        return True
    return other.key in one.partners or one.key in other.partners


def same_zone(one: School, other: School) -> bool:
    """Whether two schools are of one zone; schools without a zone share none."""
    return bool(one.zone) and one.zone == other.zone


def minutes(district: District, teacher: Teacher, school: School) -> int | None:
    """Return the minutes from the teacher to the school: from the table, else estimated; None where unknown."""
    table = district.problem.travel
    for origin in (teacher.staff_no, teacher.school):
        if (origin, school.key) in table:
            return table[origin, school.key]
    start = _coordinates(teacher) or _coordinates(district.schools[teacher.school])
    end = _coordinates(school)
    if start is None or end is None:
        return None
    terms = district.policy.travel
    ride = 60 * great_circle_km(start, end) * terms.detour / terms.speed_kmh[school.area]
    return terms.fixed_minutes + math.floor(ride + 0.5)


def great_circle_km(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the haversine distance in km between two points given as (longitude, latitude) in degrees."""
    start_longitude, start_latitude = math.radians(start[0]), math.radians(start[1])
    end_longitude, end_latitude = math.radians(end[0]), math.radians(end[1])
    across = math.sin((end_longitude - start_longitude) / 2)
    along = math.sin((end_latitude - start_latitude) / 2)
    chord = along * along + math.cos(start_latitude) * math.cos(end_latitude) * across * across
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def _coordinates(place: Teacher | School) -> tuple[float, float] | None:
    if place.longitude is None or place.latitude is None:
        return None
    return place.longitude, place.latitude
