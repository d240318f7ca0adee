"""How the views of rotation answer: a verb in its transaction, a form shown again, a file, values of the address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from flask import request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts.identity import Identity, signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading, transaction
from core.enums import LabelledEnum
from core.web.forms import Form, Refused
from core.web.pages import Page, PageWish, flash_done, go, render
from policy.messages import Message
from policy.vocabulary import Area, Stage
from teachers.models import School
from teachers.queries import visible_schools

Result = TypeVar("Result")
Kind = TypeVar("Kind", Stage, Area, LabelledEnum)
Shown = str | tuple[str, int]
Answer = Shown | Response
UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """A verb that went through, with what it returned."""

    value: Result


def attempt(form: Form, deed: Callable[[Session], Result]) -> Done[Result] | None:
    """Do what a sent form asks for in one transaction; None where it was not sent, or the form says why not."""
    if not form.was_sent:
        return None
    try:
        with form.collects_errors(), transaction() as tx:
            return Done(deed(tx))
    except Refused:
        return None


def do(verb: Callable[..., Result], *subject: Any, **details: Any) -> Result:
    """Do a verb in one transaction, by the reader and today; what it refuses becomes the page of that refusal."""
    with transaction() as tx:
        return verb(tx, *subject, by=signed_in(), on=today(), **details)


def shown(template: str, form: Form, **context: Any) -> Shown:
    """Render a page with a form: unprocessable where the form was sent and something in it is wrong."""
    page = render(template, form=form, **context)
    return (page, UNPROCESSABLE) if form.errors or form.form_errors else page


def done(message: Message, endpoint: str, **values: Any) -> Response:
    """Tell what was done, and show where it can be seen."""
    flash_done(message)
    return go(url_for(endpoint, **values))


def seen_version() -> int:
    """Return the version the reader saw; one that is missing matches nothing."""
    typed = request.form.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) <= 9 else 0


def one_of(kind: type[Kind], name: str) -> Kind | None:
    """Return a member of a closed list from the address; nonsense filters nothing."""
    value = request.args.get(name, "")
    return kind(value) if value in set(kind) else None


def id_in(name: str) -> int | None:
    """Return a record's id from the address; nonsense filters nothing."""
    value = request.args.get(name, "")
    return int(value) if value.isdecimal() and len(value) <= 9 else None


def flag_in(name: str) -> bool | None:
    """Return a yes or no from the address."""
    return {"yes": True, "no": False}.get(request.args.get(name, ""))


def word_in(name: str) -> str:
    """Return a search word from the address, cut to a length that can match something."""
    return request.args.get(name, "").strip()[:80]


def page_of(rows: Sequence[Any], total: int, wish: PageWish) -> Page[Any]:
    """Return rows as one page of a longer list."""
    return Page(rows, total, wish.number, wish.size)


def school_choices(identity: Identity, permission: Permission) -> list[tuple[str, str]]:
    """Return the schools a reader may name, by code."""
    rows = reading().scalars(visible_schools(identity, permission).order_by(School.name))
    return [(school.code, school.name) for school in rows]


def school_ids(identity: Identity, permission: Permission) -> list[tuple[int, str]]:
    """Return the schools a reader may filter by, by id."""
    rows = reading().scalars(visible_schools(identity, permission).order_by(School.name))
    return [(school.id, school.name) for school in rows]


def download(name: str, data: bytes, media_type: str) -> Response:
    """Return a file to keep, its name safe for every browser."""
    answer = Response(data, mimetype=media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
