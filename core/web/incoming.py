"""What a request carries, before any view reads it: control characters mean nothing to people and break databases."""

import unicodedata
from typing import Any

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

from core.errors import NotFound

LINES = "\n\r\t"
"""What texts of several lines are made of."""


class CleanRequest(Request):
    """A request whose arguments, form fields and file names hold no control characters."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The arguments of the address: one line each."""
        return _swept(super().args, lines=False)

    def _load_form_data(self) -> None:
        """Read the form; its texts keep their line breaks, and nothing else that cannot be seen."""
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        self.__dict__["form"] = _swept(self.form, lines=True)
        for file in (file for files in self.files.listvalues() for file in files):
            if file.filename:
                file.filename = without_controls(file.filename, lines=False)


def without_controls(text: str, *, lines: bool) -> str:
    """Return a text without its control characters; line breaks and tabs stay, or become spaces."""
    if not any(unicodedata.category(mark) == "Cc" for mark in text):
        return text
    kept = LINES if lines else ""
    spaced = text if lines else text.translate(dict.fromkeys(map(ord, LINES), " "))
    return "".join(mark for mark in spaced if mark in kept or unicodedata.category(mark) != "Cc")


def sweep(app: Flask) -> None:
    """Let a site read clean requests only; an address with a control character in its path is nobody's."""
    app.request_class = CleanRequest

    @app.before_request
    def refuse_paths() -> None:
        if request.path != without_controls(request.path, lines=False):
            raise NotFound


def _swept(values: MultiDict[str, str], *, lines: bool) -> ImmutableMultiDict[str, str]:
    pairs: list[tuple[Any, Any]] = [
        (without_controls(name, lines=False), without_controls(value, lines=lines))
        for name, value in values.items(multi=True)
    ]
    return ImmutableMultiDict(pairs)
