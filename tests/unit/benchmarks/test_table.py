from dataclasses import replace

from benchmarks.answer import Measurement
from benchmarks.table import COLUMNS, render

LINES = ("shortage", "balance", "burden", "moves")
PROVEN = Measurement(
    instance="tiny",
    method="ours",
    size={"schools": 3, "teachers": 1_200},
    values={"shortage": 2_000, "balance": 30, "burden": -5, "moves": 7},
    before={"shortage": 4_000, "balance": 50, "burden": 0, "moves": 0},
    broken=(),
    lines=LINES,
    bounds={"shortage": 2_000, "balance": 30, "burden": -5, "moves": 7},
    proven=LINES,
    first_plan=0.25,
    seconds=2.0,
    peak_mb=120,
)
SLOW = replace(
    PROVEN,
    method="cp_sat",
    values={**PROVEN.values, "shortage": 2_500},
    bounds={"shortage": 1_500},
    proven=(),
    first_plan=3.0,
    seconds=60.0,
)
WRONG = replace(PROVEN, method="deferred_acceptance", broken=("inflow", "team"), bounds={}, proven=())
NOTHING = replace(PROVEN, method="mip", values={}, bounds={}, proven=(), first_plan=None, note="no plan found")


def cells(text: str, method: str) -> dict[str, str]:
    """The row of a method, the two ratios told apart by their place."""
    line = next(
        line
        for line in text.splitlines()
        if line.startswith((f"| `{method}` | ", f"| {method} | ")) and line.count("|") > 3
    )
    found = [cell.strip() for cell in line.strip("|").split("|")]
    names = list(COLUMNS)
    names[names.index("× ours")] = "shortage × ours"
    return dict(zip(names, found, strict=True))


def table(*measurements: Measurement) -> str:
    return render(measurements, {"Machine": "two cores"}, [("away", "it is not there")])


def test_proven_plan_shows_its_values_and_when_it_was_proven() -> None:
    row = cells(table(PROVEN), "ours")
    assert (row["shortage"], row["burden"], row["moves"]) == ("2,000", "−5", "7")
    assert (row["proof"], row["first plan s"], row["peak MB"], row["rules broken"]) == ("2.0", "0.25", "120", "none")


def test_other_methods_are_told_as_multiples_of_ours() -> None:
    row = cells(table(PROVEN, SLOW), "cp_sat")
    assert (row["shortage × ours"], row["× ours"]) == ("1.250", "30.00")


def test_unproven_plan_shows_how_far_its_bound_is() -> None:
    assert cells(table(PROVEN, SLOW), "cp_sat")["proof"] == "0 of 4 lines, shortage ≥ 1,500 (40.0 % below)"


def test_broken_rules_are_named() -> None:
    assert cells(table(PROVEN, WRONG), "deferred_acceptance")["rules broken"] == "`inflow`, `team`"


def test_method_without_a_plan_says_so() -> None:
    row = cells(table(PROVEN, NOTHING), "mip")
    assert (row["rules broken"], row["shortage"], row["shortage × ours"]) == ("no plan found", "–", "–")


def test_doing_nothing_comes_first() -> None:
    assert cells(table(PROVEN), "do nothing")["shortage"] == "4,000"


def test_without_ours_there_are_no_ratios() -> None:
    row = cells(table(SLOW), "cp_sat")
    assert (row["shortage × ours"], row["× ours"]) == ("–", "–")


def test_header_and_what_was_left_out_are_told() -> None:
    text = table(PROVEN)
    assert "- Machine: two cores" in text
    assert "`away` was left out: it is not there." in text


def test_same_measurements_make_the_same_text() -> None:
    assert table(PROVEN, SLOW) == table(PROVEN, SLOW)
