"""Campuses, zones, groups and the district: entered, changed, removed; a closed school opened again."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import reading, transaction
from core.errors import Conflict, Invalid
from teachers import queries, services
from teachers.models import Campus, District, School, SchoolGroup, Zone
from teachers.vocabulary import CampusDraft
from tests.integration.teachers.conftest import Browser, Place
from tests.integration.teachers.test_editing import entries, form_of
from tests.support.builders import DAY, SYSTEM, make_school


@pytest.fixture
def campus(place: Place) -> Campus:
    with transaction() as tx:
        return services.add_campus(tx, tx.merge(place.here), CampusDraft("东校区", "东街1号"), by=SYSTEM, on=DAY)


def edit_of(place: Place, campus: Campus) -> str:
    return f"/schools/{place.here.id}/campuses/{campus.id}/edit"


def stored(campus: Campus) -> Campus | None:
    reading().expire_all()
    return reading().execute(select(Campus).where(Campus.id == campus.id)).scalar_one_or_none()


def test_of_two_tabs_on_a_campus_the_second_sees_both_versions(
    client_as: Browser, place: Place, campus: Campus
) -> None:
    browser, address = client_as(place.hr), edit_of(place, campus)
    assert address in browser.get(f"/schools/{place.here.id}").text
    first = form_of(browser, address, name="南校区", longitude="115.9", latitude="40.1")
    second = form_of(browser, address, name="北校区")
    assert browser.post(address, data=first).status_code == 303
    answer = browser.post(address, data=second)
    assert answer.status_code == 409
    assert all(name in answer.text for name in ("南校区", "北校区"))
    row = stored(campus)
    assert row is not None
    assert (row.name, row.longitude) == ("南校区", 115.9)
    assert entries("campus.changed")[0].details["changes"]["name"] == ["东校区", "南校区"]


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("name", "西校区"), ("longitude", "115.9")])
def test_bad_input_about_a_campus_is_refused_at_its_field(
    client_as: Browser, place: Place, campus: Campus, field: str, value: str
) -> None:
    with transaction() as tx:
        services.add_campus(tx, tx.merge(place.here), CampusDraft("西校区"), by=SYSTEM, on=DAY)
    browser, address = client_as(place.hr), edit_of(place, campus)
    assert browser.post(address, data=form_of(browser, address, **{field: value})).status_code == 422
    assert entries("campus.changed") == []


def test_a_campus_is_removed_once_and_stays_on_record(client_as: Browser, place: Place, campus: Campus) -> None:
    browser, address = client_as(place.hr), edit_of(place, campus).replace("/edit", "/remove")
    assert address in browser.get(edit_of(place, campus)).text
    assert browser.post(address, data={"version": "7"}).status_code == 409
    assert stored(campus) is not None
    assert browser.post(address, data={"version": "1"}).status_code == 303
    assert browser.post(address, data={"version": "1"}).status_code == 404
    assert stored(campus) is None
    assert entries("campus.removed")[0].details["facts"]["address"] == "东街1号"


def test_a_campus_is_that_of_its_school(client_as: Browser, place: Place, campus: Campus) -> None:
    browser = client_as(place.hr)
    address = edit_of(place, campus).replace(f"/schools/{place.here.id}/", f"/schools/{place.there.id}/")
    assert browser.get(address).status_code == 404
    assert browser.post(address.replace("/edit", "/remove"), data={"version": "1"}).status_code == 404
    assert stored(campus) is not None


def test_a_long_name_of_a_school_is_taken(app: Flask) -> None:
    with transaction() as tx:
        assert len(make_school(tx, name="校" * 100).name) == 100


def test_a_school_closed_by_mistake_is_opened_again(client_as: Browser, place: Place) -> None:
    with transaction() as tx:
        empty = make_school(tx, name="空校")
    browser, address = client_as(place.hr), f"/schools/{empty.id}/close"
    closing = form_of(browser, address)
    assert browser.post(address, data=closing).status_code == 303
    assert browser.post(address, data=closing).status_code == 409, "the second tab still shows an open school"
    assert browser.post(address, data=form_of(browser, address)).status_code == 303
    assert reading().get_one(School, empty.id, populate_existing=True).closed_on is None
    assert len(entries("school.reopened")) == 1
    row = reading().get_one(School, empty.id)
    with pytest.raises(Invalid):
        services.reopen_school(reading(), row, version=row.version, by=SYSTEM, on=DAY)


def rename(browser: FlaskClient, address: str, name: str) -> int:
    return browser.post(address, data=form_of(browser, address, name=name)).status_code


def test_a_zone_is_renamed_with_all_its_schools(client_as: Browser, place: Place) -> None:
    browser, zone = client_as(place.hr), reading().execute(select(Zone)).scalar_one()
    address = f"/schools/zones/{zone.id}"
    assert address in browser.get("/schools/places").text
    late = form_of(browser, address, name="西")
    assert rename(browser, address, "东学区") == 303
    assert {school.zone for school in queries.schools_on(reading(), DAY)} == {"东学区"}
    assert entries("zone.renamed")[0].details["changes"] == {"name": ["城东学区", "东学区"]}
    assert browser.post(address, data=late).status_code == 409
    assert rename(browser, address, " ") == 422


def test_two_groups_have_two_names(client_as: Browser, place: Place) -> None:
    with transaction() as tx:
        make_school(tx, group="甲集团")
        make_school(tx, group="乙集团")
    groups = {row.name: row.id for row in reading().execute(select(SchoolGroup)).scalars()}
    browser = client_as(place.hr)
    assert rename(browser, f"/schools/groups/{groups['甲集团']}", "乙集团") == 422
    assert rename(browser, f"/schools/groups/{groups['甲集团']}", "丙集团") == 303
    assert "丙集团" in browser.get("/schools/places").text
    page = browser.get(f"/schools?group={groups['甲集团']}").text
    assert place.here.name not in page


def test_a_zone_its_last_school_has_left_is_gone(client_as: Browser, place: Place) -> None:
    browser, address = client_as(place.hr), f"/schools/{place.here.id}/edit"
    assert browser.post(address, data=form_of(browser, address, zone="新学区")).status_code == 303
    assert {zone.name for zone in reading().execute(select(Zone)).scalars()} == {"城东学区", "新学区"}
    assert browser.post(address, data=form_of(browser, address, zone="")).status_code == 303
    reading().expire_all()
    assert [zone.name for zone in reading().execute(select(Zone)).scalars()] == ["城东学区"]


def test_the_district_has_one_name_on_every_page(client_as: Browser, place: Place) -> None:
    browser, address = client_as(place.hr), "/schools/district"
    assert "试验区" in browser.get("/schools").text, "the name of the settings until the register has one"
    late = form_of(browser, address, name="别的区")
    assert rename(browser, address, "云岭区") == 303
    assert browser.post(address, data=late).status_code == 409
    assert rename(browser, address, "新云岭区") == 303
    page = browser.get("/schools").text
    assert "新云岭区" in page
    assert "试验区" not in page
    assert [row.name for row in reading().execute(select(District)).scalars()] == ["新云岭区"]
    assert len(entries("district.renamed")) == 2


def test_a_district_named_by_two_at_once_keeps_the_first_name(app: Flask) -> None:
    with transaction() as tx:
        services.name_district(tx, "云岭区", seen="", by=SYSTEM)
    with pytest.raises(Conflict), transaction() as tx:
        services.name_district(tx, "山区", seen="", by=SYSTEM)


def test_who_may_not_change_schools_only_looks(client_as: Browser, place: Place) -> None:
    page = client_as(place.principal).get("/schools/places").text
    assert "城东学区" in page
    assert "/schools/zones/" not in page
