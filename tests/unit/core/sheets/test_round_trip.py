"""What goes out comes in again: any value the register may hold survives an export, in both forms and languages."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.i18n import Language
from core.sheets.columns import Column
from core.sheets.faults import Refusal
from core.sheets.plan import RowState, canonical
from core.sheets.values import Masked, parse
from core.sheets.writing import export, export_csv
from policy.months import month
from tests.unit.core.sheets.memory import planned, register
from tests.unit.core.sheets.samples import PEOPLE, Colour

NASTY = st.sampled_from(
    [
        "=1+1",
        "+86",
        "-1",
        "@SUM(A1)",
        "＝1",
        "'=1",
        "''x",
        "_x0041_",
        "_x005F_",
        "<b>&amp;</b>",
        '"q"',
        "a,b",
        "1e5",
        "TRUE",
        "𠮷㛃·",
        "00123",
        "123456789012345678",
        "#N/A",
        "；",
        "*",
        "A*B",
        "١٢",
        "{name}",
        "%s",
    ]
)
TEXT = st.one_of(NASTY, st.text(max_size=40))


def kept(column: Column, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """The texts that the column takes, in the form in which they are kept."""
    values = texts.map(lambda text: canonical(column, text))
    return values.filter(lambda value: value is None or stays(column, value))


def stays(column: Column, value: str) -> bool:
    taken = parse(column, value if not value.startswith("'") else "x")
    longest = column.length or column.longest
    return not isinstance(taken, Refusal | Masked) and value.isprintable() and len(value) <= longest


def texts_of(key: str) -> st.SearchStrategy[Any]:
    return kept(PEOPLE.column(key), TEXT)


PERSON = st.fixed_dictionaries(
    {
        "staff_no": kept(PEOPLE.column("staff_no"), TEXT.map(lambda text: "".join(text.split()))).filter(bool),
        "name": texts_of("name").filter(bool),
        "id_number": st.none() | st.from_regex(r"[1-9]\d{16}[\dX]", fullmatch=True).filter(str.isascii),
        "born": st.none() | st.dates(date(1900, 3, 1), date(2100, 1, 1)),
        "since": st.none() | st.integers(month(1950, 1), month(2100, 1)),
        "hours": st.none() | st.integers(0, 40),
        "share": st.none() | st.decimals(0, 1, places=2).map(lambda number: Decimal(number)),
        "colour": st.none() | st.sampled_from(Colour),
        "mentor": st.none() | st.booleans(),
        "subjects": st.none()
        | st.lists(texts_of("name").filter(bool), min_size=1, unique=True)
        .map(tuple)
        .filter(lambda parts: not any(mark in part for part in parts for mark in ";；'")),
        "likes": st.none() | st.permutations(list(Colour)).map(tuple),
        "remark": texts_of("remark"),
    }
)
PEOPLE_LISTS = st.lists(PERSON, min_size=1, max_size=5, unique_by=lambda person: person["staff_no"].casefold())


@given(PEOPLE_LISTS, st.sampled_from(Language), st.booleans(), st.booleans())
@settings(max_examples=150)
def test_importing_an_export_changes_nothing(
    people: list[dict[str, Any]], language: Language, masked: bool, as_csv: bool
) -> None:
    write = export_csv if as_csv else export
    data = write(PEOPLE, people, language, masked=masked)
    plan = planned(register(*people), data, "x.csv" if as_csv else "x.xlsx")
    assert plan.total == len(people)
    assert {row.state for row in plan.rows} == {RowState.SAME}, (plan.faults, plan.rows)
