from datetime import timedelta

import pytest
from flask import Flask

from core.db import reading, transaction
from core.errors import Invalid
from policy.vocabulary import Stage
from teachers import queries, services
from teachers.models import School
from teachers.vocabulary import (
    MOST_CLASSES,
    MOST_PUPILS,
    CampusDraft,
    ClassDraft,
    TravelDraft,
    UnitDraft,
    YearDraft,
)
from tests.integration.teachers.conftest import Browser, Place
from tests.integration.teachers.test_editing import entries, form_of
from tests.support.builders import DAY, SYSTEM, make_school, make_teacher


def test_a_school_is_opened_and_its_pupils_recorded(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    school = {
        "code": "2119000777",
        "name": "青石小学",
        "area": "mountain",
        "zone": "西山学区",
        "partners": place.here.code,
    }
    answer = browser.post("/schools/new", data=school)
    assert answer.status_code == 303
    assert browser.post(answer.headers["Location"], data={"students_primary": "120"}).status_code == 303
    row = next(school for school in queries.schools_on(reading(), DAY) if school.code == "2119000777")
    assert (row.zone, row.partners) == ("西山学区", (place.here.code,))
    assert [unit.students for unit in queries.units_on(reading(), DAY, [row.id])] == [120]


def test_of_two_tabs_on_a_school_the_second_sees_both_versions(client_as: Browser, place: Place) -> None:
    browser, address = client_as(place.hr), f"/schools/{place.here.id}/edit"
    first = form_of(browser, address, partners=place.there.code)
    second = form_of(browser, address, senior_posts="99")
    assert browser.post(address, data=first).status_code == 303
    assert browser.post(address, data=second).status_code == 409
    assert reading().get_one(School, place.here.id, populate_existing=True).senior_posts != 99
    assert entries("school.changed")[0].details["changes"]["partners"] == [[], [place.there.code]]


def test_of_two_tabs_on_a_year_the_second_sees_both_versions(client_as: Browser, place: Place) -> None:
    browser, address = client_as(place.hr), f"/schools/{place.here.id}/years/2026"
    first = form_of(browser, address, students_primary="730")
    second = form_of(browser, address, classes_1="4", pupils_2="")
    assert browser.post(address, data=first).status_code == 303
    answer = browser.post(address, data=second)
    assert answer.status_code == 409
    assert all(number in answer.text for number in ("720", "730", "<td data-l"))
    year = queries.years_of(reading(), place.here.id)[0]
    assert (year.units[0][1], year.classes[0]) == (730, (1, 3, 120))
    assert browser.post(address, data={**second, "seen": form_of(browser, address)["seen"]}).status_code == 303


def test_a_year_emptied_of_its_classes_has_none(client_as: Browser, place: Place) -> None:
    browser, address = client_as(place.hr), f"/schools/{place.here.id}/years/2026"
    empty = {f"{part}_{grade}": "" for part in ("classes", "pupils") for grade in range(1, 13)}
    assert browser.post(address, data=form_of(browser, address, **empty)).status_code == 303
    year = queries.years_of(reading(), place.here.id)[0]
    assert (year.units, year.classes) == (((Stage.PRIMARY, 720),), ())
    answer = browser.post(address, data=form_of(browser, address, students_primary=""))
    assert answer.status_code == 422, "teachers are posted at this stage"


@pytest.mark.parametrize(
    ("field", "value", "limit"),
    [
        ("students_primary", "9" * 25, MOST_PUPILS),
        ("students_primary", "-1", MOST_PUPILS),
        ("classes_1", str(MOST_CLASSES + 1), MOST_CLASSES),
        ("pupils_6", str(MOST_PUPILS + 1), MOST_PUPILS),
    ],
)
def test_numbers_no_school_has_are_refused_at_their_field(
    client_as: Browser, place: Place, field: str, value: str, limit: int
) -> None:
    browser, address = client_as(place.hr), f"/schools/{place.here.id}/years/2026"
    answer = browser.post(address, data=form_of(browser, address, **{field: value}))
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert str(limit) in answer.text


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400", "9" * 5_000])
def test_a_coordinate_is_a_number_a_map_has(client_as: Browser, place: Place, value: str) -> None:
    browser, address = client_as(place.hr), f"/schools/{place.here.id}/edit"
    answer = browser.post(address, data=form_of(browser, address, longitude=value))
    assert answer.status_code == 422
    assert 'href="#longitude"' in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", ""),
        ("code", "21 19"),
        ("name", "石桥中学"),
        ("partners", "9999999999"),
        ("senior_posts", "-1"),
        ("authorised_headcount", "x"),
        ("authorised_headcount", "9" * 25),
        ("senior_posts", "9" * 5_000),
        ("longitude", ""),
    ],
)
def test_bad_input_about_a_school_is_refused_at_its_field(
    client_as: Browser, place: Place, field: str, value: str
) -> None:
    browser, address = client_as(place.hr), f"/schools/{place.here.id}/edit"
    answer = browser.post(address, data=form_of(browser, address, **{field: value}))
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert entries("school.changed") == []


def test_a_school_with_teachers_is_not_closed(client_as: Browser, place: Place) -> None:
    browser, address = client_as(place.hr), f"/schools/{place.here.id}/close"
    assert browser.post(address, data=form_of(browser, address)).status_code == 422
    with transaction() as tx:
        empty = make_school(tx, name="空校")
    address = f"/schools/{empty.id}/close"
    assert browser.post(address, data=form_of(browser, address)).status_code == 303
    assert browser.get("/schools").status_code == 200  # the message of the deed is shown once
    assert "空校" not in browser.get("/schools").text
    assert "空校" in browser.get("/schools?closed=yes").text


def test_nobody_is_posted_to_a_closed_school(app: Flask, place: Place) -> None:
    with transaction() as tx:
        school = make_school(tx, name="空校")
        services.close_school(tx, school, version=school.version, by=SYSTEM, on=DAY)
    with pytest.raises(Invalid) as refusal, transaction() as tx:
        make_teacher(tx, school=tx.merge(school), since=DAY)
    assert refusal.value.field == "school_id"


def test_a_stage_with_teachers_is_not_dropped(app: Flask, place: Place) -> None:
    draft = YearDraft(2026, (UnitDraft(Stage.JUNIOR, 10),))
    with pytest.raises(Invalid) as refusal, transaction() as tx:
        services.record_year(tx, tx.merge(place.here), draft, by=SYSTEM, on=DAY)
    assert refusal.value.field == "students"


def test_classes_of_a_stage_the_school_has_not_are_refused(app: Flask, place: Place) -> None:
    draft = YearDraft(2026, classes=(ClassDraft(10, 4, 160),))
    with pytest.raises(Invalid) as refusal, transaction() as tx:
        services.record_year(tx, tx.merge(place.here), draft, by=SYSTEM, on=DAY)
    assert refusal.value.field == "grade"


def test_the_newest_year_recorded_by_a_day_counts(app: Flask, place: Place) -> None:
    with transaction() as tx:
        draft = YearDraft(2027, (UnitDraft(Stage.PRIMARY, 800),))
        services.record_year(tx, tx.merge(place.here), draft, by=SYSTEM, on=DAY)
    for on, students in ((DAY, 720), (DAY + timedelta(days=364), 720), (DAY + timedelta(days=365), 800)):
        assert queries.units_on(reading(), on, [place.here.id])[0].students == students
    assert queries.units_on(reading(), DAY - timedelta(days=1), [place.here.id]) == ()


def test_a_campus_has_a_name_of_its_own(app: Flask, place: Place) -> None:
    with transaction() as tx:
        services.add_campus(tx, tx.merge(place.here), CampusDraft("东校区"), by=SYSTEM, on=DAY)
    with pytest.raises(Invalid) as refusal, transaction() as tx:
        services.add_campus(tx, tx.merge(place.here), CampusDraft("东校区"), by=SYSTEM, on=DAY)
    assert refusal.value.field == "name"


def test_ways_are_recorded_once_and_only_what_changed_leaves_a_trace(app: Flask, place: Place) -> None:
    ways = [TravelDraft(place.there.id, 40, from_school_id=place.here.id)]
    for minutes, written in ((40, 1), (40, 0), (45, 1)):
        with transaction() as tx:
            drafts = [TravelDraft(way.to_school_id, minutes, from_school_id=way.from_school_id) for way in ways]
            assert services.record_travel(tx, drafts, by=SYSTEM, on=DAY) == written
    assert [way.minutes for way in queries.register_on(reading(), DAY).travel] == [45]


def test_a_clerk_takes_out_no_ways_from_homes(client_as: Browser, place: Place) -> None:
    with transaction() as tx:
        ways = (TravelDraft(place.here.id, 40, teacher_id=place.foreign.id),)
        services.record_travel(tx, ways, by=SYSTEM, on=DAY)
    assert "310002" not in client_as(place.clerk).get("/exports/travel?format=csv").data.decode("utf-8-sig")
    assert "310002" in client_as(place.hr).get("/exports/travel?format=csv").data.decode("utf-8-sig")
