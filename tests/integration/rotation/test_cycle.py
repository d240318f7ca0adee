"""A cycle from its opening: numbers with versions, the list with overrides, preferences until a day."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.identity import Identity
from accounts.permissions import Role
from core.audit import AuditEntry
from core.db import reading, transaction
from core.errors import Conflict, Invalid, NotAllowed
from core.notices import Notice
from rotation import queries, services
from rotation.models.cycles import CyclePolicy, EligibilityEntry, Preference, RotationCycle
from rotation.models.plans import Proposal, Scenario
from rotation.vocabulary.drafts import CycleDraft, OverrideDraft, PolicyDraft, ScenarioDraft
from rotation.vocabulary.states import CycleState
from teachers.models import Posting
from tests.integration.rotation.acting import done, fresh
from tests.integration.rotation.conftest import People
from tests.integration.rotation.district import REFERENCE, TODAY, account

DEADLINE = TODAY + timedelta(days=7)


def _version(cycle_id: int) -> int:
    return int(fresh(RotationCycle, cycle_id).version)


@pytest.fixture
def filing(site: Flask, people: People, cycle_id: int) -> int:
    """The cycle with preferences open."""
    done(services.open_preferences, cycle_id, _version(cycle_id), DEADLINE, by=people.hr)
    return cycle_id


def _teacher(people: People, cycle_id: int, *, eligible: bool = True) -> Identity:
    line = queries.eligibility_list(reading(), cycle_id, people.hr, eligible=eligible)[0][0]
    with transaction() as tx:
        return account(tx, line.staff_no, Role.TEACHER, teacher_id=line.teacher_id)


def test_a_cycle_has_a_name_of_its_own(site: Flask, people: People, cycle_id: int) -> None:
    name = fresh(RotationCycle, cycle_id).name
    with pytest.raises(Invalid) as refused:
        done(services.open_cycle, CycleDraft(name, 2027, REFERENCE), by=people.hr)
    assert refused.value.field == "name"
    with pytest.raises(NotAllowed):
        done(services.open_cycle, CycleDraft("2027", 2027, REFERENCE), by=people.leader)


def test_a_school_year_has_one_open_cycle(site: Flask, people: People, cycle_id: int) -> None:
    with pytest.raises(Invalid) as refused:
        done(services.open_cycle, CycleDraft("试", 2026, REFERENCE), by=people.hr)
    assert refused.value.field == "school_year"
    done(services.open_cycle, CycleDraft("2027", 2027, REFERENCE), by=people.hr)
    assert next(cycle.id for cycle in queries.open_cycles(reading())) == cycle_id
    current = queries.current_cycle(reading())
    assert current is not None
    assert current.id == cycle_id


def test_the_reference_date_stands_once_something_was_searched(site: Flask, people: People, cycle_id: int) -> None:
    cycle = fresh(RotationCycle, cycle_id)
    draft = CycleDraft(cycle.name, cycle.school_year, REFERENCE + timedelta(30))
    with pytest.raises(Invalid) as refused:
        done(services.change_cycle, cycle_id, cycle.version, draft, by=people.hr)
    assert refused.value.field == "reference_date"


def test_two_tabs_do_not_overwrite_each_other(site: Flask, people: People, cycle_id: int) -> None:
    version = _version(cycle_id)
    draft = CycleDraft("2026轮岗年度", 2026, REFERENCE, objection_deadline=DEADLINE)
    done(services.change_cycle, cycle_id, version, draft, by=people.hr)
    with pytest.raises(Conflict):
        done(services.change_cycle, cycle_id, version, draft, by=people.other_hr)


def test_numbers_get_versions_with_their_document(site: Flask, people: People, cycle_id: int) -> None:
    before = fresh(RotationCycle, cycle_id)
    values = {"rotation.max_rate_percent": "12", "burden.preference_bonus": "40, 30, 20, 10, 5"}
    words = {"source": "实施办法第九条", "reason": "减少流动"}
    done(services.set_policy_numbers, cycle_id, before.version, values, by=people.hr, **words)
    numbers, versions, _ = queries.policy_page(reading(), cycle_id, people.hr)
    assert next(n for n in numbers if n.key == "rotation.max_rate_percent").value == 12
    assert next(n for n in numbers if n.key == "burden.preference_bonus").value == (40, 30, 20, 10, 5)
    assert versions[0].source == "实施办法第九条"
    assert len(list(reading().execute(select(CyclePolicy)).scalars())) == 3
    assert queries.cycle_page(reading(), cycle_id, people.hr, on=TODAY).list_is_stale


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("rotation.max_rate_percent", "101"),
        ("rotation.max_rate_percent", "twelve"),
        ("rotation.scope", "everywhere"),
        ("burden.preference_bonus", "1,2"),
        ("no.such.key", "1"),
    ],
)
def test_a_number_out_of_range_is_refused_at_its_field(
    site: Flask, people: People, cycle_id: int, key: str, text: str
) -> None:
    with pytest.raises(Invalid) as refused:
        done(
            services.set_policy_numbers, cycle_id, _version(cycle_id), {key: text}, by=people.hr, source="s", reason="r"
        )
    assert refused.value.field == key


@pytest.mark.parametrize("text", ["[rotation\n", "[rotation]\nmax_rate_percent = 200\n"])
def test_a_policy_that_cannot_be_read_is_refused(site: Flask, people: People, cycle_id: int, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        done(services.set_policy, cycle_id, _version(cycle_id), PolicyDraft(text, "s", "r"), by=people.hr)
    assert refused.value.field == "text"


def test_a_version_that_differs_in_nothing_is_refused(site: Flask, people: People, cycle_id: int) -> None:
    current = fresh(CyclePolicy, fresh(RotationCycle, cycle_id).policy_version)
    same = PolicyDraft(current.text + "# no number\n", current.source, "再来一版")
    with pytest.raises(Invalid) as refused:
        done(services.set_policy, cycle_id, _version(cycle_id), same, by=people.hr)
    assert "Nothing differs" in str(refused.value.message)
    done(services.set_policy, cycle_id, _version(cycle_id), PolicyDraft(same.text, "新文件", "r"), by=people.hr)


def test_numbers_that_contradict_each_other_are_refused_at_the_number(
    site: Flask, people: People, cycle_id: int
) -> None:
    values = {"rotation.min_rate_percent": "50", "rotation.max_rate_percent": "10"}
    with pytest.raises(Invalid) as refused:
        done(services.set_policy_numbers, cycle_id, _version(cycle_id), values, source="s", reason="r", by=people.hr)
    assert refused.value.field == "rotation.max_rate_percent"


def test_the_list_made_again_shows_what_changed(site: Flask, people: People, cycle_id: int) -> None:
    assert services.eligibility_differences(reading(), cycle_id, by=people.hr) == []
    values = {"eligibility.min_years_at_school": "9"}
    words = {"source": "s", "reason": "r"}
    done(services.set_policy_numbers, cycle_id, _version(cycle_id), values, by=people.hr, **words)
    expected = services.eligibility_differences(reading(), cycle_id, by=people.hr)
    assert expected
    assert all(line.was and not line.would_be for line in expected)
    assert done(services.fix_eligibility, cycle_id, by=people.hr) == expected
    assert services.eligibility_differences(reading(), cycle_id, by=people.hr) == []
    assert fresh(RotationCycle, cycle_id).list_policy_version == 3


def test_a_list_and_a_search_are_one_truth(site: Flask, people: People, cycle_id: int) -> None:
    person = queries.eligibility_list(reading(), cycle_id, people.hr, eligible=True)[0][0]
    with transaction() as tx:
        posting = tx.execute(select(Posting).where(Posting.teacher_id == person.teacher_id)).scalars().one()
        posting.joined_school = "2030-01"
    made = done(services.make_scenario, cycle_id, ScenarioDraft("方案B", time_limit=60), by=people.hr)
    standing = services.standing(reading(), cycle_id, by=people.hr)
    assert not standing.holds
    assert person.name in str(standing.sentence)
    assert not services.standing(reading(), cycle_id, by=people.hr, teacher_id=person.teacher_id).holds
    reading().rollback()
    with pytest.raises(Conflict) as refused:
        done(services.request_solve, made.id, made.version, by=people.hr)
    assert person.name in str(refused.value.message)
    (different,) = done(services.fix_eligibility, cycle_id, by=people.hr)
    assert (different.staff_no, different.would_be) == (person.staff_no, False)
    assert services.standing(reading(), cycle_id, by=people.hr).holds
    reading().rollback()
    assert done(services.request_solve, made.id, made.version, by=people.hr)
    proposal = reading().execute(select(Proposal).where(Proposal.scenario_id == made.id)).scalar_one()
    assert proposal.eligible == queries.cycle_page(reading(), cycle_id, people.hr, on=TODAY).eligible


def test_an_override_decides_and_can_be_ended(site: Flask, people: People, cycle_id: int) -> None:
    line = queries.eligibility_list(reading(), cycle_id, people.hr, eligible=False, rule="years-at-school")[0][0]
    with pytest.raises(Invalid):
        done(services.override_eligibility, cycle_id, OverrideDraft(line.staff_no, True, " "), by=people.hr)
    done(services.override_eligibility, cycle_id, OverrideDraft(line.staff_no, True, "本人申请"), by=people.hr)
    detail = queries.eligibility_detail(reading(), cycle_id, line.staff_no, people.hr)
    assert detail.line.eligible
    assert detail.line.overridden
    assert detail.override_reason == "本人申请"
    events = reading().execute(select(AuditEntry).where(AuditEntry.event.like("eligibility.%"))).scalars()
    assert [entry.event for entry in events] == ["eligibility.overridden"]
    done(services.end_override, cycle_id, line.staff_no, "撤回申请", by=people.hr)
    assert not queries.eligibility_detail(reading(), cycle_id, line.staff_no, people.hr).line.eligible
    with pytest.raises(Conflict):
        done(services.end_override, cycle_id, line.staff_no, "再撤", by=people.hr)


def test_nobody_deferred_is_made_eligible(site: Flask, people: People, cycle_id: int) -> None:
    line = queries.eligibility_list(reading(), cycle_id, people.hr, rule="no-deferral")[0][0]
    with pytest.raises(Invalid) as refused:
        done(services.override_eligibility, cycle_id, OverrideDraft(line.staff_no, True, "想去"), by=people.hr)
    assert refused.value.field == "eligible"


def test_a_teacher_ranks_schools_no_rule_refuses(filing: int, people: People) -> None:
    who = _teacher(people, filing)
    page = services.preferences_page(reading(), by=who, on=TODAY)
    assert page.is_open
    assert page.allowed
    assert all(choice.minutes is not None for choice in page.allowed)
    assert all(choice.refusal is not None for choice in page.refused)
    wanted = [choice.place.id for choice in page.allowed[: page.most]]
    done(services.file_preferences, filing, wanted, by=who)
    page = services.preferences_page(reading(), by=who, on=TODAY)
    assert [choice.place.id for choice in page.ranked] == wanted
    assert page.filed_at is not None
    lines, number = queries.preference_list(reading(), filing, people.hr, search=who.staff_no)
    assert (number, [place.id for place in lines[0].choices]) == (1, wanted)
    done(services.file_preferences, filing, wanted[::-1], by=who)
    rows = select(Preference.school_id).where(Preference.teacher_id == who.teacher_id).order_by(Preference.rank)
    assert list(reading().execute(rows).scalars()) == wanted[::-1]
    done(services.file_preferences, filing, [], by=who)
    assert services.preferences_page(reading(), by=who, on=TODAY).ranked == ()


def test_a_list_that_cannot_be_is_refused(filing: int, people: People) -> None:
    who = _teacher(people, filing)
    page = services.preferences_page(reading(), by=who, on=TODAY)
    good = page.allowed[0].place.id
    for bad in ([good, good], [page.refused[0].place.id], [10_000], [good] * (page.most + 1)):
        with pytest.raises(Invalid) as refused:
            done(services.file_preferences, filing, bad, by=who)
        assert refused.value.field == "schools"


def test_preferences_close_with_their_day(filing: int, people: People, cycle_id: int) -> None:
    who = _teacher(people, filing)
    page = services.preferences_page(reading(), by=who, on=TODAY)
    school = page.allowed[0].place.id
    done(services.file_preferences, filing, [school], by=who, on=DEADLINE)
    with pytest.raises(Conflict):
        done(services.file_preferences, filing, [], by=who, on=DEADLINE + timedelta(1))
    done(services.start_planning, cycle_id, _version(cycle_id), by=people.hr)
    with pytest.raises(Conflict):
        done(services.file_preferences, filing, [], by=who)


def test_who_does_not_take_part_files_nothing(filing: int, people: People) -> None:
    who = _teacher(people, filing, eligible=False)
    page = services.preferences_page(reading(), by=who, on=TODAY)
    assert not page.is_open
    with pytest.raises(Conflict):
        done(services.file_preferences, filing, [], by=who)


def test_those_who_may_file_are_told(site: Flask, people: People, cycle_id: int) -> None:
    who = _teacher(people, cycle_id)
    done(services.open_preferences, cycle_id, _version(cycle_id), DEADLINE, by=people.hr)
    notices = reading().execute(select(Notice).where(Notice.user_id == who.user_id)).scalars().all()
    assert [notice.link for notice in notices] == ["/my/rotation"]


def test_nothing_is_planned_before_the_list_is_fixed(site: Flask, people: People) -> None:
    cycle = done(services.open_cycle, CycleDraft("下一年度", 2027, REFERENCE), by=people.hr)
    assert "cycle.planning_started" not in queries.cycle_page(reading(), cycle.id, people.hr, on=TODAY).may
    with pytest.raises(Conflict):
        done(services.start_planning, cycle.id, _version(cycle.id), by=people.hr)
    done(services.fix_eligibility, cycle.id, by=people.hr)
    done(services.start_planning, cycle.id, _version(cycle.id), by=people.hr)
    page = queries.cycle_page(reading(), cycle.id, people.hr, on=TODAY)
    assert [step.state for step in page.steps][:3] == ["done", "todo", "now"], "nobody was asked for preferences"


def test_a_closed_cycle_stands_still(site: Flask, people: People, cycle_id: int) -> None:
    with pytest.raises(Invalid):
        done(services.close_cycle, cycle_id, _version(cycle_id), "", by=people.hr)
    done(services.close_cycle, cycle_id, _version(cycle_id), "年度结束", by=people.hr)
    assert fresh(RotationCycle, cycle_id).state is CycleState.CLOSED
    assert queries.current_cycle(reading()) is None
    reading().rollback()
    with pytest.raises(Conflict):
        done(services.fix_eligibility, cycle_id, by=people.hr)
    with pytest.raises(Conflict):
        done(services.make_scenario, cycle_id, ScenarioDraft("方案C"), by=people.hr)


def test_a_scenario_is_made_of_numbers_the_policy_takes(site: Flask, people: People, cycle_id: int) -> None:
    for draft, field in (
        (ScenarioDraft("", time_limit=60), "name"),
        (ScenarioDraft("方案A"), "name"),
        (ScenarioDraft("x", time_limit=0), "time_limit"),
        (ScenarioDraft("x", seed=-1), "seed"),
        (ScenarioDraft("x", overrides={"rotation.max_rate_percent": 400}), "rotation.max_rate_percent"),
        (ScenarioDraft("x", overrides={"load.table": "A"}), "load.table"),
        (ScenarioDraft("x", based_on=999), "based_on"),
    ):
        with pytest.raises(Invalid) as refused:
            done(services.make_scenario, cycle_id, draft, by=people.hr)
        assert refused.value.field == field
    numbers = services.read_overrides({"travel.max_minutes": "45", "balance.degree.primary": "4.5"})
    made: Scenario = done(services.make_scenario, cycle_id, ScenarioDraft("x", overrides=numbers), by=people.hr)
    assert queries.scenario_page(reading(), made.id, people.hr).overrides == numbers


def test_the_list_covers_everybody_in_post(site: Flask, cycle_id: int) -> None:
    rows = select(EligibilityEntry.staff_no).where(EligibilityEntry.cycle_id == cycle_id)
    listed = list(reading().execute(rows).scalars())
    assert len(listed) == len(set(listed)) > 200
