import pytest

from optimizer.check import evaluate
from optimizer.explain import justification_of, justify, part_of, sentence
from optimizer.explain.ledger import Ledger
from optimizer.problem import Cell, Move, Problem
from policy.vocabulary import Stage
from tests.optimizer.explain.plans import DISTRICTS, exactly_planned_districts, planned_districts, solved, taken_back

EACH_DISTRICT = pytest.mark.parametrize("number", range(DISTRICTS))


def planned(number: int) -> tuple[Problem, tuple[Move, ...]]:
    return planned_districts()[number]


@EACH_DISTRICT
def test_parts_are_what_the_checker_finds_with_and_without_the_move(number: int) -> None:
    problem, moves = planned(number)
    with_it = evaluate(problem, moves).values
    for staff_no, answer in justify(problem, solved(*moves)).items():
        move = next(move for move in moves if move.staff_no == staff_no)
        without = evaluate(problem, taken_back(problem, moves, move)).values
        assert dict(answer.parts) == {line: with_it[line] - without[line] for line in with_it}


@EACH_DISTRICT
def test_shortage_of_the_cell_is_what_the_checker_finds_with_and_without_the_move(number: int) -> None:
    problem, moves = planned(number)

    def short(plan: list[Move], cell: Cell) -> int:
        states = {state.cell: state for state in evaluate(problem, plan).cells}
        return max(0, states[cell].required - states[cell].after)

    for staff_no, answer in justify(problem, solved(*moves)).items():
        move = next(move for move in moves if move.staff_no == staff_no)
        assert answer.shortage_after == short(list(moves), answer.cell)
        assert answer.shortage_before == short(taken_back(problem, moves, move), answer.cell)


@EACH_DISTRICT
def test_indicators_served_are_short_as_the_checker_counts(number: int) -> None:
    problem, moves = planned(number)

    def missing(plan: list[Move], unit: tuple[str, Stage], name: str) -> int:
        states = {(s.school, s.stage, s.indicator): s for s in evaluate(problem, plan).units}
        state = states[*unit, name]
        return max(0, state.target - 100 * state.after)

    for staff_no, answer in justify(problem, solved(*moves)).items():
        move = next(move for move in moves if move.staff_no == staff_no)
        for entry in answer.indicators:
            assert entry.missing_after == missing(list(moves), answer.cell[:2], entry.name)
            assert entry.missing_before == missing(taken_back(problem, moves, move), answer.cell[:2], entry.name)
            assert entry.missing_before > entry.missing_after


@EACH_DISTRICT
def test_rules_it_is_needed_for_are_those_the_checker_finds_broken_without_it(number: int) -> None:
    problem, moves = planned(number)
    kept = {rule.name for rule in evaluate(problem, moves).rules if rule.holds}
    for staff_no, answer in justify(problem, solved(*moves)).items():
        move = next(move for move in moves if move.staff_no == staff_no)
        rules = evaluate(problem, taken_back(problem, moves, move)).rules
        broken = {rule.name for rule in rules if not rule.holds} & kept
        assert set(answer.needed_for) == broken - {"locks"}


def test_every_move_of_a_best_plan_has_a_line_or_a_rule_or_a_lock_behind_it() -> None:
    for problem, moves in exactly_planned_districts():
        for answer in justify(problem, solved(*moves)).values():
            better = any(part < 0 for part in answer.parts.values())
            assert better or answer.needed_for or answer.locked or answer.team
            assert "no line depends" not in sentence(answer).text()


@EACH_DISTRICT
def test_one_move_is_explained_as_it_is_among_all(number: int) -> None:
    problem, moves = planned(number)
    answers = justify(problem, solved(*moves))
    assert set(answers) == {move.staff_no for move in moves}
    for staff_no, answer in answers.items():
        assert justification_of(problem, moves, staff_no) == answer
        assert part_of(problem, moves, staff_no) == answer.parts


def test_parts_of_the_whole_plan_are_the_change_from_doing_nothing() -> None:
    for problem, moves in planned_districts():
        found = evaluate(problem, moves)
        whole = Ledger(problem, moves).parts(moves)
        assert whole == {line: found.values[line] - found.before[line] for line in found.values}


def test_who_stays_has_no_part() -> None:
    problem, moves = planned(0)
    stays = next(t.staff_no for t in problem.teachers if t.staff_no not in {m.staff_no for m in moves})
    with pytest.raises(KeyError):
        part_of(problem, moves, stays)


def test_a_move_of_somebody_unknown_has_no_part_and_no_effect() -> None:
    problem, moves = planned(0)
    strange = (*moves, Move("nobody", problem.schools[0].key, "语文"))
    assert justify(problem, solved(*strange)) == justify(problem, solved(*moves))
