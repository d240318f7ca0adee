import tomllib
from datetime import date
from decimal import Decimal

import pytest

from policy.catalogue import SHIPPED_FILE, CatalogueError, Confidence, load, parameters, parameters_on
from policy.values import Kind

RECORD = """
["a.b"]
kind = "integer"
value = 3
unit = "years"
range = [0, 10]
source = "文号"
effective_from = 2020-01-01
confidence = "read"
note = "A note."
"""
LATER = """
[["a.b".later]]
value = 5
source = "新文号"
effective_from = 2025-01-01
confidence = "law"
note = "A newer note."
"""


def test_shipped_file_is_sound_and_every_number_has_source_note_and_unit_or_choice() -> None:
    for key, parameter in parameters().items():
        for version in parameter.versions:
            assert version.source, key
            assert version.note.endswith("."), key
            assert isinstance(version.confidence, Confidence), key
        form = parameter.form
        if form.kind in {Kind.INTEGER, Kind.DECIMAL, Kind.INTEGERS}:
            assert form.unit, key
            assert form.low is not None, key
            assert form.high is not None, key


def test_our_own_numbers_say_so() -> None:
    for key, parameter in parameters().items():
        for version in parameter.versions:
            if version.confidence is Confidence.OURS:
                assert version.source.startswith("Junheng engineering default"), key


def test_newer_version_supersedes_from_its_first_day() -> None:
    parameter = load(RECORD + LATER)["a.b"]
    assert parameter.on(date(2024, 12, 31)).value == 3
    assert parameter.on(date(2025, 1, 1)).value == 5
    assert parameter.on(date(2025, 1, 1)).source == "新文号"


def test_before_its_first_day_a_number_has_its_first_value() -> None:
    assert load(RECORD + LATER)["a.b"].on(date(1990, 1, 1)).value == 3


def test_versions_may_be_written_in_any_order() -> None:
    text = RECORD.replace("2020-01-01", "2030-01-01") + LATER
    assert [version.value for version in load(text)["a.b"].versions] == [5, 3]


def test_table_of_values_is_one_parameter_per_entry() -> None:
    text = RECORD.replace("value = 3", "value = { urban = 1, mountain = 2 }")
    found = load(text + LATER.replace("value = 5", "value = { mountain = 7 }"))
    assert list(found) == ["a.b.urban", "a.b.mountain"]
    assert found["a.b.mountain"].on(date(2026, 1, 1)).value == 7
    assert found["a.b.urban"].on(date(2026, 1, 1)).value == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value = 3", "value = 11"),
        ("value = 3", "value = 3.0"),
        ("value = 3", "worth = 3"),
        ('source = "文号"', 'source = " "'),
        ('source = "文号"', ""),
        ("2020-01-01", '"2020-01-01"'),
        ("2020-01-01", "2020-01-01T00:00:00"),
        ('"read"', '"rumour"'),
        ('note = "A note."', 'remark = "A note."'),
        ("range = [0, 10]", "range = 10"),
    ],
)
def test_rule_set_with_a_flaw_does_not_load(old: str, new: str) -> None:
    assert old in RECORD
    with pytest.raises(CatalogueError):
        load(RECORD.replace(old, new))


def test_every_flaw_of_a_rule_set_is_told() -> None:
    second = RECORD.replace("a.b", "c.d").replace("value = 3", "value = -1")
    with pytest.raises(CatalogueError, match=r"(?s)a\.b.*c\.d"):
        load(RECORD.replace("value = 3", "value = 11") + second)


def test_numbers_of_a_day_can_be_asked_for() -> None:
    assert parameters_on(date(2005, 1, 1))["quota.ratio_rural.primary"].value == Decimal(23)
    assert parameters_on(date(2026, 9, 1))["quota.ratio_rural.primary"].value == Decimal(19)


def test_every_record_of_the_file_became_a_parameter() -> None:
    records = set(tomllib.loads(SHIPPED_FILE.read_text(encoding="utf-8")))
    assert {parameter.record for parameter in parameters().values()} == records


@pytest.mark.parametrize(
    "key",
    [
        "rotation.min_years_same_school.principal",
        "rotation.service_unit",
        "rotation.term_years",
        "rotation.title.senior_min_rural_years",
        "rotation.principal.rural_priority_years",
        "rotation.newhire_village_urban_years",
        "competition.rounds",
        "competition.cross_school_choices",
        "publicity.working_days",
        "contract.min_years",
        "contract.probation_months",
        "quota.ratio",
        "credit.total",
        "credit.required",
        "credit.elective",
        "credit.school",
        "credit.hours_per_credit",
        "hours.cycle_years",
        "hours.total",
        "hours.new_teacher",
        "hours.principal.qualify",
        "hours.principal.cycle",
        "hours.beijing_professional_per_year",
        "dual.enterprise_months",
        "dual.window_years",
        "dual.ratio_denominator",
        "security.log_days",
    ],
)
def test_keys_of_the_default_rule_set_keep_their_names(key: str) -> None:
    assert key in {parameter.record for parameter in parameters().values()}
