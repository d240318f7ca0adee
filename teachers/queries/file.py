"""A teacher's file on one day: everything on record, and what the rules say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from accounts.identity import Identity
from accounts.permissions import Permission
from core.audit import AuditEntry, Subject, timeline
from core.crypto import mask_id_number, mask_phone
from policy.credentials import credentials_on
from policy.eligibility import NO_DEFERRAL, Eligibility, EligibilityFacts, judge
from policy.months import format_month
from policy.registry import policy_on
from policy.verdict import Verdict
from policy.vocabulary import Stage
from teachers.models import (
    ConductRecord,
    CorrectionRequest,
    Deferral,
    DualQualification,
    IndustryPlacement,
    Posting,
    Teacher,
    TeachingCertificate,
)
from teachers.queries.postings import postings_of
from teachers.queries.scope import teachers_within
from teachers.rules import credentials, terms
from teachers.rules.years import month_or_none
from teachers.vocabulary import CorrectionState


@dataclass(frozen=True, slots=True)
class TeacherFile:
    """What the pages of one teacher show; lists are newest first."""

    teacher: Teacher
    on: date
    posting: Posting | None
    postings: Sequence[Posting]
    certificates: Sequence[TeachingCertificate]
    duals: Sequence[DualQualification]
    placements: Sequence[IndustryPlacement]
    deferrals: Sequence[Deferral]
    vetoes: Sequence[ConductRecord]
    corrections: Sequence[CorrectionRequest]
    entries: Sequence[AuditEntry]
    eligibility: Eligibility | None
    deferral: Verdict
    veto: Verdict
    dual: Verdict
    checks: tuple[Verdict, ...]

    @property
    def coming(self) -> Posting | None:
        """The next posting to begin, None where none does."""
        return min((row for row in self.postings if row.valid_from > self.on), key=_first_day, default=None)

    @property
    def retirement_month(self) -> str:
        """The month of retirement as recorded, else by the statute; empty where sex or birth is not known."""
        month = self.eligibility.retirement_month if self.eligibility else month_or_none(self.teacher.retirement_month)
        return "" if month is None else format_month(month)

    @property
    def masked(self) -> Mapping[str, str]:
        """The personal numbers as everybody sees them."""
        return {"id_number": mask_id_number(self.teacher.id_number), "phone": mask_phone(self.teacher.phone)}

    @property
    def is_vocational(self) -> bool:
        """Whether placements and tiers matter to this teacher."""
        return bool(self.duals or self.placements) or (
            self.posting is not None and self.posting.stage is Stage.VOCATIONAL
        )

    @property
    def filled(self) -> tuple[int, int]:
        """How many of the fields a complete file has are filled, and how many there are."""
        teacher = self.teacher
        fields = (
            *(teacher.sex, teacher.birth_month, teacher.title, teacher.longitude, teacher.id_number_sealed),
            *(teacher.phone_sealed, self.posting, self.certificates, self.checks and self.checks[0].holds),
        )
        return sum(1 for field in fields if field), len(fields)


def teacher_file(tx: Session, teacher: Teacher, on: date) -> TeacherFile:
    """Return the file of a teacher the caller has loaded within reach."""
    postings = postings_of(tx, teacher.id)
    posting = next((row for row in postings if _in_force(row, on)), None)
    deferrals = _of(tx, select(Deferral).order_by(Deferral.valid_from.desc()), Deferral, teacher)
    vetoes = _of(tx, select(ConductRecord).order_by(ConductRecord.valid_from.desc()), ConductRecord, teacher)
    deferral = terms.deferral_in_force((terms.Term(r.valid_from, r.valid_to, r.reason) for r in deferrals), on)
    certificates = _of(tx, select(TeachingCertificate).order_by(TeachingCertificate.id), TeachingCertificate, teacher)
    duals = _of(tx, select(DualQualification).order_by(DualQualification.valid_from.desc()), DualQualification, teacher)
    placements = _of(
        tx, select(IndustryPlacement).order_by(IndustryPlacement.started_on.desc()), IndustryPlacement, teacher
    )
    corrections = _of(tx, select(CorrectionRequest).order_by(CorrectionRequest.id.desc()), CorrectionRequest, teacher)
    return TeacherFile(
        teacher=teacher,
        on=on,
        posting=posting,
        postings=postings,
        certificates=certificates,
        duals=duals,
        placements=placements,
        deferrals=deferrals,
        vetoes=vetoes,
        corrections=corrections,
        entries=timeline(tx, Subject.of("teacher", teacher.id)),
        eligibility=_eligibility(teacher, posting, deferral, on),
        deferral=deferral,
        veto=terms.under_veto((terms.Term(row.valid_from, row.valid_to) for row in vetoes), on),
        dual=credentials.dual_in_force((credentials.Tier(r.level, r.valid_from, r.valid_to) for r in duals), on),
        checks=_checks(posting, certificates, placements, on),
    )


def open_corrections(
    tx: Session, identity: Identity, on: date, limit: int = 100
) -> list[tuple[CorrectionRequest, Teacher]]:
    """Return the reports nobody has answered yet, of teachers whose files the person may change."""
    rows = (
        select(CorrectionRequest, Teacher)
        .join(Teacher, Teacher.id == CorrectionRequest.teacher_id)
        .where(*_open(identity, on))
        .order_by(CorrectionRequest.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in tx.execute(rows)]


def open_correction_count(tx: Session, identity: Identity, on: date) -> int:
    """Return how many reports wait for an answer from this person."""
    rows = select(func.count(CorrectionRequest.id)).join(Teacher, Teacher.id == CorrectionRequest.teacher_id)
    return tx.execute(rows.where(*_open(identity, on))).scalar_one()


def _open(identity: Identity, on: date) -> tuple[ColumnElement[bool], ...]:
    return CorrectionRequest.state == CorrectionState.OPEN, teachers_within(identity, Permission.TEACHER_EDIT, on=on)


def part_of(tx: Session, table: type[Any], part_id: int, teacher: Teacher) -> Any:
    """Return one row of a teacher's file, None where it is not this teacher's."""
    rows = select(table).where(table.id == part_id, table.teacher_id == teacher.id)
    if table is Posting:
        rows = rows.options(joinedload(Posting.school))
    return tx.execute(rows).scalar_one_or_none()


def _of(tx: Session, rows: Select[Any], table: type[Any], teacher: Teacher) -> Sequence[Any]:
    return tx.execute(rows.where(table.teacher_id == teacher.id)).scalars().all()


def _first_day(row: Posting) -> date:
    return row.valid_from


def _in_force(row: Posting, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or row.valid_to >= on)


def _eligibility(teacher: Teacher, posting: Posting | None, deferral: Verdict, on: date) -> Eligibility | None:
    """Judge who takes part in rotation by the very rules the planner uses; nobody without a posting does."""
    if posting is None:
        return None
    facts = EligibilityFacts(
        stage=posting.stage,
        joined_school=month_or_none(posting.joined_school),
        retirement_month=month_or_none(teacher.retirement_month),
        sex=teacher.sex,
        post_type=teacher.post_type,
        birth_month=month_or_none(teacher.birth_month),
        deferral=deferral.sentence.text() if deferral.holds else "",
    )
    judged = judge(facts, policy_on(on))
    told = Verdict(not deferral.holds, NO_DEFERRAL, deferral.sentence, deferral.facts)
    verdicts = tuple(told if verdict.rule == NO_DEFERRAL else verdict for verdict in judged.verdicts)
    return replace(judged, verdicts=verdicts)


def _checks(
    posting: Posting | None,
    held: Sequence[TeachingCertificate],
    placements: Sequence[IndustryPlacement],
    on: date,
) -> tuple[Verdict, ...]:
    """Return what the rules on credentials say, for the posting in force."""
    if posting is None:
        return ()
    policy = credentials_on(on)
    certificates = [
        credentials.Certificate(
            level=row.level,
            subject=row.subject,
            issued_on=row.issued_on,
            registered_on=row.registered_on,
            expires_on=row.expires_on,
            preschool_training=row.preschool_training,
        )
        for row in held
    ]
    verdicts = [
        credentials.certificate_covers(certificates, posting.stage, on),
        *([credentials.in_field(certificates, posting.subject)] if certificates else ()),
        credentials.registration_due(certificates, on, policy),
    ]
    if posting.stage is Stage.VOCATIONAL:
        spans = [credentials.Placement(row.started_on, row.ended_on, row.days) for row in placements]
        verdicts.append(credentials.enough_placement(spans, on, policy))
    return tuple(verdicts)
