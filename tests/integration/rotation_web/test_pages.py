"""Every page of rotation answers whom it is for, and nobody else."""

import pytest
from flask.testing import FlaskClient

from accounts.permissions import Role
from tests.integration.rotation_web.conftest import Sign, Under
from tests.support.site import person

OK, NOT_FOUND, SEE_OTHER, FOUND = 200, 404, 303, 302

CYCLE = (
    "/cycles",
    "/cycles/{cycle}",
    "/cycles/{cycle}/policy",
    "/cycles/{cycle}/policy/1",
    "/cycles/{cycle}/eligibility",
    "/cycles/{cycle}/eligibility?q=王&eligible=yes&overridden=no&sort=-name&page=2",
    "/cycles/{cycle}/eligibility/{staff}",
    "/cycles/{cycle}/eligibility.csv?eligible=no",
    "/cycles/{cycle}/preferences",
    "/cycles/{cycle}/preferences?q=zzz",
)
MANAGE = (
    "/cycles/new",
    "/cycles/{cycle}/edit",
    "/cycles/{cycle}/close",
    "/cycles/{cycle}/preferences/open",
    "/cycles/{cycle}/policy/edit",
    "/cycles/{cycle}/eligibility/changes",
    "/cycles/{cycle}/eligibility/{staff}/override",
    "/cycles/{cycle}/scenarios/new",
    "/scenarios/{scenario}/edit",
    "/scenarios/{scenario}/locks?staff_no={staff}&action=move",
    "/proposals/{proposal}/review",
    "/proposals/{proposal}/review/end",
    "/proposals/{proposal}/withdraw",
    "/objections",
    "/reviews",
)
PLAN = (
    "/scenarios/{scenario}",
    "/scenarios/{scenario}/progress",
    "/proposals",
    "/proposals?cycle={cycle}",
    "/proposals/{proposal}",
    "/proposals/{proposal}?kind=backbone&from_area=urban&sort=-name&q=a&from=1&to=x&stage=primary",
    "/proposals/{proposal}/moves.csv?to_area=mountain",
    "/proposals/{proposal}/files/plan.xlsx",
    "/proposals/{proposal}/files/moves.csv",
    "/proposals/{proposal}/schools",
    "/proposals/{proposal}/schools/1",
    "/proposals/{proposal}/indicators",
    "/proposals/{proposal}/indicators?short=yes",
    "/proposals/{proposal}/short",
    "/proposals/{proposal}/check",
    "/proposals/{proposal}/why/{staff}",
    "/proposals/{proposal}/why/{staff}?school=1",
    "/proposals/compare",
)


@pytest.fixture
def places(under: Under, cycle_id: int, scenario_id: int) -> dict[str, object]:
    return {
        "cycle": cycle_id,
        "scenario": scenario_id,
        "proposal": under.proposal_id,
        "staff": under.staff_no,
        "review": under.review_id,
    }


def answers(client: FlaskClient, pages: tuple[str, ...], places: dict[str, object]) -> dict[str, int]:
    """Ask for every page; what comes back by address."""
    return {page: client.get(page.format(**places)).status_code for page in pages}


def all_of(pages: tuple[str, ...], status: int) -> dict[str, int]:
    return dict.fromkeys(pages, status)


def test_district_hr_sees_every_page(hr: FlaskClient, places: dict[str, object]) -> None:
    pages = (*CYCLE, *MANAGE, *PLAN, "/proposals/{proposal}/answers", "/decisions")
    assert answers(hr, pages, places) == all_of(pages, OK)


def test_the_leader_reads_what_leads_to_a_decision_and_manages_nothing(
    leader: FlaskClient, places: dict[str, object]
) -> None:
    pages = (*CYCLE, *PLAN, "/decisions", "/proposals/{proposal}/answers")
    assert answers(leader, pages, places) == all_of(pages, OK)
    assert answers(leader, MANAGE, places) == all_of(MANAGE, NOT_FOUND)


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.CLERK, Role.TEACHER, Role.SYSADMIN])
def test_to_everybody_else_there_is_nothing(role: Role, sign_in: Sign, places: dict[str, object]) -> None:
    client = sign_in(person(role, user_id=70, school_id=1, teacher_id=1))
    pages = (*CYCLE, *MANAGE[:-1], *PLAN, "/decisions")
    assert answers(client, pages, places) == all_of(pages, NOT_FOUND)


def test_the_auditor_reads_and_changes_nothing(sign_in: Sign, places: dict[str, object]) -> None:
    client = sign_in(person(Role.AUDITOR, user_id=71))
    assert client.get("/proposals/{proposal}".format(**places)).status_code == OK
    assert client.post("/scenarios/{scenario}/solve".format(**places)).status_code == NOT_FOUND
    assert client.get("/proposals/{proposal}/answers".format(**places)).status_code == NOT_FOUND


def test_a_principal_sees_the_own_review_and_no_other(sign_in: Sign, principal: FlaskClient, under: Under) -> None:
    assert principal.get("/reviews").status_code == OK
    assert principal.get(f"/reviews/{under.review_id}").status_code == OK
    stranger = sign_in(person(Role.PRINCIPAL, user_id=91, school_id=under.other_school_id))
    assert stranger.get(f"/reviews/{under.review_id}").status_code == NOT_FOUND
    assert stranger.post(f"/reviews/{under.review_id}", data={"deed": "send"}).status_code == NOT_FOUND


def test_visitors_are_sent_to_the_sign_in_page(sign_in: Sign) -> None:
    assert sign_in(None).get("/proposals").status_code == FOUND


def test_what_is_not_there_is_not_found(hr: FlaskClient, places: dict[str, object]) -> None:
    pages = (
        "/cycles/999",
        "/cycles/{cycle}/policy/99",
        "/cycles/{cycle}/eligibility/nobody",
        "/scenarios/999",
        "/proposals/999",
        "/proposals/{proposal}/schools/999",
        "/proposals/{proposal}/why/nobody",
        "/proposals/{proposal}/files/other.xlsx",
        "/proposals/{proposal}/answers/999",
        "/objections/999",
        "/proposals/compare?a=998&b=999",
    )
    assert answers(hr, pages, places) == all_of(pages, NOT_FOUND)


def test_a_teacher_sees_the_own_case_only(sign_in: Sign, under: Under) -> None:
    client = sign_in(person(Role.TEACHER, user_id=80, teacher_id=under.teacher_id))
    page = client.get("/my/rotation")
    assert page.status_code == OK
    text = page.get_data(as_text=True)
    assert "jh-seal" not in text
    assert client.get("/my/rotation/preferences").status_code == OK
    assert client.get("/my/rotation/objection").status_code == NOT_FOUND


def test_who_is_no_teacher_of_the_district_has_no_case(sign_in: Sign, cycle_id: int) -> None:
    client = sign_in(person(Role.TEACHER, user_id=81, teacher_id=None))
    assert client.get("/my/rotation").status_code == OK
    assert client.get("/my/rotation/preferences").status_code == NOT_FOUND


def test_the_why_page_is_the_same_in_the_drawer(hr: FlaskClient, places: dict[str, object]) -> None:
    address = "/proposals/{proposal}/why/{staff}".format(**places)
    drawer = hr.get(address, headers={"X-Drawer": "1"}).get_data(as_text=True)
    assert "jh-drawer-title" in drawer
    assert "<html" not in drawer
    assert "<html" in hr.get(address).get_data(as_text=True)


def test_scenarios_are_listed_beside_proposals(hr: FlaskClient) -> None:
    assert hr.get("/scenarios").status_code == SEE_OTHER
