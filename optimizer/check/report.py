"""`report.json` against an evaluation: counts, rules, do-nothing values, and the lines with their caps and bounds."""

from collections.abc import Mapping, Sequence

from optimizer.check.evaluation import changes
from optimizer.check.records import Disagreement, Evaluation
from optimizer.problem import Move, Problem
from optimizer.solution import Status, StoppedBy
from policy.messages import Message, say

FILE = "report.json"
CHANGES = "changes"

Report = Mapping[str, object]


def report_disagreements(
    problem: Problem, evaluation: Evaluation, report: Report, moves: Sequence[Move], earlier: Sequence[Move] | None
) -> list[Disagreement]:
    """Return where the report differs from the evaluation of the same plan."""
    values, before = dict(evaluation.values), dict(evaluation.before)
    if earlier is not None:
        values[CHANGES], before[CHANGES] = changes(earlier, moves), changes(earlier, ())
    found = [
        *_compare("moves", report.get("moves"), evaluation.moves),
        *_compare("eligible", report.get("eligible"), evaluation.eligible),
        *_compare("backbone_moves", report.get("backbone_moves"), evaluation.backbone_moves),
        *_rules(evaluation, report.get("rules")),
        *_before(before, report.get("before")),
        *_ending(report),
    ]
    tiers = report.get("tiers")
    if not isinstance(tiers, list) or not all(isinstance(tier, dict) for tier in tiers):
        return [*found, _disagree("tiers", say("The lines must be a list of objects."))]
    names = [tier.get("name") for tier in tiers]
    found.extend(_order(problem, names, earlier))
    for tier in tiers:
        found.extend(_tier(problem, tier, values, before))
    proven = all(tier.get("status") == Status.OPTIMAL for tier in tiers)
    wanted = Status.OPTIMAL if proven else Status.FEASIBLE
    return [*found, *_compare("status", report.get("status"), wanted.value)]


def fingerprint_disagreements(report: Report, fingerprints: Mapping[str, str]) -> list[Disagreement]:
    """Return where the report was made from other bytes than those at hand."""
    return [d for key, value in fingerprints.items() for d in _compare(key, report.get(key), value)]


def cap_of(problem: Problem, line: str, best: int, before: int) -> int:
    """Return the cap of a line: its best, and what the policy's tolerance lets it give up for later lines."""
    percent = problem.policy.priorities.tolerance_percent.get(line, 0)
    if line in {"shortage", "balance"}:
        return best + percent * max(0, before - best) // 100
    if line == "burden":
        return best + percent * abs(best) // 100
    return best


def _rules(evaluation: Evaluation, reported: object) -> list[Disagreement]:
    if not isinstance(reported, list) or not all(isinstance(rule, dict) for rule in reported):
        return [_disagree("rules", say("The rules must be a list of objects."))]
    holds = {str(rule.get("name")): rule.get("holds") for rule in reported}
    found = []
    for rule in evaluation.rules:
        if rule.name in holds or rule.name != "allowed-moves":
            found.extend(_compare(f"rules {rule.name}", holds.get(rule.name), rule.holds))
    unknown = sorted(set(holds) - {rule.name for rule in evaluation.rules})
    found.extend(_disagree(f"rules {name}", say("There is no rule of this name.")) for name in unknown)
    return found


def _before(before: Mapping[str, int], reported: object) -> list[Disagreement]:
    if not isinstance(reported, dict):
        return [_disagree("before", say("The do-nothing values must be an object."))]
    lines = {**dict.fromkeys(reported), **before}
    return [d for line in lines for d in _compare(f"before {line}", reported.get(line), before.get(line))]


def _ending(report: Report) -> list[Disagreement]:
    """A plan ends in one of the known ways, without faults and without a conflict."""
    found = [d for key in ("faults", "relaxations") for d in _compare(key, report.get(key), [])]
    found.extend(_compare("conflict", report.get("conflict"), None))
    if report.get("stopped_by") not in set(StoppedBy):
        known = ", ".join(StoppedBy)
        found.append(_disagree("stopped_by", say("This must be one of {known}.", known=known)))
    return found


def _order(problem: Problem, names: Sequence[object], earlier: Sequence[Move] | None) -> list[Disagreement]:
    plain = list(problem.policy.priorities.order)
    again = [plain[0], CHANGES, *plain[1:]]
    allowed = [again if earlier is not None else plain]
    if list(names) in allowed:
        return []
    return [
        _disagree(
            "tiers",
            say(
                "The lines are {found}, the policy orders {wanted}.",
                found=", ".join(str(name) for name in names),
                wanted=", ".join(allowed[0]),
            ),
        )
    ]


def _tier(
    problem: Problem, tier: Mapping[str, object], values: Mapping[str, int], before: Mapping[str, int]
) -> list[Disagreement]:
    line = str(tier.get("name"))
    where = f"tiers {line}"
    value, best, cap = (_whole(tier.get(name)) for name in ("value", "best", "cap"))
    if value is None or best is None or cap is None:
        return [_disagree(where, say("Value, best and cap must be whole numbers."))]
    bound = _whole(tier.get("bound"))
    if bound is None and tier.get("bound") is not None:
        return [_disagree(where, say("The bound must be a whole number, or null."))]
    found = []
    if line in values:
        found.extend(_compare(f"{where} value", value, values[line]))
        found.extend(_compare(f"{where} cap", cap, cap_of(problem, line, best, before[line])))
    if value > cap:
        found.append(_disagree(where, say("The value {value} exceeds the cap {cap}.", value=value, cap=cap)))
    if best > cap:
        found.append(_disagree(where, say("The best {best} exceeds the cap {cap}.", best=best, cap=cap)))
    if bound is not None and bound > min(value, best):
        facts = {"bound": bound, "value": value, "best": best}
        found.append(_disagree(where, say("The bound {bound} exceeds the value {value} or the best {best}.", **facts)))
    wanted = Status.OPTIMAL if bound == best else Status.FEASIBLE
    return [*found, *_compare(f"{where} status", tier.get("status"), wanted.value)]


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _compare(where: str, reported: object, computed: object) -> list[Disagreement]:
    if type(reported) is type(computed) and reported == computed:
        return []
    message = say(
        "The report says {reported}, the tables give {computed}.", reported=_shown(reported), computed=_shown(computed)
    )
    return [_disagree(where, message)]


def _shown(value: object) -> str:
    return "null" if value is None else str(value)


def _disagree(where: str, message: Message) -> Disagreement:
    return Disagreement(FILE, where, message)
