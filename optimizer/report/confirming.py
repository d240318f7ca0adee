"""The gate between the search and everybody else: no plan is handed out that the independent check does not confirm."""

from pathlib import Path

from optimizer.check import Evaluation, changes, verify
from optimizer.problem import Move, Problem
from optimizer.report.writing import Inspect
from optimizer.solution import Solution, Status
from policy.messages import Message, say

PLANNED = frozenset({Status.OPTIMAL, Status.FEASIBLE})
"""The endings of a search that come with a plan."""


class CheckFailed(Exception):
    """The independent check does not confirm what the search claims; carries what differs."""

    def __init__(self, findings: tuple[Message, ...]) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings = findings


def confirm(solution: Solution, evaluation: Evaluation, earlier: tuple[Move, ...] | None) -> None:
    """Raise CheckFailed unless every rule holds and every line has the value the search says."""
    findings = [rule.detail for rule in evaluation.rules if not rule.holds]
    values = dict(evaluation.values)
    if earlier is not None:
        values["changes"] = changes(earlier, solution.moves)
    for line in solution.lines:
        if line.value != values.get(line.name):
            facts = {"line": line.name, "claimed": line.value, "found": values.get(line.name)}
            findings.append(say("{line}: the search says {claimed}, the check finds {found}", **facts))
    if findings:
        raise CheckFailed(tuple(findings))


def inspection(problem: Problem, earlier: tuple[Move, ...] | None) -> Inspect:
    """Return what reads the finished files back and raises CheckFailed where they differ from the tables."""

    def inspect(folder: Path) -> None:
        differing = verify(problem, folder, earlier)
        if differing:
            raise CheckFailed(tuple(entry.message for entry in differing))

    return inspect
