"""The lexicographic search: weighted searches over groups of lines, every line's bound checked on its own.

A group runs up to the next line that may give up a little for the later ones; its cap then becomes a row. Inside a
group the weights are only a way to search: each line is proven by its own bound, and where that falls short the line
is searched alone under the caps of the lines before it.
"""

from collections.abc import Callable, Collection, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import District
from optimizer.model.formulation import CHANGES, formulate
from optimizer.problem import Move, Problem
from optimizer.search.clock import Clock
from optimizer.search.group import GroupResult, GroupSearch, plan_cost, weighted_cost
from optimizer.search.relaxation import Relaxer
from optimizer.search.weights import weights_of
from optimizer.settings import Settings
from optimizer.solution import Progress, Solution, Status, StoppedBy
from optimizer.solve.closing import LineAnswer, LineQuestion, bound_line, improve_line, search_line
from optimizer.solve.ledger import Ledger, LineState, Publish

Ints = NDArray[np.int64]


def solve(problem: Problem, settings: Settings, publish: Publish, progress: Callable[[Progress], None]) -> Solution:
    """Solve a problem; `publish` gets every better state of the answer, `progress` every step."""
    clock = Clock(settings.time_limit)
    earlier = None if settings.earlier_moves is None else frozenset(settings.earlier_moves)
    formulation = formulate(District(problem), earlier=earlier)
    lines = [LineState(name, formulation.before[name]) for name in line_order(problem, again=earlier is not None)]
    ledger = Ledger(lines, clock, settings.seed, settings.workers, publish, progress)
    search = Lexicographic(Relaxer(formulation, clock, settings.workers), ledger)
    if settings.start:
        search.begin_with(settings.start)
    status = search.run()
    if status is Status.INFEASIBLE:
        return ledger.solution(StoppedBy.PROOF, status)
    if clock.expired:
        return ledger.solution(StoppedBy.TIME)
    proven = all(line.proven for line in lines)
    return ledger.solution(StoppedBy.PROOF if proven else StoppedBy.WORK)


def line_order(problem: Problem, *, again: bool) -> tuple[str, ...]:
    """The lines in the policy's order; a re-solve puts `changes` right after `shortage`."""
    first, *rest = problem.policy.priorities.order
    return (first, *([CHANGES] if again else []), *rest)


def tolerated(name: str, percent: int, best: int, before: int) -> int:
    """Return the cap of a line: its best value, and what its tolerance lets it give up (§4)."""
    room = abs(best) if name == "burden" else max(0, before - best)
    return best + percent * room // 100


class Lexicographic:
    """Works down the lines of one ledger."""

    def __init__(self, relaxer: Relaxer, ledger: Ledger) -> None:
        self.relaxer = relaxer
        self.base = relaxer.formulation
        self.ledger = ledger
        self.clock = ledger.clock
        self.tolerance = self.base.district.policy.priorities.tolerance_percent

    def begin_with(self, moves: Collection[Move]) -> None:
        """Take a plan found before as the best so far; moves that are no longer allowed leave it aside."""
        chosen = self.base.chosen(moves)
        if set(self.base.moves(chosen)) == set(moves):
            self._consider(chosen, self.ledger.lines)

    def run(self) -> Status:
        """Treat line after line; return whether a plan exists, as far as is known."""
        lines, place, alone = self.ledger.lines, 0, False
        while place < len(lines):
            if place:
                self._cap_rows(lines[:place])
            end = place + 1 if alone else self._group_end(place)
            group = lines[place:end]
            result = self._search(group)
            if result is None or result.impossible:
                known = self.relaxer.impossible or (result is not None and result.impossible)
                return Status.INFEASIBLE if known and self.ledger.moves is None else Status.UNKNOWN
            if self.ledger.moves is None:
                return Status.UNKNOWN
            settled = self._settle(group, result)
            alone = settled < len(group)
            place += settled
        return Status.FEASIBLE

    def _group_end(self, place: int) -> int:
        """Return the end of the group that starts at a line: after the first line with a tolerance."""
        lines = self.ledger.lines
        for at in range(place, len(lines)):
            if self.tolerance.get(lines[at].name, 0) > 0:
                return at + 1
        return len(lines)

    def _cap_rows(self, settled: Sequence[LineState]) -> None:
        """Go on with a programme in which the settled lines have caps as rows."""
        caps = {line.name: line.cap for line in settled if line.cap is not None}
        chosen = self.relaxer.chosen
        self.relaxer = Relaxer(self.base.capped(caps), self.clock, self.relaxer.workers)
        self.relaxer.chosen |= chosen

    def _search(self, group: Sequence[LineState]) -> GroupResult | None:
        """Search the lines of a group by weight and keep the plan if it is better."""
        names = searched_lines(group)
        weights = weights_of(names)
        relaxation = self.relaxer.relax(weighted_cost(self.base, weights))
        if relaxation is None:
            return None
        self._bound_first(names[0])
        return GroupSearch(self.relaxer, weights, self.clock, partial(self._consider, lines=group)).run(relaxation)

    def _bound_first(self, name: str) -> None:
        """Prove what can be proven of the first line before any plan is known: it is what people wait for."""
        question = LineQuestion(name, 0, {}, {name: 1})
        relaxation = self.relaxer.under(self.relaxer.formulation).relax(weighted_cost(self.base, question.multipliers))
        if relaxation is not None:
            self.ledger.raise_bound(name, bound_line(self.base, relaxation.prices, question))

    def _consider(self, chosen: Ints, lines: Sequence[LineState]) -> bool:
        """Take a plan if it is better on the lines from here on and keeps the caps of those before."""
        values = self.base.values(chosen)
        names = [line.name for line in lines]
        old = self.ledger.values
        if self.ledger.moves is not None and [values[n] for n in names] >= [old[n] for n in names]:
            return False
        settled = [line for line in self.ledger.lines if line.name not in names and line.cap is not None]
        if any(values[line.name] > line.cap for line in settled if line.cap is not None):
            return False
        for line in settled:
            self._note_best(line, values[line.name])
        self.ledger.take_plan(self.base.moves(chosen), values)
        return True

    def _note_best(self, line: LineState, value: int) -> None:
        """Note a value reached on a line; one no better than known changes nothing."""
        if line.best is None or value < line.best:
            line.best = value
            line.cap = tolerated(line.name, self.tolerance.get(line.name, 0), value, line.before)

    def _settle(self, group: Sequence[LineState], result: GroupResult) -> int:
        """Prove or improve the lines of a group in order; return how many are settled before the plan changed."""
        names = searched_lines(group)
        for place, line in enumerate(group):
            started = self.clock.seconds
            best = self.ledger.values[line.name]
            question = self._question(group[:place], line.name, best, names)
            answer = self._answer(question, names, result)
            better = answer.better is not None and self._consider(answer.better, group[place:])
            self._note_best(line, self.ledger.values[line.name])
            if answer.bound is not None:
                self.ledger.raise_bound(line.name, min(answer.bound, self.ledger.values[line.name]))
            line.seconds += self.clock.seconds - started
            if better:
                return place + 1
        return len(group)

    def _question(self, earlier: Sequence[LineState], name: str, best: int, searched: Sequence[str]) -> LineQuestion:
        """Ask about one line under the caps of the group's earlier lines."""
        caps = {line.name: line.cap for line in earlier if line.cap is not None}
        if name in searched:
            return LineQuestion(name, best, caps, weights_of([*caps, name]))
        return LineQuestion(name, best, caps, {**weights_of(searched), name: 1})

    def _answer(self, question: LineQuestion, searched: Sequence[str], result: GroupResult) -> LineAnswer:
        """Answer from what the group's search proved, else from the line's own relaxation."""
        known = self.ledger.line(question.line).bound
        if known is not None and known >= question.best:
            return LineAnswer(question.best)
        if question.line != searched[-1]:
            return improve_line(self.relaxer, question, self.clock)
        spent = plan_cost(
            self.base, {k: v for k, v in question.multipliers.items() if k != question.line}, question.caps
        )
        bound = result.bound - spent + self.base.before[question.line]
        if bound >= question.best:
            return LineAnswer(question.best)
        cost = weighted_cost(self.base, question.multipliers)
        answer = search_line(self.relaxer.formulation, cost, result.prices, question, bound, self.clock)
        return LineAnswer(bound if answer.bound is None else max(bound, answer.bound), answer.better)


def searched_lines(group: Sequence[LineState]) -> list[str]:
    """The lines of a group that are searched by weight: `moves` at its end only decides between equals."""
    names = [line.name for line in group]
    return names[:-1] if len(names) > 1 and names[-1] == "moves" else names
