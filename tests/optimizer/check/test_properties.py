"""What must not matter does not: the order of the tables, and how schools and teachers are called."""

from dataclasses import replace
from random import Random
from time import process_time
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.check import Evaluation, allowed_moves, evaluate, lay, survey, unfilled_cells
from optimizer.problem import Move, Problem
from policy.vocabulary import Stage
from tests.optimizer.check.makers import a_district, a_school, a_teacher
from tests.optimizer.random_districts import random_district

T = TypeVar("T")
SEEDS = st.integers(0, 10_000)


def some_moves(problem: Problem, rng: Random) -> list[Move]:
    """Some moves, most of them allowed."""
    moves = []
    for teacher in problem.teachers:
        pairs = allowed_moves(problem, teacher.staff_no)
        if pairs and rng.random() < 0.5:
            moves.append(Move(teacher.staff_no, *rng.choice(pairs)))
        elif rng.random() < 0.05:
            moves.append(Move(teacher.staff_no, rng.choice(problem.schools).key, teacher.subject))
    return moves


def shuffled(problem: Problem, rng: Random) -> Problem:
    """The same district with the rows of every table in another order."""

    def mixed(rows: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(rng.sample(rows, len(rows)))

    return replace(
        problem,
        schools=mixed(problem.schools),
        units=mixed(problem.units),
        teachers=mixed(problem.teachers),
        locks=mixed(problem.locks),
        required=dict(mixed(tuple(problem.required.items()))),
        preferences=dict(mixed(tuple(problem.preferences.items()))),
        travel=dict(mixed(tuple(problem.travel.items()))),
    )


def relabelled(problem: Problem) -> Problem:
    """The same district with schools and teachers called otherwise, and sorting the other way round."""
    old = [*(s.key for s in problem.schools), *(t.staff_no for t in problem.teachers), ""]
    name = {key: f"x{len(old) - n:03}" for n, key in enumerate(old[:-1])} | {"": ""}
    return replace(
        problem,
        schools=tuple(
            replace(s, key=name[s.key], partners=tuple(name[p] for p in s.partners)) for s in problem.schools
        ),
        units=tuple(replace(u, school=name[u.school]) for u in problem.units),
        teachers=tuple(replace(t, staff_no=name[t.staff_no], school=name[t.school]) for t in problem.teachers),
        required={(name[s], stage, subject): n for (s, stage, subject), n in problem.required.items()},
        preferences={(name[t], name[s]): rank for (t, s), rank in problem.preferences.items()},
        travel={(name[a], name[b]): minutes for (a, b), minutes in problem.travel.items()},
        locks=tuple(replace(k, staff_no=name[k.staff_no], school=name[k.school]) for k in problem.locks),
    )


def verdicts(evaluation: Evaluation) -> list[tuple[str, bool]]:
    return [(check.name, check.holds) for check in evaluation.rules]


@settings(max_examples=60)
@given(SEEDS)
def test_order_of_the_tables_does_not_matter(seed: int) -> None:
    rng = Random(seed)
    problem = random_district(seed)
    moves = some_moves(problem, rng)
    mixed = shuffled(problem, rng)
    assert evaluate(mixed, rng.sample(moves, len(moves))) == evaluate(problem, moves)
    assert unfilled_cells(lay(survey(mixed), moves)) == unfilled_cells(lay(survey(problem), moves))


@settings(max_examples=60)
@given(SEEDS)
def test_names_of_schools_and_teachers_do_not_matter(seed: int) -> None:
    problem = random_district(seed)
    renamed = relabelled(problem)
    schools = dict(zip((s.key for s in problem.schools), (s.key for s in renamed.schools), strict=True))
    people = dict(zip((t.staff_no for t in problem.teachers), (t.staff_no for t in renamed.teachers), strict=True))
    moves = some_moves(problem, Random(seed))
    plain = evaluate(problem, moves)
    other = evaluate(renamed, [Move(people[m.staff_no], schools[m.to_school], m.subject) for m in moves])
    assert verdicts(other) == verdicts(plain)
    assert (other.values, other.before, other.coefficients) == (plain.values, plain.before, plain.coefficients)
    assert sorted(f.burden for f in other.move_facts) == sorted(f.burden for f in plain.move_facts)


@settings(max_examples=60)
@given(SEEDS)
def test_doing_nothing_changes_nothing(seed: int) -> None:
    evaluation = evaluate(random_district(seed), [])
    assert evaluation.values == evaluation.before
    assert all(cell.before == cell.after for cell in evaluation.cells)
    assert all(unit.before == unit.after for unit in evaluation.units)


@settings(max_examples=60)
@given(SEEDS)
def test_moves_lose_no_posts_and_no_heads(seed: int) -> None:
    problem = random_district(seed)
    evaluation = evaluate(problem, some_moves(problem, Random(seed)))
    assert sum(cell.after for cell in evaluation.cells) == sum(cell.before for cell in evaluation.cells)


def test_large_district_is_judged_in_a_blink() -> None:
    schools = [a_school(f"S{n:03}", longitude=116 + n / 500) for n in range(190)]
    people = [
        a_teacher(f"T{n:05}", f"S{n % 190:03}", f"subject {n // 190 % 12}", stage=list(Stage)[n % 2 + 1])
        for n in range(11_500)
    ]
    problem = a_district(schools, people)
    moves = [Move(t.staff_no, f"S{(int(t.school[1:]) + 2) % 190:03}", t.subject) for t in people[:1000]]
    began = process_time()
    evaluate(problem, moves)
    assert process_time() - began < 2
