"""The numbers behind the hard rules: how many may move, leave, arrive; computed once, in integers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import District

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MoveLimits:
    """Fewest and most moves in people."""

    least: int
    most: int


def move_limits(district: District) -> MoveLimits:
    """Return M₀ and the ceiling of §3."""
    terms, eligible = district.policy.rotation, len(district.eligible)
    least = -(-eligible * terms.min_rate_percent // 100)
    return MoveLimits(least, max(least, eligible * terms.max_rate_percent // 100))


def outflow_caps(district: District) -> Ints:
    """Most leavers by school."""
    terms = district.policy.rotation
    return np.maximum(terms.min_cap_people, district.staff * terms.max_outflow_percent // 100)


def inflow_caps(district: District) -> Ints:
    """Most arrivals by school, of the larger of staff and authorised headcount."""
    terms = district.policy.rotation
    authorised = np.array([s.authorised_headcount or 0 for s in district.schools], dtype=np.int64)
    caps: Ints = np.maximum(district.staff, authorised) * terms.max_inflow_percent // 100
    return np.maximum(terms.min_cap_people, caps)


def headcount_room(district: District) -> list[int | None]:
    """Net arrivals a school has authorised headcount for; None where it is not set."""
    return [
        None if school.authorised_headcount is None else max(0, school.authorised_headcount - int(staff))
        for school, staff in zip(district.schools, district.staff, strict=True)
    ]


def senior_room(district: District) -> list[int | None]:
    """Net arrivals of seniors a school has senior posts for; None where there is no limit."""
    seniors = np.zeros(len(district.schools), dtype=np.int64)
    for teacher in district.teachers:
        if teacher.title is not None and teacher.title.is_senior:
            seniors[district.school_at[teacher.school]] += 1
    return [
        None if school.senior_posts is None else max(0, school.senior_posts - int(count))
        for school, count in zip(district.schools, seniors, strict=True)
    ]


def share_corners(percent: int, most: int) -> list[tuple[int, int]]:
    """Return the corners of the lower convex hull of (moves, backbone movers needed), moves from 0 to `most`.

    The rule asks for whole people, so `backbone ≥ ⌈percent × moves / 100⌉`; the hull of these points is the
    tightest linear form of it and costs one row per edge.
    """
    corners: list[tuple[int, int]] = []
    for moves in range(most + 1):
        point = (moves, -(-moves * percent // 100))
        while len(corners) > 1 and _bends_up(corners[-2], corners[-1], point):
            corners.pop()
        corners.append(point)
    return corners


def _bends_up(first: tuple[int, int], middle: tuple[int, int], last: tuple[int, int]) -> bool:
    """Whether `middle` lies on or above the line from `first` to `last`."""
    (x0, y0), (x1, y1), (x2, y2) = first, middle, last
    return (x1 - x0) * (y2 - y0) - (y1 - y0) * (x2 - x0) <= 0
