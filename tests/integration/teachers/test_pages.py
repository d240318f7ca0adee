from datetime import date

from core.db import transaction
from policy.vocabulary import Stage
from teachers import services
from teachers.vocabulary import (
    CertificateDraft,
    CertificateLevel,
    ConductDraft,
    DeferralDraft,
    DeferralReason,
    PlacementDraft,
)
from tests.integration.teachers.conftest import Browser, Place
from tests.support.builders import DAY, SYSTEM

TEACHER_TABS = ("", "/postings", "/certificates", "/dual", "/deferrals", "/history")
TEACHER_FORMS = (
    *("/edit", "/leave", "/postings/new", "/certificates/new", "/dual/new", "/placements/new"),
    *("/deferrals/new", "/conduct/new"),
)
SCHOOL_PAGES = ("", "/edit", "/years/2026", "/campuses/new", "/close")
LISTS = (
    *("/teachers", "/teachers?q=zly", "/teachers?q=310001", "/teachers?status=deferred", "/teachers?sort=-school"),
    *(
        "/teachers?stage=primary&subject=语文&title=高级&backbone=any&dual=junior",
        "/teachers?q=nobody",
        "/teachers/new",
    ),
    *("/teachers/corrections", "/schools", "/schools?q=yunling&area=urban&stage=primary", "/schools?closed=yes"),
    *("/schools/new", "/imports", "/imports/teachers", "/imports/schools", "/imports/training"),
)


def fill(place: Place) -> None:
    """Put something of every kind into a file."""
    with transaction() as tx:
        teacher = tx.merge(place.teacher)
        certificate = CertificateDraft(CertificateLevel.PRIMARY, "语文", "2008110", date_of(2008), date_of(2022))
        services.add_certificate(tx, teacher, certificate, by=SYSTEM, on=DAY)
        services.record_deferral(
            tx, teacher, DeferralDraft(DeferralReason.ILLNESS, DAY, None, "复查"), by=SYSTEM, on=DAY
        )
        services.record_conduct(tx, teacher, ConductDraft("有偿补课", DAY), by=SYSTEM, on=DAY)
        placement = PlacementDraft("云岭汽车修理厂", date_of(2024), date_of(2025), 60)
        services.record_placement(tx, teacher, placement, by=SYSTEM, on=DAY)


def date_of(year: int) -> date:
    return DAY.replace(year=year, month=7)


def test_lists_open_for_the_district(client_as: Browser, place: Place) -> None:
    fill(place)
    browser = client_as(place.hr)
    for address in LISTS:
        assert browser.get(address).status_code == 200, address


def test_every_page_of_a_file_opens_for_the_district(client_as: Browser, place: Place) -> None:
    fill(place)
    browser = client_as(place.hr)
    for tab in (*TEACHER_TABS, *TEACHER_FORMS):
        answer = browser.get(f"/teachers/{place.teacher.id}{tab}")
        assert answer.status_code == 200, tab
        assert "曾令仪" in answer.text, tab


def test_every_page_of_a_school_opens_for_the_district(client_as: Browser, place: Place) -> None:
    browser = client_as(place.hr)
    for school in (place.here, place.there):
        for page in SCHOOL_PAGES:
            assert browser.get(f"/schools/{school.id}{page}").status_code == 200, page


def test_a_teacher_opens_the_own_file_and_reads_no_note_of_those_who_decide(client_as: Browser, place: Place) -> None:
    fill(place)
    browser = client_as(place.own)
    for address in ("/my/file", "/my/file/report"):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert "有偿补课" not in answer.text
        assert "复查" not in answer.text


def test_a_school_page_says_what_its_lessons_need(client_as: Browser, place: Place) -> None:
    body = client_as(place.principal).get(f"/schools/{place.here.id}").text
    assert "语文" in body
    assert Stage.PRIMARY.label.template in body or "小学" in body
