"""Steps: what each further arrival is worth, at whole teachers only, so that the linear relaxation is tight.

A penalty on the shortfall `max(0, need − have)` is convex, and `have` moves in whole multiples of a unit. Written as
marginal steps at these multiples the relaxation loses nothing between them (`docs/decisions/0005`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from optimizer.facts import District
from optimizer.facts.indicators import INDICATORS, UnitKey, counted_units, head_counts, target_hundredths
from optimizer.model.columns import Ints, Members
from optimizer.model.rows import UNBOUNDED, RowBook
from optimizer.model.rules import FULL, cell_units, distinct_people

Links = Sequence[tuple[int, int]]
"""Further rows of a step: (row, coefficient)."""


@dataclass(slots=True)
class StepBook:
    """Collects step variables: the row each belongs to, its coefficient there, how often it may be used, its cost."""

    row: list[int] = field(default_factory=list)
    coefficient: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    cost: list[int] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    links: list[tuple[int, int, int]] = field(default_factory=list)  # (row, step, coefficient) beside the own row

    def add(self, line: str, row: int, coefficient: int, upper: int, cost: int, links: Links = ()) -> None:
        """Add one step; coefficient −1 uses up arrivals for a gain, +1 lets a row fall short at a cost.

        `links` are further rows the step stands in, with its coefficient there.
        """
        if upper > 0:
            self.links.extend((linked, len(self.row), value) for linked, value in links)
            self.row.append(row)
            self.coefficient.append(coefficient)
            self.upper.append(upper)
            self.cost.append(cost)
            self.line.append(line)


def penalty(short: int, slopes: tuple[int, int]) -> int:
    """Return Φ of a shortfall in hundredths of an FTE (`rotation-problem.md` §4 line 1)."""
    return slopes[0] * min(short, 100) + slopes[1] * max(0, short - 100)


def shortage_steps(district: District, members: Members, book: RowBook, steps: StepBook) -> None:
    """Add the gains of `shortage` to the rows of `no-new-shortage`."""
    terms = district.policy.shortage
    unit = cell_units(district, members)
    arriving = np.zeros(len(district.cells), dtype=np.int64)
    np.add.at(arriving, members.cell, members.fte)
    short = np.maximum(0, district.required - district.present)
    for cell in np.nonzero((unit > 0) & (short > 0))[0].tolist():
        weight = terms.weights[district.schools[district.school_at[district.cells[cell][0]]].area]
        gap, step, most = int(short[cell]), int(unit[cell]), int(arriving[cell])
        links = _mixed_rows(members, book, steps, cell, gap, weight, terms.slopes) if step < FULL else ()
        for gain, count in _gains(gap, step, most, weight, terms.slopes).items():
            steps.add("shortage", book.cell_rows[cell], -1, count, -gain, [(link, gain) for link in links])


def _gains(gap: int, step: int, most: int, weight: int, slopes: tuple[int, int]) -> Counter[int]:
    """Count the marginal gains of arrivals in multiples of `step`, up to `most` hundredths of an FTE."""
    gains: Counter[int] = Counter()
    for arrived in range(0, min(gap, most), step):
        left = max(0, gap - arrived - step)
        gains[weight * (penalty(gap - arrived, slopes) - penalty(left, slopes))] += 1
    return gains


def _mixed_rows(
    members: Members, book: RowBook, steps: StepBook, cell: int, gap: int, weight: int, slopes: tuple[int, int]
) -> tuple[int, int]:
    """Keep the gain of a cell to what whole full-time teachers and part-time arrivals can bring.

    Where part-time teachers may arrive, the unit of the cell is fine, and fractions of full-time teachers would earn
    fractions of a gain. G being the gain of a cell (concave, G(0) = 0), A its full-time net arrivals and Ĝ(A) the
    gain at whole full-time teachers, every plan gains at most

    - Ĝ(A) + Σ G(FTE of p) over part-time arrivals p, with Ĝ = 0 for A < 0, and at most
    - Ĝ(A) + steepest slope × Σ FTE of p, with Ĝ falling by that slope for A < 0.

    Returns the rows of both, in which the gains stand.
    """
    here, away = members.cell == cell, members.home_cell == cell
    full = members.fte == FULL
    people = book.open("shortage", [f"{cell} whole"], [0], [UNBOUNDED])
    single = book.open("shortage", [f"{cell} each"], [-UNBOUNDED], [0])
    sloped = book.open("shortage", [f"{cell} slope"], [-UNBOUNDED], [0])
    least, steepest = weight * penalty(gap, slopes), weight * (slopes[1] if gap > FULL else slopes[0])
    for chosen, value in ((here & full, 1), (away & full, -1)):
        book.enter(np.full(int(chosen.sum()), people), members.column[chosen], value)
    for fte in {int(fte) for fte in members.fte[here & ~full]}:
        columns = members.column[here & (members.fte == fte)]
        earned = least - weight * penalty(max(0, gap - fte), slopes)
        book.enter(np.full(len(columns), single), columns, -earned)
        book.enter(np.full(len(columns), sloped), columns, -steepest * fte)
    for earned, count in _gains(gap, FULL, FULL * int((here & full).sum()), weight, slopes).items():
        steps.add("shortage", people, -1, count, 0, [(single, -earned), (sloped, -earned)])
    steps.add("shortage", people, 1, int((away & full).sum()), 0, [(sloped, FULL * steepest)])
    return single, sloped


def balance_steps(district: District, members: Members, book: RowBook, steps: StepBook) -> None:
    """Add a row per unit and indicator, with the gains and costs of `balance`."""
    heads = head_counts(district)
    unit_of = {unit: number for number, unit in enumerate(counted_units(district))}
    homes = np.array([unit_of.get(_unit_of_cell(district, cell), -1) for cell in range(len(district.cells))])
    for indicator in INDICATORS:
        leaving = indicator.counts_at_home(district)[members.teacher]
        arriving = indicator.counts_at(district, members.teacher, members.cell)
        rows = np.full(len(unit_of), -1, dtype=np.int64)
        counted = leaving & (homes[members.home_cell] >= 0)
        most_leavers = distinct_people(homes[members.home_cell[counted]], members.teacher[counted], len(unit_of))
        for unit, number in unit_of.items():
            gap = target_hundredths(district, unit, indicator) - 100 * heads[unit, indicator.name]
            row = book.open("balance", [" ".join([*unit, indicator.name])], [-(max(0, -gap) // 100)], [UNBOUNDED])
            rows[number] = row
            _unit_steps(steps, row, gap, int(most_leavers[number]))
        at = np.append(rows, -1)
        book.enter(at[homes[members.cell]], members.column, arriving.astype(np.int64))
        book.enter(at[homes[members.home_cell]], members.column, -leaving.astype(np.int64))


def _unit_of_cell(district: District, cell: int) -> UnitKey:
    school, stage, _ = district.cells[cell]
    return school, stage


def _unit_steps(steps: StepBook, row: int, gap: int, most_leavers: int) -> None:
    """Add the steps of one indicator; `gap` in hundredths of a teacher, negative where the target is passed."""
    if gap > 0:
        steps.add("balance", row, -1, gap // 100, -100)
        if gap % 100:
            steps.add("balance", row, -1, 1, -(gap % 100))
    elif -gap % 100:
        steps.add("balance", row, 1, 1, 100 - (-gap % 100))
    steps.add("balance", row, 1, most_leavers, 100)


def as_arrays(steps: StepBook) -> tuple[Ints, Ints, Ints, Ints]:
    """Return rows, coefficients, upper bounds and costs as arrays."""
    row, coefficient, upper, cost = (
        np.array(part, dtype=np.int64) for part in (steps.row, steps.coefficient, steps.upper, steps.cost)
    )
    return row, coefficient, upper, cost
