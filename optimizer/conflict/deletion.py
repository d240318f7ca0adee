"""The deletion filter: leave rules out one by one for as long as there is still no plan; what stays is the conflict."""

from collections.abc import Collection

from optimizer.conflict.feasibility import Verdict, decide
from optimizer.facts import District
from optimizer.model import formulate
from optimizer.model.rows import RowLabel
from optimizer.model.rules import RULES, BackboneShare, MaxMoves, NoNewShortage, TeamTogether
from optimizer.problem import Problem
from optimizer.search.clock import Clock

DROP_ORDER = (
    "no-new-shortage",
    "max-moves",
    "senior-posts",
    "headcount",
    "backbone-share",
    "outflow",
    "inflow",
    "team",
    "min-moves",
    "locks",
)
"""Rules are tried for leaving out in this order: what people can change most easily stays in the explanation."""


def find_conflict(problem: Problem, clock: Clock) -> tuple[str, ...] | None:
    """Return an irreducible set of rules that cannot hold together, in the order of §3; None if not proven in time."""
    district = District(problem)
    kept = _deniable(problem)
    verdict = _decide(district, kept, clock)
    if verdict.holds is not False:
        return None
    kept = _needed(kept, verdict.blame)
    for name in DROP_ORDER:
        if name not in kept:
            continue
        verdict = _decide(district, kept - {name}, clock)
        if verdict.holds is None:
            return None
        if not verdict.holds:
            kept = _needed(kept - {name}, verdict.blame)
    return tuple(rule.name for rule in RULES if rule.name in kept)


def _deniable(problem: Problem) -> frozenset[str]:
    """Rules a conflict may name; shared teachers can mend a cell, so that no proof may rest on it then."""
    names = frozenset(DROP_ORDER)
    return names - {NoNewShortage.name} if problem.policy.sharing.enabled else names


def _decide(district: District, kept: Collection[str], clock: Clock) -> Verdict:
    """Ask for a plan that keeps some rules; allowed moves and one destination each always hold."""
    return decide(formulate(district, without=[name for name in DROP_ORDER if name not in kept]), clock)


def _needed(kept: frozenset[str], blame: frozenset[RowLabel] | None) -> frozenset[str]:
    """Drop the rules a proof does not rest on.

    Teams have no rows but shape the columns, and the rows of the backbone share rest on the greatest number of moves:
    about these a proof by rows tells nothing.
    """
    if blame is None:
        return kept
    names = {TeamTogether.name, *(label.rule for label in blame)}
    if BackboneShare.name in names:
        names.add(MaxMoves.name)
    return kept & names
