"""One plan, judged: `evaluate` recomputes every rule and every line from the tables alone."""

from collections.abc import Sequence

from optimizer.check import district_rules, person_rules, school_rules
from optimizer.check.balance import coefficients, unit_states
from optimizer.check.district import District, survey
from optimizer.check.lines import balance, move_facts, shortage
from optimizer.check.plan import Plan, lay
from optimizer.check.records import CellState, Evaluation
from optimizer.problem import Move, Problem

RULES = (
    district_rules.allowed_moves,
    district_rules.one_destination,
    district_rules.min_moves_made,
    district_rules.max_moves_kept,
    district_rules.backbone_share,
    school_rules.outflow,
    school_rules.inflow,
    school_rules.headcount,
    school_rules.senior_posts,
    school_rules.no_new_shortage,
    person_rules.team,
    person_rules.locks,
)
"""Allowed moves, then the hard rules in the order of §3."""


def evaluate(problem: Problem, moves: Sequence[Move]) -> Evaluation:
    """Judge a plan: which rules hold, what each line is worth, and the facts behind them."""
    return evaluate_in(survey(problem), moves)


def evaluate_in(district: District, moves: Sequence[Move]) -> Evaluation:
    """Judge a plan in a district that was surveyed before (several plans of one district)."""
    plan = lay(district, moves)
    units = unit_states(plan)
    facts = move_facts(plan)
    return Evaluation(
        rules=tuple(rule(plan) for rule in RULES),
        values={
            "shortage": shortage(district, plan.after),
            "balance": balance(units, after=True),
            "burden": sum(fact.burden for fact in facts),
            "moves": len(plan.moves),
        },
        before={
            "shortage": shortage(district, district.present),
            "balance": balance(units, after=False),
            "burden": 0,
            "moves": 0,
        },
        moves=len(plan.moves),
        eligible=len(district.eligible),
        backbone_moves=plan.backbone_moves,
        cells=cell_states(plan),
        units=units,
        coefficients=coefficients(plan, units),
        move_facts=facts,
    )


def changes(earlier: Sequence[Move], moves: Sequence[Move]) -> int:
    """Return how many moves of an earlier plan (teacher, school and subject) this one does not make."""
    return len(set(earlier) - set(moves))


def cell_states(plan: Plan) -> tuple[CellState, ...]:
    """Return every cell that requires, has or receives anyone, sorted."""
    district = plan.district
    cells = set(district.problem.required) | set(district.present) | set(plan.after)
    states = (
        CellState(cell, district.required(cell), district.present.get(cell, 0), plan.after.get(cell, 0))
        for cell in sorted(cells)
    )
    return tuple(state for state in states if state.required > 0 or state.before > 0 or state.after > 0)
