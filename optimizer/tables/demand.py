"""The required FTE of every cell: as the table `demand` gives it, or worked out from `classes` by the lesson plan."""

from collections.abc import Mapping

from optimizer.problem import Cell
from optimizer.tables.columns import CLASSES, GRADE, REQUIRED, SCHOOL, STAGE, SUBJECT
from optimizer.tables.district_tables import DistrictTables, complete
from optimizer.tables.findings import Place
from optimizer.tables.references import warn_subjects
from optimizer.tables.typed import TypedTable
from policy.curriculum import ClassRow, CurriculumFault, required_from_classes
from policy.rotation import CurriculumTerms


def required_by_cell(tables: DistrictTables, terms: CurriculumTerms | None) -> Mapping[Cell, int]:
    """Return hundredths of an FTE by cell; noted faults leave it incomplete, as does a policy that is not sound."""
    if tables.classes is None:
        return _as_given(tables.demand)
    if terms is None:
        return {}
    rows = zip(tables.classes.values(SCHOOL), tables.classes.values(GRADE), tables.classes.values(CLASSES), strict=True)
    demand = required_from_classes(
        [
            ClassRow(school, grade, classes)
            for school, grade, classes in rows
            if school is not None and grade is not None and classes is not None
        ],
        terms,
    )
    for fault in demand.faults:
        _note(tables.classes, fault)
    if not demand.faults:
        warn_subjects(tables.teachers, {subject for _, _, subject in demand.required})
    return demand.required


def _as_given(demand: TypedTable) -> Mapping[Cell, int]:
    """Take the table `demand`; with faults in it the rows no longer pair up, and nothing is taken."""
    columns = [complete(demand, column) for column in (SCHOOL, STAGE, SUBJECT, REQUIRED)]
    if any(len(values) != len(demand) for values in columns):
        return {}
    keys = zip(complete(demand, SCHOOL), complete(demand, STAGE), complete(demand, SUBJECT), strict=True)
    return dict(zip(keys, complete(demand, REQUIRED), strict=True))


def _note(classes: TypedTable, fault: CurriculumFault) -> None:
    """Note a fault of the lesson plan at the rows of its grade, or at the table where it is about a subject."""
    rows = [row for row, grade in enumerate(classes.values(GRADE)) if str(grade) == fault.what]
    for row in rows:
        classes.fault(row, GRADE, fault.message, fault.cure)
    if not rows:
        classes.findings.fault(Place(classes.raw.file, 0, GRADE.name, fault.what), fault.message, fault.cure)
