"""`report.json`: the run in one document, keys as `rotation-problem.md` §5 names them."""

import json
from collections.abc import Iterable, Mapping, Sequence

from optimizer.check.records import Evaluation, RuleCheck
from optimizer.faults import Fault
from optimizer.problem import Move
from optimizer.report.record import RunRecord
from optimizer.solution import LineResult, Relaxation, Solution, Status
from policy.messages import Translate

Document = dict[str, object]


def plan_document(solution: Solution, evaluation: Evaluation, run: RunRecord, translate: Translate) -> Document:
    """Describe a run that reached the planner; `evaluation` is of its plan, or of doing nothing where it has none."""
    planned = solution.status in {Status.OPTIMAL, Status.FEASIBLE}
    return {
        "status": solution.status.value,
        "tiers": [_line(line) for line in solution.lines],
        "moves": len(solution.moves),
        "eligible": evaluation.eligible,
        "backbone_moves": evaluation.backbone_moves if planned else 0,
        "before": do_nothing(evaluation, run.earlier),
        "rules": [
            {"name": rule.name, "holds": rule.holds, "detail": rule.detail.text(translate)}
            for rule in (hard_rules(evaluation) if planned else ())
        ],
        "faults": [],
        "warnings": _faults(run.warnings, translate),
        "conflict": None if solution.conflict is None else list(solution.conflict),
        "relaxations": [_relaxation(change) for change in solution.relaxations],
        "stopped_by": solution.stopped_by.value,
        **_circumstances(run, seed=solution.seed, workers=solution.workers, seconds=solution.seconds),
    }


def invalid_document(
    faults: Sequence[Fault], run: RunRecord, translate: Translate, *, seed: int, workers: int
) -> Document:
    """Describe a run that ended at its input: nothing was solved, so nothing is known but the faults."""
    return {
        "status": Status.INVALID.value,
        "tiers": [],
        "moves": 0,
        "eligible": None,
        "backbone_moves": 0,
        "before": {},
        "rules": [],
        "faults": _faults(faults, translate),
        "warnings": _faults(run.warnings, translate),
        "conflict": None,
        "relaxations": [],
        "stopped_by": None,
        **_circumstances(run, seed=seed, workers=workers, seconds=run.seconds),
    }


def do_nothing(evaluation: Evaluation, earlier: Sequence[Move] | None) -> dict[str, int]:
    """What each line is worth without any move; of an earlier plan, every move is then given up."""
    changes = {} if earlier is None else {"changes": len(set(earlier))}
    return {**evaluation.before, **changes}


def hard_rules(evaluation: Evaluation) -> tuple[RuleCheck, ...]:
    """The rules of `rotation-problem.md` §3; that every move is an allowed one goes without saying there."""
    return tuple(rule for rule in evaluation.rules if rule.name != "allowed-moves")


def as_json(document: Mapping[str, object]) -> str:
    """Write a document as JSON for people and programs: Chinese as it is, two spaces, a newline at the end."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _line(line: LineResult) -> Document:
    """One line of the order with its proof."""
    return {
        "name": line.name,
        "value": line.value,
        "best": line.best,
        "cap": line.cap,
        "bound": line.bound,
        "status": line.status.value,
        "seconds": round(line.seconds, 2),
    }


def _faults(faults: Iterable[Fault], translate: Translate) -> list[Document]:
    """Faults with their place, in the order they were found, sentences in the reader's language."""
    return [
        {
            "file": fault.file,
            "row": fault.row,
            "column": fault.column,
            "value": fault.value,
            "message": fault.message.text(translate),
            "cure": fault.cure.text(translate),
        }
        for fault in faults
    ]


def _relaxation(change: Relaxation) -> Document:
    """One change that would make the district feasible."""
    return {
        "rule": change.rule,
        "parameter": change.parameter,
        "where": change.where,
        "from": change.from_value,
        "to": change.to_value,
    }


def _circumstances(run: RunRecord, *, seed: int, workers: int, seconds: float) -> Document:
    """What would be needed to do the run again."""
    return {
        "input_sha256": run.input_sha256 or None,
        "policy_sha256": run.policy_sha256 or None,
        "seed": seed,
        "workers": workers,
        "versions": dict(run.versions),
        "seconds": round(seconds, 2),
    }
