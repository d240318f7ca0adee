import pickle
import tomllib
from datetime import date
from decimal import Decimal

import pytest

from policy.catalogue import parameters
from policy.faults import PolicyFault
from policy.registry import policy_on, read_policy
from policy.rotation import RotationPolicy
from policy.vocabulary import Area, Stage

DAY = date(2026, 9, 1)

DEFAULTS = """
[cycle]
reference_date = 2026-09-01
[eligibility]
stages = ["kindergarten", "primary", "junior", "senior", "vocational", "special"]
min_years_at_school = 6
min_years_to_retirement = 5
[rotation]
min_rate_percent = 10
max_rate_percent = 15
min_backbone_share_percent = 20
max_outflow_percent = 20
max_inflow_percent = 20
min_cap_people = 1
scope = "district"            # or "near"
directions = "any"            # or "no-upward"
destination = "any"           # or "short-only"
allow_second_subject = true
[travel]
max_minutes = 60
fixed_minutes = 4
detour = 1.35
speed_kmh = { urban = 24, township = 30, mountain = 34 }
[shortage]
weights = { urban = 1, township = 2, mountain = 3 }
slopes = [1, 2]
[balance]
degree = { primary = 4.2, junior = 5.3 }
backbone = { primary = 1.0, junior = 1.0 }
pe_arts = { primary = 0.9, junior = 0.9 }
pe_arts_subjects = ["体育", "体育与健康", "音乐", "美术", "艺术"]
cv_limit = { primary = 0.50, junior = 0.45 }
[burden]
per_move = 15
preference_bonus = [30, 24, 18, 12, 6]
near_bonus = 5
again_penalty = 25
second_subject_penalty = 8
[priorities]
order = ["shortage", "balance", "burden", "moves"]
tolerance_percent = { shortage = 0, balance = 0, burden = 0 }
[sharing]
enabled = false
max_days = 2
max_hosts = 1
max_minutes = 30
"""
"""The defaults as the specification of the planner prints them."""


def sound(text: str) -> RotationPolicy:
    policy, faults, warnings = read_policy(text)
    assert not faults
    assert not warnings
    assert policy is not None
    return policy


def refused(text: str) -> tuple[PolicyFault, ...]:
    policy, faults, _ = read_policy(text)
    assert policy is None
    assert faults
    assert all(str(fault.message).strip() and str(fault.cure).strip() for fault in faults)
    return faults


def flat(tree: dict[str, object], prefix: str = "") -> dict[str, object]:
    leaves: dict[str, object] = {}
    for name, value in tree.items():
        leaves |= flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return leaves


def test_shipped_policy_is_the_one_the_specification_prints() -> None:
    assert sound(DEFAULTS) == policy_on(DAY)


def test_every_key_of_the_specification_is_needed_to_make_it() -> None:
    changed = DEFAULTS.replace("near_bonus = 5", "near_bonus = 6")
    assert sound(changed) != policy_on(DAY)


def test_absent_policy_is_the_shipped_one() -> None:
    assert sound("") == policy_on(DAY) == read_policy({}).policy


def test_absent_keys_take_the_default_at_every_depth() -> None:
    policy = sound("[travel]\nspeed_kmh = { urban = 20 }\n[balance]\ndegree.junior = 6.25")
    assert policy.travel.speed_kmh == {Area.URBAN: 20.0, Area.TOWNSHIP: 30.0, Area.MOUNTAIN: 34.0}
    assert policy.travel.max_minutes == 60
    assert policy.balance.degree == {Stage.PRIMARY: 420, Stage.JUNIOR: 625}
    assert policy.rotation == policy_on(DAY).rotation


def test_standards_are_exact_hundredths() -> None:
    balance = sound("[balance]\ndegree = { primary = 4.35, junior = 0.29 }\ncv_limit = { primary = 0.57 }").balance
    assert balance.degree == {Stage.PRIMARY: 435, Stage.JUNIOR: 29}
    assert balance.cv_limit == {Stage.PRIMARY: 57, Stage.JUNIOR: 45}


def test_parsed_policy_with_binary_floats_means_the_same() -> None:
    policy = read_policy({"balance": {"degree": {"primary": 4.35}}, "travel": {"detour": 1.4}}).policy
    assert policy is not None
    assert policy.balance.degree[Stage.PRIMARY] == 435
    assert policy.travel.detour == 1.4


def test_everything_can_be_changed() -> None:
    policy = sound(
        """
        [cycle]
        reference_date = 2027-02-15
        [eligibility]
        stages = ["junior", "primary"]
        [rotation]
        scope = "near"
        directions = "no-upward"
        destination = "short-only"
        allow_second_subject = false
        min_rate_percent = 100
        max_rate_percent = 0
        [travel]
        max_minutes = 1000000
        detour = 2
        [burden]
        preference_bonus = [0, 0, 0, 0, 0]
        [priorities]
        order = ["shortage", "moves", "burden", "balance"]
        tolerance_percent = { burden = 5 }
        [sharing]
        enabled = true
        """
    )
    assert policy.reference_date == date(2027, 2, 15)
    assert policy.eligibility.stages == (Stage.JUNIOR, Stage.PRIMARY)
    assert (policy.rotation.scope, policy.rotation.directions) == ("near", "no-upward")
    assert (policy.rotation.destination, policy.rotation.allow_second_subject) == ("short-only", False)
    assert (policy.rotation.min_rate_percent, policy.rotation.max_rate_percent) == (100, 0)
    assert (policy.travel.max_minutes, policy.travel.detour) == (1_000_000, 2.0)
    assert policy.burden.preference_bonus == (0, 0, 0, 0, 0)
    assert policy.priorities.order == ("shortage", "moves", "burden", "balance")
    assert policy.priorities.tolerance_percent == {"shortage": 0, "balance": 0, "burden": 5}
    assert policy.sharing.enabled


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("cycle.reference_date", ['"2026-09-01"', "2026-09-01T00:00:00", "20260901", "08:00:00"]),
        ("eligibility.stages", ['["primry"]', '"primary"', "[1]", "{}"]),
        ("eligibility.min_years_at_school", ["6.0", "6.5", "true", '"6"', "-1", "inf", "[6]", "{ a = 6 }"]),
        ("rotation.min_rate_percent", ["101", "-1", "10.0", "nan"]),
        ("rotation.scope", ['"District"', "1", '""']),
        ("rotation.directions", ['"down"']),
        ("rotation.destination", ['"short"']),
        ("rotation.allow_second_subject", ["1", '"true"', "0"]),
        ("rotation.min_cap_people", ["1.0", "-1"]),
        ("travel.max_minutes", ["60.0", "-1", "0x" + "f" * 9000]),
        ("travel.detour", ['"1.3"', "0.9", "inf", "nan", "true"]),
        ("travel.speed_kmh", ["30", "[1, 2, 3]", '"fast"']),
        ("travel.speed_kmh.urban", ["0", "-3", '"24"']),
        ("travel.speed_kmh.island", ["20"]),
        ("shortage.weights.urban", ["1.5", "-1"]),
        ("shortage.slopes", ["[1]", "[1, 2, 3]", "[2, 1]", "[-1, 2]", "[1.0, 2]", "2"]),
        ("balance.degree.primary", ["4.201", "-0.1", '"4.2"', "1e-400"]),
        ("balance.degree.senior", ["4.2"]),
        ("balance.pe_arts_subjects", ['"体育"', '["体育", ""]', "[1]"]),
        ("burden.per_move", ["-1", "15.0"]),
        ("burden.preference_bonus", ["[30, 24, 18, 12]", "[30, 24, 18, 12, 6, 3]", "[30, 24, 18, 12, -6]", "30"]),
        (
            "priorities.order",
            [
                '["shortage", "balance", "burden"]',
                '["balance", "shortage", "burden", "moves"]',
                '["shortage", "balance", "balance", "moves"]',
                '["shortage", "balance", "burden", "cost"]',
                '"shortage"',
            ],
        ),
        ("priorities.tolerance_percent.balance", ["-1", "0.5", "true"]),
        ("sharing.enabled", ["1"]),
        ("sharing.max_days", ["6", "-1", "2.0"]),
    ],
)
def test_value_outside_its_form_is_a_fault_at_its_key(key: str, values: list[str]) -> None:
    for value in values:
        (fault,) = refused(f"{key} = {value}")
        assert fault.key == key, value


def test_every_number_of_the_planner_refuses_what_is_beyond_its_range() -> None:
    keys = flat(tomllib.loads(DEFAULTS))
    numbers = [p for key, p in parameters().items() if key in keys and p.form.high is not None]
    scalars = [p for p in numbers if not isinstance(p.versions[0].value, tuple)]
    assert len(scalars) > 30
    for parameter in scalars:
        assert parameter.form.high is not None
        assert parameter.form.low is not None
        for value in (parameter.form.high + 1, parameter.form.low - 1):
            assert [fault.key for fault in refused(f"{parameter.key} = {value}")] == [parameter.key]
        for edge in (parameter.form.high, parameter.form.low):
            sound(f"{parameter.key} = {edge}")


def test_all_faults_are_told_at_once_with_their_values() -> None:
    faults = refused(
        """
        rotation = { scope = "far", min_rate_percent = 10.0 }
        travel.speed_kmh = { urban = 0, lake = 3 }
        shortage.slopes = [2, 1]
        balance.degree.primary = 4.125
        sharing = 5
        [load.primary]
        "语文" = 0
        """
    )
    assert [(fault.key, fault.value) for fault in faults] == [
        ("rotation.scope", "far"),
        ("rotation.min_rate_percent", "10.0"),
        ("travel.speed_kmh.urban", "0"),
        ("travel.speed_kmh.lake", "3"),
        ("shortage.slopes", "[2, 1]"),
        ("balance.degree.primary", "4.125"),
        ("sharing", "5"),
        ("load.primary.语文", "0"),
    ]


def test_text_that_is_no_toml_is_one_fault_with_its_place() -> None:
    (fault,) = refused("[rotation]\nmin_rate_percent = = 3\n")
    assert fault.key == ""
    assert fault.value == "line 2, column 20"
    assert "line 2, column 20" in str(fault.message)


@pytest.mark.parametrize(
    "text", ["[rotation", "a = 1\na = 2", "x = " + "[" * 100_000, "x = " + "9" * 5000, "x = 1e" + "9" * 30, "\0"]
)
def test_text_no_parser_can_read_is_a_fault_and_no_crash(text: str) -> None:
    assert [fault.key for fault in refused(text)] == [""]


def test_byte_order_mark_is_no_fault() -> None:
    assert sound("\ufeff[rotation]\nmin_rate_percent = 12").rotation.min_rate_percent == 12


def test_unknown_keys_are_warned_of_with_the_nearest_known_one() -> None:
    policy, faults, warnings = read_policy("[rotation]\nmin_rate_percnt = 12\n[traval]\nmax_minutes = 3\n[xyz]\nq = 1")
    assert policy == policy_on(DAY)
    assert not faults
    assert [warning.key for warning in warnings] == ["rotation.min_rate_percnt", "traval", "xyz"]
    assert "rotation.min_rate_percent" in str(warnings[0].cure)
    assert "travel" in str(warnings[1].cure)
    assert "Did you mean" not in str(warnings[2].cure)


def test_keys_of_other_rules_are_no_settings_of_the_planner() -> None:
    _, faults, warnings = read_policy("[rotation]\nterm_years = [1, 2]\n[credit]\ntotal = 30")
    assert not faults
    assert [warning.key for warning in warnings] == ["rotation.term_years", "credit"]


def test_least_rate_above_the_greatest_is_allowed() -> None:
    assert sound("[rotation]\nmin_rate_percent = 30").rotation.max_rate_percent == 15


def test_policy_can_travel_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(policy_on(DAY))) == policy_on(DAY)  # noqa: S301 - made on the line itself


def test_decimals_of_the_shipped_policy_are_numbers_the_travel_estimate_can_use() -> None:
    travel = policy_on(DAY).travel
    assert isinstance(travel.detour, float)
    assert travel.detour == float(Decimal("1.35"))
