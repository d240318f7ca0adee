"""Rendering, flashes and paging: the small vocabulary every view uses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode, urlsplit

from flask import flash as _flash
from flask import redirect, render_template, request
from sqlalchemy import Select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.db import total
from core.web.language import text
from policy.messages import Message

Item = TypeVar("Item")
PAGE_SIZES = (20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a longer list: `number` counts from one."""

    items: Sequence[Item]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place of the first shown item, zero where nothing is shown."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The place of the last shown item."""
        return self.first + len(self.items) - 1 if self.items else 0

    def map(self, make: Callable[[Item], Any]) -> "Page[Any]":
        """Return the same page with its items made into something else."""
        return Page([make(item) for item in self.items], self.total, self.number, self.size)


@dataclass(frozen=True, slots=True)
class PageWish:
    """Which page the address asks for."""

    number: int = 1
    size: int = PAGE_SIZES[1]


def page_wish() -> PageWish:
    """Read `page` and `size` from the address; nonsense becomes the first page of the usual size."""
    number = request.args.get("page", "")
    size = request.args.get("size", "")
    wanted = next((one for one in PAGE_SIZES if size == str(one)), PAGE_SIZES[1])
    return PageWish(max(1, int(number)) if number.isdecimal() and len(number) <= 6 else 1, wanted)


def paginate(tx: Session, rows: Select[Any], wish: PageWish, *, scalars: bool = True) -> Page[Any]:
    """Return one page of a selection; a page beyond the end becomes the last one."""
    count = total(tx, rows)
    last = max(1, -(-count // wish.size))
    number = min(wish.number, last)
    found = tx.execute(rows.limit(wish.size).offset((number - 1) * wish.size))
    items = found.unique().scalars().all() if scalars else found.all()
    return Page(items, count, number, wish.size)


def render(template: str, **context: Any) -> str:
    """Render a page."""
    return render_template(template, **context)


def flash_done(message: Message) -> None:
    """Tell on the next page what was done."""
    _flash(text(message), "ok")


def flash_warning(message: Message) -> None:
    """Tell on the next page what needs attention."""
    _flash(text(message), "warn")


def flash_bad(message: Message) -> None:
    """Tell on the next page what was refused."""
    _flash(text(message), "bad")


def go(address: str) -> Response:
    """Send the reader on after a write; a script that sent the form is told the address and goes there itself.

    A redirect it would follow unseen, and what the next page has to tell would be told to nobody.
    """
    if request.headers.get("X-Sent-By") == "script":
        return Response(status=204, headers={"Location": address})
    return redirect(address, code=303)


def own_path(address: str | None, fallback: str) -> str:
    """Return an address only where it is a path of this site: a redirect must not lead away."""
    if address and address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address:
        return address
    return fallback


def came_from(place: str) -> str:
    """Return the address under a path the reader came from, filters and all; the path itself where they did not."""
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host or before.path != place:
        return place
    return place + (f"?{before.query}" if before.query else "")


def filtered(address: str) -> str:
    """Return another address with the filters of this page: what its reader chose can name any argument, and must not
    become one of `url_for`.
    """
    query = urlencode(request.args.to_dict(flat=False), doseq=True)
    return address + (f"?{query}" if query else "")


def address_with(**changes: object) -> str:
    """Return the present address with some arguments changed (None removes): filters, sorting, pages."""
    arguments = request.args.to_dict(flat=False)
    for name, value in changes.items():
        if value is None or value == "":
            arguments.pop(name, None)
        else:
            arguments[name] = [str(value)]
    query = urlencode(arguments, doseq=True)
    return request.path + (f"?{query}" if query else "")
