"""Relaxations: for each rule of a conflict the smallest change of its one parameter that leaves a plan.

Every candidate is decided on the changed problem, with all rules in force. A proof that speaks of rows a change does
not touch refutes that change without another search.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from optimizer.conflict.feasibility import decide
from optimizer.conflict.ladders import Ladder, Value
from optimizer.conflict.place_changes import PLACES
from optimizer.conflict.share_changes import SHARES, share_ladder, without_ceiling
from optimizer.facts import District
from optimizer.model import formulate
from optimizer.model.rows import RowLabel
from optimizer.problem import Problem
from optimizer.search.clock import Clock
from optimizer.solution import Relaxation

Proof = frozenset[RowLabel]

INDEPENDENT = frozenset({"headcount", "senior-posts", "locks", "team"})
"""Rules whose changes only ever permit more: changes at several places can be tried at once, and proofs carry over."""


class NotInTime(Exception):
    """A candidate was not decided before the clock ran out."""


@dataclass(slots=True)
class Judge:
    """Decides changed problems and keeps the proofs of those without a plan."""

    clock: Clock
    proofs: list[Proof] = field(default_factory=list)

    def permits(self, problem: Problem, *, keep_proof: bool = False) -> bool:
        """Whether the problem has a plan; raise NotInTime where that stays open."""
        verdict = decide(formulate(District(problem)), self.clock)
        if verdict.holds is None:
            raise NotInTime
        if keep_proof and verdict.blame is not None:
            self.proofs.append(verdict.blame)
        return verdict.holds

    def refutes(self, ladder: Ladder) -> bool:
        """Whether some proof rests on no row the ladder touches."""
        return any(not any(map(ladder.touches, proof)) for proof in self.proofs)


def find_relaxations(problem: Problem, conflict: Sequence[str], clock: Clock) -> tuple[Relaxation, ...]:
    """Return the relaxation of each rule of a conflict, in its order; without those that do not exist or take long."""
    found: dict[str, Relaxation] = {}
    for name in sorted(conflict, key=lambda name: name not in SHARES):
        try:
            relaxation = _relax(problem, name, clock)
        except NotInTime:
            continue
        if relaxation is not None:
            found[name] = relaxation
    return tuple(found[name] for name in conflict if name in found)


def _relax(problem: Problem, name: str, clock: Clock) -> Relaxation | None:
    """Find the smallest change of one rule's parameter at one place; None where there is none."""
    judge = Judge(clock)
    if name not in SHARES:
        return _at_one_place(problem, name, judge)
    ladder = share_ladder(problem, name)
    if name == "min-moves":
        step = _lower_rate(problem, ladder, judge)
    else:
        step = _first_step(ladder, lambda value: judge.permits(ladder.apply(problem, value)))
    return None if step is None else _relaxation(name, ladder, step)


def _lower_rate(problem: Problem, ladder: Ladder, judge: Judge) -> int | None:
    """Find the highest least share with a plan.

    A lower least share can lower the greatest number of moves too, so it does not always permit more. Without a
    ceiling it does: no higher share than the one found there has a plan; from there on each is tried.
    """
    start = _first_step(ladder, lambda value: judge.permits(without_ceiling(ladder.apply(problem, value))))
    if start is None:
        return None
    later = range(start, len(ladder.steps))
    return next((step for step in later if judge.permits(ladder.apply(problem, ladder.steps[step]))), None)


def _at_one_place(problem: Problem, name: str, judge: Judge) -> Relaxation | None:
    """Compare the places where a parameter can change; of equal changes the first place counts."""
    judge.permits(problem, keep_proof=True)
    monotone = name in INDEPENDENT
    places = [ladder for ladder in PLACES[name](District(problem)) if ladder.steps and not judge.refutes(ladder)]
    if monotone and len(places) > 1 and not judge.permits(_all_at_once(problem, places)):
        return None
    best: tuple[Ladder, int] | None = None
    for place in places:
        ladder = place if best is None else place.below(best[0].sizes[best[1]])
        if not ladder.steps or judge.refutes(ladder):
            continue
        step = _first_step(ladder, _permits_step(problem, ladder, judge, keep_proof=monotone))
        if step is not None:
            best = ladder, step
    return None if best is None else _relaxation(name, *best)


def _permits_step(problem: Problem, ladder: Ladder, judge: Judge, *, keep_proof: bool) -> Callable[[Value], bool]:
    return lambda value: judge.permits(ladder.apply(problem, value), keep_proof=keep_proof)


def _all_at_once(problem: Problem, places: Sequence[Ladder]) -> Problem:
    """Return the problem with the largest change at every place."""
    for ladder in places:
        problem = ladder.apply(problem, ladder.steps[-1])
    return problem


def _first_step(ladder: Ladder, permits: Callable[[Value], bool]) -> int | None:
    """Return the first step that permits a plan, by bisection; None where not even the last does."""
    if not ladder.steps or not permits(ladder.steps[-1]):
        return None
    low, high = 0, len(ladder.steps) - 1
    while low < high:
        middle = (low + high) // 2
        if permits(ladder.steps[middle]):
            high = middle
        else:
            low = middle + 1
    return high


def _relaxation(name: str, ladder: Ladder, step: int) -> Relaxation:
    """Write a step down as a relaxation."""
    return Relaxation(name, ladder.parameter, ladder.where, ladder.from_value, ladder.steps[step])
