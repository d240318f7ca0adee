"""Every page, in both themes, on a desk and on a phone: accessible, within the screen, silent, and in one language."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
from flask import Flask, url_for
from playwright.sync_api import Browser

from app.config import Config, prepare_instance
from app.factory import create_app
from core.i18n import Language
from tests.e2e import places
from tests.e2e.looking import chinese_words, english_words, faults_of, pictures_in_english
from tests.e2e.places import AS_RECORDED, Rows, Stop, filing, later, missing, route, searches
from tests.e2e.visitor import Visitor
from tests.support.instances import CARRIED, DECIDED, FILING, REVIEW, SEARCHES, SETTLED
from tests.support.live import Live


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A site that only serves to build addresses."""
    folder = tmp_path_factory.mktemp("addresses")
    prepare_instance(folder)
    return create_app(replace(Config.from_env({"JUNHENG_INSTANCE": str(folder)}), testing=True))


def stops_of(stage: Path, journey: object) -> tuple[list[Stop], dict[str, str]]:
    """Return the pages of a stage, and who is who in it."""
    rows = Rows(stage)
    try:
        return list(journey(rows)), rows.people()  # type: ignore[operator]
    finally:
        rows.close()


def test_every_page_is_on_the_route(addresses: Flask, stages: Path) -> None:
    journeys = (
        (FILING, filing),
        (SEARCHES, searches),
        (REVIEW, route),
        (DECIDED, later),
        (CARRIED, places.carried),
    )
    stops = [stop for stage, journey in journeys for stop in stops_of(stages / stage, journey)[0]]

    assert missing(addresses, stops) == set()


def test_pages_while_principals_answer(addresses: Flask, stages: Path, browser: Browser, in_review: Live) -> None:
    stops, people = stops_of(stages / REVIEW, route)

    assert list(walked(browser, in_review, addresses, stops, people)) == []


def test_pages_while_teachers_file(addresses: Flask, stages: Path, browser: Browser, being_filed: Live) -> None:
    stops, people = stops_of(stages / FILING, filing)

    assert list(walked(browser, being_filed, addresses, stops, people)) == []


def test_pages_while_the_planner_searches(addresses: Flask, stages: Path, browser: Browser, searching: Live) -> None:
    stops, people = stops_of(stages / SEARCHES, searches)

    assert list(walked(browser, searching, addresses, stops, people)) == []


def test_pages_when_the_plan_is_decided(addresses: Flask, stages: Path, browser: Browser, decided: Live) -> None:
    stops, people = stops_of(stages / DECIDED, later)

    assert list(walked(browser, decided, addresses, stops, people)) == []


def test_pages_when_nobody_can_object(addresses: Flask, stages: Path, browser: Browser, settled: Live) -> None:
    stops, people = stops_of(stages / SETTLED, places.settled)

    assert list(walked(browser, settled, addresses, stops, people)) == []


def test_pages_when_the_plan_is_in_the_register(
    addresses: Flask, stages: Path, browser: Browser, carried: Live
) -> None:
    stops, people = stops_of(stages / CARRIED, places.carried)

    assert list(walked(browser, carried, addresses, stops, people)) == []


def test_the_way_into_the_register_in_english(
    addresses: Flask, stages: Path, browser: Browser, settled: Live, carried: Live
) -> None:
    found = []
    for stage, live, journey in ((SETTLED, settled, places.settled), (CARRIED, carried, places.carried)):
        stops, people = stops_of(stages / stage, journey)
        for visitor, stop, path in opened(browser, live, addresses, stops, people, Language.ENGLISH):
            visitor.open(path)
            found += [f"{stop.name}: {words}" for words in chinese_words(visitor.page)]
    assert found == []


def test_pages_in_english(addresses: Flask, stages: Path, browser: Browser, in_review: Live) -> None:
    stops, people = stops_of(stages / REVIEW, route)

    stops = [stop for stop in stops if stop.who]  # who has not signed in is spoken to in Chinese
    assert list(left_in_chinese(browser, in_review, addresses, stops, people)) == []


def test_searches_in_english(addresses: Flask, stages: Path, browser: Browser, searching: Live) -> None:
    stops, people = stops_of(stages / SEARCHES, searches)

    assert list(left_in_chinese(browser, searching, addresses, stops, people)) == []


def left_in_chinese(
    browser: Browser, live: Live, site: Flask, stops: Iterable[Stop], people: dict[str, str]
) -> Iterator[str]:
    """Open page after page in English, and say what of the product's own words is still Chinese."""
    for visitor, stop, path in opened(browser, live, site, stops, people, Language.ENGLISH):
        visitor.open(path)
        yield from (f"{stop.name}: {words}" for words in chinese_words(visitor.page))
        pictures_in_english(visitor.page, stop.name)


def walked(browser: Browser, live: Live, site: Flask, stops: Iterable[Stop], people: dict[str, str]) -> Iterator[str]:
    """Open page after page as the person it is for, and say what is wrong with each."""
    for visitor, stop, path in opened(browser, live, site, stops, people, Language.CHINESE):
        answer = visitor.open(path)
        if answer.status != 200:
            yield f"{stop.name}: {path} answers {answer.status}"
            continue
        yield from faults_of(visitor.page, stop.name)
        if stop.endpoint not in AS_RECORDED:
            yield from (f"{stop.name}: not Chinese: {words}" for words in english_words(visitor.page))
        yield from (f"{stop.name}: the browser says {said}" for said in visitor.said)
        visitor.said.clear()


def opened(
    browser: Browser, live: Live, site: Flask, stops: Iterable[Stop], people: dict[str, str], language: Language
) -> Iterator[tuple[Visitor, Stop, str]]:
    """Return each page with the browser of the person it is for; one browser for all pages of a person."""
    for who, theirs in groupby(sorted(stops, key=lambda stop: stop.who), key=lambda stop: stop.who):
        visitor = Visitor(browser, live, language=language)
        staff_no = people.get(who, who)
        if staff_no:
            visitor.sign_in(staff_no)
        for stop in theirs:
            with site.test_request_context():
                yield visitor, stop, url_for(stop.endpoint, **stop.values)  # type: ignore[arg-type]  # ids and words
        visitor.leave()
