"""Progress of a search on standard error: one live line per line of the order, or plain lines where nobody looks."""

import shutil
import time
from typing import TextIO

from app.cli.width import cut, fitted, left, width
from app.cli.words import amount
from optimizer.problem import Problem
from optimizer.report.words import LINES
from optimizer.solution import Progress
from policy.messages import Message, Translate, say

_EVERY_SECONDS = 1.0


class ProgressLines:
    """Shows each step: on a terminal in place, elsewhere as a new line at most once a second for each line.

    A line that comes up again as it was shown before is passed over.
    """

    def __init__(self, stream: TextIO, translate: Translate, *, live: bool | None = None) -> None:
        self._stream = stream
        self._translate = translate
        self._live = stream.isatty() if live is None else live
        self._line = ""
        self._shown_width = 0
        self._shown_at = 0.0
        self._waiting: Progress | None = None
        self._known: dict[str, tuple[int | None, int | None]] = {}
        self._began = self._ticked = time.monotonic()

    def begin(self, problem: Problem, time_limit: float) -> None:
        """Say what is searched, how long at most, and how to end it: the first find may take a while."""
        size = {"teachers": len(problem.teachers), "schools": len(problem.schools), "seconds": f"{time_limit:,g}"}
        text = say(
            "{teachers:,} teachers, {schools:,} schools; {seconds} s at most, Ctrl-C keeps the best plan so far.",
            **size,
        )
        self._stream.write(fitted(text.text(self._translate), self._stream) + "\n")
        self._stream.flush()
        self._began = time.monotonic()

    def wait(self) -> None:
        """Let the seconds run on a terminal while the search has nothing to say."""
        now = time.monotonic()
        if not self._live or now - self._ticked < _EVERY_SECONDS:
            return
        self._ticked = now
        found, bound = self._known.get(self._line, (None, None))
        if self._line and (bound is None or _is_proven(found, bound)):
            self.finish()
        seconds = now - self._began
        if self._line:
            self._rewrite(self._text(Progress(self._line, found, bound, seconds)))
        else:
            facts = {"seconds": f"{seconds:,.0f}"}
            text = say("searching, {seconds} s", **facts) if self._known else say("preparing, {seconds} s", **facts)
            self._rewrite(text.text(self._translate))

    def __call__(self, step: Progress) -> None:
        """Show one step."""
        state = (step.incumbent, step.bound)
        if self._known.get(step.line) == state and not (self._live and step.line == self._line):
            return
        if step.line != self._line:
            self._leave()
            self._line, self._shown_at = step.line, step.seconds - _EVERY_SECONDS
        self._known[step.line] = state
        self._began = time.monotonic() - step.seconds
        if self._live:
            self._rewrite(self._text(step))
        elif step.seconds - self._shown_at >= _EVERY_SECONDS:
            self._write_line(step)
        else:
            self._waiting = step

    def finish(self) -> None:
        """Leave what was shown last and go on below it; a mere clock is wiped out."""
        if self._live and not self._line and self._shown_width:
            self._stream.write("\r" + " " * self._shown_width + "\r")
        self._leave()
        self._shown_width = 0

    def _leave(self) -> None:
        """End the line that is shown; what stands there of a clock is written over."""
        if self._live and self._line:
            self._stream.write("\n")
            self._shown_width = 0
        elif self._waiting is not None:
            self._write_line(self._waiting)
        self._line = ""
        self._stream.flush()

    def _rewrite(self, text: str) -> None:
        """Write over the line that stands there, all of it."""
        text = cut(text, shutil.get_terminal_size().columns - 1)
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
    seconds = f"{step.seconds:,.1f}"
    if step.incumbent is None:
        facts = {"line": LINES[step.line], "bound": amount(step.line, step.bound), "seconds": seconds}
        return say("{line}: no plan yet, bound {bound}, {seconds} s", **facts)
    return say(
        "{line}: {found}, bound {bound}, {gap}, {seconds} s",
        line=LINES[step.line],
        found=amount(step.line, step.incumbent),
        bound=amount(step.line, step.bound),
        gap=_gap_words(step.incumbent, step.bound),
        seconds=seconds,
    )


def _is_proven(found: int | None, bound: int | None) -> bool:
    """Whether what was found has reached its bound."""
    return found is not None and bound is not None and found <= bound


def _gap_words(found: int | None, bound: int | None) -> Message:
    """How far what was found may still be from the best."""
    if found is None or bound is None:
        return say("distance not known")
    if _is_proven(found, bound):
        return say("proven best")
    return say("{percent}% from the bound", percent=f"{100 * (found - bound) / max(1, abs(found)):,.2f}")
