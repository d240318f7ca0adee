"""Weights that make one weighted search follow the order of the lines: a guess that is checked, never trusted.

A line weighs more than what its unit can ever buy of a later line. Weights that are too small cost a proof, which is
then sought line by line; weights that are too large only make the linear programmes slow.
"""

from collections.abc import Mapping, Sequence

EXCHANGE: Mapping[tuple[str, str], int] = {
    ("shortage", "changes"): 20,
    ("shortage", "balance"): 40,
    ("shortage", "burden"): 2000,
    ("shortage", "moves"): 20,
    ("changes", "balance"): 400,
    ("changes", "burden"): 2000,
    ("changes", "moves"): 20,
    ("balance", "burden"): 50,
    ("balance", "moves"): 2,
    ("burden", "balance"): 100,
    ("burden", "moves"): 4,
    ("moves", "balance"): 400,
    ("moves", "burden"): 500,
}
"""How many units of the second line one unit of the first may be worth. Measured on districts of 2,600 to 11,500."""


def weights_of(lines: Sequence[str]) -> dict[str, int]:
    """Return a weight for each line of a group, the last one weighing 1."""
    weights: dict[str, int] = {}
    for place in range(len(lines) - 1, -1, -1):
        later = [EXCHANGE[lines[place], other] * weights[other] for other in lines[place + 1 :]]
        weights[lines[place]] = max(later, default=1)
    return weights
