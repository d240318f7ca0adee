"""Progress of a search on standard error: one live line per line of the order, or plain lines where nobody looks."""

import shutil
from collections.abc import Callable
from typing import TextIO

from app.cli.width import cut, left, width
from app.cli.words import amount
from optimizer.report.words import LINES
from optimizer.solution import Progress
from policy.messages import Message, Translate, say

_EVERY_SECONDS = 1.0

Show = Callable[[Progress], None]


class ProgressLines:
    """Shows each step: on a terminal in place, elsewhere as a new line at most once a second for each line."""

    def __init__(self, stream: TextIO, translate: Translate, *, live: bool | None = None) -> None:
        self._stream = stream
        self._translate = translate
        self._live = stream.isatty() if live is None else live
        self._line = ""
        self._shown_width = 0
        self._shown_at = 0.0
        self._waiting: Progress | None = None

    def __call__(self, step: Progress) -> None:
        """Show one step."""
        if step.line != self._line:
            self.finish()
            self._line, self._shown_at = step.line, step.seconds - _EVERY_SECONDS
        if self._live:
            self._rewrite(step)
        elif step.seconds - self._shown_at >= _EVERY_SECONDS:
            self._write_line(step)
        else:
            self._waiting = step

    def finish(self) -> None:
        """Leave what was shown last and go on below it."""
        if self._live and self._line:
            self._stream.write("\n")
        elif self._waiting is not None:
            self._write_line(self._waiting)
        self._line, self._shown_width = "", 0
        self._stream.flush()

    def _rewrite(self, step: Progress) -> None:
        """Write over the line that stands there, all of it."""
        text = cut(self._text(step), shutil.get_terminal_size().columns - 1)
        self._stream.write("\r" + left(text, self._shown_width))
        self._stream.flush()
        self._shown_width = width(text)

    def _write_line(self, step: Progress) -> None:
        """Write a line of its own."""
        self._stream.write(self._text(step) + "\n")
        self._stream.flush()
        self._shown_at, self._waiting = step.seconds, None

    def _text(self, step: Progress) -> str:
        """One step as a sentence."""
        return progress_words(step).text(self._translate)


def progress_words(step: Progress) -> Message:
    """A step as people read it: the line, what was found, the bound, the distance, the time."""
    return say(
        "{line}: found {found}, bound {bound}, {gap}, {seconds} s",
        line=LINES[step.line],
        found=amount(step.line, step.incumbent),
        bound=amount(step.line, step.bound),
        gap=_gap_words(step.incumbent, step.bound),
        seconds=f"{step.seconds:,.1f}",
    )


def _gap_words(found: int | None, bound: int | None) -> Message:
    """How far what was found may still be from the best."""
    if found is None or bound is None:
        return say("distance not known")
    if found <= bound:
        return say("proven best")
    return say("{percent}% from the bound", percent=f"{100 * (found - bound) / max(1, abs(found)):,.2f}")
