"""The system administrator: opens accounts, issues passwords never chosen, gives and takes roles, ends sessions."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts import queries, services
from accounts.permissions import Permission, Role
from accounts.vocabulary import RoleDraft
from core.audit import Subject, System, timeline
from core.clock import instant
from core.db import reading, transaction
from core.errors import Invalid
from tests.support import people
from tests.support.builders import make_teacher

SLIP = re.compile(r'<code class="jh-code jh-nowrap">([^<]+)</code>')


@pytest.fixture
def admin(app: Flask) -> people.Person:
    """A system administrator."""
    return people.settled("100001", Role.SYSADMIN, name="钱管")


@pytest.fixture
def office(app: Flask, admin: people.Person) -> FlaskClient:
    """The administrator's browser."""
    return people.sign_in(app, admin)


@pytest.fixture
def teacher(app: Flask) -> people.Person:
    """A teacher who has a password of their own."""
    return people.settled("420001", Role.TEACHER)


def act(office: FlaskClient, person: people.Person, what: str, **fields: str) -> int:
    """Press one of the buttons of an account's page; returns the status of the answer."""
    page = office.get(f"/people/{person.user_id}")
    version = re.search(r'name="version" value="(\d+)"', page.text)
    assert version
    seen = {"csrf_token": people.token_of(page), "version": version.group(1), **fields}
    return office.post(f"/people/{person.user_id}/{what}", data=seen).status_code


def events(person: people.Person) -> list[str]:
    """What is on record about an account, newest first."""
    reading().rollback()
    return [entry.event for entry in timeline(reading(), Subject.of("user", person.user_id))]


def test_an_account_is_opened_with_a_password_shown_once(app: Flask, office: FlaskClient) -> None:
    answer = people.send(office, "/people/new", staff_no="420009", name="王芳", role="teacher", school="")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    newcomer = people.Person(0, "420009", SLIP.findall(answer.text)[0])
    assert people.give_password(app.test_client(), newcomer).location.startswith("/account/password")
    assert newcomer.password not in office.get("/people").text


@pytest.mark.parametrize(
    "fields",
    [
        {"staff_no": "", "name": "王芳", "role": "teacher"},
        {"staff_no": "420009", "name": "", "role": "teacher"},
        {"staff_no": "420009", "name": "王芳", "role": ""},
        {"staff_no": "420009", "name": "王芳", "role": "emperor"},
        {"staff_no": "420009", "name": "王芳", "role": "principal", "school": ""},
        {"staff_no": "420009", "name": "王\u200b芳", "role": "teacher"},
        {"staff_no": "100001", "name": "王芳", "role": "teacher"},
    ],
)
def test_a_bad_account_is_refused_beside_the_field(app: Flask, office: FlaskClient, fields: dict[str, str]) -> None:
    answer = people.send(office, "/people/new", **{"school": "", **fields})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert queries.user_numbered(reading(), "420009") is None


def test_an_issued_password_replaces_the_old_one_and_ends_the_sessions(
    app: Flask, office: FlaskClient, teacher: people.Person
) -> None:
    client = people.sign_in(app, teacher)
    assert act(office, teacher, "password") == 200
    assert client.get("/account").status_code == 302
    assert people.give_password(app.test_client(), teacher).status_code == 200
    assert events(teacher)[:1] == ["user.sign_in_failed"]
    assert "user.password_issued" in events(teacher)


def test_a_sheet_of_passwords_for_many(app: Flask, office: FlaskClient, teacher: people.Person) -> None:
    other = people.settled("420002", Role.TEACHER)
    token = people.token_of(office.get("/people"))
    rows = [str(teacher.user_id), str(other.user_id)]
    answer = office.post("/people/passwords", data={"csrf_token": token, "rows": rows})
    slips = SLIP.findall(answer.text)
    assert len(set(slips)) == 2
    assert people.give_password(app.test_client(), other, slips[1]).status_code == 303


def test_a_sheet_is_all_or_nothing(
    app: Flask, admin: people.Person, office: FlaskClient, teacher: people.Person
) -> None:
    token = people.token_of(office.get("/people"))
    rows = [str(teacher.user_id), str(admin.user_id)]
    assert office.post("/people/passwords", data={"csrf_token": token, "rows": rows}).status_code == 303
    assert people.give_password(app.test_client(), teacher).status_code == 303
    assert office.post("/people/passwords", data={"csrf_token": token, "rows": []}).status_code == 303


def test_a_role_is_given_and_taken(app: Flask, office: FlaskClient, teacher: people.Person) -> None:
    assert act(office, teacher, "roles", role="district_hr", school="") == 303
    assert {given.role for given in people.account_of(teacher).roles} == {Role.TEACHER, Role.DISTRICT_HR}
    assert act(office, teacher, "roles/district_hr/take") == 303
    assert {given.role for given in people.account_of(teacher).roles} == {Role.TEACHER}
    assert events(teacher)[:2] == ["user.role_taken", "user.role_given"]
    assert act(office, teacher, "roles/emperor/take") == 404
    assert act(office, teacher, "roles/leader/take") == 404


def test_duties_that_are_kept_apart_do_not_meet(app: Flask, office: FlaskClient) -> None:
    officer = people.settled("310031", Role.DISTRICT_HR)
    for role in ("sysadmin", "auditor"):
        assert act(office, officer, "roles", role=role, school="") == 422
    assert {given.role for given in people.account_of(officer).roles} == {Role.DISTRICT_HR}


def test_nobody_changes_the_own_account_or_closes_the_last_door(
    app: Flask, admin: people.Person, office: FlaskClient
) -> None:
    for what in ("roles/sysadmin/take", "disable", "password", "second-factor/reset"):
        act(office, admin, what)
    act(office, admin, "roles", role="teacher", school="")
    kept = people.account_of(admin)
    assert kept.active
    assert [given.role for given in kept.roles] == [Role.SYSADMIN]
    assert office.get("/people").status_code == 200
    with pytest.raises(Invalid), transaction() as tx:
        services.disable(tx, queries.user(tx, admin.user_id), by=System())


def test_a_disabled_account_is_out_and_comes_back_only_with_a_new_password(
    app: Flask, office: FlaskClient, teacher: people.Person
) -> None:
    client = people.sign_in(app, teacher)
    assert act(office, teacher, "disable") == 303
    assert client.get("/account").status_code == 302
    assert act(office, teacher, "password") == 303
    assert act(office, teacher, "enable") == 303
    assert people.give_password(app.test_client(), teacher).status_code == 200
    assert act(office, teacher, "password") == 200


def test_the_administrator_ends_sessions_and_resets_a_lost_phone(app: Flask, office: FlaskClient) -> None:
    officer = people.settled("310031", Role.DISTRICT_HR)
    client = people.sign_in(app, officer)
    assert act(office, officer, "sessions/end") == 303
    assert client.get("/account").status_code == 302
    assert act(office, officer, "second-factor/reset") == 303
    client = app.test_client()
    people.give_password(client, officer)
    assert client.get("/account").location.startswith("/account/second-factor")


def test_what_two_administrators_do_at_once_is_not_mixed(
    app: Flask, office: FlaskClient, teacher: people.Person
) -> None:
    page = office.get(f"/people/{teacher.user_id}")
    stale = {"csrf_token": people.token_of(page), "version": "1", "role": "leader", "school": ""}
    assert office.post(f"/people/{teacher.user_id}/roles", data=stale).status_code == 409
    assert office.post(f"/people/{teacher.user_id}/disable", data=stale).status_code == 409
    assert people.account_of(teacher).active


@pytest.mark.parametrize("role", [Role.DISTRICT_HR, Role.TEACHER])
def test_to_everybody_else_these_pages_do_not_exist(app: Flask, teacher: people.Person, role: Role) -> None:
    somebody = people.settled("310031", role)
    client = people.sign_in(app, somebody)
    nowhere = client.get("/there-is-no-such-page")
    for address in ("/people", "/people/new", f"/people/{teacher.user_id}", "/people/987654"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert people.TOKEN.sub("", answer.text) == people.TOKEN.sub(
            "", nowhere.text.replace("there-is-no-such-page", address[1:])
        )
    token = people.token_of(client.get("/account"))
    assert client.post(f"/people/{teacher.user_id}/disable", data={"csrf_token": token}).status_code == 404
    assert people.account_of(teacher).active


def test_the_list_is_searched_and_filtered(app: Flask, office: FlaskClient, teacher: people.Person) -> None:
    people.settled("310031", Role.DISTRICT_HR, name="周文澜")
    assert "周文澜" in office.get("/people?q=文澜").text
    assert "周文澜" not in office.get("/people?q=%25").text
    assert "周文澜" not in office.get("/people?role=teacher").text
    assert "李山" in office.get("/people?role=teacher&state=open").text
    assert "李山" not in office.get("/people?state=closed").text
    assert office.get("/people?role=emperor&state=what&page=x").status_code == 200


def test_everybody_signed_in_may_read_who_may_do_what(app: Flask, teacher: people.Person) -> None:
    page = people.sign_in(app, teacher).get("/permissions")
    assert page.status_code == 200
    assert page.text.count("<tr>") == len(Permission) + 1


def test_whom_to_tell(app: Flask, admin: people.Person, teacher: people.Person) -> None:
    officer = people.settled("310031", Role.DISTRICT_HR)
    told = queries.users_with(reading(), permission=Permission.REVIEW_REPLY)
    assert told == [officer.user_id]
    assert queries.users_with(reading(), permission=Permission.RESULT_READ) == [teacher.user_id]
    assert queries.users_with(reading(), permission=Permission.RESULT_READ, school_id=1) == []
    with transaction() as tx:
        services.disable(tx, queries.user(tx, officer.user_id), by=System())
    assert queries.users_with(reading(), permission=Permission.REVIEW_REPLY) == []


def test_a_role_is_held_once(app: Flask, teacher: people.Person) -> None:
    with transaction() as tx:
        user = queries.user(tx, teacher.user_id)
        with pytest.raises(Invalid):
            services.give_role(tx, user, RoleDraft(Role.TEACHER), by=System(), at=instant())


def test_teachers_of_the_register_get_accounts_in_one_go(app: Flask, office: FlaskClient) -> None:
    with transaction() as tx:
        named = (("420011", "何子昂"), ("420012", "许佳宁"))
        files = [make_teacher(tx, staff_no=number, name=name) for number, name in named]
        ids = [str(file.id) for file in files]
    page = office.get("/people/teachers")
    assert "何子昂" in page.text
    assert "何子昂" not in office.get("/people/teachers?q=佳宁").text
    data = {"csrf_token": people.token_of(page), "rows": [*ids, "987654", "x"]}
    slips = SLIP.findall(office.post("/people/teachers", data=data).text)
    assert len(slips) == 2
    newcomer = people.Person(0, "420011", slips[0])
    assert people.give_password(app.test_client(), newcomer).status_code == 303
    opened = queries.user_numbered(reading(), "420011")
    assert opened is not None
    assert str(opened.teacher_id) == ids[0]
    assert "何子昂" not in office.get("/people/teachers").text
    assert office.post("/people/teachers", data=data).status_code == 303


def test_an_account_finds_the_file_of_its_staff_number_later_too(app: Flask, teacher: people.Person) -> None:
    with transaction() as tx:
        file = make_teacher(tx, staff_no=teacher.staff_no, name="李山").id
    assert people.account_of(teacher).teacher_id is None
    people.sign_in(app, teacher)
    assert people.account_of(teacher).teacher_id == file
    assert "user.linked" in events(teacher)


def test_a_name_is_corrected_on_the_page_of_the_account(office: FlaskClient, teacher: people.Person) -> None:
    assert act(office, teacher, "name", name="李山川") == 303
    assert people.account_of(teacher).name == "李山川"
    assert "user.renamed" in events(teacher)
    for refused in ("", "名" * 81, "李\u200b山"):
        assert act(office, teacher, "name", name=refused) == 422
        assert people.account_of(teacher).name == "李山川"


@pytest.mark.parametrize("version", ["9" * 5_000, "", "x", "-1"])
def test_a_version_nobody_can_have_seen_is_a_conflict(
    office: FlaskClient, teacher: people.Person, version: str
) -> None:
    token = people.token_of(office.get(f"/people/{teacher.user_id}"))
    sent = {"csrf_token": token, "version": version}
    assert office.post(f"/people/{teacher.user_id}/disable", data=sent).status_code == 409
