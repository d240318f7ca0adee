"""The help: every topic in both languages, with numbers in force and links that lead somewhere, for every role."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.guards import access_of
from accounts.identity import Identity
from accounts.permissions import Role
from app.help import places, topics
from app.help.facts import FACT, facts
from app.help.writing import FOLDER, source
from core.clock import today
from core.db import reading
from core.i18n import Language
from tests.support.site import person

LINK = re.compile(r"\]\(([a-z]+:[^)]*)\)")
ANCHOR = re.compile(r"^#{2,3} .* \{#([a-z-]+)\}$", re.MULTILINE)
LONGEST = 80
BOTH = list(Language)

Visitors = Callable[[Identity | None], FlaskClient]


def reading_in(client: FlaskClient, language: Language) -> FlaskClient:
    """A client whose reader has chosen a language."""
    client.set_cookie(client.application.config["JUNHENG_READER_COOKIE"], f"{language}.auto.normal")
    return client


def text(topic: str, language: Language) -> str:
    """A topic as it is kept."""
    return source(topic, language)


def test_every_file_is_a_topic_and_every_topic_has_both_files() -> None:
    for folder in ("zh", "en"):
        assert {file.stem for file in (FOLDER / folder).glob("*.md")} == set(topics.TOPICS)
    assert len(topics.TOPICS) == len(set(topics.TOPICS))


@pytest.mark.parametrize("topic", topics.TOPICS)
def test_both_languages_have_the_same_parts_numbers_and_links(topic: str) -> None:
    chinese, english = text(topic, Language.CHINESE), text(topic, Language.ENGLISH)
    for pattern in (ANCHOR, FACT, LINK):
        assert sorted(set(pattern.findall(chinese))) == sorted(set(pattern.findall(english)))
    assert ANCHOR.findall(chinese) == ANCHOR.findall(english)


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("topic", topics.TOPICS)
def test_a_topic_is_short_begins_with_title_and_lead_and_names_every_part(topic: str, language: Language) -> None:
    lines = text(topic, language).splitlines()
    assert len(lines) <= LONGEST
    assert lines[0].startswith("# ")
    assert (lines[1], bool(lines[2])) == ("", True)
    assert not [line for line in lines if line.startswith("## ") and not ANCHOR.match(line)]


def test_every_link_leads_to_a_page_or_to_a_part_of_a_topic(app: Flask) -> None:
    for link in {link for topic in topics.TOPICS for link in LINK.findall(text(topic, Language.CHINESE))}:
        kind, _, target = link.partition(":")
        assert kind in {"page", "topic"}
        if kind == "page":
            assert target in app.view_functions, link
            assert any(not rule.arguments for rule in app.url_map.iter_rules(target)), link
        else:
            key, _, anchor = target.partition("#")
            assert key in topics.TOPICS
            assert not anchor or anchor in ANCHOR.findall(text(key, Language.CHINESE)), link


def test_every_number_named_is_known(app: Flask) -> None:
    known = facts(reading(), today())
    named = {fact for topic in topics.TOPICS for fact in FACT.findall(text(topic, Language.CHINESE))}
    assert named <= set(known)


@pytest.mark.parametrize("language", BOTH)
def test_a_topic_is_a_page_with_its_parts_and_no_gap(client_as: Visitors, language: Language) -> None:
    client = reading_in(client_as(person(Role.TEACHER)), language)
    for topic in topics.TOPICS:
        page = unescape(client.get(f"/help/{topic}").text)
        article = page.partition("<article")[2].partition("</article>")[0]
        title = text(topic, language).splitlines()[0].removeprefix("# ")
        assert f"<h1>{title}</h1>" in page
        assert "{" not in article, topic
        assert not re.search(r"[\u3400-\u9fff，。；]\n[\u3400-\u9fff“]", article), topic
        assert not [anchor for anchor in ANCHOR.findall(text(topic, language)) if f'id="{anchor}"' not in article]


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_every_topic(client_as: Visitors, role: Role) -> None:
    client = client_as(person(role, school_id=1 if role in {Role.PRINCIPAL, Role.CLERK} else None))
    assert {client.get(f"/help/{topic}").status_code for topic in topics.TOPICS} == {200}
    assert client.get("/help").status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_no_topic_links_to_a_page_its_reader_may_not_open(app: Flask, client_as: Visitors, role: Role) -> None:
    identity = person(role)
    for topic in topics.TOPICS:
        page = client_as(identity).get(f"/help/{topic}").text
        article = page.partition("<article")[2].partition("</article>")[0]
        for address in re.findall(r'href="(/[^"#]*)', article):
            endpoint = app.url_map.bind("localhost").match(address)[0]
            access = access_of(app, endpoint)
            assert access is not None
            assert not access.permissions or any(identity.may(one) for one in access.permissions), address


def test_the_list_begins_with_what_is_written_for_the_reader(client_as: Visitors) -> None:
    page = reading_in(client_as(person(Role.AUDITOR)), Language.ENGLISH).get("/help").text
    assert page.index("For auditors") < page.index("For teachers")
    assert page.count('class="t"') == len(topics.TOPICS)
    assert "{" not in page.partition("<main")[2].partition("</main>")[0]


def test_visitors_and_unknown_topics(client_as: Visitors) -> None:
    assert client_as(None).get("/help/start").status_code == 302
    assert client_as(person(Role.TEACHER)).get("/help/no-such-topic").status_code == 404
    assert client_as(person(Role.TEACHER)).get("/help/..%2fen%2fstart").status_code == 404


def test_every_page_people_open_has_its_topic(app: Flask) -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    without = {"static", "home.start", "home.help", "home.styleguide", "operations.health"}
    silent = {page for page in pages - without if places.topic_of(page, whole_district=True) is None}
    assert not silent
    assert set(places._BY_ENDPOINT) <= set(app.view_functions)
    named = {*places._BY_ENDPOINT.values(), *(topic for _, topic in places._BY_PREFIX), "school-files"}
    assert named <= set(topics.TOPICS)


def test_the_question_mark_opens_the_topic_of_the_page(client_as: Visitors) -> None:
    auditor = client_as(person(Role.AUDITOR))
    assert 'href="/help/audit"' in auditor.get("/audit").text
    assert 'href="/help/register"' in auditor.get("/teachers").text
    clerk = client_as(person(Role.CLERK, school_id=1))
    assert 'href="/help/school-files"' in clerk.get("/teachers").text


def test_numbers_are_never_typed() -> None:
    """Beside the numbers in braces a topic has those of its steps, of examples, and nothing of the regulations."""
    allowed = re.compile(r"20\d\d-\d\d|0\.85%|0\.5|(?m:^[1-6]\. |^\| [1-4] \|)|--keep \d+|[“\"][^”\"]*[”\"]")
    for file in sorted(FOLDER.rglob("*.md")):
        plain = allowed.sub("", FACT.sub("", file.read_text(encoding="utf-8")))
        numbers = [number for number in re.findall(r"\d+", plain) if int(number) > 2]
        assert not numbers, Path(file).name
