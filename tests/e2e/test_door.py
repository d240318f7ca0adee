"""A clerk's first day at an ordinary installation: issued password, a password of one's own, the second step."""

from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest

from accounts.permissions import Role
from accounts.services import open_account
from accounts.vocabulary import AccountDraft, RoleDraft
from app.config import prepare_instance
from core.audit import System
from core.clock import instant, today
from core.db import transaction
from tests.e2e.conftest import Visit
from tests.e2e.looking import faults_of
from tests.e2e.visitor import Visitor
from tests.support.builders import make_school
from tests.support.instances import site_over
from tests.support.live import Live, serving

STAFF_NO, OWN = "910001", "四棵梨树下的旧水井边还有一阵风"


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[tuple[Live, str]]:
    """An installation that is no demonstration, with one clerk; and the password on the clerk's slip."""
    instance = tmp_path / "instance"
    prepare_instance(instance)
    with site_over(instance), transaction() as tx:
        school = make_school(tx, on=today())
        draft = AccountDraft(STAFF_NO, "江晚晴", (RoleDraft(Role.CLERK, school.id),))
        password = open_account(tx, draft, by=System(), at=instant()).password
    with serving(instance) as live:
        yield live, password


def test_first_day_of_a_clerk(plain: tuple[Live, str], visit: Visit) -> None:
    live, issued = plain
    clerk = visit(live)
    page = clerk.page
    sign_in(clerk, "not-the-password")
    assert "/login" in page.url
    assert page.locator("#main, main, body").first.locator(".jh-note, .jh-err, [role=alert]").count()
    sign_in(clerk, issued)

    page.wait_for_url("**/account/password**")
    page.fill("[name=present]", issued)
    page.fill("[name=new]", OWN)
    page.fill("[name=again]", OWN)
    clerk.press("Put the new password in force")

    page.wait_for_url("**/account/second-factor**")
    clerk.press("Begin")
    assert list(faults_of(page, "accounts.set_up_second_factor")) == []
    secret = page.locator("code.jh-code").inner_text().replace(" ", "")
    page.fill("[name=code]", pyotp.TOTP(secret).now())
    clerk.press("Put the second step in force")
    codes = page.locator(".jh-codes code").all_inner_texts()
    assert codes
    clerk.follow("I have kept them, go on")
    page.locator(".jh-rail").wait_for()

    come_back(clerk, codes[0])


def come_back(clerk: Visitor, code: str) -> None:
    """Sign out and in again: the password alone opens nothing, a recovery code stands in for the phone."""
    page = clerk.page
    page.locator("#jh-person-button").click()
    clerk.press("Sign out")
    sign_in(clerk, OWN)
    page.wait_for_url("**/login/second-factor**")
    clerk.open("/teachers")
    assert "/login/second-factor" in page.url
    assert list(faults_of(page, "accounts.second_factor")) == []
    page.fill("[name=code]", code)
    clerk.press("Go on")
    page.locator(".jh-rail").wait_for()


def sign_in(clerk: Visitor, password: str) -> None:
    """Type staff number and password."""
    clerk.open("/login")
    clerk.page.fill("[name=staff_no]", STAFF_NO)
    clerk.page.fill("[name=password]", password)
    clerk.press("Sign in")
