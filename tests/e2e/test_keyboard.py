"""Without a mouse: the skip link, the search key, the drawer and its way back, the question before a deed."""

import re

from tests.e2e.conftest import Visit
from tests.e2e.places import HR, Rows
from tests.support.live import Live


def test_everything_by_keys(in_review: Live, visit: Visit) -> None:
    officer = visit(in_review, HR)
    page = officer.page
    officer.open("/teachers")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "jh-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("310")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=310"))

    proposal = Rows(in_review.instance).one("SELECT id FROM proposal WHERE state = 'in_review'")
    officer.open(f"/proposals/{proposal}")
    link = page.locator("#moves .jh-why").first
    link.focus()
    page.keyboard.press("Enter")
    page.locator("dialog#jh-drawer[open] h2").wait_for()
    assert page.evaluate("document.querySelector('dialog#jh-drawer').contains(document.activeElement)")
    page.keyboard.press("Escape")
    page.locator("dialog#jh-drawer[open]").wait_for(state="detached")
    assert link.evaluate("link => link === document.activeElement")
    assert page.url.endswith(f"/proposals/{proposal}")
