"""One step of the walk: ask at an address as somebody, and judge the answer by the matrix."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from core.web.security import SAFE_METHODS
from tests.integration.permissions.addresses import Values, mixed, path_of, relations_of
from tests.integration.permissions.cast import OUTSIDE
from tests.integration.permissions.deeds import deed_of
from tests.integration.permissions.expected import ROLES, Row
from tests.integration.permissions.forms import main_form
from tests.integration.permissions.world import World

NOT_FOUND, BELOW_REFUSAL = 404, 400
SIGN_IN = "/login"
WHOLES = frozenset({"teacher_id", "record_id", "school_id"})
"""What an address names by itself, not as a part of something else."""


@dataclass(frozen=True)
class Step:
    """One question: who asks what, and whether they are to be let in."""

    row: Row
    method: str
    who: str
    relation: str
    path: str
    values: Values
    allowed: bool

    def lets_read(self, who: str) -> bool:
        """Whether the step shows somebody a page."""
        return self.allowed and self.who == who and self.method == "GET"

    def __str__(self) -> str:
        """Say the step in a line of a report."""
        wanted = "let in" if self.allowed else "not let in"
        return f"{self.who} {self.method} {self.path} ({self.row.name}, {self.relation}): to be {wanted}"


def rules_of(world: World, endpoint: str) -> list[Rule]:
    """Return the rules that lead to an endpoint."""
    return list(world.app.url_map.iter_rules(endpoint))


def steps(world: World, row: Row) -> Iterator[Step]:
    """Yield every question the matrix answers for a row: each method, rule, person and relation."""
    for rule in rules_of(world, row.endpoint):
        for variant in row.variants():
            for who in (*ROLES.values(), *OUTSIDE):
                found = {name: {**values, **variant} for name, values in relations_of(world, row.about, who).items()}
                crossed = mixed(world, row.about)
                if crossed is not None and set(crossed) & set(rule.arguments) - WHOLES:
                    found["mixed"] = {**crossed, **variant}
                for relation, values in found.items():
                    path, allowed = path_of(rule, values), row.allows(who, relation)
                    yield from (Step(row, method, who, relation, path, values, allowed) for method in row.methods)


def ask(world: World, step: Step, data: dict[str, Any]) -> TestResponse:
    """Ask once."""
    browser = world.browser(step.who)
    if step.method in SAFE_METHODS:
        return browser.open(step.path, method=step.method)
    return browser.open(step.path, method=step.method, data=data)


def filled(world: World, step: Step) -> dict[str, Any]:
    """Return what somebody in their right would send here: the page's form as they see it, with the deed's words."""
    base: dict[str, Any] = {}
    if "GET" in step.row.methods:
        insider = next((role for role in ROLES.values() if step.row.allows(role, step.relation)), None)
        if insider is not None:
            base = dict(main_form(world.browser(insider).get(step.path).text))
    return {**base, **deed_of(step.row.endpoint, world, step.values)}


def fault(world: World, step: Step, answer: TestResponse) -> str | None:
    """Return what is wrong with an answer, None where it is as it must be."""
    led_to = urlsplit(answer.headers.get("Location", "")).path
    if step.who in OUTSIDE and step.row.outside == "sign-in":
        return None if answer.status_code in {302, 303} and led_to == SIGN_IN else f"{answer.status_code} {led_to}"
    if step.allowed or (step.who in OUTSIDE and step.row.outside == "open"):
        shut = answer.status_code in {NOT_FOUND, 403, 401, 400, 405} or answer.status_code >= 500
        return f"{answer.status_code} {led_to}" if shut else None
    if step.relation == "mixed" and step.row.gone_is_fine:
        return "something was done" if world.was_written() else None
    if answer.status_code != NOT_FOUND:
        return f"{answer.status_code} {led_to}"
    nothing = world.nowhere(step.who, step.method)
    return None if told(answer) == told(nothing) else "the refusal differs from a page that is not there"


def told(answer: TestResponse) -> tuple[int, str, dict[str, str]]:
    """Return all an answer tells: every byte of its body, and its headers but for what names this very request."""
    headers = {name: value for name, value in answer.headers if name not in {"X-Request-Id", "Set-Cookie"}}
    return answer.status_code, answer.text, headers
