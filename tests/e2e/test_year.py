"""The rotation year in the browser: search, review on phones, reply, a second search, decision, a teacher's result."""

import re
from datetime import timedelta

from core.clock import today
from tests.e2e.conftest import Visit
from tests.e2e.places import HR, LEADER, Rows
from tests.e2e.visitor import Visitor
from tests.support.live import Live

SEARCH_MS = 90_000
LINES = 4
NAME = "浏览器里的一年"


def test_the_year(ready: Live, visit: Visit) -> None:
    rows = Rows(ready.instance)
    officer = visit(ready, HR)
    mover = make_scenario(officer, rows)
    first = solved(officer)
    look_into(officer)
    send_to_principals(officer)
    agreed, objected = principals(rows, first)
    answer_on_the_phone(visit(ready, agreed, phone=True), objects=False)
    answer_on_the_phone(visit(ready, objected, phone=True), objects=True)
    accept_the_objection(officer, first)
    second = solve_again(officer, first)
    compare(officer, first, second)
    end_the_round(officer, second)
    decide(visit(ready, LEADER))
    read_own_result(visit(ready, mover, phone=True), rows, mover)
    state = "SELECT state FROM proposal WHERE id = ?"
    assert [rows.text(state, number) for number in (first, second)] == ["withdrawn", "approved"]


def make_scenario(officer: Visitor, rows: Rows) -> str:
    """Open a scenario, be refused a pin at once, have another taken; returns the staff number of who is to move."""
    cycle = rows.one("SELECT id FROM rotation_cycle")
    officer.open(f"/cycles/{cycle}")
    officer.follow("New scenario")
    officer.page.fill("[name=name]", NAME)
    officer.page.fill("[name=time_limit]", "60")
    officer.press("Save the scenario")
    officer.follow("Fix people")
    staff_no = rows.people()["teacher"]
    home = rows.text(
        "SELECT s.code FROM teacher t JOIN posting p ON p.teacher_id = t.id JOIN school s"
        " ON s.id = p.school_id WHERE t.staff_no = ?",
        staff_no,
    )
    assert pin(officer, staff_no, home) == "refused"
    schools = officer.page.locator("select[name=school] option").evaluate_all("all => all.map(o => o.value)")
    taken = next(code for code in schools if code and code != home and pin(officer, staff_no, code) == "taken")
    assert taken
    officer.follow("To the scenario")
    return staff_no


def pin(officer: Visitor, staff_no: str, school: str) -> str:
    """Fix somebody's move; the answer stands on the page."""
    page = officer.page
    page.fill("[name=staff_no]", staff_no)
    page.locator('input[name=action][value="move"]').check()
    page.select_option("[name=school]", school)
    page.fill("[name=reason]", "区里已定")
    officer.press("Fix this person")
    return "refused" if page.locator("[aria-invalid=true], .jh-err, .jh-errors").count() else "taken"


def solved(officer: Visitor) -> int:
    """Start the search, watch it without touching the page, and go to its proposal; returns the proposal."""
    page = officer.page
    officer.press("Solve")
    page.locator("#solving").wait_for()
    officer.link("See the result").wait_for(timeout=SEARCH_MS)
    officer.follow("See the result")
    page.locator("#results a").first.click()
    page.wait_for_url(re.compile(r"/proposals/\d+"))
    return int(page.url.rsplit("/", 1)[1])


def look_into(officer: Visitor) -> None:
    """Read the proposal: four lines, pictures drawn, the reasons of one move in the drawer."""
    page = officer.page
    assert page.locator(".jh-line").count() == LINES
    page.locator(".jh-chart svg").first.wait_for()
    why = page.locator("#moves .jh-why").first
    why.click()
    drawer = page.locator("dialog#jh-drawer[open]")
    drawer.locator("h2").wait_for()
    assert drawer.locator(".body").inner_text().strip()
    page.keyboard.press("Escape")
    drawer.wait_for(state="hidden")


def send_to_principals(officer: Visitor, *, replaces: bool = False) -> None:
    """Ask the principals, a week's time; a plan that replaces another under review is sent after a question."""
    officer.page.locator("a[href$='/review']").first.click()
    officer.page.fill("[name=deadline]", (today() + timedelta(days=7)).isoformat())
    officer.page.locator("#main form .btn-primary").last.click()
    if replaces:
        officer.agree()
    officer.page.wait_for_url(re.compile(r"/answers$"))


def principals(rows: Rows, proposal: int) -> tuple[str, str]:
    """Return two principals who are asked about somebody."""
    found = rows.texts(
        "SELECT DISTINCT u.staff_no FROM principal_review r JOIN user_role o ON o.school_id = r.school_id"
        " JOIN user_account u ON u.id = o.user_id JOIN review_item i ON i.review_id = r.id"
        " WHERE r.proposal_id = ? AND o.role = 'principal' ORDER BY u.staff_no",
        proposal,
    )
    return found[0], found[-1]


def answer_on_the_phone(principal: Visitor, *, objects: bool) -> None:
    """Answer about every person, object to the first where asked to, and send."""
    page = principal.page
    principal.open("/reviews")
    page.locator("#main a[href*='/reviews/']").first.click()
    cases = page.locator("article.jh-case")
    for place in range(cases.count()):
        wanted = "object" if objects and place == 0 else "agree"
        cases.nth(place).locator(f"label:has(input[value='{wanted}'])").click()
    if objects:
        cases.first.locator("textarea[name^=reason]").fill("这位老师带着毕业班，明年六月前走不开。")
        cases.first.locator("textarea[name^=alternative]").fill("建议改派同学科的其他老师。")
    page.locator("button[name=deed][value=send]").click()
    principal.agree()
    principal.shows(
        "{school}: your answers are sent", school=page.locator("h1").inner_text().split("：")[0].split(":")[0]
    )


def accept_the_objection(officer: Visitor, proposal: int) -> None:
    """Read all answers and accept the objection: the person stays."""
    officer.open(f"/proposals/{proposal}/answers")
    officer.follow("Reply")
    officer.page.locator("label:has(input[value='accepted'])").click()
    officer.page.select_option("[name=action]", "stay")
    officer.page.fill("[name=reason]", "同意校长意见，另派老师。")
    officer.press("Record the reply")


def solve_again(officer: Visitor, proposal: int) -> int:
    """Search once more with as little change as possible."""
    officer.open(f"/proposals/{proposal}/answers")
    officer.press("Solve again with least change")
    return solved(officer)


def compare(officer: Visitor, first: int, second: int) -> None:
    """Put the two plans side by side."""
    officer.follow("Compare proposals")
    officer.page.select_option("select[name=b]", str(first if f"a={second}" in officer.page.url else second))
    officer.page.wait_for_url("**b=**")
    officer.page.locator("#lines table").wait_for()


def end_the_round(officer: Visitor, proposal: int) -> None:
    """Ask again, end the review early with a reason, and submit for the decision."""
    officer.open(f"/proposals/{proposal}")
    send_to_principals(officer, replaces=True)
    officer.open(f"/proposals/{proposal}/answers")
    officer.follow("End the review")
    officer.page.fill("[name=reason]", "第一轮已答复，时间紧。")
    officer.press("End the review")
    officer.open(f"/proposals/{proposal}/answers")
    officer.press("Submit for decision")
    officer.agree()


def decide(leader: Visitor) -> None:
    """Approve what is submitted."""
    leader.open("/decisions")
    leader.page.locator("#main a[href*='/decisions/']").first.click()
    leader.page.locator("label:has(input[value='approve'])").click()
    leader.page.fill("[name=objection_deadline]", (today() + timedelta(days=10)).isoformat())
    leader.press("Record the decision")
    leader.agree()


def read_own_result(teacher: Visitor, rows: Rows, staff_no: str) -> None:
    """Read where the own way leads, on the phone."""
    target = rows.text(
        "SELECT s.name FROM plan_move m JOIN school s ON s.id = m.to_school_id JOIN proposal p ON p.id = m.proposal_id"
        " WHERE p.state = 'approved' AND m.staff_no = ?",
        staff_no,
    )
    teacher.open("/my/rotation")
    assert target in teacher.page.locator("#main").inner_text()
