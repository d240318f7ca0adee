"""What comes out of the planner: the report, the tables and the workbook of a plan, written as one."""

from optimizer.report.document import as_json, invalid_document, plan_document
from optimizer.report.outcome import Outcome, outcome_of
from optimizer.report.record import RunRecord, versions
from optimizer.report.writing import write, write_document

__all__ = [
    "Outcome",
    "RunRecord",
    "as_json",
    "invalid_document",
    "outcome_of",
    "plan_document",
    "versions",
    "write",
    "write_document",
]
