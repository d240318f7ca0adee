"""An account and the file behind it: no stranger's file, no dead end, no number with a space in it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts import queries
from accounts.permissions import Role
from core.db import reading, transaction
from tests.support import people
from tests.support.builders import make_teacher

TEACHER = {"role": "teacher", "school": ""}


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    """The administrator's browser."""
    return people.sign_in(app, people.settled("100001", Role.SYSADMIN, name="钱管"))


def test_a_mistyped_number_opens_nobodys_file(office: FlaskClient) -> None:
    with transaction() as tx:
        file = make_teacher(tx, staff_no="420031", name="陈晓萍").id
    answer = people.send(office, "/people/new", staff_no="420031", name="别人", **TEACHER)
    assert answer.status_code == 422
    assert "另一个姓名" in answer.text
    assert "陈晓萍" not in answer.text
    assert people.send(office, "/people/new", staff_no="420031", name="陈 晓萍", **TEACHER).status_code == 200
    opened = queries.user_numbered(reading(), "420031")
    assert opened is not None
    assert opened.teacher_id == file


def test_a_file_enrolled_later_in_another_name_is_not_tied(app: Flask) -> None:
    person = people.settled("420032", Role.TEACHER, name="李山")
    with transaction() as tx:
        make_teacher(tx, staff_no="420032", name="陈晓萍")
    people.sign_in(app, person)
    assert people.account_of(person).teacher_id is None


def test_a_teacher_without_a_file_is_announced_and_finds_a_page_that_helps(app: Flask, office: FlaskClient) -> None:
    answer = people.send(office, "/people/new", staff_no="700004", name="吴名", **TEACHER)
    assert answer.status_code == 200
    assert "没有这个工号的在职教师" in answer.text
    browser = people.sign_in(app, people.settled("700005", Role.TEACHER, name="吴名"))
    assert browser.get("/my").status_code == 404
    first = browser.get("/")
    assert first.status_code == 200
    assert "700005" in first.text
    assert 'href="/account"' in first.text


def test_a_number_with_a_space_is_refused(office: FlaskClient) -> None:
    answer = people.send(office, "/people/new", staff_no="99 0001", name="吴名", **TEACHER)
    assert answer.status_code == 422
    assert "不能有空格" in answer.text


def test_a_slip_may_be_typed_in_capitals(app: Flask) -> None:
    person = people.open_account("420033", Role.TEACHER)
    answer = people.give_password(app.test_client(), person, f" {person.password.upper()}")
    assert answer.status_code == 303
    own = people.settled("420034", Role.TEACHER)
    assert people.give_password(app.test_client(), own, own.password.upper()).status_code == 200


def test_the_own_account_offers_nothing_that_is_always_refused(office: FlaskClient) -> None:
    own = queries.user_numbered(reading(), "100001")
    assert own is not None
    page = office.get(f"/people/{own.id}").text
    for deed in ("/disable", "/password", "/take", f"/people/{own.id}/roles"):
        assert f'action="/people/{own.id}{deed}"' not in page, deed
    assert f'action="/people/{own.id}/roles"' not in page


def test_a_refused_name_stands_in_the_form(office: FlaskClient) -> None:
    person = people.settled("420035", Role.TEACHER)
    version = str(people.account_of(person).version)
    page = f"/people/{person.user_id}"
    answer = people.send(office, f"{page}/name", page, version=version, name="名" * 81)
    assert answer.status_code == 422
    assert 'value="' + "名" * 81 in answer.text
