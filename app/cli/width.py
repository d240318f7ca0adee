"""Text on a terminal, where a Chinese character takes two columns."""

import re
import shutil
import unicodedata
from typing import TextIO

_WIDE = {"W", "F"}
_HANGING = "  "
_CLOSING = "，。；：、）”’》"
# What stays together: a word with the spaces after it, or a Chinese character with the mark that closes it.
_PIECES = re.compile(rf"[\u2e80-\uffef][{_CLOSING}]*|[^\s\u2e80-\uffef]+[{_CLOSING}]*\s*|\s+")


def width(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(_columns(character) for character in text)


def left(text: str, columns: int) -> str:
    """Pad a text with spaces on the right."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """Pad a text with spaces on the left."""
    return " " * (columns - width(text)) + text


def cut(text: str, columns: int) -> str:
    """Cut a text so that it takes no more than so many columns, with … where something is left out."""
    if width(text) <= columns:
        return text
    kept = ""
    for character in text:
        if width(kept) + _columns(character) > columns - 1:
            break
        kept += character
    return kept + "…"


def fitted(line: str, stream: TextIO) -> str:
    """Fold a line where a terminal would break it inside a word; files and pipes get it as it is."""
    return folded(line, shutil.get_terminal_size().columns) if stream.isatty() else line


def folded(line: str, columns: int) -> str:
    """Fold a line at spaces and between Chinese characters, the rest indented below."""
    indent = " " * (len(line) - len(line.lstrip()))
    rows = [indent]
    for piece in _PIECES.findall(line.strip()):
        if rows[-1].strip() and width(rows[-1] + piece.rstrip()) > columns:
            rows.append(indent + _HANGING)
        rows[-1] += piece
    return "\n".join(row.rstrip() for row in rows)


def aligned(rows: list[list[str]], numbers: frozenset[int] = frozenset()) -> list[str]:
    """Lay rows out in columns two spaces apart; `numbers` names the columns that are aligned to the right."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_aligned(row, widths, numbers)).rstrip() for row in rows]


def _aligned(row: list[str], widths: list[int], numbers: frozenset[int]) -> list[str]:
    """Pad the cells of one row."""
    return [
        right(cell, columns) if index in numbers else left(cell, columns)
        for index, (cell, columns) in enumerate(zip(row, widths, strict=True))
    ]


def _columns(character: str) -> int:
    """Columns of one character: none for marks that sit on the one before."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1
