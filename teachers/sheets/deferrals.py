"""Deferrals as two cells of the teachers' workbook: a text and a last day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor
from core.i18n import Language
from core.sheets.words import folded, in_language
from teachers import services
from teachers.models import Deferral, Teacher
from teachers.queries import deferral_texts
from teachers.rules.postings import day_before
from teachers.services import chunks
from teachers.vocabulary import DeferralDraft, DeferralReason


def lay_deferrals(tx: Session, wanted: Mapping[int, Mapping[str, Any]], *, by: Actor, on: date) -> None:
    """Make the deferrals of some teachers ({id: row}) what their rows say: the old one ends, the new one begins."""
    for ids in chunks(list(wanted)):
        running = deferral_texts(tx, set(ids), on)
        teachers = {row.id: row for row in tx.execute(select(Teacher).where(Teacher.id.in_(ids))).scalars()}
        for key in ids:
            if key in running:
                _finish(tx, running[key][1], by, on)
            text = str(wanted[key].get("deferral") or "")
            if text:
                draft = DeferralDraft(reason_of(text), on, wanted[key].get("deferral_until"), text)
                services.record_deferral(tx, teachers[key], draft, by=by, on=on)


def reason_of(text: str) -> DeferralReason:
    """Return the reason a text names, in either language; any other text is a reason of its own."""
    said = folded(text)
    for reason in DeferralReason:
        words = (folded(in_language(reason.label, language)) for language in Language)
        if reason is not DeferralReason.OTHER and any(word in said for word in words):
            return reason
    return DeferralReason.OTHER


def _finish(tx: Session, deferral: Deferral, by: Actor, on: date) -> None:
    """End a deferral the day before; one that began no earlier never was."""
    if deferral.valid_from >= on:
        services.withdraw_deferral(tx, deferral, version=deferral.version, by=by, on=on)
    else:
        services.end_deferral(tx, deferral, day_before(on), version=deferral.version, by=by, on=on)
