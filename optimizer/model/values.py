"""The value of each line for a set of moves, straight from the facts of the district."""

import numpy as np

from optimizer.facts import District
from optimizer.facts.indicators import INDICATORS, counted_units, head_counts, target_hundredths
from optimizer.model.columns import Ints
from optimizer.model.steps import penalty


def line_values(district: District, moves: Ints) -> dict[str, int]:
    """Evaluate shortage, balance, burden and moves for chosen allowed moves (indices into `District.moves`)."""
    return {
        "shortage": _shortage(district, moves),
        "balance": _balance(district, moves),
        "burden": int(district.moves.burden[moves].sum()),
        "moves": len(moves),
    }


def _movers(district: District, moves: Ints) -> Ints:
    """Indices into `District.teachers` of those who move."""
    return district.eligible[district.moves.teacher[moves]]


def _shortage(district: District, moves: Ints) -> int:
    """Weighted Φ of what every cell lacks after the moves."""
    after = district.present.copy()
    people = [district.teachers[index] for index in _movers(district, moves)]
    fte = np.array([person.fte for person in people], dtype=np.int64)
    homes = [district.cell_at[person.school, person.stage, person.subject] for person in people]
    np.add.at(after, district.moves.cell[moves], fte)
    np.subtract.at(after, np.array(homes, dtype=np.int64), fte)
    terms, total = district.policy.shortage, 0
    short = np.maximum(0, district.required - after)
    for cell in np.nonzero(short)[0].tolist():
        area = district.schools[district.school_at[district.cells[cell][0]]].area
        total += terms.weights[area] * penalty(int(short[cell]), terms.slopes)
    return total


def _balance(district: District, moves: Ints) -> int:
    """Teachers missing to the standards over all counted units, in hundredths."""
    heads = head_counts(district)
    for index, cell in zip(_movers(district, moves), district.moves.cell[moves], strict=True):
        teacher = district.teachers[index]
        school, stage, subject = district.cells[cell]
        for indicator in INDICATORS:
            heads[(teacher.school, teacher.stage), indicator.name] -= indicator.counts(
                district, teacher, teacher.subject
            )
            heads[(school, stage), indicator.name] += indicator.counts(district, teacher, subject)
    return sum(
        max(0, target_hundredths(district, unit, indicator) - 100 * heads[unit, indicator.name])
        for unit in counted_units(district)
        for indicator in INDICATORS
    )
