"""Which schools belong together: one education group, or partners."""

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import Problem


def near_matrix(problem: Problem) -> NDArray[np.bool_]:
    """Return Near(a, b), shape (schools, schools): same non-empty group, or either lists the other as partner."""
    at = {school.key: index for index, school in enumerate(problem.schools)}
    near = _same([school.group for school in problem.schools])
    for index, school in enumerate(problem.schools):
        for partner in school.partners:
            near[index, at[partner]] = near[at[partner], index] = True
    return near


def same_zone_matrix(problem: Problem) -> NDArray[np.bool_]:
    """Return whether two schools lie in the same (non-empty) zone, shape (schools, schools)."""
    return _same([school.zone for school in problem.schools])


def _same(names: list[str]) -> NDArray[np.bool_]:
    """Return pairwise equality of non-empty names."""
    array = np.array(names, dtype=object)
    equal: NDArray[np.bool_] = (array[:, None] == array[None, :]) & (array != "")[None, :]
    return equal.astype(np.bool_)
