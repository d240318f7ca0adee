"""A decided cycle written by hand on either database: three schools, movers of every kind, an approved plan."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Role
from core.clock import instant, travel_to
from core.db import db, transaction
from core.sentences import to_json
from policy.messages import say
from policy.vocabulary import BackboneLevel, Stage
from rotation.models.cycles import CyclePolicy, EligibilityEntry, PlanInput, RotationCycle
from rotation.models.plans import PlanMove, Proposal, Scenario
from rotation.vocabulary.states import CycleState, ProposalState, ScenarioState
from teachers.models import School, Teacher
from tests.integration.rotation.district import account
from tests.support import postgres
from tests.support.builders import make_school, make_teacher
from tests.support.site import build, config_in

TODAY = date(2026, 6, 18)
FIRST_DAY = date(2026, 9, 1)
OVER = TODAY - timedelta(days=1)
NOON = datetime(2026, 6, 18, 4, tzinfo=UTC)
REASON = to_json(say("fills a gap"))


@dataclass
class Decided:
    """What the tests act on; rows by id, people by what they are."""

    cycle_id: int = 0
    proposal_id: int = 0
    home: int = 0
    target: int = 0
    other: int = 0
    movers: list[int] = field(default_factory=list)
    people: dict[str, Identity] = field(default_factory=dict)

    @property
    def hr(self) -> Identity:
        """District HR."""
        return self.people["hr"]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """It is the day after objections ended."""
    with travel_to(NOON):
        yield


@pytest.fixture(params=postgres.kinds())
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A site on each database."""
    app = build(config_in(tmp_path / "instance", postgres.database_url(request.param, tmp_path)))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def decided(site: Flask) -> Decided:
    """An approved plan of four moves from one school to another; the second mover teaches the second subject there."""
    made = Decided()
    with transaction() as tx:
        home, target, other = (make_school(tx, name=name) for name in ("城关小学", "西山小学", "北岭小学"))
        made.home, made.target, made.other = home.id, target.id, other.id
        movers = [make_teacher(tx, school=home, second_subject="品德", fte=80) for _ in range(4)]
        made.movers = [mover.id for mover in movers]
        made.people = {
            "hr": account(tx, "hr1", Role.DISTRICT_HR),
            "hr2": account(tx, "hr2", Role.DISTRICT_HR),
            "leader": account(tx, "lead1", Role.LEADER),
            "clerk": account(tx, "clerk1", Role.CLERK, school_id=target.id),
            "principal": account(tx, "head1", Role.PRINCIPAL, school_id=home.id),
            "elsewhere": account(tx, "head2", Role.PRINCIPAL, school_id=other.id),
            "mover": account(tx, "mover1", Role.TEACHER, teacher_id=movers[0].id),
        }
        cycle = add_cycle(tx, made)
        add_list(tx, cycle, home, movers)
        made.cycle_id, made.proposal_id = cycle.id, add_plan(tx, cycle, made, movers).id
    return made


def add_cycle(tx: Session, made: Decided) -> RotationCycle:
    """Write a cycle whose objections are over."""
    cycle = RotationCycle(
        name="2026轮岗年度",
        school_year=2026,
        reference_date=FIRST_DAY,
        state=CycleState.DECIDED,
        policy_version=1,
        objection_deadline=OVER,
        decided_at=instant(),
        created_at=instant(),
        created_by=made.hr.user_id,
    )
    tx.add(cycle)
    tx.flush()
    tx.add(CyclePolicy(cycle_id=cycle.id, number=1, text="", sha256="0" * 64, source="区文件", created_at=instant()))
    return cycle


def add_list(tx: Session, cycle: RotationCycle, home: School, movers: list[Teacher]) -> None:
    """Write the eligibility list."""
    for mover in movers:
        entry = EligibilityEntry(
            cycle_id=cycle.id,
            teacher_id=mover.id,
            school_id=home.id,
            staff_no=mover.staff_no,
            name=mover.name,
            stage=Stage.PRIMARY,
            subject="语文",
            eligible=True,
            reason=REASON,
            verdicts=[],
            policy_version=1,
        )
        tx.add(entry)


def add_plan(tx: Session, cycle: RotationCycle, made: Decided, movers: list[Teacher]) -> Proposal:
    """Write the scenario, its input, the approved proposal and its moves."""
    scenario = Scenario(
        cycle_id=cycle.id,
        name="方案甲",
        overrides={},
        time_limit=60,
        state=ScenarioState.SOLVED,
        faults=[],
        warnings=[],
        relaxations=[],
        created_at=instant(),
    )
    tx.add(scenario)
    tx.flush()
    taken = PlanInput(
        cycle_id=cycle.id,
        scenario_id=scenario.id,
        input_sha256="0" * 64,
        policy_sha256="0" * 64,
        policy_version=1,
        policy_text="",
        archive=b"",
        teachers=4,
        schools=3,
        preferences=0,
        created_at=instant(),
    )
    tx.add(taken)
    tx.flush()
    proposal = Proposal(
        cycle_id=cycle.id,
        scenario_id=scenario.id,
        input_id=taken.id,
        number=1,
        name="方案甲",
        state=ProposalState.APPROVED,
        **HEAD,
        created_at=instant(),
        decided_at=instant(),
        decided_by=made.people["leader"].user_id,
    )
    tx.add(proposal)
    tx.flush()
    for place, mover in enumerate(movers):
        tx.add(move_of(mover, proposal, made, subject="品德" if place == 1 else "语文"))
    return proposal


HEAD = {
    "status": "optimal",
    "stopped_by": "proven",
    "seconds": 1.0,
    "seed": 0,
    "workers": 1,
    "policy_version": 1,
    "input_sha256": "0" * 64,
    "policy_sha256": "0" * 64,
    "moves": 4,
    "eligible": 4,
    "backbone_moves": 0,
    "least_moves": 1,
    "most_moves": 9,
    "lines": [],
    "rules": [],
    "report": {},
    "moves_csv": b"",
    "workbook": b"",
    "totals": {},
}


def move_of(mover: Teacher, proposal: Proposal, made: Decided, *, subject: str) -> PlanMove:
    """Return the move of somebody from the one school to the other."""
    return PlanMove(
        proposal_id=proposal.id,
        teacher_id=mover.id,
        staff_no=mover.staff_no,
        name=mover.name,
        from_school_id=made.home,
        to_school_id=made.target,
        from_area="urban",
        to_area="urban",
        stage=Stage.PRIMARY,
        subject=subject,
        home_subject="语文",
        fte=100,
        minutes=20,
        backbone=BackboneLevel.NONE,
        reason=REASON,
        served=[],
        parts={},
    )
