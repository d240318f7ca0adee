"""A small sound district as tables of text, the edits that break it, and the two ways of writing it down."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import xlsxwriter

Tables = dict[str, list[list[str]]]
"""Rows of text by table, the header first."""

Edit = Callable[[Tables], None]
"""One change to the tables."""


def sound_tables() -> Tables:
    """Three schools within a few kilometres, four teachers; nothing to complain about and nothing to warn of."""
    text = {
        "schools": """
            school,name,area,zone,group,partners,longitude,latitude,authorised_headcount,senior_posts
            S1,First,urban,Z1,G1,S2;S3,116.10,39.90,20,5
            S2,Second,township,Z1,,,116.12,39.91,,
            S3,Third,mountain,Z2,G1,,116.14,39.92,0,0
        """,
        "units": """
            school,stage,students
            S1,primary,400
            S2,primary,200
            S3,primary,60
            S3,junior,0
        """,
        "demand": """
            school,stage,subject,required
            S1,primary,语文,2.00
            S2,primary,语文,1.5
            S3,primary,语文,1
            S3,primary,数学,0.25
            S2,primary,数学,1
        """,
        "teachers": """
            staff_no,name,sex,birth_month,post_type,school,stage,subject,second_subject,joined_school,title,degree,\
backbone,fte,deferral,team,mountain_years,longitude,latitude,eligible,retirement_month
            T1,Zhao,male,1985-01,professional,S1,primary,语文,数学,2015-09,高级,本科,district,1.00,,,0,116.11,39.90,,
            T2,Qian,female,1990-06,worker,S1,primary,语文,,2016-09,,,,0.50,,A,1.5,,,,
            T3,Sun,,,,S1,primary,语文,,2012-09,讲师,硕士,none,,,A,,,,yes,
            T4,Li,female,1988-02,,S3,primary,语文,,2025-09,二级,专科,school,,on leave,,,,,,
            T5,Zhou,,,,S2,primary,数学,,2018-09,,,,,,,,,,,2048-03
        """,
        "preferences": """
            staff_no,rank,school
            T1,1,S2
            T1,2,S3
            T5,1,S3
        """,
        "travel": """
            from,to,minutes
            T1,S2,25
            S1,S3,40
        """,
        "locks": """
            staff_no,action,school
            T1,move,S2
            T2,forbid,S3
            T4,stay,
        """,
    }
    return {table: [line.strip().split(",") for line in rows.strip().splitlines()] for table, rows in text.items()}


def put(table: str, row: int, column: str, value: str) -> Edit:
    """Write a value; rows count as a person counts, the header is row 1."""

    def edit(tables: Tables) -> None:
        rows = tables[table]
        rows[row - 1][rows[0].index(column)] = value

    return edit


def add(table: str, *values: str) -> Edit:
    """Append a row."""

    def edit(tables: Tables) -> None:
        tables[table].append(list(values))

    return edit


def cut_row(table: str, row: int, fields: int) -> Edit:
    """Shorten a row to some fields."""

    def edit(tables: Tables) -> None:
        del tables[table][row - 1][fields:]

    return edit


def add_column(table: str, header: str, value: str) -> Edit:
    """Append a column with the same value in every row."""

    def edit(tables: Tables) -> None:
        for number, row in enumerate(tables[table]):
            row.append(value if number else header)

    return edit


def drop_column(table: str, column: str) -> Edit:
    """Take a column out."""

    def edit(tables: Tables) -> None:
        rows = tables[table]
        position = rows[0].index(column)
        for row in rows:
            del row[position]

    return edit


def drop(*names: str) -> Edit:
    """Take whole tables out."""

    def edit(tables: Tables) -> None:
        for name in names:
            del tables[name]

    return edit


def edited(*edits: Edit) -> Tables:
    """The sound tables after some edits."""
    tables = sound_tables()
    for edit in edits:
        edit(tables)
    return tables


def write_folder(tables: Tables, folder: Path, encoding: str = "utf-8") -> Path:
    """Write a CSV file per table."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)
    return folder


def write_workbook(
    tables: Mapping[str, list[list[str]]],
    path: Path,
    typed: Mapping[tuple[str, int, str], object] | None = None,
) -> Path:
    """Write a sheet of text per table; `typed` puts other cells at (table, row, column)."""
    with xlsxwriter.Workbook(path) as book:
        month = book.add_format({"num_format": "yyyy-mm"})
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for position, value in enumerate(row):
                    sheet.write_string(number, position, value)
            for (table, at, column), cell in (typed or {}).items():
                if table == name:
                    date_format = month if hasattr(cell, "year") else None
                    sheet.write(at - 1, rows[0].index(column), cell, date_format)
    return path
