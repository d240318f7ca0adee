"""Filled instances for browser tests: the small district through the demo's own services, kept at several moments."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from accounts import queries as account_queries
from accounts.identity import Identity
from accounts.models import User
from accounts.permissions import Role
from accounts.services import register_account
from accounts.vocabulary import AccountDraft, RoleDraft
from app import database
from app.config import DEMO_MARK, Config, prepare_instance
from app.demo.site import cycle, people, training
from app.demo.site.load import OFFICER
from app.demo.site.register import import_table, load_register
from app.factory import create_app
from core.audit import System
from core.clock import instant
from core.db import db, reading, transaction
from policy.vocabulary import LockAction
from rotation import queries, services
from rotation.models.cycles import EligibilityEntry, RotationCycle
from rotation.models.plans import PlanMove, Proposal
from rotation.models.reviews import Objection, ReviewItem
from rotation.vocabulary.drafts import CarryDraft, LockDraft, OverrideDraft, ReplyDraft, ScenarioDraft
from rotation.vocabulary.states import Answer, Reply
from teachers import services as register
from teachers.models import School, Teacher
from teachers.vocabulary import PostingDraft
from tests.support import searches
from tests.support.small_district import KEPT, write_small_district
from tests.support.teacher_details import add_details

WITH_PEOPLE = tuple(sorted(KEPT)[:4])
"""The schools whose principal, clerk and teachers have accounts."""

LEADER, FILING_DAYS = "900002", 20
FILING, READY, SEARCHES, REVIEW, DECIDED = "filing", "ready", "searches", "review", "decided"
SETTLED, CARRIED = "settled", "carried"
Keep = Callable[[str], None]


@contextmanager
def site_over(instance: Path, *, inline_jobs: bool = True) -> Iterator[None]:
    """Be within the site of an instance, jobs in place or left waiting; the database is closed at the end."""
    config = replace(Config.from_env({"JUNHENG_INSTANCE": str(instance)}), inline_jobs=inline_jobs)
    database.upgrade(config.database_url)
    with create_app(config).app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def build_stages(folder: Path, on: date) -> None:
    """Fill an instance step by step and keep a copy of its folder at each stage, named by the stage."""
    tables, instance = folder / "tables", folder / "being-built"
    tables.mkdir()
    write_small_district(tables)
    prepare_instance(instance)

    def keep(stage: str) -> None:
        db.session.remove()
        db.engine.dispose()
        shutil.copytree(instance, folder / stage)

    with site_over(instance):
        office, staff, number = _before_the_search(instance, tables, on)
        _gather(tables, number, office[OFFICER], keep, on)
        keep(READY)
        proposal_id = _review(tables, number, office[OFFICER], staff, on)
        mover, unhappy = _mover(proposal_id, at=instant()), _mover(proposal_id, at=instant())
        staff |= {mover.staff_no: mover, unhappy.staff_no: unhappy}
        _mark(instance, [*office, *staff])
        training.log_own({mover.staff_no: mover}, on=on)
        add_details(mover, by=office[OFFICER], on=on)
        keep(REVIEW)
        _decide(proposal_id, number, office, unhappy, on)
        keep(DECIDED)
        _settle(proposal_id, number, office[OFFICER], on)
        keep(SETTLED)
        _carry(proposal_id, office[OFFICER], on)
        keep(CARRIED)
    _search(folder, tables, number, office[OFFICER], on)


def _before_the_search(instance: Path, tables: Path, on: date) -> tuple[dict[str, Identity], dict[str, Identity], int]:
    """Open the bureau, the register, the schools and the cycle up to its planning."""
    with transaction() as tx:
        office = people.open_office(tx)
    hr = office[OFFICER]
    load_register(tables, by=hr, on=on)
    with transaction() as tx:
        staff = people.open_schools(tx, WITH_PEOPLE)
    schools = list(reading().execute(select(School.id).where(School.code.in_(WITH_PEOPLE))).scalars())
    training.hold_courses(schools, by=hr, on=on)
    training.log_own(staff, on=on)
    number = cycle.open_year(tables, by=hr, on=on)
    _overrule(number, hr, on)
    _mark(instance, [*office, *staff])
    return office, staff, number


def _gather(tables: Path, number: int, hr: Identity, keep: Keep, on: date) -> None:
    """Have preferences filed, keep the moment, and begin to plan."""
    with transaction() as tx:
        version = queries.cycle_page(tx, number, hr, on=on).version
        services.open_preferences(tx, number, version, on + timedelta(days=FILING_DAYS), by=hr, on=on)
    keep(FILING)
    import_table("preferences", (tables / "preferences.csv").read_bytes(), by=hr, on=on)
    with transaction() as tx:
        version = queries.cycle_page(tx, number, hr, on=on).version
        services.start_planning(tx, number, version, by=hr, on=on)


def _search(folder: Path, tables: Path, number: int, hr: Identity, on: date) -> None:
    """Make a stage of its own from the one that waits for its first search: searches in every state but solved."""
    instance = folder / SEARCHES
    shutil.copytree(folder / READY, instance)
    with site_over(instance):
        searches.searched(number, by=hr, on=on)
    with site_over(instance, inline_jobs=False):
        searches.left_open(number, tables, by=hr, on=on)


def _overrule(number: int, hr: Identity, on: date) -> None:
    """Take one person off the list by hand."""
    with transaction() as tx:
        listed = select(Teacher.staff_no).join(EligibilityEntry, EligibilityEntry.teacher_id == Teacher.id)
        wanted = listed.where(EligibilityEntry.cycle_id == number, EligibilityEntry.eligible)
        staff_no = str(tx.execute(wanted.order_by(Teacher.id.desc())).scalars().first())
        services.override_eligibility(tx, number, OverrideDraft(staff_no, False, "支教期间"), by=hr, on=on)


def _mark(instance: Path, names: list[str]) -> None:
    """Say which accounts may be signed in with one press."""
    mark = json.dumps({"district": "云岭区教育委员会", "accounts": names}, ensure_ascii=False)
    (instance / DEMO_MARK).write_text(mark, encoding="utf-8")


def _mover(proposal_id: int, *, at: datetime) -> Identity:
    """Open an account for one of those who move, so that somebody can read of it."""
    with transaction() as tx:
        first = select(PlanMove.teacher_id).where(PlanMove.proposal_id == proposal_id).order_by(PlanMove.teacher_id)
        taken = select(User.teacher_id).where(User.teacher_id.is_not(None))
        number = tx.execute(first.where(PlanMove.teacher_id.not_in(taken))).scalars().first()
        teacher = tx.get_one(Teacher, number)
        draft = AccountDraft(teacher.staff_no, teacher.name, (RoleDraft(Role.TEACHER, None),), teacher.id)
        return account_queries.identity_of(register_account(tx, draft, by=System(), at=at))


def _review(tables: Path, number: int, hr: Identity, staff: dict[str, Identity], on: date) -> int:
    """Search twice, put the second plan before the principals, have two of them answer, leave a draft scenario."""
    cycle.search(number, tables, "先在学区内", by=hr, on=on, numbers={"rotation.scope": "near"})
    proposal_id = cycle.search(number, tables, "全区统筹", by=hr, on=on)
    cycle.submit(proposal_id, by=hr, on=on)
    principals = [identity for identity in staff.values() if len(identity.roles) > 1]
    for place, principal in enumerate(principals[:2]):
        cycle.answer(principal, objects=place == 0, on=on)
    with transaction() as tx:
        scenario = services.make_scenario(tx, number, ScenarioDraft("少换学段", "试一试"), by=hr, on=on)
        staff_no = tx.execute(select(PlanMove.staff_no).where(PlanMove.proposal_id == proposal_id)).scalars().first()
        lock = LockDraft(str(staff_no), LockAction.STAY, "", "身体原因")
        services.pin(tx, scenario.id, lock, by=hr, on=on)
    return proposal_id


def _decide(proposal_id: int, number: int, office: dict[str, Identity], unhappy: Identity, on: date) -> None:
    """Reply to what was objected, end the review, have the leader approve, and one teacher object to the result."""
    hr, leader = office[OFFICER], office[LEADER]
    items = select(ReviewItem.id, ReviewItem.version).where(ReviewItem.answer == Answer.OBJECT)
    for item, version in reading().execute(items).all():
        with transaction() as tx:
            services.reply(tx, item, version, ReplyDraft(Reply.KEPT, "确有需要，已与老师谈过"), by=hr, on=on)
    with transaction() as tx:
        services.close_review(tx, proposal_id, _version(proposal_id), "时间已紧", by=hr, on=on)
    with transaction() as tx:
        services.submit_for_decision(tx, proposal_id, _version(proposal_id), by=hr, on=on)
    deadline = on + timedelta(days=10)
    with transaction() as tx:
        version = _version(proposal_id)
        services.approve(tx, proposal_id, version, "同意", objection_deadline=deadline, by=leader, on=on)
    with transaction() as tx:
        services.object_to_result(tx, number, "家中老人需要照顾", by=unhappy, on=on)


def _settle(proposal_id: int, number: int, hr: Identity, on: date) -> None:
    """Answer the objection and let the days for others pass; of the movers one has left, one was posted by hand."""
    with transaction() as tx:
        objection, version = tx.execute(select(Objection.id, Objection.version)).one()
        services.answer_objection(tx, objection, version, False, "学校确有需要", by=hr, on=on)
        tx.get_one(RotationCycle, number).objection_deadline = on - timedelta(days=1)
    with transaction() as tx:
        taken = select(User.teacher_id).where(User.teacher_id.is_not(None))
        mine = select(PlanMove).where(PlanMove.proposal_id == proposal_id, PlanMove.teacher_id.not_in(taken))
        leaver, posted = tx.execute(mine.order_by(PlanMove.id).limit(2)).scalars()
        gone = tx.get_one(Teacher, leaver.teacher_id)
        register.leave(tx, gone, reason="退休", version=gone.version, by=hr, on=on)
        day = tx.get_one(RotationCycle, number).reference_date
        draft = PostingDraft(posted.to_school_id, posted.stage, posted.subject, day)
        register.post_teacher(tx, tx.get_one(Teacher, posted.teacher_id), draft, by=hr, on=on)


def _carry(proposal_id: int, hr: Identity, on: date) -> None:
    """Carry the plan into the register."""
    with transaction() as tx:
        page = queries.carry_page(tx, proposal_id, hr, on=on)
        draft = CarryDraft(page.first_day, page.seal)
        services.carry_over(tx, proposal_id, page.version, draft, by=hr, on=on)


def _version(proposal_id: int) -> int:
    """Return the version a proposal has now."""
    db.session.remove()
    found = int(reading().execute(select(Proposal.version).where(Proposal.id == proposal_id)).scalar_one())
    db.session.remove()
    return found
