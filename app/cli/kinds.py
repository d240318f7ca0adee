"""What an option may be given, refused in the reader's own language."""

import os
from pathlib import Path
from typing import Any

import click

from app.cli.speech import Speech
from policy.messages import say


class Whole(click.ParamType[int]):
    """A whole number not below a least one."""

    name = "whole"

    def __init__(self, speech: Speech, least: int) -> None:
        self._speech = speech
        self._least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the number, or refuse it."""
        try:
            number = int(str(value))
        except ValueError:
            number = self._least - 1
        if number < self._least:
            facts = {"value": value, "least": self._least}
            self.fail(self._speech(say("“{value}” is not a whole number of at least {least}", **facts)), param, ctx)
        return number


class Seconds(click.ParamType[float]):
    """A time in seconds, more than none."""

    name = "seconds"

    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read the seconds, or refuse them."""
        try:
            seconds = float(str(value))
        except ValueError:
            seconds = 0.0
        if not 0 < seconds < float("inf"):
            self.fail(self._speech(say("“{value}” is not a number of seconds above zero", value=value)), param, ctx)
        return seconds


class Existing(click.ParamType[Path]):
    """A file or folder that is there."""

    name = "path"

    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Take the path if it exists."""
        path = Path(str(value))
        if not path.exists():
            self.fail(self._speech(say("there is no {path}", path=path)), param, ctx)
        return path


class Folder(click.ParamType[Path]):
    """A folder to write into: one that is there, or can be made; asked before a long search, not after it."""

    name = "folder"

    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Take the path unless a file stands there."""
        path = Path(str(value))
        if path.exists() and not path.is_dir():
            self.fail(self._speech(say("{path} is a file, a folder is needed", path=path)), param, ctx)
        if not os.access(next(folder for folder in (path, *path.absolute().parents) if folder.exists()), os.W_OK):
            self.fail(self._speech(say("{path} cannot be written to", path=path)), param, ctx)
        return path


class OneOf(click.ParamType[str]):
    """One of a few words."""

    name = "word"

    def __init__(self, speech: Speech, words: tuple[str, ...]) -> None:
        self._speech = speech
        self._words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take the word if it is one of them."""
        if value not in self._words:
            allowed = ", ".join(self._words)
            self.fail(self._speech(say("“{value}” is none of {allowed}", value=value, allowed=allowed)), param, ctx)
        return str(value)
