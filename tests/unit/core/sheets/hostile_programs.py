"""Files of other programs, and CSV files that are none."""

import io
import zipfile

from tests.unit.core.sheets.corpus import MB, XML, Made, case, with_entry
from tests.unit.core.sheets.samples import csv_file


@case
def a_macro_workbook_renamed() -> bytes:
    return with_entry("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macro")


@case
def a_sheet_of_old_macros() -> bytes:
    return with_entry("xl/macrosheets/sheet1.xml", b"<macrosheet/>")


@case
def an_encrypted_workbook() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")


@case
def an_old_workbook() -> Made:
    return "file.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000


@case
def a_binary_workbook() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\0")
    return target.getvalue()


@case
def an_open_document() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    return target.getvalue()


@case
def a_text_document() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return target.getvalue()


@case
def a_web_page_renamed() -> bytes:
    return b"<html><body><table><tr><td>1</td></tr></table></body></html>"


@case
def a_web_page_as_csv() -> Made:
    return "file.csv", b"\xef\xbb\xbf<!DOCTYPE html><table></table>"


@case
def an_xml_table_renamed() -> bytes:
    return XML + b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


@case
def a_picture_renamed() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0" * 100


@case
def a_pdf_renamed() -> bytes:
    return b"%PDF-1.7\n" + b"\0" * 100


@case
def csv_named_xlsx() -> bytes:
    return csv_file([["工号", "姓名"], ["1", "A"]])


@case
def csv_in_utf_16() -> Made:
    return "file.csv", "工号\t姓名\r\n1\tA".encode("utf-16")


@case
def csv_with_zero_bytes() -> Made:
    return "file.csv", "工号,姓名\r\n1,A\0B".encode()


@case
def csv_in_no_encoding() -> Made:
    return "file.csv", "工号,姓名\r\n1,".encode() + b"\xff\xff\x80\xff"


@case
def csv_with_an_open_quote() -> Made:
    return "file.csv", '工号,姓名\r\n1,"A\r\n2,B'.encode()


@case
def csv_of_one_endless_line() -> Made:
    return "file.csv", b"x" * (15 * MB)


@case
def csv_of_too_many_columns() -> Made:
    return "file.csv", ("工号,姓名" + ",x" * 500 + "\r\n1,A").encode()


@case
def csv_of_too_many_rows() -> Made:
    return "file.csv", "工号,姓名\r\n".encode() + b"1,A\r\n" * 61_000


@case
def csv_with_a_huge_cell() -> Made:
    return "file.csv", "工号,姓名\r\n1,".encode() + b"y" * 40_000


@case
def csv_in_another_script() -> Made:
    return "file.csv", "職員番号,氏名\r\n1,山田".encode("shift_jis")
