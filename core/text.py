"""Text as it is kept: one normal form, no invisible characters, and a key to find people by."""

import unicodedata

from core.errors import Invalid
from policy.messages import say

_FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def clean(text: str, *, field: str = "", lines: bool = False) -> str:
    """Return the text trimmed and in NFC; line breaks are kept only where `lines` says so.

    Raises `Invalid` for control, zero-width and direction characters: they hide what a name is.
    """
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    for character in normal:
        if lines and character in "\n\t":
            continue
        if unicodedata.category(character) in _FORBIDDEN:
            raise Invalid(
                say("There is an invisible character in this text (U+{code}).", code=f"{ord(character):04X}"),
                say("Delete the text and type it by hand."),
                field=field,
            )
    return normal


def escaped_like(term: str) -> str:
    r"""Return a search term with the wildcards of LIKE made literal (escape character `\`)."""
    return term.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
