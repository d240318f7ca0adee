"""The independent checker: judges a plan from the tables alone, with code that shares nothing with the planner."""

from optimizer.check.agreement import verify
from optimizer.check.allowed import allowed_in, allowed_moves
from optimizer.check.district import District, survey
from optimizer.check.evaluation import changes, evaluate, evaluate_in
from optimizer.check.funnel import unfilled_cells
from optimizer.check.plan import Plan, lay
from optimizer.check.records import (
    CellState,
    Coefficient,
    Disagreement,
    Evaluation,
    MoveFacts,
    RuleCheck,
    UnfilledCell,
    UnitState,
)

__all__ = [
    "CellState",
    "Coefficient",
    "Disagreement",
    "District",
    "Evaluation",
    "MoveFacts",
    "Plan",
    "RuleCheck",
    "UnfilledCell",
    "UnitState",
    "allowed_in",
    "allowed_moves",
    "changes",
    "evaluate",
    "evaluate_in",
    "lay",
    "survey",
    "unfilled_cells",
    "verify",
]
