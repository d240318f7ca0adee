"""Why a teacher moves, and why not to another school: the part of one move in each line, or the price of forcing it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from optimizer.check import changes, evaluate
from optimizer.explain import justification_of, served
from optimizer.explain import sentence as short_reason
from optimizer.facts import District
from optimizer.problem import Lock, Move, Problem, Teacher
from optimizer.report.words import rule_words
from optimizer.solution import Solution, Status
from policy.eligibility import reason_of
from policy.messages import Message, listed, say
from policy.vocabulary import LockAction

SolveAgain = Callable[[Problem], Solution]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer: the sentence, the rule that refuses (if one does), and each line as it is and as it would be."""

    sentence: Message
    refused_by: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)  # what the refusing rule decided by
    clause: str = ""  # the document the refusing rule comes from
    undecided: bool = False  # the time was too short for an answer
    serves: tuple[Message, ...] = ()  # what a move is for, each thing by itself
    otherwise: Message | None = None  # what the second number of each line stands for
    lines: tuple[tuple[str, int, int], ...] = ()


def why_moved(
    problem: Problem, moves: Sequence[Move], move: Move, purpose: str, earlier: Sequence[Move] | None = None
) -> Explanation:
    """Explain a move of the plan: what it serves, and every line with and without it (a team's moves go together).

    `purpose` is the reason as it was circulated with the plan; where there is none it is worked out again.
    """
    names = {school.key: school.name for school in problem.schools}
    teacher = _teacher(problem, move.staff_no)
    known = justification_of(problem, moves, move.staff_no)
    sentence = say(
        "{name} moves from {home} to {school} to teach {subject}: {purpose}.",
        name=teacher.name,
        home=names[teacher.school],
        school=names[move.to_school],
        subject=move.subject,
        purpose=purpose or short_reason(known),
    )
    together = {known_to for known_to in moves if _together(problem, known_to, teacher)}
    without = [other for other in moves if other not in together]
    otherwise = say("Without the team's moves") if known.team else say("Without this move")
    lines = _lines(problem, moves, without, earlier)
    return Explanation(sentence, serves=served(known), otherwise=otherwise, lines=lines)


def _together(problem: Problem, move: Move, teacher: Teacher) -> bool:
    """Whether a move is the teacher's own, or one of the same team."""
    other = _teacher(problem, move.staff_no)
    return other.staff_no == teacher.staff_no or bool(teacher.team and other.team == teacher.team)


def why_stays(problem: Problem, teacher: Teacher) -> Explanation:
    """Explain why the plan leaves a teacher where they are."""
    district = District(problem)
    answer = district.eligibility[district.teacher_at[teacher.staff_no]]
    if not answer.eligible:
        sentence = say("{name} is not eligible. {reason}", name=teacher.name, reason=reason_of(answer))
        return Explanation(sentence, refused_by="eligible")
    text = say("{name} is eligible and stays in this plan; --school asks about one school.", name=teacher.name)
    return Explanation(text)


def why_not(
    problem: Problem,
    moves: Sequence[Move],
    teacher: Teacher,
    school: str,
    solve_again: SolveAgain,
    earlier: Sequence[Move] | None = None,
) -> Explanation:
    """Explain why a teacher is not sent to a school: the first rule that refuses it, or the price of forcing it."""
    verdict = District(problem).refusal(teacher.staff_no, school)
    if verdict is not None:
        place = next(known.name for known in problem.schools if known.key == school)
        facts = {"name": teacher.name, "school": place, "rule": verdict.rule, "reason": verdict.sentence}
        told = say("{name} cannot go to {school}, the first rule against it is {rule}: {reason}.", **facts)
        text = verdict.sentence if verdict.rule == "eligible" else told
        return Explanation(text, refused_by=verdict.rule, facts=verdict.facts, clause=verdict.clause)
    forced = solve_again(replace(problem, locks=_forced(problem, teacher, school)))
    names = {"name": teacher.name, "school": next(s.name for s in problem.schools if s.key == school)}
    if forced.status is Status.INFEASIBLE:
        conflict = forced.conflict or ()
        rules = listed([rule_words(name) for name in conflict if name != "locks"])
        sentence = say("No plan sends {name} to {school}; against it stand: {rules}", rules=rules, **names)
        return Explanation(sentence, refused_by=next((name for name in conflict if name != "locks"), "locks"))
    if forced.status not in {Status.OPTIMAL, Status.FEASIBLE}:
        short = say("The time was too short to find a plan that sends {name} to {school}.", **names)
        return Explanation(short, undecided=True)
    sentence = say("No rule refuses {school} to {name}; sending them there changes the lines:", **names)
    if forced.status is Status.FEASIBLE:
        sentence = say(
            "No rule refuses {school} to {name}; sending them there changes the lines by at most (not proven):", **names
        )
    lines = _lines(problem, moves, forced.moves, earlier)
    return Explanation(sentence, otherwise=say("If it is forced"), lines=lines)


def _lines(
    problem: Problem, plan: Sequence[Move], otherwise: Sequence[Move], earlier: Sequence[Move] | None
) -> tuple[tuple[str, int, int], ...]:
    """Both values of every line, in the order of the search; `changes` where the plan was to keep to an earlier one."""
    first, *rest = problem.policy.priorities.order
    order = [first, *rest] if earlier is None else [first, "changes", *rest]
    values = [
        {**evaluate(problem, moves).values, "changes": changes(earlier or (), moves)} for moves in (plan, otherwise)
    ]
    return tuple((name, values[0][name], values[1][name]) for name in order)


def _forced(problem: Problem, teacher: Teacher, school: str) -> tuple[Lock, ...]:
    """The locks with the teacher sent to the school, instead of anywhere else."""
    others = (k for k in problem.locks if (k.staff_no, k.action) != (teacher.staff_no, LockAction.MOVE))
    return (*others, Lock(teacher.staff_no, LockAction.MOVE, school))


def _teacher(problem: Problem, staff_no: str) -> Teacher:
    """The teacher of a staff number."""
    return next(teacher for teacher in problem.teachers if teacher.staff_no == staff_no)
