"""Who takes part in rotation: one verdict per condition, for planner and pages alike (`rotation-problem.md` §2)."""

from dataclasses import dataclass

from policy.clauses import clause_of, source_of
from policy.messages import Message, say
from policy.months import Month, format_month, month_words, span_words
from policy.retirement import statutory_retirement_month
from policy.rotation import RotationPolicy
from policy.verdict import Verdict
from policy.vocabulary import PostType, Sex, Stage

STAGE = "eligible-stage"
YEARS_AT_SCHOOL = "years-at-school"
YEARS_TO_RETIREMENT = "years-to-retirement"
NO_DEFERRAL = "no-deferral"
OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class EligibilityFacts:
    """What is known of one teacher; `retirement_month` and `eligible`, where given, overrule statute and conditions."""

    stage: Stage
    joined_school: Month | None = None
    retirement_month: Month | None = None
    sex: Sex | None = None
    post_type: PostType = PostType.PROFESSIONAL
    birth_month: Month | None = None
    deferral: str = ""
    eligible: bool | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer for one teacher, the verdict of every condition, and the retirement month where it is known."""

    eligible: bool
    verdicts: tuple[Verdict, ...]
    overridden: bool
    retirement_month: Month | None


def judge(facts: EligibilityFacts, policy: RotationPolicy) -> Eligibility:
    """Judge one teacher at the policy's reference month; an override decides alone, the conditions stay visible."""
    retires = retirement_month(facts)
    conditions = (
        _in_stage(facts, policy),
        _long_enough_at_school(facts, policy),
        _far_from_retirement(facts, policy, retires),
        _not_deferred(facts),
    )
    if facts.eligible is None:
        return Eligibility(all(verdict.holds for verdict in conditions), conditions, False, retires)
    return Eligibility(facts.eligible, (*conditions, _override(facts.eligible)), True, retires)


def reason_of(answer: Eligibility) -> Message:
    """What decided: the override, else the conditions that fail, else that all are met."""
    if answer.overridden:
        return answer.verdicts[-1].sentence
    failing = [verdict.sentence for verdict in answer.verdicts if not verdict.holds]
    return _joined(failing) if failing else say("All conditions are met.")


def _joined(sentences: list[Message]) -> Message:
    """Several sentences as one text."""
    if len(sentences) == 1:
        return sentences[0]
    return say("{first} {rest}", first=sentences[0], rest=_joined(sentences[1:]))


def retirement_month(facts: EligibilityFacts) -> Month | None:
    """Return the retirement month: the one given, else the statutory one, else None where sex or birth is missing."""
    if facts.retirement_month is not None:
        return facts.retirement_month
    if facts.sex is None or facts.birth_month is None:
        return None
    return statutory_retirement_month(facts.sex, facts.post_type, facts.birth_month)


def _in_stage(facts: EligibilityFacts, policy: RotationPolicy) -> Verdict:
    stages = policy.eligibility.stages
    holds = facts.stage in stages
    sentence = (
        say("The stage {stage} takes part in rotation.", stage=facts.stage.label)
        if holds
        else say("The stage {stage} does not take part in rotation.", stage=facts.stage.label)
    )
    shown = {"stage": facts.stage.value, "stages": [stage.value for stage in stages]}
    clause = clause_of("eligibility.stages", tuple(stage.value for stage in stages), policy.reference_date)
    return Verdict(holds, STAGE, sentence, shown, clause)


def _long_enough_at_school(facts: EligibilityFacts, policy: RotationPolicy) -> Verdict:
    years = policy.eligibility.min_years_at_school
    now, joined, required = policy.reference_month, facts.joined_school, 12 * years
    served = None if joined is None else now - joined
    shown = {
        "joined_school": None if joined is None else format_month(joined),
        "reference_month": format_month(now),
        "months": served,
        "required_months": required,
    }
    clause = clause_of("eligibility.min_years_at_school", years, policy.reference_date)
    holds = served is not None and served >= required
    return Verdict(holds, YEARS_AT_SCHOOL, _service_sentence(joined, now, required), shown, clause)


def _service_sentence(joined: Month | None, now: Month, required: int) -> Message:
    if joined is None:
        return say("The month of joining the school is not known, so the years at the school cannot be counted.")
    words = {"joined": month_words(joined), "now": month_words(now)}
    if now < joined:
        return say("Joins the school only in {joined}, after {now}.", **words)
    spans = {"served": span_words(now - joined), "required": span_words(required)}
    if now - joined >= required:
        return say("At the school since {joined}: {served} by {now}, at least {required} needed.", **words, **spans)
    return say("At the school since {joined}: only {served} by {now}, at least {required} needed.", **words, **spans)


def _far_from_retirement(facts: EligibilityFacts, policy: RotationPolicy, retires: Month | None) -> Verdict:
    years = policy.eligibility.min_years_to_retirement
    now, required = policy.reference_month, 12 * years
    left = None if retires is None else retires - now
    given = facts.retirement_month is not None
    shown = {
        "retirement_month": None if retires is None else format_month(retires),
        "basis": None if retires is None else "given" if given else "statute",
        "reference_month": format_month(now),
        "months": left,
        "required_more_than_months": required,
    }
    clause = clause_of("eligibility.min_years_to_retirement", years, policy.reference_date)
    if not given:
        clause = f"{clause}; {source_of('retirement.age_years.male', policy.reference_date)}"
    holds = left is not None and left > required
    return Verdict(holds, YEARS_TO_RETIREMENT, _retirement_sentence(retires, now, required), shown, clause)


def _retirement_sentence(retires: Month | None, now: Month, required: int) -> Message:
    if retires is None:
        return say("The month of retirement is not known: sex or month of birth is missing.")
    words = {"retires": month_words(retires), "now": month_words(now)}
    if retires <= now:
        return say("Retirement month {retires} is reached by {now}.", **words)
    spans = {"left": span_words(retires - now), "required": span_words(required)}
    if retires - now > required:
        return say("Retires in {retires}: {left} after {now}, more than {required} needed.", **words, **spans)
    return say("Retires in {retires}: only {left} after {now}, more than {required} needed.", **words, **spans)


def _not_deferred(facts: EligibilityFacts) -> Verdict:
    reason = facts.deferral.strip()
    sentence = say("Deferred: {reason}.", reason=reason) if reason else say("No deferral is recorded.")
    return Verdict(not reason, NO_DEFERRAL, sentence, {"deferral": reason})


def _override(eligible: bool) -> Verdict:
    sentence = (
        say("Set to eligible by hand; the conditions do not decide.")
        if eligible
        else say("Set to not eligible by hand; the conditions do not decide.")
    )
    return Verdict(eligible, OVERRIDE, sentence, {"eligible": eligible})
