"""Sound archives with hostile XML, and sheets that reach too far or contradict themselves."""

import io
import zipfile

import xlsxwriter

from tests.unit.core.sheets.corpus import (
    GOOD,
    HEAD,
    MAIN,
    MB,
    RELATIONS,
    ROW,
    SHEET,
    STRINGS,
    WORKBOOK,
    XML,
    case,
    inline,
    part,
    sheet_of,
)
from tests.unit.core.sheets.samples import HEADERS, edited, replaced, xlsx


def doctype(content: bytes) -> bytes:
    """The sheet with a document type before it."""
    sheet = zipfile.ZipFile(io.BytesIO(GOOD)).read(SHEET)
    return part(SHEET, sheet.replace(b"<worksheet", content + b"<worksheet", 1))


@case
def an_entity_from_the_disk() -> bytes:
    return doctype(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')


@case
def an_entity_from_the_network() -> bytes:
    return doctype(b'<!DOCTYPE x [<!ENTITY e SYSTEM "ftp://127.0.0.1:9/x">]>')


@case
def an_external_document_type() -> bytes:
    return doctype(b'<!DOCTYPE x SYSTEM "file:///dev/random">')


@case
def a_billion_laughs() -> bytes:
    lines = b"".join(b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 12))
    return doctype(b'<!DOCTYPE x [<!ENTITY l0 "lol">' + lines + b"]>")


@case
def a_quadratic_entity() -> bytes:
    return doctype(b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100_000 + b'">]>')


@case
def entities_in_the_shared_strings() -> bytes:
    return part(STRINGS, XML + b'<!DOCTYPE x [<!ENTITY e "boo">]><sst ' + MAIN + b"><si><t>&e;</t></si></sst>")


@case
def entities_in_the_workbook() -> bytes:
    return replaced(GOOD, WORKBOOK, b"<workbook", b'<!DOCTYPE x [<!ENTITY e "boo">]><workbook')


@case
def entities_in_the_relations() -> bytes:
    return replaced(GOOD, RELATIONS, b"<Relationships", b'<!DOCTYPE x [<!ENTITY e "boo">]><Relationships')


@case
def endless_nesting() -> bytes:
    return sheet_of(HEAD + ROW + b"<x>" * 300_000)


@case
def an_endless_attribute() -> bytes:
    noise = bytes(33 + (number * 7919) % 26 + 32 for number in range(MB)) * 8
    return sheet_of(HEAD + b'<row r="2" x="' + noise + b'"></row>')


@case
def a_sheet_that_is_no_xml() -> bytes:
    return part(SHEET, b"\x00\x01\x02 this is no XML")


@case
def a_sheet_cut_off() -> bytes:
    return part(SHEET, zipfile.ZipFile(io.BytesIO(GOOD)).read(SHEET)[:300])


@case
def a_workbook_without_sheets() -> bytes:
    return replaced(GOOD, WORKBOOK, b"<sheets>.*</sheets>", b"<sheets></sheets>")


@case
def a_sheet_that_is_not_there() -> bytes:
    return replaced(GOOD, RELATIONS, b"worksheets/sheet1", b"worksheets/sheet7")


@case
def a_workbook_without_relations() -> bytes:
    return edited(GOOD, lambda name, content: None if name == RELATIONS else content)


@case
def a_relation_that_climbs() -> bytes:
    return replaced(GOOD, RELATIONS, b"worksheets/sheet1.xml", b"../../../etc/passwd")


@case
def shared_strings_that_are_gone() -> bytes:
    return edited(GOOD, lambda name, content: None if name == STRINGS else content)


@case
def a_shared_string_beyond_the_end() -> bytes:
    return sheet_of(HEAD + b'<row r="2"><c r="A2" t="s"><v>999999999</v></c></row>')


@case
def an_unknown_encoding() -> bytes:
    return part(SHEET, b'<?xml version="1.0" encoding="martian"?><worksheet/>')


@case
def a_cell_in_the_far_corner() -> bytes:
    return sheet_of(HEAD + ROW + b'<row r="1048576">' + inline("XFD1048576", "x") + b"</row>")


@case
def an_error_in_the_far_corner() -> bytes:
    return sheet_of(HEAD + ROW + b'<row r="1048576"><c r="XFD1048576" t="e"/></row>')


@case
def a_cell_in_the_last_row() -> bytes:
    return sheet_of(HEAD + ROW + b'<row r="1048576">' + inline("A1048576", "x") + b"</row>")


@case
def a_cell_in_the_last_column() -> bytes:
    return sheet_of(HEAD + b'<row r="2">' + inline("XFD2", "x") + b"</row>")


@case
def a_cell_beyond_the_sheet() -> bytes:
    return sheet_of(HEAD + b'<row r="2">' + inline("ZZZ99999999", "x") + b"</row>")


@case
def a_row_of_zero() -> bytes:
    return sheet_of(HEAD + b'<row r="0">' + inline("A0", "x") + b"</row>")


@case
def cells_that_contradict_their_row() -> bytes:
    return sheet_of(HEAD + b'<row r="2">' + inline("A9", "x") + b"</row>")


@case
def cells_in_two_places_at_once() -> bytes:
    return sheet_of(HEAD + b'<row r="2">' + inline("A2", "1") + inline("A2", "2") + b"</row>")


@case
def rows_backwards() -> bytes:
    return sheet_of(HEAD + b'<row r="3">' + inline("A3", "1") + b'</row><row r="2">' + inline("A2", "2") + b"</row>")


@case
def a_huge_inline_cell() -> bytes:
    return sheet_of(HEAD + b'<row r="2">' + inline("A2", "x" * (9 * MB)) + b"</row>")


@case
def a_huge_shared_string() -> bytes:
    return part(STRINGS, XML + b"<sst " + MAIN + b"><si><t>" + b"x" * (9 * MB) + b"</t></si></sst>")


@case
def a_huge_formula_result() -> bytes:
    return sheet_of(HEAD + b'<row r="2"><c r="A2" t="str"><f>A1</f><v>' + b"x" * (5 * MB) + b"</v></c></row>")


@case
def a_million_rows() -> bytes:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(2, 400_000))
    return sheet_of(HEAD + rows)


@case
def millions_of_empty_cells() -> bytes:
    row = b"".join(b'<c s="1" t="n"/>' for _ in range(400_000))
    return sheet_of(b"<row>" + row + b"</row>" + (b"<row>" + row + b"</row>") * 8)


@case
def rows_after_a_long_gap() -> bytes:
    return sheet_of(HEAD + ROW + b'<row r="900">' + inline("A900", "9") + inline("B900", "Z") + b"</row>")


@case
def no_rows_at_all() -> bytes:
    return xlsx([])


@case
def a_header_without_rows() -> bytes:
    return xlsx([HEADERS])


@case
def no_known_header() -> bytes:
    return xlsx([["foo", "bar"], ["1", "2"]])


@case
def a_required_column_missing() -> bytes:
    return xlsx([["工号"], ["1"]])


@case
def one_header_twice() -> bytes:
    return xlsx([["工号", "姓名", "Full name"], ["1", "A", "B"]])


@case
def several_sheets_of_no_known_name() -> bytes:
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target)
    for name in ("one", "two"):
        workbook.add_worksheet(name).write_row(0, 0, HEADERS)
    workbook.close()
    return target.getvalue()
