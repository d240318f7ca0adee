"""Exports: the rows within reach, personal numbers masked, every export on record."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from app.imports.kinds import Kind, kind_of, sheet_for, teachers_listed
from app.imports.views import attachment, blueprint
from core import audit
from core.audit import Subject
from core.clock import now, today
from core.db import transaction
from core.errors import NotFound
from core.sheets.writing import CSV, XLSX, export_csv
from core.sheets.writing import export as export_workbook
from core.web.language import reader, text
from policy.messages import say
from teachers import sheets
from teachers.views.teacher_list import teacher_wish


@blueprint.get("/exports/<kind>")
@requires(Permission.REGISTER_EXPORT, Permission.TRAINING_READ)
def export(kind: str) -> Response:
    """Give out the rows within reach as a workbook or CSV; for teachers, those the list shows."""
    chosen, identity = kind_of(kind), signed_in()
    if not identity.may(chosen.export_permission):
        raise NotFound
    with transaction() as tx:
        rows = _rows(tx, chosen)
        facts = {"kind": kind, "rows": len(rows), "filter": request.query_string.decode()[:200]}
        audit.record(tx, "register.exported", Subject.of("export", kind), by=identity, facts=facts)
    sheet = sheet_for(chosen, identity)
    name = f"{text(chosen.title)}-{today().isoformat()}"
    if request.args.get("format") == "csv":
        return attachment(export_csv(sheet, rows, reader().language), f"{name}.csv", CSV)
    mark = text(say("{name}, {when}", name=identity.name, when=now().strftime("%Y-%m-%d %H:%M")))
    return attachment(export_workbook(sheet, rows, reader().language, mark=mark), f"{name}.xlsx", XLSX)


def _rows(tx: Session, kind: Kind) -> list[Mapping[str, Any]]:
    if kind.sheet is sheets.TEACHERS:
        return list(teachers_listed(tx, signed_in(), today(), teacher_wish()))
    return list(kind.rows(tx, signed_in(), today()))
