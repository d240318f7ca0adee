"""The approved plan carried into the register: looked at, confirmed once, seen by all; two officers at once."""

import re

from tests.e2e.conftest import Visit
from tests.e2e.places import HR, Rows
from tests.e2e.visitor import Visitor
from tests.support.live import Live

OTHER_HR = "900005"
LEFT_OUT, BY_HAND = 1, 1


def test_the_plan_is_carried_into_the_register(settling: Live, visit: Visit) -> None:
    rows = Rows(settling.instance)
    moves = rows.one("SELECT moves FROM proposal WHERE state = 'approved'")
    officer, other = visit(settling, HR), visit(settling, OTHER_HR, phone=True)
    for person in (officer, other):
        look(person, moves - LEFT_OUT - BY_HAND)
    carry(officer, moves - LEFT_OUT - BY_HAND)
    assert figures(officer) == [0, moves - LEFT_OUT, LEFT_OUT]
    press(other, moves - LEFT_OUT - BY_HAND)
    other.shows("Somebody else has changed this meanwhile; nothing of yours was saved.")
    cycle = rows.one("SELECT id FROM rotation_cycle")
    officer.open(f"/cycles/{cycle}")
    officer.shows("See what is left")
    see_the_file(officer, visit(settling, rows.people()["teacher"], phone=True), rows)


def look(officer: Visitor, ready: int) -> None:
    """Go from the cycle to the plan against the register and read how many are ready."""
    cycle = Rows(officer.live.instance).one("SELECT id FROM rotation_cycle")
    officer.open(f"/cycles/{cycle}")
    officer.follow("Carry into the register")
    assert figures(officer) == [ready, BY_HAND, LEFT_OUT]


def figures(officer: Visitor) -> list[int]:
    """Return the counts of the page: ready, there, left out."""
    texts = officer.page.locator("#outcome .jh-fig .v").all_inner_texts()
    return [int(re.sub(r"\D", "", text)) for text in texts]


def press(officer: Visitor, ready: int) -> None:
    """Confirm what is shown."""
    officer.press("Carry {count} over", count=ready)
    officer.agree()


def carry(officer: Visitor, ready: int) -> None:
    """Confirm what is shown, and be told what was done."""
    press(officer, ready)
    officer.shows("{count} postings are in the register now.", count=ready)


def see_the_file(officer: Visitor, teacher: Visitor, rows: Rows) -> None:
    """Find the new posting in the teacher's file, and the teacher finds it on the own page."""
    who = rows.people()["teacher"]
    found = rows.texts(
        "SELECT s.name FROM plan_move m JOIN school s ON s.id = m.to_school_id JOIN proposal p ON p.id = m.proposal_id"
        " WHERE p.state = 'approved' AND m.staff_no = ?",
        who,
    )
    number = rows.one("SELECT id FROM teacher WHERE staff_no = ?", who)
    officer.open(f"/teachers/{number}/postings")
    assert found[0] in officer.page.locator("#postings tbody tr").first.inner_text()
    teacher.open("/my/rotation")
    teacher.shows("First day there")
    assert found[0] in teacher.page.locator("h1").inner_text()
