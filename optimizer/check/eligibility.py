"""Who is in scope of the cycle, from the tables and the policy's numbers (`rotation-problem.md` §2)."""

from optimizer.problem import Teacher
from policy.months import Month
from policy.retirement import statutory_retirement_month
from policy.rotation import RotationPolicy

MONTHS_A_YEAR = 12


def retirement_month(teacher: Teacher) -> Month | None:
    """Return the month of retirement as the tables give it, else by statute; None where neither can be known."""
    if teacher.retirement_month is not None:
        return teacher.retirement_month
    if teacher.sex is None or teacher.birth_month is None:
        return None
    return statutory_retirement_month(teacher.sex, teacher.post_type, teacher.birth_month)


def is_eligible(teacher: Teacher, policy: RotationPolicy) -> bool:
    """Whether the teacher is in the set E: as the tables say, else by stage, service, retirement and deferral."""
    if teacher.eligible is not None:
        return teacher.eligible
    terms = policy.eligibility
    if teacher.stage not in terms.stages or teacher.deferral:
        return False
    if teacher.joined_school is None:
        return False
    served = policy.reference_month - teacher.joined_school
    if served < MONTHS_A_YEAR * terms.min_years_at_school:
        return False
    retires = retirement_month(teacher)
    if retires is None:
        return False
    return retires - policy.reference_month > MONTHS_A_YEAR * terms.min_years_to_retirement
