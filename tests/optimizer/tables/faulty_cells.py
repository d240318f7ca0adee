"""Inputs with one faulty cell, each with the exact fault that is to be told."""

from typing import NamedTuple

from tests.optimizer.tables.sound_district import Edit, add, put


class Case(NamedTuple):
    """Edits of the sound district and the one fault they make: file, row, column, value, message, cure."""

    edits: tuple[Edit, ...]
    file: str
    row: int
    column: str
    value: str
    message: str
    cure: str


def cell(table: str, row: int, column: str, value: str, message: str, cure: str) -> Case:
    """Make the case of one cell overwritten with a faulty value."""
    return Case((put(table, row, column, value),), f"{table}.csv", row, column, value, message, cure)


def empty(table: str, row: int, column: str) -> Case:
    """Make the case of a mandatory cell left empty."""
    return cell(table, row, column, "", "The cell is empty.", "Fill it in; every row needs a value here.")


def code(table: str, row: int, column: str, value: str, codes: str) -> Case:
    """Make the case of an unknown code."""
    message = f"“{value}” is not one of the codes of this column."
    return cell(table, row, column, value, message, f"Write one of: {codes}.")


WHOLE = "Write a whole number in plain digits, such as 12."
DECIMAL = "Write a number with at most two decimals, such as 0.50."
MONTH = "Write year and month as YYYY-MM, such as 2015-09."
KEEP_ONE = "Keep one of the two rows, or correct the key."


def no_number(value: str) -> str:
    """The sentence about a text that is no number."""
    return f"“{value}” is not a number of the form this column needs."


FAULTY_CELLS = {
    "school without a key": Case(
        (add("schools", "", "Fourth", "urban", "", "", "", "116.1", "39.9", "", ""),),
        "schools.csv",
        5,
        "school",
        "",
        "The cell is empty.",
        "Fill it in; every row needs a value here.",
    ),
    "area empty": empty("schools", 2, "area"),
    "students empty": empty("units", 2, "students"),
    "required empty": empty("demand", 2, "required"),
    "teacher without a subject": empty("teachers", 5, "subject"),
    "teacher without a school": empty("teachers", 5, "school"),
    "rank empty": empty("preferences", 2, "rank"),
    "minutes empty": empty("travel", 2, "minutes"),
    "lock without an action": empty("locks", 3, "action"),
    "area unknown": code("schools", 2, "area", "rural", "urban, township, mountain, 城区, 乡镇, 山区"),
    "area capitalised": code("schools", 2, "area", "Urban", "urban, township, mountain, 城区, 乡镇, 山区"),
    "sex unknown": code("teachers", 2, "sex", "M", "male, female, 男, 女"),
    "post type unknown": code("teachers", 2, "post_type", "cook", "professional, worker, 专业技术, 工勤"),
    "title unknown": code("teachers", 2, "title", "特级", "正高级, 高级, 一级, 二级, 三级, 正高级讲师, 高级讲师, 讲师"),
    "degree unknown": code("teachers", 2, "degree", "高中", "博士, 硕士, 本科, 专科, 其他"),
    "backbone unknown": code(
        "teachers",
        2,
        "backbone",
        "province",
        "none, school, district, city, national, 无, 校级, 区级, 市级, 国家级",
    ),
    "eligible unknown": code("teachers", 2, "eligible", "1", "yes, no, 是, 否"),
    "lock action unknown": code("locks", 3, "action", "keep", "stay, move, forbid, 留任, 调往, 不去"),
    "headcount negative": cell(
        "schools", 2, "authorised_headcount", "-1", "-1 is negative.", "Write zero or a positive number."
    ),
    "headcount not whole": cell("schools", 2, "authorised_headcount", "20.5", no_number("20.5"), WHOLE),
    "senior posts in words": cell("schools", 2, "senior_posts", "five", no_number("five"), WHOLE),
    "students with separators": cell(
        "units",
        2,
        "students",
        "1,200",
        "“1,200” has separators between its digits.",
        "Write it without them: 1200.",
    ),
    "students with an exponent": cell(
        "units",
        2,
        "students",
        "1E+3",
        "“1E+3” is written with an exponent.",
        "Write the number in plain digits.",
    ),
    "students in full-width digits": cell(
        "units",
        2,
        "students",
        "１２",
        "“１２” is written with full-width characters.",
        "Write it with ordinary digits: 12.",
    ),
    "students beyond any district": cell(
        "units",
        2,
        "students",
        "1234567890",
        "1234567890 is too large.",
        "Check the number; at most 9 digits before the decimal point are read.",
    ),
    "required with three decimals": cell(
        "demand", 2, "required", "1.255", "1.255 has more than two decimals.", "Round it to two decimals."
    ),
    "required negative": cell("demand", 2, "required", "-0.5", "-0.5 is negative.", "Write zero or a positive number."),
    "required not a number": cell("demand", 2, "required", "NaN", no_number("NaN"), DECIMAL),
    "required infinite": cell("demand", 2, "required", "inf", no_number("inf"), DECIMAL),
    "required without a leading digit": cell("demand", 2, "required", ".5", no_number(".5"), DECIMAL),
    "fte zero": cell(
        "teachers",
        2,
        "fte",
        "0",
        "0 is not between 0.01 and 1.00.",
        "Write a number from 0.01 to 1.00.",
    ),
    "fte above one": cell(
        "teachers",
        2,
        "fte",
        "1.01",
        "1.01 is not between 0.01 and 1.00.",
        "Write a number from 0.01 to 1.00.",
    ),
    "fte with three decimals": cell(
        "teachers", 2, "fte", "0.333", "0.333 has more than two decimals.", "Round it to two decimals."
    ),
    "mountain years in words": cell(
        "teachers", 2, "mountain_years", "two", no_number("two"), "Write the years as a number, such as 1.5."
    ),
    "rank zero": cell("preferences", 2, "rank", "0", "0 is not between 1 and 5.", "Write a number from 1 to 5."),
    "rank six": cell("preferences", 2, "rank", "6", "6 is not between 1 and 5.", "Write a number from 1 to 5."),
    "minutes negative": cell("travel", 2, "minutes", "-5", "-5 is negative.", "Write zero or a positive number."),
    "minutes with decimals": cell("travel", 2, "minutes", "12.0", no_number("12.0"), WHOLE),
    "birth month a day": cell("teachers", 2, "birth_month", "1985-01-15", "“1985-01-15” is not a month.", MONTH),
    "birth month thirteenth": cell("teachers", 2, "birth_month", "1985-13", "“1985-13” is not a month.", MONTH),
    "joined month with a slash": cell("teachers", 2, "joined_school", "2015/9", "“2015/9” is not a month.", MONTH),
    "retirement month a year": cell("teachers", 2, "retirement_month", "2048", "“2048” is not a month.", MONTH),
    "longitude out of range": cell(
        "schools",
        2,
        "longitude",
        "180.5",
        "180.5 degrees is outside −180 to 180.",
        "Check the coordinate; longitude and latitude may have been exchanged.",
    ),
    "latitude exchanged with longitude": cell(
        "teachers",
        2,
        "latitude",
        "116.11",
        "116.11 degrees is outside −90 to 90.",
        "Check the coordinate; longitude and latitude may have been exchanged.",
    ),
    "longitude in degrees and minutes": cell(
        "schools",
        2,
        "longitude",
        "116°10′",
        no_number("116°10′"),
        "Write decimal degrees, such as 116.391, without a degree sign or letters.",
    ),
    "subject with an invisible character": cell(
        "teachers",
        2,
        "subject",
        "语\u200b文",
        "“语\u200b文” contains the invisible character U+200B.",
        "Delete the cell and type the value again.",
    ),
}
