"""The trail in words: closed lists, shares of a post, days, names behind ids; what nobody has words for as it is."""

import ast
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.identity import Identity
from accounts.permissions import Role
from app.operations import trail_words
from app.operations.field_words import FIELDS
from app.operations.value_words import value_word
from core.audit import AuditEntry, Subject, System, record, timeline
from core.db import reading, transaction
from core.web.trail import Shown, TrailWords
from policy.vocabulary import Stage
from teachers import services
from teachers.vocabulary import DemandDraft, YearDraft
from tests.architecture import sources
from tests.support.builders import DAY, SYSTEM, make_school, make_teacher
from tests.support.site import person

Clients = Callable[[Identity | None], FlaskClient]
HASH = "e806f1b481177eba4439814187b9aa53af27f38bf63f30c7bec74cb6ae8a5021"


@pytest.mark.parametrize(
    ("event", "name", "kept", "text"),
    [
        ("posting.begun", "fte", 100, "1.00"),
        ("posting.begun", "stage", "primary", "小学"),
        ("posting.begun", "valid_from", "2024-09-01", "2024年9月1日"),
        ("posting.begun", "joined_school", "2024-09", "2024年9月"),
        ("school.opened", "area", "mountain", "山区"),
        ("cycle.closed", "state", "closed", "已结束"),
        ("job.finished", "state", "done", "已完成"),
        ("certificate.added", "level", "junior", "初级中学教师资格证"),
        ("dual.recognised", "level", "junior", "初级"),
        ("training.logged", "hours", 2000, "20.00"),
        ("training.logged", "title", "新课程标准研修", "新课程标准研修"),
        ("teacher.changed", "title", "高级", "高级"),
        ("deferral.recorded", "reason", "illness", "病休"),
        ("review.answered", "reason", "illness", "illness"),
        ("demand.given", "demand primary 语文", {"required": 1250}, "12.50人（折合全时）"),
        ("school.counted", "class_count 3", {"classes": 4, "students": 1160}, "班级数4、学生数1,160"),
        ("school.counted", "school_year", 2026, "2026–2027"),
        ("eligibility.overridden", "eligible", False, "否"),
        ("user.signed_in", "how", "password", "密码"),
        ("user.preferences_changed", "language", "en", "英文"),
        ("register.exported", "kind", "teachers", "教师"),
        ("import.staged", "rows", 1206, "1,206"),
        ("school.opened", "longitude", 115.93587, "115.93587"),
        ("posting.begun", "valid_from", "2024-13-45", "2024-13-45"),
        ("something.new", "unheard_of", "as-it-is", "as-it-is"),
        ("something.new", "unheard_of", [], ""),
        ("something.new", "unheard_of", None, ""),
    ],
)
def test_a_kept_value_is_shown_in_words(app: Flask, event: str, name: str, kept: object, text: str) -> None:
    assert value_word(event, name, kept, {}).text == text


def test_a_hash_is_shortened_and_whole_in_its_title(app: Flask) -> None:
    assert value_word("cycle.policy_set", "sha256", HASH, {}) == Shown("e806f1b48117…", HASH)


def spoken(kind: str, key: int) -> tuple[TrailWords, list[AuditEntry]]:
    entries = timeline(reading(), Subject.of(kind, key))
    return trail_words.speak(reading(), entries), entries


def test_names_stand_where_ids_and_codes_are_kept(app: Flask) -> None:
    with transaction() as tx:
        partner = make_school(tx, name="柳河小学", code="2119088888")
        school = make_school(tx, name="城关小学", partners=("2119088888",))
        teacher = make_teacher(tx, school=school, name="陈若溪", staff_no="310009")
        record(tx, "user.linked", Subject.of("user", 4711), {"teacher": (None, teacher.id)}, by=SYSTEM)
    words, entries = spoken("school", school.id)
    opened = next(entry for entry in entries if entry.event == "school.opened")
    assert words.value("school.opened", "partners", opened.details["facts"]["partners"]).text == "柳河小学"
    assert words.subject(opened) == Shown("学校 城关小学", str(school.id))
    words, entries = spoken("teacher", teacher.id)
    posted = next(entry for entry in entries if entry.event == "posting.begun")
    assert words.value("posting.begun", "school_id", posted.details["facts"]["school_id"]).text == "城关小学"
    words, (linked,) = spoken("user", 4711)
    assert words.value("user.linked", "teacher", linked.details["changes"]["teacher"][1]).text == "陈若溪"
    assert words.subject(linked).text == "账号 4711", "what is gone is named by its number"
    assert partner.id != school.id


def test_the_page_of_the_trail_speaks_to_its_reader(client_as: Clients, app: Flask) -> None:
    with transaction() as tx:
        school = make_school(tx, name="城关小学")
        make_teacher(tx, school=school, name="陈若溪")
        need = (DemandDraft(Stage.PRIMARY, "语文", 1250),)
        services.record_year(tx, school, YearDraft(2026, demand=need), by=SYSTEM, on=DAY)
        record(tx, "cycle.policy_set", Subject.of("cycle", 1), by=System(), facts={"sha256": HASH})
    page = client_as(person(Role.AUDITOR)).get("/audit?size=200").get_data(as_text=True)
    assert "城关小学" in page
    assert "小学语文的需求" in page
    assert f'title="{HASH}"' in page
    assert not [word for word in ("professional", "demand primary", "search_key", "school_id") if f">{word}" in page]


def literal_facts() -> dict[str, str]:
    """Every name of a fact that is put on record beside its event, with its place."""
    found = {}
    for file in sources.product_modules():
        for node in ast.walk(sources.tree(file)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "record":
                for keyword in node.keywords:
                    if keyword.arg == "facts" and isinstance(keyword.value, ast.Dict):
                        names = [key.value for key in keyword.value.keys if isinstance(key, ast.Constant)]
                        found.update({str(name): sources.name_of(file, node.lineno) for name in names})
    return found


def test_every_fact_has_words() -> None:
    assert not {name: where for name, where in literal_facts().items() if name not in FIELDS}
