"""A solved corner of the demo district behind a site whose clients are signed in as anybody, on its own day."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.identity import Identity
from accounts.models import User
from accounts.permissions import Role
from app.config import Config
from app.factory import create_app
from core.clock import travel_to
from core.db import db, reading, transaction
from rotation import services
from rotation.models.plans import PlanMove, Proposal
from rotation.models.reviews import PrincipalReview
from rotation.vocabulary.states import ProposalState
from tests.integration.rotation.conftest import (  # noqa: F401
    People,
    cycle_id,
    empty_database,
    people,
    proposal_id,
    scenario_id,
    settings,
    solved_file,
    tables,
)
from tests.integration.rotation.district import TODAY, account, identity
from tests.support.site import IDENTITY, with_borrowed_identity

NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 4, tzinfo=UTC)
Sign = Callable[[Identity | None], FlaskClient]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """It is the day the corner was solved on."""
    with travel_to(NOON):
        yield


@pytest.fixture
def site(settings: Config) -> Iterator[Flask]:  # noqa: F811
    """The site, a request may say who asks."""
    app = with_borrowed_identity(create_app(settings))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def sign_in(site: Flask) -> Sign:
    """Return what makes a client of somebody."""

    def make(identity: Identity | None) -> FlaskClient:
        client = site.test_client()
        if identity is not None:
            client.environ_base[IDENTITY] = identity  # type: ignore[assignment]
        return client

    return make


@pytest.fixture
def hr(sign_in: Sign, people: People) -> FlaskClient:  # noqa: F811
    """District HR."""
    return sign_in(people.hr)


@pytest.fixture
def leader(sign_in: Sign, people: People) -> FlaskClient:  # noqa: F811
    """A leader."""
    return sign_in(people.leader)


@dataclass(frozen=True)
class Under:
    """A proposal sent to the principals: one review with people who come, its school, one of its moves."""

    proposal_id: int
    review_id: int
    school_id: int
    other_school_id: int
    teacher_id: int
    staff_no: str


@pytest.fixture
def under(site: Flask, people: People, proposal_id: int) -> Under:  # noqa: F811
    """Send the proposal to the principals."""
    with transaction() as tx:
        version = tx.get_one(Proposal, proposal_id).version
        deadline = TODAY.replace(day=26)
        services.submit_for_review(tx, proposal_id, version, deadline, by=people.hr, on=TODAY)
    tx = reading()
    move = tx.execute(select(PlanMove).where(PlanMove.proposal_id == proposal_id).limit(1)).scalar_one()
    review = tx.execute(select(PrincipalReview).where(PrincipalReview.school_id == move.to_school_id)).scalar_one()
    other = tx.execute(select(PrincipalReview).where(PrincipalReview.school_id != move.to_school_id)).scalars().first()
    assert other is not None
    found = Under(proposal_id, review.id, review.school_id, other.school_id, move.teacher_id, move.staff_no)
    tx.rollback()
    return found


@pytest.fixture
def principal(sign_in: Sign, under: Under) -> FlaskClient:
    """The principal of a school the proposal sends people to."""
    return sign_in(principal_of(under.school_id))


def principal_of(school_id: int) -> Identity:
    """Return the principal of a school, with an account made when first asked for."""
    name = f"head{school_id}"
    with transaction() as tx:
        known = tx.execute(select(User.id).where(User.staff_no == name)).scalar_one_or_none()
        return identity(tx, name) if known else account(tx, name, Role.PRINCIPAL, school_id=school_id)


@pytest.fixture
def teacher(sign_in: Sign, proposal_id: int) -> FlaskClient:  # noqa: F811
    """An eligible teacher of the district."""
    rows = select(PlanMove.teacher_id).where(PlanMove.proposal_id == proposal_id).limit(1)
    with transaction() as tx:
        teacher_id = tx.execute(rows).scalar_one()
        return sign_in(account(tx, "teacher1", Role.TEACHER, teacher_id=teacher_id))


def another_draft(of: int) -> int:
    """Make a second proposal of the cycle, a draft like the first was."""
    with transaction() as tx:
        first = tx.get_one(Proposal, of)
        columns = {column.key: getattr(first, column.key) for column in Proposal.__table__.columns}
        made = Proposal(**columns | {"id": None, "job_id": None, "number": 2, "state": ProposalState.DRAFT})
        tx.add(made)
        tx.flush()
        return made.id


def version_in(client: FlaskClient, address: str, name: str = "version") -> str:
    """Return the version a form of a page carries."""
    page = client.get(address).get_data(as_text=True)
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="(\d+)"', page)
    assert found is not None, f"no {name} in {address}"
    return found[1]
