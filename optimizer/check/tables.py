"""The CSV files of §5 against an evaluation: for every row the fields it should have, compared as numbers or text."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from optimizer.check.reading import Row
from optimizer.check.records import Coefficient, Disagreement, Evaluation, UnfilledCell
from policy.messages import say

CELLS = ("school", "stage", "subject", "required", "before", "after")
UNITS = ("school", "stage", "indicator", "students", "target", "before", "after")
COEFFICIENTS = ("stage", "indicator", "before", "after", "limit")
UNFILLED = (
    "school",
    "stage",
    "subject",
    "shortage",
    "qualified",
    "eligible",
    "within_travel",
    "spare",
    "cause",
)
_PLAIN = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)

COEFFICIENT_STEP = Decimal("0.0001")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """What a field should say, and how to tell whether another way of writing it says the same."""

    shown: str
    agrees: Callable[[str], bool]


Fields = Mapping[str, Field]


def text(value: str) -> Field:
    """Expect this very text."""
    return Field(value, lambda found: found == value)


def whole(value: int | None) -> Field:
    """Expect this whole number, or nothing."""
    if value is None:
        return Field("", lambda found: found == "")
    return Field(str(value), lambda found: number(found) == value)


def hundredths(value: int) -> Field:
    """Expect a number of hundredths, written as a decimal."""
    exact = Decimal(value) / 100
    return Field(f"{exact:.2f}", lambda found: number(found) == exact)


def coefficient(value: Decimal | None) -> Field:
    """Expect a coefficient rounded to four decimals (either way at a tie), or nothing."""
    if value is None:
        return Field("", lambda found: found == "")

    def agrees(found: str) -> bool:
        written = number(found)
        return written is not None and abs(written - value) <= COEFFICIENT_STEP * Decimal("0.50001")

    return Field(f"{value:.4f}", agrees)


def cause(value: str) -> Field:
    """Expect this cause of a shortage; the rules behind `limits:` may come in any order."""
    return Field(value, lambda found: _rules_of(found) == _rules_of(value))


def number(found: str) -> Decimal | None:
    """Read a plain decimal number, None where the text is none."""
    return Decimal(found) if _PLAIN.fullmatch(found) else None


def compare(
    file: str,
    keys: Sequence[str],
    rows: Sequence[Row],
    wanted: Mapping[Key, Fields],
    optional: Collection[Key] = (),
) -> list[Disagreement]:
    """Return where the rows differ from the wanted ones: missing (unless optional), too many, twice, another value."""
    found: list[Disagreement] = []
    seen: set[Key] = set()
    for row in rows:
        key = tuple(row[column] for column in keys)
        where = " ".join(key)
        if key in seen:
            found.append(Disagreement(file, where, say("The row is there twice.")))
        elif key not in wanted:
            found.append(Disagreement(file, where, say("The row should not be there.")))
        else:
            found.extend(_compare_row(file, where, row, wanted[key]))
        seen.add(key)
    missing = sorted(set(wanted) - seen - set(optional))
    found.extend(Disagreement(file, " ".join(key), say("The row is missing.")) for key in missing)
    return found


def cell_rows(evaluation: Evaluation) -> dict[Key, Fields]:
    """Return the wanted rows of `cells.csv` by school, stage and subject."""
    return {
        state.cell: {
            "required": hundredths(state.required),
            "before": hundredths(state.before),
            "after": hundredths(state.after),
        }
        for state in evaluation.cells
    }


def unit_rows(evaluation: Evaluation) -> dict[Key, Fields]:
    """Return the wanted rows of `units.csv` by school, stage and indicator."""
    return {
        (state.school, state.stage, state.indicator): {
            "students": whole(state.students),
            "target": hundredths(state.target),
            "before": whole(state.before),
            "after": whole(state.after),
        }
        for state in evaluation.units
    }


def coefficient_rows(values: Sequence[Coefficient]) -> dict[Key, Fields]:
    """Return the wanted rows of `coefficients.csv` by stage and indicator."""
    return {
        (value.stage, value.indicator): {
            "before": coefficient(value.before),
            "after": coefficient(value.after),
            "limit": hundredths(value.limit),
        }
        for value in values
    }


def idle_coefficients(evaluation: Evaluation) -> list[Key]:
    """Return the rows of `coefficients.csv` that may be left out: of a stage without a counted unit."""
    stages = {unit.stage for unit in evaluation.units}
    return [(value.stage, value.indicator) for value in evaluation.coefficients if value.stage not in stages]


def unfilled_rows(cells: Sequence[UnfilledCell]) -> dict[Key, Fields]:
    """Return the wanted rows of `unfilled.csv` by school, stage and subject."""
    return {
        state.cell: {
            "shortage": hundredths(state.shortage),
            "qualified": whole(state.qualified),
            "eligible": whole(state.eligible),
            "within_travel": whole(state.within_travel),
            "spare": whole(state.spare),
            "cause": cause(state.cause),
        }
        for state in cells
    }


def move_rows(evaluation: Evaluation, names: Mapping[str, str]) -> dict[Key, Fields]:
    """Return the wanted rows of `moves.csv` by teacher, school and subject; the reason is free text."""
    return {
        (facts.move.staff_no, facts.move.to_school, facts.move.subject): {
            "name": text(names[facts.move.staff_no]),
            "from_school": text(facts.from_school),
            "stage": text(facts.stage),
            "minutes": whole(facts.minutes),
            "preference_rank": whole(facts.preference_rank),
        }
        for facts in evaluation.move_facts
    }


def _rules_of(found: str) -> tuple[str, list[str]]:
    kind, _, rules = found.partition(":")
    return kind, sorted(rules.split(";"))


def _compare_row(file: str, where: str, row: Row, fields: Fields) -> list[Disagreement]:
    return [
        Disagreement(
            file,
            where,
            say(
                "{column} is {found}, the tables give {wanted}.",
                column=column,
                found=row[column] or "-",
                wanted=field.shown or "-",
            ),
        )
        for column, field in fields.items()
        if not field.agrees(row[column])
    ]
