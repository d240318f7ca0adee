from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import select

from accounts.identity import Identity
from core.audit import AuditEntry
from core.db import reading, transaction
from core.errors import Invalid
from core.i18n import Language
from core.sheets import staging
from core.sheets.models import ImportState
from core.sheets.plan import RowState
from core.sheets.staging import Mode
from core.sheets.writing import export, export_csv
from tests.integration.training.people import ON, Cast, a_draft, again, approved, logged, submitted
from training import queries, services
from training.models import TrainingRecord
from training.queries import RecordFilter
from training.sheets import LIST, RECORDS, TrainingImporter, exported
from training.vocabulary import RecordState

HEAD = "Staff number,Name,Name of the activity,Kind of activity,Counts for,First day,Last day,Hours,Organiser"
GOOD = "T0001,陈1,暑期全员研修,training course,elective,2026-06-01,2026-06-03,24,区教师研修中心"


def dry(by: Identity, *rows: str) -> tuple[int, TrainingImporter]:
    data = "\r\n".join([HEAD, *rows]).encode()
    return tried(by, data)


def tried(by: Identity, data: bytes, name: str = "名册.csv") -> tuple[int, TrainingImporter]:
    importer = TrainingImporter(by, ON)
    with transaction() as tx:
        batch = staging.stage(tx, "training", name, data, by=by)
        number = batch.id
    with transaction() as tx:
        staging.dry_run(tx, staging.batch_of(tx, number, "training", by=by), importer, by=by)
    return number, importer


def applied(by: Identity, number: int, importer: TrainingImporter) -> int:
    with transaction() as tx:
        batch = staging.batch_of(tx, number, "training", by=by)
        return staging.apply(tx, batch, importer, mode=Mode.ALL_OR_NOTHING, by=by, on=ON)


def counts(by: Identity, number: int) -> dict[RowState, int]:
    batch = staging.batch_of(reading(), number, "training", by=by)
    return {state: batch.preview.count(state) for state in RowState if batch.preview.count(state)}


def faults(by: Identity, number: int) -> list[tuple[int, str, str]]:
    batch = staging.batch_of(reading(), number, "training", by=by)
    return [(fault.row, fault.header, str(fault.message)) for fault in batch.preview.faults()]


def records() -> list[TrainingRecord]:
    return list(reading().execute(select(TrainingRecord).order_by(TrainingRecord.id)).scalars())


def test_the_schools_roster_is_approved_for_the_school_and_credited_by_the_district(cast: Cast) -> None:
    number, importer = dry(cast.clerk, GOOD)
    assert counts(cast.clerk, number) == {RowState.NEW: 1}
    assert applied(cast.clerk, number, importer) == 1
    (row,) = records()
    assert (row.state, row.school_by, row.hours) == (RecordState.SCHOOL_APPROVED, cast.clerk.user_id, 2400)
    with transaction() as tx:
        services.approve(tx, [services.Choice(row.id, row.version)], by=cast.hr, on=ON)
    assert queries.standing_of(reading(), row.teacher_id, on=ON).earned == Fraction(12, 5)
    events = reading().execute(select(AuditEntry.event).where(AuditEntry.subject_kind == "training_record"))
    assert list(events.scalars()) == ["training.entered", "training.approved"]


def test_the_districts_roster_needs_no_school(cast: Cast) -> None:
    number, importer = dry(cast.hr, GOOD, GOOD.replace("T0001,陈1", "T0003,陈3"))
    applied(cast.hr, number, importer)
    assert [(row.state, row.district_only) for row in records()] == [(RecordState.SUBMITTED, True)] * 2
    assert queries.waiting_count(reading(), cast.clerk) == 0
    assert queries.waiting_count(reading(), cast.second_hr) == 2


def test_an_own_line_in_the_roster_waits_for_somebody_else(cast: Cast) -> None:
    number, importer = dry(cast.clerk, GOOD.replace("T0001,陈1", "T0005,陈5"))
    applied(cast.clerk, number, importer)
    (row,) = records()
    assert row.state is RecordState.SUBMITTED
    assert queries.waiting_count(reading(), cast.clerk) == 0
    assert queries.waiting_count(reading(), cast.principal) == 1
    changed, _ = dry(cast.clerk, GOOD.replace("T0001,陈1", "T0005,陈5").replace(",24,", ",20,"))
    assert faults(cast.clerk, changed) == [(2, "Staff number", "This is your own record, and it is under review.")]


@pytest.mark.parametrize(
    ("change", "header", "words"),
    [
        (lambda row: row.replace("T0001,陈1", "T0003,陈3"), "Staff number", "within your reach"),
        (lambda row: row.replace("陈1", "王五"), "Name", "belongs to 陈1"),
        (lambda row: row.replace(",24,", ",25,"), "Hours", "At most 8 hours a day"),
        (lambda row: row.replace(",24,", ",0,"), "Hours", "more than 0"),
        (lambda row: row.replace("2026-06-03", "2026-07-03"), "Last day", "has not ended yet"),
        (lambda row: row.replace("2026-06-01", "2025-12-31"), "First day", "into the next"),
        (lambda row: row.replace("elective", ""), "Counts for", "Choose what the credits count for"),
        (lambda row: row.replace("training course", "skiing"), "Kind of activity", ""),
    ],
)
def test_wrong_rows_are_named_by_cell(cast: Cast, change: Callable[[str], str], header: str, words: str) -> None:
    number, _ = dry(cast.clerk, change(GOOD))
    (fault,) = faults(cast.clerk, number)
    assert fault[:2] == (2, header)
    assert words in fault[2]


def test_a_roster_brings_no_more_hours_than_its_days_hold(cast: Cast) -> None:
    approved(cast.teacher, cast, title="校级研讨", start_on=date(2026, 6, 1), end_on=date(2026, 6, 1), hours=600)
    head = "T0001,陈1,{title},training course,elective,2026-06-{day},2026-06-{day},{hours},区教师研修中心"
    rows = [
        head.format(title="满一天", day="01", hours="3"),
        head.format(title="还有空", day="01", hours="2"),
        head.format(title="上午", day="02", hours="5"),
        head.format(title="下午", day="02", hours="4"),
    ]
    number, _ = dry(cast.clerk, *rows)
    assert [(row, header) for row, header, _ in faults(cast.clerk, number)] == [(2, "Hours"), (5, "Hours")]
    draft = a_draft(title="再来一次", start_on=date(2026, 6, 1), end_on=date(2026, 6, 1), hours=300)
    with pytest.raises(Invalid), transaction() as tx:
        services.enter(tx, [services.Entry(cast.teacher.teacher_id or 0, draft)], by=cast.clerk, on=ON)


def test_the_same_activity_twice_in_a_roster_is_refused(cast: Cast) -> None:
    number, _ = dry(cast.clerk, GOOD, GOOD.replace("暑期全员研修", "暑期 全员研修。"))
    assert [(row, header) for row, header, _ in faults(cast.clerk, number)] == [(3, "Name of the activity")]


def test_a_credited_record_is_not_changed_by_a_roster(cast: Cast) -> None:
    row = approved(cast.teacher, cast, title="暑期全员研修", start_on=date(2026, 6, 1), end_on=date(2026, 6, 3))
    number, _ = dry(cast.hr, GOOD)
    assert counts(cast.hr, number) == {RowState.ERROR: 1}
    assert "credited already" in faults(cast.hr, number)[0][2]
    assert again(row).hours == 800


def test_a_draft_is_not_shown_to_the_office_but_handed_in_by_its_roster(cast: Cast) -> None:
    row = logged(cast.teacher, title="暑期全员研修", start_on=date(2026, 6, 1), end_on=date(2026, 6, 1))
    number, importer = dry(cast.clerk, GOOD)
    assert counts(cast.clerk, number) == {RowState.NEW: 1}
    applied(cast.clerk, number, importer)
    row = again(row)
    assert (row.state, row.hours) == (RecordState.SCHOOL_APPROVED, 2400)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("as_csv", [True, False])
def test_importing_an_export_changes_nothing(cast: Cast, language: Language, as_csv: bool) -> None:
    approved(cast.teacher, cast, certificate_no="000123")
    submitted(cast.colleague)
    submitted(cast.elsewhere, title="网络研修", hours=125)
    rows = list(exported(reading(), queries.listed(cast.hr, RecordFilter(), on=ON)))
    data = export_csv(LIST, rows, language) if as_csv else export(LIST, rows, language)
    number, _ = tried(cast.hr, data, "导出.csv" if as_csv else "导出.xlsx")
    assert faults(cast.hr, number) == []
    assert counts(cast.hr, number) == {RowState.SAME: 3}


def test_a_file_of_something_else_is_refused_as_a_whole(cast: Cast) -> None:
    number, _ = tried(cast.clerk, b"PK\x03\x04nonsense", "名册.xlsx")
    assert staging.batch_of(reading(), number, "training", by=cast.clerk).state is ImportState.FAILED
    assert records() == []


def test_sheet_and_draft_name_the_same_things() -> None:
    fields = set(replace(a_draft()).__dataclass_fields__)
    assert fields <= {column.key for column in RECORDS.columns}
