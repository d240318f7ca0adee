"""A small table for tests, with a column of every kind, and makers of files."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from core.crypto import mask_id_number
from core.enums import LabelledEnum
from core.sheets.columns import Column, Kind, Sheet, choices_of
from core.sheets.faults import Refusal
from policy.messages import say
from policy.months import month


class Colour(LabelledEnum):
    RED = "red"
    BLUE = "blue"


Colour.words({Colour.RED: (say("Reddish"), "none"), Colour.BLUE: (say("Bluish"), "none")})


def no_ghosts(value: str) -> Refusal | None:
    return Refusal(say("Ghosts cannot teach."), say("Write the name of a person.")) if value == "Ghost" else None


PEOPLE = Sheet(
    name="people",
    title=say("People of the test"),
    key=("staff_no",),
    label="name",
    synonyms=("名册",),
    columns=(
        Column(key="staff_no", header=say("Number of staff"), kind=Kind.CODE, synonyms=("工号",), required=True),
        Column(key="name", header=say("Full name"), synonyms=("姓名",), required=True, check=no_ghosts, longest=50),
        Column(
            key="id_number",
            header=say("Number of identity"),
            synonyms=("身份证号",),
            kind=Kind.CODE,
            length=18,
            never_number=True,
            mask=mask_id_number,
        ),
        Column(key="born", header=say("Day of birth"), kind=Kind.DATE, synonyms=("出生日期",)),
        Column(key="since", header=say("Here since"), kind=Kind.MONTH, synonyms=("进本校年月",)),
        Column(key="hours", header=say("Hours a week"), kind=Kind.WHOLE, low=0, high=40),
        Column(key="share", header=say("Share of work"), kind=Kind.DECIMAL, low=0, high=1, places=2),
        Column(key="colour", header=say("Favourite colour"), kind=Kind.CHOICE, choices=choices_of(Colour)),
        Column(key="mentor", header=say("Is a mentor"), kind=Kind.YES_NO),
        Column(key="subjects", header=say("Taught subjects"), kind=Kind.LIST),
        Column(key="likes", header=say("Liked colours"), kind=Kind.LIST, choices=choices_of(Colour)),
        Column(key="remark", header=say("Remark on it"), lines=True, longest=2000, hint=say("Anything else.")),
    ),
)

HEADERS = [column.header.template for column in PEOPLE.columns]

WANG: dict[str, Any] = {
    "staff_no": "000123",
    "name": "王芳",
    "id_number": "11010519491231002X",
    "born": date(1949, 12, 31),
    "since": month(2019, 9),
    "hours": 12,
    "share": Decimal("0.5"),
    "colour": Colour.RED,
    "mentor": True,
    "subjects": ("语文", "道法"),
    "likes": (Colour.BLUE, Colour.RED),
    "remark": "=1+1",
}


def xlsx(rows: Iterable[Sequence[Any]], title: str = "People of the test") -> bytes:
    """Return a workbook of plain cells: text as text, numbers as numbers, dates as dates, None left out."""
    target = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}
    workbook = xlsxwriter.Workbook(target, options)
    worksheet = workbook.add_worksheet(title)
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            if cell is not None:
                worksheet.write(number, place, cell)
    workbook.close()
    return target.getvalue()


def csv_file(rows: Iterable[Sequence[str]], encoding: str = "utf-8") -> bytes:
    """Return a CSV file of cells that need no quotes."""
    return "\r\n".join(",".join(cells) for cells in rows).encode(encoding)


def edited(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return an archive whose parts were changed, or dropped where `change` gives None."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target.getvalue()


def replaced(data: bytes, part: str, pattern: bytes, by: bytes) -> bytes:
    """Return an archive with something replaced in one of its parts."""
    return edited(
        data, lambda name, content: re.sub(pattern, by, content, flags=re.DOTALL) if name == part else content
    )
