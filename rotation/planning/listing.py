"""The eligibility list of a cycle: every teacher in post judged by the policy the planner uses, by the same facts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.sentences import to_json
from policy.eligibility import Eligibility, EligibilityFacts, judge, reason_of
from policy.months import format_month
from policy.rotation import RotationPolicy
from rotation.models.cycles import RotationCycle
from rotation.planning.snapshot import overrides_of, policy_in_force
from rotation.planning.tables import deferral_text
from teachers.models import Teacher
from teachers.queries import teachers_on
from teachers.vocabulary import RegisteredTeacher


@dataclass(frozen=True, slots=True)
class Judged:
    """One teacher with the answer."""

    person: RegisteredTeacher
    answer: Eligibility

    @property
    def decided_by(self) -> str:
        """The first condition that fails, `override` where somebody decided by hand, empty where all are met."""
        if self.answer.overridden:
            return self.answer.verdicts[-1].rule
        return next((verdict.rule for verdict in self.answer.verdicts if not verdict.holds), "")


def judged(tx: Session, cycle: RotationCycle, teacher_ids: Iterable[int] | None = None) -> list[Judged]:
    """Judge everybody in post on the cycle's day, or those asked for, as things stand."""
    policy = policy_in_force(tx, cycle)
    people = teachers_on(tx, cycle.reference_date, teacher_ids)
    by_hand = overrides_of(tx, cycle.id, people)
    return [_judged(person, by_hand, policy) for person in people]


def _judged(person: RegisteredTeacher, by_hand: Mapping[str, bool], policy: RotationPolicy) -> Judged:
    facts = EligibilityFacts(
        stage=person.stage,
        joined_school=person.joined_school,
        retirement_month=person.retirement_month,
        sex=person.sex,
        post_type=person.post_type,
        birth_month=person.birth_month,
        deferral=deferral_text(person),
        eligible=by_hand.get(person.staff_no),
    )
    return Judged(person, judge(facts, policy))


def entries(tx: Session, cycle: RotationCycle, answers: list[Judged]) -> Iterator[dict[str, Any]]:
    """Return the rows of the list."""
    keys = {row.id: row.search_key for row in tx.execute(select(Teacher.id, Teacher.search_key))}
    for known in answers:
        person, answer = known.person, known.answer
        retires = answer.retirement_month
        yield {
            "cycle_id": cycle.id,
            "teacher_id": person.id,
            "school_id": person.school_id,
            "staff_no": person.staff_no,
            "name": person.name,
            "search_key": keys.get(person.id, "")[:400],
            "stage": person.stage,
            "subject": person.subject,
            "eligible": answer.eligible,
            "overridden": answer.overridden,
            "decided_by": known.decided_by,
            "retirement_month": "" if retires is None else format_month(retires),
            "reason": to_json(reason_of(answer)),
            "verdicts": [
                {
                    "rule": verdict.rule,
                    "holds": verdict.holds,
                    "sentence": to_json(verdict.sentence),
                    "clause": verdict.clause,
                }
                for verdict in answer.verdicts
            ],
            "policy_version": cycle.policy_version,
        }
