from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from core.db import reading, transaction
from core.i18n import Language
from core.sheets import staging
from core.sheets.columns import Sheet
from core.sheets.models import ImportBatch
from core.sheets.plan import Importer
from core.sheets.writing import export, export_csv
from policy.vocabulary import Sex, Stage
from teachers import queries, services, sheets
from teachers.vocabulary import (
    CertificateDraft,
    CertificateLevel,
    ClassDraft,
    DeferralDraft,
    DeferralReason,
    DemandDraft,
    DualDraft,
    DualLevel,
    PlacementDraft,
    TravelDraft,
)
from tests.support.builders import DAY, SYSTEM, hr_officer, id_number, make_account, make_school, make_teacher

HR = hr_officer()


@pytest.fixture
def register(app: Flask) -> None:
    """Two schools with everything a workbook can say of them, and three teachers."""
    with transaction() as tx:
        make_account(tx, HR)
        town = make_school(
            tx,
            code="2119000001",
            students={Stage.PRIMARY: 600, Stage.JUNIOR: 300},
            classes=(ClassDraft(1, 4, 160), ClassDraft(7, 3, 120)),
        )
        far = make_school(
            tx,
            code="2119000002",
            partners=("2119000001",),
            zone="",
            group="云岭一小教育集团",
            longitude=None,
            latitude=None,
            authorised_headcount=None,
            senior_posts=None,
            demand=(DemandDraft(Stage.PRIMARY, "语文", 750),),
        )
        whole = make_teacher(
            tx, school=town, staff_no="00123", id_number=id_number(), phone="13800001234", birth_month="1985-03"
        )
        make_teacher(tx, school=far, staff_no="310002", sex=Sex.MALE, fte=50, second_subject="音乐", mountain_years=250)
        make_teacher(tx, school=town, staff_no="310003", sex=None, birth_month="", title=None, stage=Stage.JUNIOR)
        draft = DeferralDraft(DeferralReason.NURSING, DAY, None)
        services.record_deferral(tx, whole, draft, by=SYSTEM, on=DAY)
        paper = CertificateDraft(
            CertificateLevel.JUNIOR, "语文", "20102110012345678", DAY.replace(year=2010), DAY, None
        )
        services.add_certificate(tx, whole, paper, by=SYSTEM, on=DAY)
        other = CertificateDraft(CertificateLevel.PRIMARY, "", "20082110000000001", preschool_training=True)
        services.add_certificate(tx, whole, other, by=SYSTEM, on=DAY)
        stay = PlacementDraft("云岭机械厂", DAY - timedelta(days=300), DAY - timedelta(days=60), 200)
        services.record_placement(tx, whole, stay, by=SYSTEM, on=DAY)
        services.recognise_dual(tx, whole, DualDraft(DualLevel.JUNIOR, DAY, "云教〔2026〕9号"), by=SYSTEM, on=DAY)
        ways = (TravelDraft(far.id, 55, from_school_id=town.id), TravelDraft(far.id, 70, teacher_id=whole.id))
        services.record_travel(tx, ways, by=SYSTEM, on=DAY)


def rows_of(kind: str) -> tuple[Sheet, list[Mapping[str, Any]], Importer]:
    """Return the table, the rows on file and the importer of a kind."""
    tx = reading()
    if kind == "schools":
        return sheets.SCHOOLS, [*sheets.school_rows(tx, DAY)], sheets.SchoolImporter(DAY)
    if kind == "classes":
        return sheets.CLASSES, [*sheets.class_rows(tx).values()], sheets.classes_importer()
    if kind == "demand":
        return sheets.DEMAND, [*sheets.demand_rows(tx).values()], sheets.demand_importer()
    if kind == "travel":
        return sheets.TRAVEL, [*sheets.travel_rows(tx)], sheets.TravelImporter()
    if kind in sheets.HOLDINGS:
        held = sheets.HOLDINGS[kind]
        rows = sheets.holding_rows(tx, held, [teacher.staff_no for teacher in queries.teachers_on(tx, DAY)])
        return held.sheet, [*rows], sheets.HoldingImporter(held, DAY)
    numbers = [teacher.staff_no for teacher in queries.teachers_on(tx, DAY)]
    return sheets.TEACHERS, [*sheets.teacher_rows(tx, numbers, DAY)], sheets.TeacherImporter(DAY)


KINDS = ("schools", "classes", "demand", "teachers", "certificates", "placements", "duals", "travel")


def check(kind: str, name: str, data: bytes, importer: Importer) -> ImportBatch:
    with transaction() as tx:
        batch = staging.stage(tx, kind, name, data, by=HR)
    with transaction() as tx:
        staging.dry_run(tx, batch, importer, by=HR)
    return batch


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("masked", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_importing_an_export_changes_nothing(register: None, kind: str, masked: bool, language: Language) -> None:
    writers: tuple[tuple[str, Callable[..., bytes]], ...] = (("x.xlsx", export), ("x.csv", export_csv))
    for name, write in writers:
        sheet, rows, importer = rows_of(kind)
        batch = check(kind, name, write(sheet, rows, language, masked=masked), importer)
        faults = [(str(f.message), f.header, f.value) for f in batch.preview.faults()]
        assert (batch.same_rows, batch.total_rows) == (batch.total_rows, batch.total_rows), faults
        assert batch.total_rows > 0


def test_an_export_into_an_empty_register_makes_the_same_register(app: Flask, register: None) -> None:
    before = queries.register_on(reading(), DAY)
    papers = held()
    files = {kind: export(rows_of(kind)[0], rows_of(kind)[1], Language.CHINESE, masked=False) for kind in KINDS}
    with transaction() as tx:
        for table in (
            "teaching_certificate",
            "industry_placement",
            "dual_qualification",
            "travel_time",
            "deferral",
            "posting",
            "teacher",
            "demand",
            "class_count",
            "school_unit",
        ):
            tx.connection().exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
        for table in ("partnership", "school", "zone", "school_group"):
            tx.connection().exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
    for kind in KINDS:
        importer = rows_of(kind)[2]
        batch = check(kind, f"{kind}.xlsx", files[kind], importer)
        assert batch.new_rows == batch.total_rows, [str(f.message) for f in batch.preview.faults()]
        with transaction() as tx:
            staging.apply(tx, tx.merge(batch), importer, by=HR, on=DAY)
    after = queries.register_on(reading(), DAY)
    assert _told(after) == _told(before)
    assert held() == papers
    assert all(papers.values())


def held() -> dict[str, list[dict[str, Any]]]:
    """Return what the teachers hold, without the ids of the rows."""
    reading().expire_all()
    return {
        kind: [{name: value for name, value in row.items() if name != "id"} for row in rows_of(kind)[1]]
        for kind in sheets.HOLDINGS
    }


def _told(register: Any) -> Any:
    """Return a register without the ids of its rows."""
    schools = [(s.code, s.name, s.area, s.zone, s.group, s.partners, s.longitude, s.latitude) for s in register.schools]
    posts = [(s.authorised_headcount, s.senior_posts) for s in register.schools]
    units = [(u.school_code, u.stage, u.school_year, u.students) for u in register.units]
    teachers = [
        {name: getattr(t, name) for name in t.__dataclass_fields__ if name not in {"id", "school_id"}}
        for t in register.teachers
    ]
    return schools, posts, units, dict(register.required), teachers, register.travel
