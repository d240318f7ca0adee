"""Lists of records to take along, as a workbook or as CSV."""

from flask import Response, request

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.audit import Subject, record
from core.clock import today
from core.db import transaction
from core.sheets.writing import CSV, XLSX, export, export_csv
from core.web.language import reader
from training import queries
from training.sheets import LIST, exported
from training.views.blueprints import training
from training.views.filtering import filter_from


@training.get("/records/export")
@requires(Permission.TRAINING_READ)
def export_records() -> Response:
    """Give out the filtered list; who exported what is on record."""
    identity, on = signed_in(), today()
    as_csv = request.args.get("format") == "csv"
    with transaction() as tx:
        rows = list(exported(tx, queries.listed(identity, filter_from(request.args), on=on)))
        facts = {"rows": len(rows), "filter": request.query_string.decode("ascii", "replace")[:200]}
        record(tx, "training.exported", Subject("export", "training"), by=identity, facts=facts)
    language = reader().language
    mark = f"{identity.name} {on.isoformat()}"
    data = export_csv(LIST, rows, language) if as_csv else export(LIST, rows, language, mark=mark)
    return sent(data, as_csv=as_csv, name=f"training-{on.isoformat()}")


def sent(data: bytes, *, as_csv: bool, name: str) -> Response:
    """Return a file as a download."""
    answer = Response(data, mimetype=CSV if as_csv else XLSX)
    ending = "csv" if as_csv else "xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer
