"""Every mover of a plan with what the move serves: the plan with it against the plan without it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from optimizer.explain.ledger import Ledger
from optimizer.explain.needs import Needs
from optimizer.explain.places import Place, places, replaced
from optimizer.explain.records import IndicatorServed, Justification
from optimizer.explain.sentences import sentence
from optimizer.facts.indicators import INDICATORS
from optimizer.problem import Move, Problem
from optimizer.solution import Solution, Status
from policy.messages import Message


def reasons(problem: Problem, solution: Solution) -> Mapping[str, Message]:
    """The reason of each move in one sentence, by staff number."""
    return {staff_no: sentence(answer) for staff_no, answer in justify(problem, solution).items()}


def justify(problem: Problem, solution: Solution) -> Mapping[str, Justification]:
    """What stands behind each move, by staff number."""
    ledger = Ledger(problem, solution.moves)
    needs, given = Needs(ledger), places(ledger)
    kept = solution.status is Status.OPTIMAL and any(line.name == "changes" for line in solution.lines)
    answers = {staff_no: _justified(ledger, needs, given, move) for staff_no, move in ledger.moves.items()}
    return {staff_no: replace(answer, kept=True) for staff_no, answer in answers.items()} if kept else answers


def justification_of(problem: Problem, moves: Sequence[Move], staff_no: str) -> Justification:
    """What stands behind one move; KeyError for who does not move."""
    ledger = Ledger(problem, moves)
    return _justified(ledger, Needs(ledger), places(ledger), ledger.moves[staff_no])


def part_of(problem: Problem, moves: Sequence[Move], staff_no: str) -> Mapping[str, int]:
    """Each line of the plan minus the line without the mover (and the mover's team); KeyError for who stays."""
    ledger = Ledger(problem, moves)
    return ledger.parts(ledger.with_team(ledger.moves[staff_no]))


def _justified(ledger: Ledger, needs: Needs, given: Mapping[str, Place], move: Move) -> Justification:
    """Take one move back, with the team, and note what that does."""
    together = ledger.with_team(move)
    cell, teacher = ledger.cell(move), ledger.teachers[move.staff_no]
    with_it = ledger.short(cell, ledger.after[cell])
    without = ledger.short(cell, ledger.after[cell] - ledger.cell_changes(together)[cell])
    return Justification(
        staff_no=move.staff_no,
        cell=cell,
        home=ledger.schools[teacher.school].name,
        school=ledger.schools[move.to_school].name,
        fills=given[move.staff_no].fills,
        shortage_before=without,
        shortage_after=with_it,
        parts=ledger.parts(together),
        replaced=replaced(ledger, given, move) if without > with_it else None,
        indicators=_indicators(ledger, move, together),
        rank=ledger.rank(move),
        near=ledger.near(move),
        locked=ledger.district.must_move.get(move.staff_no) == move.to_school,
        team=teacher.team if len(together) > 1 else "",
        needed_for=needs.of(together),
    )


def _indicators(ledger: Ledger, move: Move, together: Sequence[Move]) -> tuple[IndicatorServed, ...]:
    """Indicators the mover counts for at the destination and that fall short, or further short, without the move."""
    changes, teacher, found = ledger.head_changes(together), ledger.teachers[move.staff_no], []
    for indicator in INDICATORS:
        head = ledger.unit(move), indicator.name
        now = ledger.missing(head, ledger.heads[head])
        without = ledger.missing(head, ledger.heads[head] - changes[head])
        if without > now and indicator.counts(ledger.district, teacher, move.subject):
            found.append(IndicatorServed(indicator.name, without, now))
    return tuple(found)
