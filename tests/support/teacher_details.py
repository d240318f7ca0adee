"""What a full file holds, written for one teacher, so that pages have it all: papers, terms, a reported error."""

from datetime import date, timedelta

from accounts.identity import Identity
from core.db import transaction
from teachers import queries, services
from teachers.models import Teacher
from teachers.vocabulary import (
    CampusDraft,
    CertificateDraft,
    CertificateLevel,
    ConductDraft,
    DeferralDraft,
    DeferralReason,
    DualDraft,
    DualLevel,
    PlacementDraft,
)


def add_details(owner: Identity, *, by: Identity, on: date) -> None:
    """Give a teacher papers, a tier, a placement, a deferral to come, a past veto, a report; the school a campus."""
    with transaction() as tx:
        teacher = tx.get_one(Teacher, owner.teacher_id)
        for level, years in ((CertificateLevel.JUNIOR, 9), (CertificateLevel.SENIOR, 4)):
            issued = on - timedelta(days=365 * years)
            draft = CertificateDraft(level, "物理", f"2026{years:013d}", issued, issued, on + timedelta(days=40))
            services.add_certificate(tx, teacher, draft, by=by, on=on)
        dual = DualDraft(DualLevel.JUNIOR, on - timedelta(days=300), "区人社局认定", work_years=5)
        services.recognise_dual(tx, teacher, dual, by=by, on=on)
        started, ended = on - timedelta(days=90), on - timedelta(days=60)
        services.record_placement(tx, teacher, PlacementDraft("云岭智能制造有限公司", started, ended), by=by, on=on)
        later, last = on + timedelta(days=400), on - timedelta(days=400)
        deferral = DeferralDraft(DeferralReason.STUDY, later, later + timedelta(days=60), "脱产进修")
        services.record_deferral(tx, teacher, deferral, by=by, on=on)
        services.record_conduct(tx, teacher, ConductDraft("有偿补课", last - timedelta(days=365), last), by=by, on=on)
        posting = queries.posting_on(tx, teacher.id, on)
        assert posting is not None
        services.add_campus(tx, posting.school, CampusDraft("南校区", "云岭区南街（虚构）"), by=by, on=on)
        services.report_error(
            tx, teacher, "第二学科", "我的第二学科应为科学。", tell=[by.user_id], link="/teachers", by=owner, on=on
        )
