"""Two tabs change one teacher: the second is told, sees both versions, and nothing of the first is lost."""

from tests.e2e.conftest import Visit
from tests.e2e.places import HR, Rows
from tests.support.live import Live

CONFLICT = 409


def test_second_tab_sees_both_versions(in_review: Live, visit: Visit) -> None:
    teacher = Rows(in_review.instance).one("SELECT id FROM teacher ORDER BY id DESC")
    officer = visit(in_review, HR)
    address = f"/teachers/{teacher}/edit"
    officer.open(address)
    with officer.second_tab() as second:
        second.goto(address)
        officer.page.fill("[name=team]", "甲组")
        officer.press("Save the file")
        officer.page.wait_for_url(f"**/teachers/{teacher}")

        second.fill("[name=team]", "乙组")
        with second.expect_navigation() as answered:
            second.locator("#main form .btn-primary").click()
        assert answered.value.status == CONFLICT
        words = second.locator("body").inner_text()
        assert "甲组" in words
        assert "乙组" in words

    officer.open(address)
    assert officer.page.input_value("[name=team]") == "甲组"
