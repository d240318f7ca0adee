"""A teacher logs hours with a photo on a phone; school and district approve in bulk; the credits are there."""

import time
from pathlib import Path

from app.demo.site.training import certificate
from tests.e2e.conftest import Visit
from tests.e2e.places import HR, TEACHER, Rows
from tests.e2e.visitor import Visitor
from tests.support.live import Live

A_MINUTE = 60.0
MOST_FIELDS = 6
TITLE = "跨学科主题学习工作坊"
TOO_MANY = "12"
SCHOOL, DISTRICT = "school", "district"


def test_hours_from_the_phone_to_the_credits(in_review: Live, visit: Visit, tmp_path: Path) -> None:
    rows = Rows(in_review.instance)
    people = rows.people()
    teacher = visit(in_review, people[TEACHER], phone=True)
    photo = tmp_path / "结业证书.jpg"
    photo.write_bytes(certificate("2026-0001"))
    before = credits_of(teacher)

    begun = time.monotonic()
    log(teacher, photo)
    assert time.monotonic() - begun < A_MINUTE
    clerk = rows.text(
        "SELECT c.staff_no FROM user_account c JOIN user_role r ON r.user_id = c.id JOIN posting p"
        " ON p.school_id = r.school_id JOIN user_account t ON t.teacher_id = p.teacher_id"
        " WHERE r.role = 'clerk' AND t.staff_no = ?",
        people[TEACHER],
    )
    approve(visit(in_review, clerk), SCHOOL)
    approve(visit(in_review, HR), DISTRICT)

    assert credits_of(teacher) > before
    teacher.open("/my/hours")
    assert TITLE in teacher.page.locator("#main").inner_text()


def log(teacher: Visitor, photo: Path) -> None:
    """Log an activity: few fields, few presses; a refused form keeps the photo, and says what it will earn."""
    page = teacher.page
    page.locator("a[href='/my/hours/new']").first.click()
    page.wait_for_url("**/my/hours/new")
    shown = page.locator("#hours-form .jh-field:visible").count()
    assert shown <= MOST_FIELDS, shown
    page.select_option("[name=kind]", "training")
    page.fill("[name=title]", TITLE)
    page.fill("[name=hours]", TOO_MANY)
    page.locator("input[type=file]").set_input_files(photo)
    page.locator("img.jh-thumb").wait_for()
    teacher.press("Hand in to the school")
    page.locator("#form-errors").wait_for()
    assert page.locator("img.jh-thumb").count() == 1, "the photo is to be chosen again"
    assert page.locator("input[type=file]").evaluate("field => field.files.length") == 1
    page.fill("[name=hours]", "8")
    page.locator("#forecast .jh-note").wait_for()
    teacher.press("Hand in to the school")
    page.wait_for_url(lambda address: not address.endswith("/new"))


def approve(approver: Visitor, step: str) -> None:
    """Tick every record of the queue that is ours and approve them at once."""
    page = approver.page
    approver.open(f"/training/queue?step={step}")
    page.locator("[data-select-all]").check()
    page.locator("button[value=approve]").click()
    page.wait_for_load_state()
    page.locator(".jh-toast, .jh-note").first.wait_for()


def credits_of(teacher: Visitor) -> float:
    """Return the credits of the cycle as the teacher's own page shows them."""
    teacher.open("/my/credits")
    title = teacher.page.locator("h1").inner_text()
    digits = "".join(sign if sign.isdigit() or sign == "." else " " for sign in title)
    return float(digits.split()[0])
