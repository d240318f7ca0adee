from datetime import date

import pytest

from policy.registry import policy_on, read_policy
from policy.rotation import CurriculumTerms
from policy.vocabulary import Stage

SHIPPED = policy_on(date(2026, 9, 1)).curriculum


def sound(text: str) -> CurriculumTerms:
    policy, faults, warnings = read_policy(text)
    assert not faults
    assert not warnings
    assert policy is not None
    return policy.curriculum


def test_lessons_of_a_district_lie_over_the_shipped_ones_grade_by_grade() -> None:
    terms = sound('[curriculum]\n"外语" = { 1 = 1, 10 = 4 }')
    assert terms.lessons["外语"] == {**SHIPPED.lessons["外语"], 1: 1, 10: 4}
    assert terms.lessons["语文"] == SHIPPED.lessons["语文"]


def test_list_of_lessons_counts_from_the_first_grade() -> None:
    terms = sound('[curriculum]\n"书法" = [1, 0, 2]\n"数学" = [5]')
    assert terms.lessons["书法"] == {1: 1, 2: 0, 3: 2}
    assert terms.lessons["数学"] == {**SHIPPED.lessons["数学"], 1: 5}


def test_loads_of_a_district_lie_over_the_shipped_ones_entry_by_entry() -> None:
    terms = sound('[load.junior]\n"*" = 15\n"书法" = 13\n[load.special]\n"*" = 16')
    assert terms.load[Stage.JUNIOR] == {**SHIPPED.load[Stage.JUNIOR], "*": 15, "书法": 13}
    assert terms.load[Stage.SPECIAL] == {"*": 16}
    assert terms.load[Stage.PRIMARY] == SHIPPED.load[Stage.PRIMARY]


def test_shipped_workload_table_can_be_chosen_and_changed() -> None:
    terms = sound('[load]\ntable = "B"\nprimary = { "语文" = 12 }')
    assert terms.load[Stage.PRIMARY] == {"语文": 12, "*": 18}
    assert terms.load[Stage.JUNIOR]["数学"] == 14


def test_aliases_are_trimmed_names() -> None:
    assert sound('[subject_alias]\n"外语" = " 英语 "').subject_alias == {"外语": "英语"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("curriculum = 3", "curriculum"),
        ('[curriculum]\n"数学" = 4', "curriculum.数学"),
        ('[curriculum]\n"数学" = { 0 = 4 }', "curriculum.数学.0"),
        ('[curriculum]\n"数学" = { 13 = 4 }', "curriculum.数学.13"),
        ('[curriculum]\n"数学" = { first = 4 }', "curriculum.数学.first"),
        ('[curriculum]\n"数学" = { 1 = 4.0 }', "curriculum.数学.1"),
        ('[curriculum]\n"数学" = { 1 = -1 }', "curriculum.数学.1"),
        ('[curriculum]\n"数学" = [4, "4"]', "curriculum.数学.2"),
        ('[curriculum]\n" " = [4]', "curriculum"),
        ("[curriculum]\n" + '"数学" = [4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4]', "curriculum.数学.13"),
        ("load = 14", "load"),
        ("[load]\nprimary = 14", "load.primary"),
        ("[load.primry]\n'语文' = 14", "load.primry"),
        ("[load.primary]\n'语文' = 0", "load.primary.语文"),
        ("[load.primary]\n'语文' = 14.5", "load.primary.语文"),
        ("[load.primary]\n' ' = 14", "load.primary"),
        ("[load]\ntable = 'C'", "load.table"),
        ("subject_alias = ['英语']", "subject_alias"),
        ("[subject_alias]\n'外语' = 3", "subject_alias.外语"),
        ("[subject_alias]\n'外语' = ' '", "subject_alias.外语"),
        ("[subject_alias]\n' ' = '英语'", "subject_alias"),
    ],
)
def test_flaw_of_an_open_table_is_a_fault_at_its_key(text: str, key: str) -> None:
    policy, faults, _ = read_policy(text)
    assert policy is None
    assert [fault.key for fault in faults] == [key]
    assert all(str(fault.message) and str(fault.cure) for fault in faults)
