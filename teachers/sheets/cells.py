"""What the importers of the register share: school codes, exact decimals, and refusals as faults of a row."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Invalid
from core.sheets.columns import Sheet
from core.sheets.faults import RowFault
from core.sheets.plan import PlannedRow
from policy.messages import listed, say
from teachers.models import School

_MILLIONTHS = Decimal("0.000001")
_COLUMN_OF = {"school_id": "school", "code": "school", "valid_from": "school", "valid_to": "deferral_until"}


def school_ids(tx: Session) -> dict[str, int]:
    """Return the ids of all schools by code."""
    return {row.code: row.id for row in tx.execute(select(School.code, School.id))}


def school_names(tx: Session) -> dict[str, str]:
    """Return the names of all schools by code."""
    return {row.code: row.name for row in tx.execute(select(School.code, School.name))}


def no_school(row: PlannedRow, column: str, code: str, known: Iterable[str]) -> RowFault:
    """Return the fault of a code no school has, with the codes most like it."""
    alike = get_close_matches(code, list(known), n=2, cutoff=0.8)
    cure = (
        say("Check the code; close to it are {codes}.", codes=listed(alike))
        if alike
        else say("Check the code, or import the school first.")
    )
    return RowFault(row.number, column, say("There is no school with the code {code}.", code=code), cure)


def as_fault(row: PlannedRow, refusal: Invalid, sheet: Sheet) -> RowFault:
    """Return a refused draft as a fault of its row, at the column it is about."""
    column = _COLUMN_OF.get(refusal.field, refusal.field)
    at = column if column in sheet.by_key else ""
    return RowFault(row.number, at, refusal.message, refusal.cure or say("Mend the row."))


def degrees(value: float | None) -> Decimal | None:
    """Return a stored coordinate as a workbook holds it."""
    return None if value is None else Decimal(str(value)).quantize(_MILLIONTHS).normalize()


def as_float(value: Decimal | None) -> float | None:
    """Return a coordinate of a workbook as it is stored."""
    return None if value is None else float(value)


def hundredths(value: Decimal | None, usual: int = 0) -> int:
    """Return a decimal of a workbook in hundredths."""
    return usual if value is None else int(value * 100)


def of_hundredths(value: int) -> Decimal:
    """Return stored hundredths as a workbook holds them."""
    return Decimal(value) / 100


def merged(stored: Mapping[str, object] | None, given: Mapping[str, object]) -> dict[str, object]:
    """Return a row as it is to be: what is stored, with the cells given over it."""
    return {**(stored or {}), **given}


def first_of(rows: Sequence[PlannedRow], key: str) -> set[str]:
    """Return the values of a column over rows."""
    return {str(row.values[key]) for row in rows if row.values.get(key)}
