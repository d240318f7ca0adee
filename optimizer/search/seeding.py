"""Which columns to start from, and which to take of many that would improve."""

import numpy as np
from numpy.typing import NDArray

from optimizer.model.columns import members_of
from optimizer.model.formulation import Formulation

Ints = NDArray[np.int64]

PER_CELL = 3
PER_KIND = 2


def column_kinds(formulation: Formulation) -> tuple[Ints, Ints]:
    """Return by column the destination cell, and (cell, traits) as one number; a team counts by its first member."""
    district, columns = formulation.district, formulation.columns
    members = members_of(district, columns)
    first = np.searchsorted(columns.member_column, np.arange(len(columns)))
    degrees = {degree: number for number, degree in enumerate(sorted({t.degree for t in district.teachers}))}
    people = [district.teachers[index] for index in district.eligible]
    degree = np.array([degrees[person.degree] for person in people], dtype=np.int64)[members.teacher[first]]
    cell = members.cell[first]
    traits = (degree * 2 + members.backbone[first]) * 2 + members.senior[first]
    return cell, cell * (4 * max(1, len(degrees))) + traits


def first_columns(formulation: Formulation) -> NDArray[np.bool_]:
    """Choose columns to start with: the least burdensome of each cell, kind and item, every team and every lock."""
    columns, burden = formulation.columns, formulation.costs["burden"][: formulation.column_count]
    cell, kind = column_kinds(formulation)
    chosen = columns.is_team.copy()
    for group, count in ((cell, PER_CELL), (kind, PER_KIND), (columns.item, 1)):
        chosen[lowest(group, burden, count)] = True
    locked = {formulation.district.row_of.get(staff_no, -1) for staff_no in formulation.district.must_move}
    rows = members_of(formulation.district, columns)
    chosen[rows.column[np.isin(rows.teacher, list(locked))]] = True
    if "changes" in formulation.costs:
        chosen[formulation.costs["changes"][: len(columns)] < 0] = True
    return chosen


def cheapest(formulation: Formulation, candidates: Ints, reduced: Ints) -> Ints:
    """Choose of some candidate columns the cheapest of each item and of each kind."""
    _, kind = column_kinds(formulation)
    by_item = candidates[lowest(formulation.columns.item[candidates], reduced, PER_KIND)]
    by_kind = candidates[lowest(kind[candidates], reduced, PER_KIND)]
    return np.union1d(by_item, by_kind)


def lowest(group: Ints, value: Ints, count: int) -> Ints:
    """Return the positions of the `count` lowest values of each group."""
    order = np.lexsort((value, group))
    ordered = group[order]
    heads = np.r_[True, ordered[1:] != ordered[:-1]] if len(ordered) else np.zeros(0, dtype=bool)
    place = np.arange(len(ordered)) - np.maximum.accumulate(np.where(heads, np.arange(len(ordered)), 0))
    return order[place < count]
