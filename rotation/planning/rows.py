"""A confirmed plan as the rows of a proposal: everything its pages show is worked out here, once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.sentences import to_json
from optimizer.explain import served
from optimizer.facts import District
from optimizer.model.limits import move_limits
from optimizer.problem import Move
from optimizer.report import Outcome
from optimizer.report.document import do_nothing, hard_rules
from optimizer.report.movers import Mover
from optimizer.report.words import STOPPED_BY, cause_words, cure_words, line_change, line_note, proof_words, situation
from policy.messages import Message
from policy.vocabulary import Area, LockAction
from rotation.planning.solving import Answered

Row = dict[str, Any]
_UNIT = ("stage", "indicator", "students", "target", "before", "after")


@dataclass(frozen=True, slots=True)
class PlanRows:
    """The head of a proposal and its rows by table."""

    head: Row
    moves: list[Row]
    cells: list[Row]
    units: list[Row]
    coefficients: list[Row]
    schools: list[Row]
    unfilled: list[Row]


def rows_of(
    answer: Answered, people: Mapping[str, int], ids: Mapping[str, int], earlier: tuple[Move, ...] | None
) -> PlanRows:
    """Return the rows of a plan; `people` and `ids` are the teachers by staff number and the schools by code."""
    outcome = answer.outcome
    if outcome is None:
        raise ValueError("a search without a plan has no rows")
    schools = list(_schools(outcome, ids))
    return PlanRows(
        head=_head(answer, outcome, schools, earlier),
        moves=list(_moves(answer, outcome, people, ids, earlier)),
        cells=[
            {"school_id": ids[line.cell[0]], "stage": line.cell[1], "subject": line.cell[2], **_amounts(line)}
            for line in outcome.cells
        ],
        units=[
            {
                "school_id": ids[unit.school],
                **_attributes(unit, "stage", "indicator", "students", "target", "before", "after"),
            }
            for unit in outcome.units
        ],
        coefficients=[
            _attributes(entry, "stage", "indicator", "before", "after", "limit") for entry in outcome.coefficients
        ],
        schools=schools,
        unfilled=list(_unfilled(outcome, ids)),
    )


def _head(answer: Answered, outcome: Outcome, schools: list[Row], earlier: tuple[Move, ...] | None) -> Row:
    """What the proposal says of itself: the lines with their proofs, the rules, the totals."""
    solution, evaluation, policy = answer.solution, answer.evaluation, answer.problem.policy
    before, limits = do_nothing(evaluation, earlier), move_limits(District(answer.problem))
    return {
        "status": solution.status.value,
        "stopped_by": solution.stopped_by.value,
        "label": solution.label,
        "seconds": solution.seconds,
        "seed": solution.seed,
        "workers": solution.workers,
        "moves": evaluation.moves,
        "eligible": evaluation.eligible,
        "backbone_moves": evaluation.backbone_moves,
        "least_moves": limits.least,
        "most_moves": limits.most,
        "lines": [
            {
                **_attributes(line, "name", "value", "best", "cap", "bound"),
                "status": line.status.value,
                "seconds": round(line.seconds, 2),
                "before": before.get(line.name),
                "note": to_json(line_note(line.name, policy)),
                "proof": to_json(proof_words(line)),
                "change": to_json(line_change(line, before.get(line.name))),
            }
            for line in solution.lines
        ],
        "rules": [
            {"name": rule.name, "holds": rule.holds, "detail": to_json(rule.detail)} for rule in hard_rules(evaluation)
        ],
        "totals": {
            **_totals(outcome, schools),
            "situation": to_json(situation(solution)),
            "stopped_by": to_json(STOPPED_BY[solution.stopped_by]),
        },
        "report": dict(answer.document),
        "moves_csv": answer.files["moves.csv"],
        "workbook": answer.files["plan.xlsx"],
    }


def _totals(outcome: Outcome, schools: list[Row]) -> Row:
    """Flows between areas, wishes granted, minutes, and what is short in the whole district."""
    areas = {school.key: school.area for school in outcome.problem.schools}
    flows = Counter((areas[m.teacher.school].value, areas[m.move.to_school].value) for m in outcome.movers)
    wishes = Counter(mover.rank or 0 for mover in outcome.movers)
    met: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for unit in outcome.units:
        for at, counts in enumerate((True, unit.meets(unit.before), unit.meets(unit.after))):
            met[unit.indicator][at] += counts
    return {
        "flows": [[a.value, b.value, flows[a.value, b.value]] for a in Area for b in Area],
        "wishes": {str(rank): people for rank, people in sorted(wishes.items())},
        "minutes": sum(mover.minutes for mover in outcome.movers),
        "short_before": sum(row["short_before"] for row in schools),
        "short_after": sum(row["short_after"] for row in schools),
        "unfilled": len(outcome.unfilled),
        "indicators": dict(met),
    }


def _moves(
    answer: Answered,
    outcome: Outcome,
    people: Mapping[str, int],
    ids: Mapping[str, int],
    earlier: tuple[Move, ...] | None,
) -> Iterable[Row]:
    """Return a row per move, with its reason and its part in every line."""
    areas = {school.key: school.area for school in outcome.problem.schools}
    sent = {lock.staff_no for lock in outcome.problem.locks if lock.action is LockAction.MOVE}
    for mover in outcome.movers:
        known = answer.justified[mover.move.staff_no]
        yield {
            "teacher_id": people[mover.move.staff_no],
            **_person(mover),
            "from_school_id": ids[mover.teacher.school],
            "to_school_id": ids[mover.move.to_school],
            "from_area": areas[mover.teacher.school],
            "to_area": areas[mover.move.to_school],
            "locked": mover.move.staff_no in sent,
            "reason": to_json(mover.reason),
            "served": [to_json(fact) for fact in served(known)],
            "parts": {**known.parts, **_changes(mover, known.team, outcome.movers, earlier)},
        }


def _changes(mover: Mover, team: str, movers: Iterable[Mover], earlier: tuple[Move, ...] | None) -> Row:
    """A move's part in the line that counts earlier moves given up, where there is one."""
    if earlier is None:
        return {}
    together = {other.move for other in movers if team and other.teacher.team == team} | {mover.move}
    return {"changes": -len(together & set(earlier))}


def _person(mover: Mover) -> Row:
    """What the list shows of the person and the way."""
    teacher = mover.teacher
    return {
        **_attributes(teacher, "staff_no", "name", "stage", "fte", "backbone", "team"),
        "subject": mover.move.subject,
        "home_subject": teacher.subject,
        "minutes": mover.minutes,
        "preference_rank": mover.rank,
        "title": teacher.title.value if teacher.title else "",
        "degree": teacher.degree.value,
    }


def _schools(outcome: Outcome, ids: Mapping[str, int]) -> Iterable[Row]:
    """Return a row per school: people, senior posts, backbone teachers and what is short, before and after."""
    staff = outcome.staff
    counts: dict[str, dict[str, int]] = {}
    for when in ("before", "after"):
        groups = staff.groupby(f"school_{when}")
        for name, found in (
            ("staff", groups.size()),
            ("seniors", groups["senior"].sum()),
            ("backbone", groups["backbone"].sum()),
        ):
            counts[f"{name}_{when}"] = {str(key): int(value) for key, value in found.items()}
    short: dict[str, Counter[str]] = {"short_before": Counter(), "short_after": Counter()}
    for line in outcome.cells:
        short["short_before"][line.cell[0]] += line.short_before
        short["short_after"][line.cell[0]] += line.short_after
    arrived = Counter(mover.move.to_school for mover in outcome.movers)
    left = Counter(mover.teacher.school for mover in outcome.movers)
    for school in outcome.problem.schools:
        yield {
            "school_id": ids[school.key],
            **_attributes(school, "area", "zone", "senior_posts"),
            "authorised": school.authorised_headcount,
            "arrivals": arrived[school.key],
            "leavers": left[school.key],
            **{name: found.get(school.key, 0) for name, found in counts.items()},
            **{name: found[school.key] for name, found in short.items()},
        }


def _unfilled(outcome: Outcome, ids: Mapping[str, int]) -> Iterable[Row]:
    """Return a row per subject that stays short, with its cause and its cure in words."""
    policy = outcome.problem.policy
    for entry in outcome.unfilled:
        words: tuple[Message, Message] = (cause_words(entry, policy), cure_words(entry))
        yield {
            "school_id": ids[entry.cell[0]],
            "stage": entry.cell[1],
            "subject": entry.cell[2],
            **_attributes(entry, "shortage", "qualified", "eligible", "within_travel", "spare"),
            "cause": entry.cause[:300],
            "sentence": to_json(words[0]),
            "cure": to_json(words[1]),
        }


def _amounts(line: object) -> Row:
    return _attributes(line, "required", "before", "after")


def _attributes(record: object, *names: str) -> Row:
    return {name: getattr(record, name) for name in names}
