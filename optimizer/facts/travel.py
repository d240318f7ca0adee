"""Commutes: minutes from each eligible teacher to each school, estimated from coordinates unless a table says them."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import Problem, School, Teacher

UNKNOWN = -1
"""Marks a commute that nothing tells: the move is not allowed."""

_EARTH_RADIUS_KM = 6371.0088
_NEAR_HALF = 1e-9


def commute_minutes(problem: Problem, teachers: Sequence[Teacher]) -> NDArray[np.int64]:
    """Return minutes, shape (teachers, schools), `UNKNOWN` where no table row and no coordinates tell them.

    A row for the teacher wins over a row for the home school, which wins over the estimate
    (`rotation-problem.md` §2).
    """
    minutes = _estimates(problem, teachers)
    at = {school.key: column for column, school in enumerate(problem.schools)}
    by_origin: dict[str, list[tuple[int, int]]] = {}
    for (origin, destination), value in problem.travel.items():
        by_origin.setdefault(origin, []).append((at[destination], value))
    for row, teacher in enumerate(teachers):
        for origin in (teacher.school, teacher.staff_no):
            for column, value in by_origin.get(origin, ()):
                minutes[row, column] = value
    return minutes


def _estimates(problem: Problem, teachers: Sequence[Teacher]) -> NDArray[np.int64]:
    """Estimate every commute from the teacher's home, or else from the home school."""
    schools = {school.key: school for school in problem.schools}
    starts = np.array([_start(teacher, schools[teacher.school]) for teacher in teachers]).reshape(-1, 2)
    ends = np.array([_place(school) for school in problem.schools]).reshape(-1, 2)
    policy = problem.policy.travel
    speeds = np.array([policy.speed_kmh[school.area] for school in problem.schools])
    exact = 60 * _kilometres(starts, ends) * policy.detour / speeds + 0.5
    known = ~np.isnan(exact)
    minutes = np.where(known, policy.fixed_minutes + np.floor(np.where(known, exact, 0)), UNKNOWN).astype(np.int64)
    # Vectorised and scalar trigonometry may differ in the last bit; where that could decide a minute, ask the scalar.
    doubtful = known & (np.abs(exact - np.rint(exact)) < _NEAR_HALF)
    for row, column in np.argwhere(doubtful):
        km = great_circle_km(*starts[row], *ends[column])
        minutes[row, column] = policy.fixed_minutes + math.floor(60 * km * policy.detour / speeds[column] + 0.5)
    return minutes


def great_circle_km(longitude: float, latitude: float, to_longitude: float, to_latitude: float) -> float:
    """Return the great-circle distance in km between two places given in decimal degrees (haversine)."""
    phi, to_phi = math.radians(latitude), math.radians(to_latitude)
    across = math.sin(math.radians(to_longitude - longitude) / 2) ** 2
    up = math.sin((to_phi - phi) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(up + math.cos(phi) * math.cos(to_phi) * across))


def _kilometres(starts: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return great-circle distances in km, shape (starts, ends); places are (longitude, latitude) in degrees."""
    phi, to_phi = np.radians(starts[:, 1])[:, None], np.radians(ends[:, 1])[None, :]
    across = np.sin(np.radians(ends[None, :, 0] - starts[:, None, 0]) / 2) ** 2
    up = np.sin((to_phi - phi) / 2) ** 2
    distance: NDArray[np.float64] = (
        2 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(up + np.cos(phi) * np.cos(to_phi) * across))
    )
    return distance


def _start(teacher: Teacher, home_school: School) -> tuple[float, float]:
    """Return where the teacher's commute starts; NaN where neither home nor home school has coordinates."""
    if teacher.longitude is not None and teacher.latitude is not None:
        return teacher.longitude, teacher.latitude
    return _place(home_school)


def _place(school: School) -> tuple[float, float]:
    """Return a school's coordinates, NaN where not given."""
    if school.longitude is None or school.latitude is None:
        return math.nan, math.nan
    return school.longitude, school.latitude
