"""What subjects need, given by hand on the page of a school year."""

from datetime import date

import pytest
from flask import Flask

from core.db import reading, transaction
from policy.registry import policy_on
from policy.vocabulary import Stage
from teachers import queries, services
from teachers.forms.needs import lines_of
from teachers.vocabulary import ClassDraft, DemandDraft, UnitDraft, YearDraft
from tests.integration.teachers.conftest import Browser, Place
from tests.integration.teachers.test_editing import entries, form_of
from tests.support.builders import DAY, SYSTEM, make_school

NEXT = date(2027, 9, 1)


def address_of(place: Place, year: int = 2026) -> str:
    return f"/schools/{place.here.id}/need/{year}"


def field_of(place: Place, subject: str) -> str:
    stage = queries.needs_of(reading(), place.here, 2026, DAY)[0]
    return next(line.field for line in lines_of(stage) if line.subject == subject)


def counted(place: Place) -> dict[str, int]:
    return dict(queries.needs_of(reading(), place.here, 2026, DAY)[0].counted)


def required(place: Place, on: date = DAY) -> dict[str, int]:
    reading().expire_all()
    need = queries.demand_on(reading(), on, policy_on(on), {place.here.id: place.here.code})
    return {subject: posts for (_, _, subject), posts in need.required.items()}


def give(tx_place: Place, year: int, *needs: tuple[str, int]) -> None:
    with transaction() as tx:
        rows = tuple(DemandDraft(Stage.PRIMARY, subject, posts) for subject, posts in needs)
        services.record_year(tx, tx.merge(tx_place.here), YearDraft(year, demand=rows), by=SYSTEM, on=DAY)


def test_one_number_is_given_and_the_rest_stays_as_counted(client_as: Browser, place: Place) -> None:
    before, browser = counted(place), client_as(place.hr)
    assert before["语文"] > 0
    page = browser.get(address_of(place)).text
    assert f"{before['语文'] / 100:.2f}" in page, "the counted number stands beside the given one"
    sent = form_of(browser, address_of(place), **{field_of(place, "语文"): "12.5"})
    assert browser.post(address_of(place), data=sent).status_code == 303
    assert required(place) == {**before, "语文": 1250}
    entry = entries("demand.given")[0]
    assert entry.details["changes"]["demand primary 语文"] == [None, {"required": 1250}]
    assert entry.actor_id == place.hr.user_id


def test_emptied_of_all_numbers_a_stage_follows_its_classes_again(client_as: Browser, place: Place) -> None:
    before, browser = counted(place), client_as(place.hr)
    field = field_of(place, "语文")
    browser.post(address_of(place), data=form_of(browser, address_of(place), **{field: "12.5"}))
    sent = form_of(browser, address_of(place))
    emptied = {name: "" if name.startswith("need_") else value for name, value in sent.items()}
    assert browser.post(address_of(place), data=emptied).status_code == 303
    assert required(place) == before
    assert queries.given_in(reading(), place.here.id) == {}
    assert entries("demand.given")[-1].details["changes"]["demand primary 语文"] == [{"required": 1250}, None]


def test_one_number_taken_back_is_as_counted_again(client_as: Browser, place: Place) -> None:
    before, browser = counted(place), client_as(place.hr)
    math, chinese = field_of(place, "数学"), field_of(place, "语文")
    browser.post(address_of(place), data=form_of(browser, address_of(place), **{math: "9", chinese: "12.5"}))
    browser.post(address_of(place), data=form_of(browser, address_of(place), **{chinese: ""}))
    assert required(place) == {**before, "数学": 900}


def test_a_subject_the_lesson_plan_does_not_know_is_given_and_removed(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    sent = form_of(browser, address_of(place), subject_primary_0="书法", posts_primary_0="0.5")
    assert browser.post(address_of(place), data=sent).status_code == 303
    assert required(place)["书法"] == 50
    removed = form_of(browser, address_of(place), **{field_of(place, "书法"): ""})
    assert browser.post(address_of(place), data=removed).status_code == 303
    assert "书法" not in required(place)


def test_saving_without_a_change_leaves_no_trace(client_as: Browser, place: Place) -> None:
    give(place, 2026, ("语文", 1250))
    known, browser = len(entries("demand.given")), client_as(place.hr)
    assert browser.post(address_of(place), data=form_of(browser, address_of(place))).status_code == 303
    assert len(entries("demand.given")) == known
    assert required(place) == {"语文": 1250}


def test_of_two_tabs_the_second_sees_both_versions(client_as: Browser, place: Place) -> None:
    browser, field = client_as(place.hr), field_of(place, "语文")
    first = form_of(browser, address_of(place), **{field: "12.5"})
    second = form_of(browser, address_of(place), **{field: "14"})
    assert browser.post(address_of(place), data=first).status_code == 303
    answer = browser.post(address_of(place), data=second)
    assert answer.status_code == 409
    assert all(number in answer.text for number in ("12.50", "14.00"))
    assert required(place)["语文"] == 1250


def test_numbers_beside_classes_that_changed_meanwhile_are_refused(client_as: Browser, place: Place) -> None:
    browser, field = client_as(place.hr), field_of(place, "语文")
    sent = form_of(browser, address_of(place), **{field: "12.5"})
    with transaction() as tx:
        year = YearDraft(2026, classes=(ClassDraft(1, 9, 360),))
        services.record_year(tx, tx.merge(place.here), year, by=SYSTEM, on=DAY)
    assert browser.post(address_of(place), data=sent).status_code == 409


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"posts_primary_0": "1"}, 422),
        ({"subject_primary_0": "书法"}, 422),
        ({"subject_primary_0": "语文", "posts_primary_0": "1"}, 422),
        ({"subject_primary_0": "书法", "posts_primary_0": "-1"}, 422),
        ({"subject_primary_0": "书法", "posts_primary_0": "x"}, 422),
        ({"subject_primary_0": "书法", "posts_primary_0": "9999999"}, 422),
        ({"subject_primary_0": "书\u200b法", "posts_primary_0": "1"}, 422),
    ],
)
def test_lines_that_make_no_sense_are_refused(
    client_as: Browser, place: Place, sent: dict[str, str], told: int
) -> None:
    browser = client_as(place.hr)
    assert browser.post(address_of(place), data=form_of(browser, address_of(place), **sent)).status_code == told
    assert entries("demand.given") == []


def test_classes_of_a_later_year_overtake_what_was_given(app: Flask, place: Place) -> None:
    give(place, 2026, ("语文", 1250))
    assert required(place, NEXT) == {"语文": 1250}
    with transaction() as tx:
        year = YearDraft(2027, (UnitDraft(Stage.PRIMARY, 700),), tuple(ClassDraft(g, 3, 117) for g in range(1, 7)))
        services.record_year(tx, tx.merge(place.here), year, by=SYSTEM, on=DAY)
    assert required(place, DAY) == {"语文": 1250}
    assert "数学" in required(place, NEXT)


def test_a_year_that_still_holds_is_pointed_to(client_as: Browser, place: Place) -> None:
    give(place, 2026, ("语文", 1250))
    with transaction() as tx:
        year = YearDraft(2027, (UnitDraft(Stage.PRIMARY, 700),))
        services.record_year(tx, tx.merge(place.here), year, by=SYSTEM, on=DAY)
    assert f'href="{address_of(place)}"' in client_as(place.hr).get(address_of(place, 2027)).text


def test_a_stage_that_goes_takes_what_it_was_given_along(client_as: Browser, place: Place) -> None:
    with transaction() as tx:
        need = (DemandDraft(Stage.PRIMARY, "语文", 300), DemandDraft(Stage.JUNIOR, "语文", 200))
        school = make_school(tx, students={Stage.PRIMARY: 300, Stage.JUNIOR: 200}, demand=need)
    browser, address = client_as(place.hr), f"/schools/{school.id}/years/2026"
    assert browser.post(address, data=form_of(browser, address, students_junior="")).status_code == 303
    assert queries.given_in(reading(), school.id) == {2026: (Stage.PRIMARY,)}


def test_a_year_without_stages_has_nothing_to_give(client_as: Browser, place: Place) -> None:
    page = client_as(place.hr).get(address_of(place, 2031))
    assert page.status_code == 200
    assert f"/schools/{place.here.id}/years/2031" in page.text


def test_a_school_says_what_of_its_need_is_given(client_as: Browser, place: Place) -> None:
    school = f"/schools/{place.here.id}"
    assert address_of(place) in client_as(place.hr).get(school).text
    assert address_of(place) not in client_as(place.principal).get(school).text
    give(place, 2026, ("语文", 1250))
    assert queries.school_figures(reading(), place.here, DAY).given == {Stage.PRIMARY}


def test_a_year_recorded_by_mistake_can_be_emptied(client_as: Browser, place: Place) -> None:
    browser, address = client_as(place.hr), f"/schools/{place.here.id}/years/2024"
    assert browser.post(address, data={"students_primary": "700"}).status_code == 303
    empty = {name: "" for name in form_of(browser, address) if name.startswith(("students", "classes", "pupils"))}
    assert browser.post(address, data=form_of(browser, address, **empty)).status_code == 303
    assert [year.school_year for year in queries.years_of(reading(), place.here.id)] == [2026]
