"""Twenty people decide one thing at one instant, on SQLite and on PostgreSQL: one does, nobody sees a failure."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from accounts.permissions import Role
from core.sheets.models import ImportBatch
from rotation.models.plans import Proposal
from rotation.models.reviews import PrincipalReview, ReviewItem
from rotation.vocabulary.states import ProposalState, ReviewState
from tests.integration.permissions.world import World
from tests.integration.security.arena import CROWD, Arena, arena, at_once
from tests.support.postgres import kinds
from training.models import CreditEntry, TrainingRecord

DONE, CONFLICT, CLICKS = 303, 409, 10
ENTRIES = 4
"""What one approval books: hours and credits, each taken from one account and given to another."""


@pytest.fixture(scope="module", params=kinds())
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    return str(request.param)


@pytest.fixture(scope="module")
def deciding(world: World, kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """The stage at which a proposal waits for the leader; nothing a test here does is in another test's way."""
    with arena(world, "submitted", kind, tmp_path_factory.mktemp("deciding")) as made:
        yield made


def one_winner(answers: Counter[int], people: int = CROWD) -> None:
    """Check that one was done and all others were told that somebody was faster."""
    assert answers == Counter({DONE: 1, CONFLICT: people - 1})


def test_one_of_twenty_leaders_decides(deciding: Arena) -> None:
    number = deciding.world.ids["proposal"]
    version = deciding.value(select(Proposal.version).where(Proposal.id == number))

    def press(browser: FlaskClient, place: int) -> TestResponse:
        decision = ("approve", "refuse", "return")[place % 3]
        sent = {"decision": decision, "reason": "已议定", "objection_deadline": "2026-07-10", "version": version}
        return browser.post(f"/decisions/{number}", data=sent)

    one_winner(at_once(deciding.crowd(Role.LEADER), press))
    assert deciding.entries("proposal.approved", "proposal.refused", "proposal.returned") == 1
    state = deciding.value(select(Proposal.state).where(Proposal.id == number))
    assert state in {ProposalState.APPROVED, ProposalState.REFUSED, ProposalState.ANSWERED}


def test_one_of_twenty_officers_books_the_credits(deciding: Arena) -> None:
    number = deciding.world.ids["school_approved:teacher"]
    version = deciding.value(select(TrainingRecord.version).where(TrainingRecord.id == number))
    booked = deciding.value(select(func.count()).select_from(CreditEntry))
    acts = deciding.entries("training.approved", "training.returned")

    def press(browser: FlaskClient, place: int) -> TestResponse:
        sent = {"rows": f"{number}:{version}", "decision": ("approve", "return")[place % 2], "reason": "缺材料"}
        return browser.post("/training/queue?step=district", data=sent)

    one_winner(at_once(deciding.crowd(Role.DISTRICT_HR), press))
    assert deciding.entries("training.approved", "training.returned") == acts + 1
    assert deciding.value(select(func.count()).select_from(CreditEntry)) - booked in {0, ENTRIES}


def test_of_twenty_windows_on_one_file_one_is_saved(deciding: Arena) -> None:
    one_winner(edited(deciding, "teacher"))
    assert deciding.entries("teacher.changed") == 1


def test_a_tenfold_click_hands_in_once(deciding: Arena) -> None:
    number = deciding.world.ids["draft:teacher"]
    version = deciding.value(select(TrainingRecord.version).where(TrainingRecord.id == number))
    acts = deciding.entries("training.submitted")

    def press(browser: FlaskClient, _place: int) -> TestResponse:
        return browser.post(f"/my/hours/{number}/submit", data={"version": version})

    one_winner(at_once(deciding.again("teacher", CLICKS), press), CLICKS)
    assert deciding.entries("training.submitted") == acts + 1


def test_a_tenfold_click_imports_once(deciding: Arena) -> None:
    number = deciding.world.ids["batch:teachers:district_hr"]
    version = deciding.value(select(ImportBatch.version).where(ImportBatch.id == number))

    def press(browser: FlaskClient, _place: int) -> TestResponse:
        return browser.post(f"/imports/teachers/{number}/apply", data={"version": version})

    one_winner(at_once(deciding.again("district_hr", CLICKS), press), CLICKS)
    assert deciding.entries("import.applied") == 1


def test_one_of_twenty_principals_sends_the_review(world: World, kind: str, tmp_path: Path) -> None:
    with arena(world, "in_review", kind, tmp_path) as reviewing:
        number = world.ids["review"]
        rows = select(ReviewItem.id, ReviewItem.version).where(ReviewItem.review_id == number)
        with reviewing.app.app_context():
            items: dict[int, int] = {row.id: row.version for row in reviewing.session().execute(rows)}
        version = reviewing.value(select(PrincipalReview.version).where(PrincipalReview.id == number))
        sent = {"deed": "send", "version": version}
        sent |= {f"answer-{item}": "agree" for item in items} | {f"seen-{item}": seen for item, seen in items.items()}
        crowd = reviewing.crowd(Role.PRINCIPAL, world.schools[0])
        one_winner(at_once(crowd, lambda browser, _: browser.post(f"/reviews/{number}", data=sent)))
        assert reviewing.entries("review.sent") == 1
        state = reviewing.value(select(PrincipalReview.state).where(PrincipalReview.id == number))
        assert state is ReviewState.SENT


def test_of_twenty_windows_on_one_certificate_one_is_saved(deciding: Arena) -> None:
    one_winner(certified(deciding, "teacher"))
    assert deciding.entries("certificate.changed") == 1


def test_without_its_version_more_than_one_would_win(deciding: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: what the tests above rely on is the version, not luck."""
    monkeypatch.setattr("teachers.services.credentials.expect_version", lambda _row, _version: None)
    answers = certified(deciding, "colleague")
    assert answers[DONE] > 1, answers


def edited(deciding: Arena, who: str) -> Counter[int]:
    """Have twenty officers save the file of a teacher they all opened at the same version."""
    path = f"/teachers/{deciding.world.ids[f'teacher:{who}']}/edit"
    officers = deciding.crowd(Role.DISTRICT_HR)
    seen = deciding.form(officers[0], path)
    return at_once(officers, lambda browser, place: browser.post(path, data={**seen, "team": f"第{place}组"}))


def certified(deciding: Arena, who: str) -> Counter[int]:
    """Have twenty officers change one certificate they all opened at the same version."""
    number = deciding.world.parts[who]["certificate"]
    path = f"/teachers/{deciding.world.ids[f'teacher:{who}']}/certificates/{number}/edit"
    officers = deciding.crowd(Role.DISTRICT_HR)
    seen = deciding.form(officers[0], path)
    return at_once(officers, lambda browser, place: browser.post(path, data={**seen, "number": f"ZS77{place:04d}"}))
