"""Numbers no record can have: in an address they name nothing, in a form they are of no version."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import IntegerConverter, Rule

from accounts.identity import Identity
from accounts.permissions import Role
from app.factory import LARGEST_NUMBER
from core.web.forms import sent_number
from core.web.pages import PAGE_SIZES, page_wish
from tests.support.site import person

NOTHING = (404, 405)
"""Where GET and POST have rules of their own, the router answers with the methods: no record is read."""
TOO_LARGE = (LARGEST_NUMBER + 1, 10**25, "9" * 5_000)


def numbered(app: Flask) -> list[Rule]:
    """Return the rules with a whole number in them."""
    return [rule for rule in app.url_map.iter_rules() if any(map(is_number, rule._converters.values()))]


def is_number(converter: object) -> bool:
    """Whether a part of a rule is a whole number."""
    return isinstance(converter, IntegerConverter)


def address(rule: Rule, number: object) -> str:
    """Return an address of a rule with a number in the place of every number."""
    parts = []
    for is_part, text in rule._trace:
        parts.append(text if not is_part else str(number) if is_number(rule._converters[text]) else "x")
    return "".join(parts).lstrip("|")


@pytest.mark.parametrize("number", TOO_LARGE, ids=("just_too_large", "25_digits", "5000_digits"))
def test_a_number_beyond_the_database_names_nothing(
    app: Flask, client_as: Callable[[Identity | None], FlaskClient], number: object
) -> None:
    rules = numbered(app)
    assert len(rules) > 40
    for role in (Role.DISTRICT_HR, Role.SYSADMIN):
        browser = client_as(person(role))
        for rule in rules:
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                answer = browser.open(address(rule, number), method=method)
                assert answer.status_code in NOTHING, (method, rule.rule)


def test_a_number_the_database_holds_is_looked_up(app: Flask) -> None:
    routes = app.url_map.bind("localhost")
    assert routes.match(f"/schools/{LARGEST_NUMBER}")[1] == {"school_id": LARGEST_NUMBER}


@pytest.mark.parametrize(("typed", "number"), [("7", 7), ("", 0), ("-1", 0), ("x", 0), ("²", 0), ("9" * 5_000, 0)])
def test_a_typed_number_is_one_or_none(app: Flask, typed: str, number: int) -> None:
    with app.test_request_context("/", method="POST", data={"version": typed}):
        assert sent_number("version") == number


def test_a_page_size_is_one_of_those_offered(app: Flask) -> None:
    for size, wanted in (("9" * 5_000, PAGE_SIZES[1]), (str(PAGE_SIZES[0]), PAGE_SIZES[0]), ("3", PAGE_SIZES[1])):
        with app.test_request_context(f"/?size={size}&page={'9' * 5_000}"):
            assert (page_wish().size, page_wish().number) == (wanted, 1)
