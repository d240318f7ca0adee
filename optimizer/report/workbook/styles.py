"""How the workbook looks: the light colours of the design tokens, Song for titles, Hei for work."""

from functools import cache
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

INK = "#17201E"
INK_2 = "#44514D"
INK_3 = "#596662"
HAIRLINE = "#DBE2DF"
RULE = "#B7C3BF"
TINT = "#F6F8F7"
PRIMARY = "#16566B"
OK = "#1A6B45"
WARN = "#785200"
WARN_TINT = "#F9EFD8"
BAD = "#A82B20"

SONG = "宋体"
HEI = "微软雅黑"

WHOLE = "#,##0;−#,##0"
TWO_PLACES = "#,##0.00;−#,##0.00"
FOUR_PLACES = "0.0000"
MET = '#,##0"√"'

_BODY: dict[str, Any] = {"bottom": 1, "bottom_color": HAIRLINE, "valign": "vcenter", "font_color": INK}
_TEXT = _BODY | {"indent": 1}
"""Text keeps off a number that ends right before it."""

_HEAD: dict[str, Any] = {
    "bold": True,
    "bg_color": TINT,
    "font_color": INK_2,
    "top": 1,
    "top_color": RULE,
    "bottom": 1,
    "bottom_color": RULE,
    "valign": "vcenter",
    "text_wrap": True,
}

_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": SONG, "font_size": 22, "bold": True, "font_color": INK, "valign": "vcenter"},
    "sheet-title": {"font_name": SONG, "font_size": 16, "bold": True, "font_color": INK, "valign": "vcenter"},
    "situation": {"font_size": 12, "font_color": INK, "valign": "vcenter", "text_wrap": True},
    "note": {"font_size": 9, "font_color": INK_3, "valign": "top", "text_wrap": True},
    "section": {
        "font_size": 12,
        "bold": True,
        "font_color": INK,
        "left": 5,
        "left_color": PRIMARY,
        "indent": 1,
        "valign": "vcenter",
    },
    "head": _HEAD | {"indent": 1},
    "head-number": _HEAD | {"align": "right"},
    "head-group": _HEAD | {"align": "center"},
    "text": _TEXT,
    "wrapped": _TEXT | {"text_wrap": True},
    "strong": _TEXT | {"bold": True, "text_wrap": True},
    "quiet": _TEXT | {"font_color": INK_3},
    "right": _BODY | {"align": "right"},
    "whole": _BODY | {"num_format": WHOLE, "align": "right"},
    "two-places": _BODY | {"num_format": TWO_PLACES, "align": "right"},
    "four-places": _BODY | {"num_format": FOUR_PLACES, "align": "right"},
    "figure": _BODY | {"num_format": WHOLE, "align": "right", "bold": True, "font_color": PRIMARY},
    "figure-two-places": _BODY | {"num_format": TWO_PLACES, "align": "right", "bold": True, "font_color": PRIMARY},
    "met": _BODY | {"num_format": MET, "align": "right", "font_color": OK},
    "unmet": _BODY | {"num_format": WHOLE, "align": "right", "font_color": WARN, "bg_color": WARN_TINT},
    "ok": _TEXT | {"font_color": OK, "bold": True},
    "warn": _TEXT | {"font_color": WARN, "bold": True},
    "bad": _TEXT | {"font_color": BAD, "bold": True},
    "total": _TEXT | {"bold": True, "top": 1, "top_color": RULE},
    "total-whole": _BODY | {"bold": True, "top": 1, "top_color": RULE, "num_format": WHOLE, "align": "right"},
    "total-two-places": _BODY | {"bold": True, "top": 1, "top_color": RULE, "num_format": TWO_PLACES, "align": "right"},
    "urban": _TEXT | {"font_color": "#2C54A0"},
    "township": _TEXT | {"font_color": "#B0651A"},
    "mountain": _TEXT | {"font_color": "#1F8A6D"},
    "total-right": _BODY | {"top": 1, "top_color": RULE, "align": "right", "font_color": INK_3, "font_size": 8},
    "caption": {"font_color": INK_2, "valign": "bottom", "align": "right"},
    "signature": {"font_color": INK_2, "bottom": 1, "bottom_color": INK_3, "valign": "bottom"},
}


class Styles:
    """The named formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self.named = cache(self._make)

    def __getitem__(self, name: str) -> Format:
        return self.named(name)

    def _make(self, name: str) -> Format:
        """Make the format a name stands for."""
        return self._book.add_format({"font_name": HEI, "font_size": 10} | _STYLES[name])
