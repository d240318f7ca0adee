"""The same register on SQLite and on PostgreSQL: reading, importing, and writers who meet."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.permissions import Permission
from core.db import db, reading, transaction
from core.errors import Conflict, Invalid
from core.i18n import Language
from core.sheets import staging
from core.sheets.writing import export
from policy.vocabulary import BackboneLevel, Stage, Title
from teachers import queries, services, sheets
from teachers.models import Posting, Teacher
from teachers.queries import SCHOOL_ORDERS, TEACHER_ORDERS, SchoolWish, TeacherWish
from teachers.vocabulary import DualLevel, PostingDraft
from tests.support.builders import DAY, SYSTEM, draft_of, hr_officer, id_number, make_account, make_school, make_teacher
from tests.support.postgres import database_url, kinds
from tests.support.site import build, config_in

HR = hr_officer()
WRITERS = 8


@pytest.fixture(params=kinds())
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A site with a school and a teacher, on one of the databases."""
    app = build(config_in(tmp_path / "instance", database_url(request.param, tmp_path)))
    with app.app_context():
        with transaction() as tx:
            make_account(tx, HR)
            school = make_school(tx, code="2119000001")
            make_teacher(tx, school=school, staff_no="310001", id_number=id_number(), phone="13800001234")
        yield app
        db.session.remove()
        db.engine.dispose()


def test_every_filter_and_order_of_the_lists_is_understood(site: Flask) -> None:
    everything = TeacherWish("a", 1, Stage.PRIMARY, "语文", Title.FIRST, "any", DualLevel.JUNIOR, "deferred")
    wishes = [
        everything,
        TeacherWish(backbone=BackboneLevel.CITY),
        TeacherWish(status="left"),
        TeacherWish(status="vetoed"),
    ]
    wishes += [TeacherWish(sort=f"{sign}{order}") for order in TEACHER_ORDERS for sign in ("", "-")]
    for wish in wishes:
        reading().execute(queries.teacher_rows(HR, Permission.TEACHER_READ, wish, on=DAY)).all()
    found = reading().execute(queries.teacher_rows(HR, Permission.TEACHER_READ, TeacherWish(id_number()), on=DAY)).all()
    assert [row.staff_no for row in found] == ["310001"]
    for order in SCHOOL_ORDERS:
        asked = SchoolWish("x", None, Stage.PRIMARY, 1, 1, closed=True, sort=order)
        reading().execute(queries.school_rows(HR, Permission.SCHOOL_READ, asked, on=DAY)).all()


def test_an_export_comes_back_in_unchanged(site: Flask) -> None:
    book = export(sheets.TEACHERS, list(sheets.teacher_rows(reading(), ["310001"], DAY)), Language.CHINESE)
    with transaction() as tx:
        batch = staging.stage(tx, "teachers", "x.xlsx", book, by=HR)
        staging.dry_run(tx, batch, sheets.TeacherImporter(DAY), by=HR)
        assert (batch.total_rows, batch.same_rows) == (1, 1)


def together(app: Flask, act: Callable[[Session, int], None]) -> list[str]:
    """Let several writers do one thing at the same instant; return what came of each."""
    barrier = Barrier(WRITERS)

    def one(number: int) -> str:
        with app.app_context():
            try:
                barrier.wait(10)
                with transaction() as tx:
                    act(tx, number)
            except (Conflict, Invalid) as refusal:
                return type(refusal).__name__
            finally:
                db.session.remove()
            return "written"

    with ThreadPoolExecutor(WRITERS) as pool:
        return sorted(pool.map(one, range(WRITERS)))


def test_of_writers_who_save_one_version_one_wins(site: Flask) -> None:
    teacher_id = reading().execute(select(Teacher.id)).scalar_one()
    reading().rollback()

    def save(tx: Session, number: int) -> None:
        row = tx.get_one(Teacher, teacher_id)
        changed = draft_of(row, team=f"团组{number}")
        services.change_teacher(tx, row, changed, version=1, by=SYSTEM, on=DAY)

    came = together(site, save)
    assert came.count("written") == 1, came
    reading().rollback()
    assert reading().get_one(Teacher, teacher_id, populate_existing=True).version == 2


def test_of_postings_made_at_once_no_two_share_a_day(site: Flask) -> None:
    teacher_id, school_id = reading().execute(select(Posting.teacher_id, Posting.school_id)).one()
    reading().rollback()

    def post(tx: Session, number: int) -> None:
        row = tx.get_one(Teacher, teacher_id)
        draft = PostingDraft(school_id, Stage.PRIMARY, f"学科{number}", DAY + timedelta(days=number))
        services.post_teacher(tx, row, draft, by=SYSTEM, on=DAY)

    together(site, post)
    postings = sorted(reading().execute(select(Posting)).scalars(), key=lambda row: row.valid_from)
    for before, after in pairwise(postings):
        assert before.valid_to is not None
        assert before.valid_to < after.valid_from
    assert [row.valid_to for row in postings][-1] is None
    assert queries.posting_on(reading(), teacher_id, date(2030, 1, 1)) is not None
