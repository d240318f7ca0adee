"""Text that a spreadsheet would run: a quote before it on the way out, taken off again on the way in.

Both ways are exact opposites, also for text that begins with a quote itself.
"""

import re

_DANGEROUS = re.compile(r"'*(?:[\s\ufeff]*[=+\-@＝＋－＠]|[\t\r\n\x00])")
_QUOTED_DIGIT = re.compile(r"'+\d")
_GUARDED = re.compile(r"'+(?:[\s\ufeff]*[=+\-@＝＋－＠\d]|[\t\r\n\x00])")
_FRAGILE = re.compile(r"0\d+|\d{12,}", re.ASCII)  # a spreadsheet opening a CSV drops the zero, or the last digits


def guarded(text: str, *, code: bool = False) -> str:
    """Return text that no spreadsheet takes for a formula; `code` also keeps long digits of a CSV from being cut."""
    if _DANGEROUS.match(text) or _QUOTED_DIGIT.match(text) or (code and _FRAGILE.fullmatch(text)):
        return f"'{text}"
    return text


def unguarded(text: str) -> str:
    """Return the text a guard was put before."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text
