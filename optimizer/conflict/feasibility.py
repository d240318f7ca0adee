"""Is there any plan at all: a plan that keeps every rule, a proof that none does, or no answer in time."""

from dataclasses import dataclass, replace

import numpy as np

from optimizer.conflict.phase_one import SHORTFALL, keeps_rules, phase_one
from optimizer.model.columns import Ints
from optimizer.model.formulation import Formulation
from optimizer.model.rows import RowLabel
from optimizer.search.clock import Clock
from optimizer.search.linear import solve_integer
from optimizer.search.pricing import Prices, price
from optimizer.search.relaxation import WHOLE, Relaxation, Relaxer, relaxed_programme

FINER = 1 << 10
"""A proof counts whatever its scale: duals are multiplied by this before they are rounded to integers."""
TINY = 1e-9
"""From this value on the relaxation uses a column."""
HALF = 0.5
FIRST_NODES = 200
"""Effort spent on the few columns the relaxation uses, which usually hold a plan where there is one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer; `chosen` columns of a plan where there is one, `blame` of a linear proof where there is none.

    `blame` holds every row the proof needs besides `one-destination`: with all other rows gone there is still no
    plan. It is None where the proof came from an integer programme, which tells no rows.
    """

    holds: bool | None
    chosen: Ints | None = None
    blame: frozenset[RowLabel] | None = None


UNDECIDED = Verdict(None)


class Prover(Relaxer):
    """A relaxation that is content with any proof that there is no plan; the best one would take much longer."""

    def _improving(self, prices: Prices, best: Prices) -> Ints:
        return super()._improving(prices, best) if best.exact <= 0 else np.zeros(0, dtype=np.int64)


def feasible(formulation: Formulation, clock: Clock) -> bool | None:
    """Return whether the programme has a plan: True with a plan found, False proven, None not decided in time."""
    return decide(formulation, clock).holds


def decide(formulation: Formulation, clock: Clock) -> Verdict:
    """Look for a plan or a proof that there is none; the lines and their steps play no part."""
    programme = phase_one(formulation)
    nothing = np.zeros(0, dtype=np.int64)
    if keeps_rules(programme, nothing):
        return Verdict(True, nothing)
    if clock.expired:
        return UNDECIDED
    relaxation = Prover(programme, clock).relax(programme.costs[SHORTFALL])
    if relaxation is not None:
        proof = _proof(programme, relaxation)
        if proof.exact > 0:
            return Verdict(False, blame=_blame(programme, proof))
    return _decide_in_integers(programme, relaxation, clock)


def _proof(programme: Formulation, relaxation: Relaxation) -> Prices:
    """Return the better of the relaxation's own proof and one from finer duals."""
    if relaxation.prices.exact > 0:
        return relaxation.prices
    cost = FINER * programme.costs[SHORTFALL]
    return price(programme, cost, FINER * relaxation.answer.duals)


def _blame(programme: Formulation, proof: Prices) -> frozenset[RowLabel]:
    """Collect the rows a proof rests on."""
    items = programme.columns.items
    return frozenset(programme.labels[items + row] for row in np.nonzero(proof.duals[items:])[0].tolist())


def _decide_in_integers(programme: Formulation, relaxation: Relaxation | None, clock: Clock) -> Verdict:
    """Look for a plan among the columns the relaxation uses, then among all it generated."""
    everything = np.arange(programme.column_count)
    if relaxation is not None:
        generated = relaxation.selected[relaxation.selected < len(everything)]
        used = generated[relaxation.answer.x[: len(generated)] > TINY]
        verdict = _search(programme, used, clock, nodes=FIRST_NODES)
        if verdict.holds:
            return verdict
        everything = generated
    verdict = _search(programme, everything, clock)
    proven = len(everything) == programme.column_count
    return verdict if verdict.holds or proven else UNDECIDED


def _search(programme: Formulation, columns: Ints, clock: Clock, *, nodes: int | None = None) -> Verdict:
    """Ask the integer solver for any plan over some columns; a plan counts once integers confirm it."""
    if clock.expired or len(columns) > WHOLE:
        return UNDECIDED
    nothing = np.zeros(len(programme.high), dtype=np.int64)
    relaxed = relaxed_programme(programme, columns, nothing)
    answer = solve_integer(replace(relaxed, integer=np.ones(len(columns), dtype=bool)), clock.left, nodes=nodes)
    if answer.infeasible:
        return Verdict(False)
    if answer.x is None:
        return UNDECIDED
    chosen = columns[answer.x > HALF]
    return Verdict(True, chosen) if keeps_rules(programme, chosen) else UNDECIDED
