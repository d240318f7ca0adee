import json
import time
from dataclasses import replace
from datetime import date

import pytest

from policy.eligibility import EligibilityFacts, judge
from policy.months import Month, parse_month
from policy.registry import policy_on, read_policy
from policy.rotation import RotationPolicy
from policy.vocabulary import PostType, Sex, Stage

POLICY = policy_on(date(2026, 9, 1))
SOUND = EligibilityFacts(
    stage=Stage.PRIMARY,
    joined_school=parse_month("2015-09"),
    sex=Sex.FEMALE,
    birth_month=parse_month("1985-03"),
)


def holds(facts: EligibilityFacts, policy: RotationPolicy = POLICY) -> dict[str, bool]:
    return {verdict.rule: verdict.holds for verdict in judge(facts, policy).verdicts}


def district(text: str) -> RotationPolicy:
    policy, faults, _ = read_policy(text)
    assert policy is not None, faults
    return policy


def test_teacher_who_meets_every_condition_is_eligible_with_a_verdict_for_each() -> None:
    answer = judge(SOUND, POLICY)
    assert answer.eligible
    assert not answer.overridden
    assert [verdict.rule for verdict in answer.verdicts] == [
        "eligible-stage",
        "years-at-school",
        "years-to-retirement",
        "no-deferral",
    ]
    assert all(verdict.holds for verdict in answer.verdicts)


@pytest.mark.parametrize(("joined", "eligible"), [("2020-09", True), ("2020-10", False), ("2027-01", False)])
def test_years_at_school_count_to_the_month(joined: str, eligible: bool) -> None:
    facts = replace(SOUND, joined_school=parse_month(joined))
    assert judge(facts, POLICY).eligible is eligible
    assert holds(facts)["years-at-school"] is eligible


@pytest.mark.parametrize(("retires", "eligible"), [("2031-09", False), ("2031-10", True), ("2026-09", False)])
def test_strictly_more_than_the_years_must_remain_to_retirement(retires: str, eligible: bool) -> None:
    facts = replace(SOUND, retirement_month=parse_month(retires))
    assert judge(facts, POLICY).eligible is eligible
    assert holds(facts)["years-to-retirement"] is eligible


def test_given_retirement_month_overrules_the_statute() -> None:
    facts = replace(SOUND, birth_month=parse_month("1960-01"))
    assert not judge(facts, POLICY).eligible
    answer = judge(replace(facts, retirement_month=parse_month("2040-01")), POLICY)
    assert answer.eligible
    assert answer.retirement_month == parse_month("2040-01")
    assert answer.verdicts[2].facts["basis"] == "given"


def test_statutory_retirement_month_is_reported() -> None:
    facts = replace(SOUND, sex=Sex.FEMALE, post_type=PostType.WORKER, birth_month=parse_month("1984-11"))
    assert judge(facts, POLICY).retirement_month == parse_month("2039-11")


def test_teacher_with_deferral_is_not_eligible() -> None:
    facts = replace(SOUND, deferral="哺乳期")
    assert not judge(facts, POLICY).eligible
    assert holds(facts) == {
        "eligible-stage": True,
        "years-at-school": True,
        "years-to-retirement": True,
        "no-deferral": False,
    }
    assert "哺乳期" in str(judge(facts, POLICY).verdicts[3].sentence)


def test_teacher_whose_month_of_joining_is_missing_is_not_eligible() -> None:
    answer = judge(replace(SOUND, joined_school=None), POLICY)
    assert not answer.eligible
    assert answer.verdicts[1].facts["months"] is None


def test_stage_outside_the_policy_is_not_eligible() -> None:
    policy = district('[eligibility]\nstages = ["junior"]')
    assert not judge(SOUND, policy).eligible
    assert judge(replace(SOUND, stage=Stage.JUNIOR), policy).eligible


def test_override_alone_decides_and_the_conditions_stay_visible() -> None:
    yes = judge(replace(SOUND, joined_school=parse_month("2026-01"), eligible=True), POLICY)
    no = judge(replace(SOUND, eligible=False), POLICY)
    assert (yes.eligible, yes.overridden) == (True, True)
    assert (no.eligible, no.overridden) == (False, True)
    assert [(verdict.rule, verdict.holds) for verdict in yes.verdicts][1] == ("years-at-school", False)
    assert (yes.verdicts[-1].rule, yes.verdicts[-1].holds) == ("override", True)
    assert (no.verdicts[-1].rule, no.verdicts[-1].holds) == ("override", False)


@pytest.mark.parametrize("missing", [replace(SOUND, sex=None), replace(SOUND, birth_month=None)])
def test_unknown_retirement_is_said_and_does_not_hinder_an_override(missing: EligibilityFacts) -> None:
    facts = replace(missing, eligible=True)
    answer = judge(facts, POLICY)
    assert answer.eligible
    assert answer.retirement_month is None
    assert not answer.verdicts[2].holds
    assert "not known" in str(answer.verdicts[2].sentence)
    assert not judge(replace(facts, eligible=None), POLICY).eligible


def test_only_the_month_of_the_reference_date_counts() -> None:
    for day in ("2026-09-01", "2026-09-30"):
        policy = district(f"[cycle]\nreference_date = {day}")
        assert judge(replace(SOUND, joined_school=parse_month("2020-09")), policy).eligible


def test_verdicts_carry_plain_facts_a_sentence_and_a_clause() -> None:
    facts = [SOUND, replace(SOUND, joined_school=None, sex=None), replace(SOUND, joined_school=Month(25_000))]
    for verdict in [verdict for fact in facts for verdict in judge(fact, POLICY).verdicts]:
        assert json.loads(json.dumps(dict(verdict.facts))) == dict(verdict.facts)
        assert str(verdict.sentence).strip()
        assert verdict.clause or verdict.rule == "no-deferral"


def test_clause_is_the_shipped_source_unless_the_district_changed_the_number() -> None:
    assert "京教人〔2016〕15号" in judge(SOUND, POLICY).verdicts[1].clause
    policy = district("[eligibility]\nmin_years_at_school = 3")
    assert judge(SOUND, policy).verdicts[1].clause == "policy.toml"
    assert "京教人〔2016〕15号" not in judge(SOUND, policy).verdicts[1].clause


def test_years_of_the_district_decide() -> None:
    newcomer = replace(SOUND, joined_school=parse_month("2024-09"))
    assert not judge(newcomer, POLICY).eligible
    assert judge(newcomer, district("[eligibility]\nmin_years_at_school = 2")).eligible
    assert not judge(SOUND, district("[eligibility]\nmin_years_to_retirement = 40")).eligible


def test_whole_district_is_judged_at_once() -> None:
    people = [replace(SOUND, birth_month=Month(1970 * 12 + number % 300)) for number in range(11_500)]
    began = time.process_time()
    eligible = sum(judge(facts, POLICY).eligible for facts in people)
    assert 0 < eligible < len(people)
    assert time.process_time() - began < 1
