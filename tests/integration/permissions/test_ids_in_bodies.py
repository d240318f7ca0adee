"""What is named in a form, not in the address, is judged as strictly: a stranger's record in a body does nothing."""

from io import BytesIO
from typing import Any

import pytest

from core.sheets.models import ImportBatch
from tests.integration.permissions.deeds import REASON, deed_of
from tests.integration.permissions.forms import main_form
from tests.integration.permissions.world import World

Sent = dict[str, Any]
ROSTER = "Staff number,Name of the activity,Kind of activity,Counts for,First day,Last day,Hours,Organiser\n"
UNTOUCHED = ("teacher", "posting", "training_record", "credit_entry", "preference", "review_item", "principal_review")


def changed(world: World, who: str, path: str, sent: Sent) -> tuple[int, list[str], str]:
    """Send a form and return the answer's code, which of the tables of people it changed, and its text."""
    before = world.digest()
    answer = world.client(who).post(path, data=sent)
    after = world.digest()
    return answer.status_code, [name for name in UNTOUCHED if after[name] != before[name]], answer.text


@pytest.mark.parametrize("who", ["clerk", "principal"])
@pytest.mark.parametrize("decision", ["approve", "return"])
def test_a_school_decides_on_no_record_of_another_one(world: World, who: str, decision: str) -> None:
    world.at("in_review", fresh=True)
    number = world.ids["submitted:teacher_b"]
    sent = {"rows": f"{number}:1", "decision": decision, **REASON}
    code, tables, page = changed(world, who, "/training/queue", sent)
    assert (code, tables) == (409, [])
    assert "研修7" not in page.split("<main", 1)[1], "the title of a stranger's record"


def test_a_clerk_posts_nobody_to_another_school(world: World) -> None:
    world.at("in_review", fresh=True)
    teacher, there = world.ids["teacher:colleague"], str(world.schools[1])
    sent = {**deed_of("teachers.post", world, {}), "school_id": there}
    code, tables, _ = changed(world, "clerk", f"/teachers/{teacher}/postings/new", sent)
    assert (code, tables) == (422, [])


def test_a_clerk_enrols_nobody_at_another_school(world: World) -> None:
    world.at("in_review", fresh=True)
    sent = {**deed_of("teachers.enrol", world, {}), "school_id": str(world.schools[1])}
    code, tables, _ = changed(world, "clerk", "/teachers/new", sent)
    assert (code, tables) == (422, [])


def test_a_clerk_imports_no_training_of_another_schools_teacher(world: World) -> None:
    world.at("in_review", fresh=True)
    row = f"{world.words['staff_no:teacher_b']},暑期研修,training course,elective,2026-06-01,2026-06-03,24,区中心\n"
    browser = world.client("clerk")
    sent = {"file": (BytesIO((ROSTER + row).encode()), "roster.csv")}
    page = browser.post("/imports/training", data=sent, follow_redirects=True)
    assert world.canaries[9].name not in page.text
    number = world.value(f"SELECT max(id) FROM {ImportBatch.__tablename__}")  # noqa: S608 - our own word
    before = world.digest()
    browser.post(f"/imports/training/{number}/apply", data={"version": "2", "mode": "good"})
    assert world.digest()["training_record"] == before["training_record"]


def test_a_principal_answers_about_nobody_of_another_review(world: World) -> None:
    world.at("in_review", fresh=True)
    own, there = world.ids["review"], world.ids["review_b"]
    item = world.value("SELECT min(id) FROM review_item WHERE review_id = ?", there)
    sent = {"deed": "keep", f"answer-{item}": "agree", f"seen-{item}": "1"}
    _, tables, _ = changed(world, "principal", f"/reviews/{own}", sent)
    assert tables == []


def test_fields_that_are_not_in_the_form_are_not_taken(world: World) -> None:
    """Nobody gives themselves a school, a state, a role or credits by naming them."""
    world.at("in_review", fresh=True)
    teacher = world.ids["teacher:colleague"]
    path = f"/teachers/{teacher}/edit"
    browser = world.client("clerk")
    sent = {**main_form(browser.get(path).text), "status": "left", "uid": "x", "version_id": "9", "school_id": "2"}
    before = world.digest()
    assert browser.post(path, data=sent).status_code in {303, 422}
    assert {name: world.digest()[name] == before[name] for name in ("teacher", "posting")} == {
        "teacher": True,
        "posting": True,
    }


def test_a_teachers_own_record_keeps_its_state(world: World) -> None:
    world.at("in_review", fresh=True)
    sent = {**deed_of("my.new_hours", world, {}), "state": "approved", "credits": "20", "teacher_id": "2"}
    assert world.client("teacher").post("/my/hours/new", data=sent).status_code == 303
    newest = world.value("SELECT max(id) FROM training_record")
    own = world.ids["teacher:teacher"]
    rows = "SELECT count(*) FROM training_record WHERE id = ? AND state = 'draft' AND teacher_id = ?"
    assert world.value(rows, newest, own) == 1
