"""What was typed when a session ended is offered back after signing in, to the same person only, without secrets."""

import sqlite3

from tests.e2e.conftest import Visit
from tests.e2e.places import HR, TEACHER, Rows
from tests.e2e.visitor import Visitor
from tests.support.live import Live

TEXT = "学历登记有误，2019年已取得硕士学位，证书编号见附件。"
KEPT = "Object.values(sessionStorage).join(' ')"


def end_sessions(live: Live) -> None:
    """End every session of the site, as another device may."""
    with sqlite3.connect(live.instance / "junheng.db", timeout=20) as database:
        database.execute("UPDATE user_session SET epoch = epoch - 1")
    database.close()


def report(teacher: Visitor) -> None:
    """Type a long text, lose the session, and send."""
    teacher.open("/my/file/report")
    teacher.page.fill("[name=about]", "学历")
    teacher.page.fill("[name=text]", TEXT)
    end_sessions(teacher.live)
    teacher.page.locator("#main form button[type=submit]").last.click()
    teacher.page.wait_for_url("**/login?**")


def enter(teacher: Visitor, staff_no: str) -> None:
    """Sign in on the page that is shown."""
    teacher.page.locator(f'button[name="staff_no"][value="{staff_no}"]').click()
    teacher.page.wait_for_url(lambda address: "/login" not in address)


def test_a_text_outlives_its_session(in_review: Live, visit: Visit) -> None:
    number = Rows(in_review.instance).people()[TEACHER]
    teacher = visit(in_review, number, phone=True)
    report(teacher)
    assert teacher.page.locator(".jh-login-form .jh-note").first.is_visible()
    enter(teacher, number)
    assert teacher.page.url.endswith("/my/file/report")
    assert teacher.page.input_value("[name=text]") == ""
    teacher.page.locator("[data-restore]").click()
    assert teacher.page.input_value("[name=text]") == TEXT
    teacher.page.locator("#main form button[type=submit]").last.click()
    teacher.page.wait_for_url(lambda address: not address.endswith("/report"))
    assert teacher.page.evaluate(KEPT) == "", "what was sent is still kept"


def test_it_is_gone_for_others_and_after_signing_out(in_review: Live, visit: Visit) -> None:
    number = Rows(in_review.instance).people()[TEACHER]
    teacher = visit(in_review, number)
    report(teacher)
    assert TEXT in teacher.page.evaluate(KEPT)
    enter(teacher, HR)
    assert TEXT not in teacher.page.evaluate(KEPT)

    again = visit(in_review, number)
    report(again)
    enter(again, number)
    again.page.locator("#jh-person-button").click()
    again.page.locator("#jh-person form[data-module=forget] button").click()
    again.page.wait_for_url("**/login")
    assert again.page.evaluate(KEPT) == ""


def test_numbers_of_people_are_never_kept(in_review: Live, visit: Visit) -> None:
    officer = visit(in_review, HR)
    officer.open("/teachers/new")
    officer.page.fill("[name=name]", "何试")
    officer.page.fill("[name=id_number]", "110101199001011237")
    officer.page.fill("[name=phone]", "13800138000")
    end_sessions(in_review)
    officer.page.locator("#main form button[type=submit]").last.click()
    officer.page.wait_for_url("**/login?**")
    kept = officer.page.evaluate(KEPT)
    assert "何试" in kept
    assert "1101011990" not in kept
    assert "13800138000" not in kept
