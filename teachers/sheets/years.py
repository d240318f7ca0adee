"""Import and export of classes by grade and of given demand: rows of one school and year are laid together."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor
from core.sheets.columns import Sheet
from core.sheets.faults import RowFault
from core.sheets.plan import Key, PlannedRow, Values
from policy.messages import say
from policy.vocabulary import Stage
from teachers import services
from teachers.models import ClassCount, Demand, School, SchoolUnit
from teachers.rules.counting import pupils_have_classes
from teachers.rules.demand import grade_stages
from teachers.sheets.cells import hundredths, no_school, of_hundredths, school_ids, school_names
from teachers.sheets.places import CLASSES, DEMAND
from teachers.vocabulary import ClassDraft, DemandDraft, YearDraft

Rows = Mapping[Key, Values]


@dataclass(frozen=True)
class YearImporter:
    """Rows of classes or of demand, by school code, year and the rest of their key."""

    sheet: Sheet
    read: Callable[[Session, Iterable[int] | None], Rows]
    stage_of: Callable[[PlannedRow], Stage | None]
    draft: Callable[[int, Iterable[Values]], YearDraft]
    stored: dict[Key, Values] = field(default_factory=dict)

    def existing(self, tx: Session, keys: Sequence[Key]) -> Mapping[Key, Values]:
        """Return the rows on file."""
        wanted = set(keys)
        self.stored.clear()
        self.stored.update({key: row for key, row in self.read(tx, None).items() if key in wanted})
        return self.stored

    def check(self, tx: Session, rows: Sequence[PlannedRow]) -> Iterator[RowFault]:
        """Yield schools nobody knows and stages a school does not have in that year."""
        ids = school_ids(tx)
        units = {(u.school_id, u.school_year, u.stage) for u in tx.execute(select(SchoolUnit)).scalars()}
        for row in rows:
            code, year = str(row.key[0]), int(row.key[1])
            stage = self.stage_of(row)
            if code not in ids:
                yield no_school(row, "school", code, ids)
            elif stage is None or (ids[code], year, stage) not in units:
                message = say("The school has no such stage in the school year {year}.", year=str(year))
                yield RowFault(row.number, self.sheet.key[2], message, say("Import the pupils of that stage first."))
            elif "classes" in row.values:
                verdict = pupils_have_classes(int(row.key[2]), row.values["classes"] or 0, row.values["students"] or 0)
                if not verdict.holds:
                    cure = say("Write the number of classes, or no pupils.")
                    yield RowFault(row.number, "classes", verdict.sentence, cure)

    def names(self, tx: Session, keys: Sequence[Key]) -> Mapping[Key, str]:
        """Return the school of each row."""
        names = school_names(tx)
        return {key: names[str(key[0])] for key in keys if str(key[0]) in names}

    def apply(self, tx: Session, rows: Sequence[PlannedRow], *, by: Actor, on: date) -> None:
        """Write each school's year once, with what was on file and what the file brings."""
        ids = school_ids(tx)
        concerned = {(str(row.key[0]), int(row.key[1])) for row in rows}
        everything: dict[tuple[str, int], dict[Key, Values]] = defaultdict(dict)
        for key, values in self.read(tx, [ids[code] for code, _ in concerned]).items():
            everything[key[0], key[1]][key] = values
        for row in rows:
            everything[row.key[0], row.key[1]][row.key] = row.values
        for code, year in sorted(concerned):
            school = tx.get_one(School, ids[code])
            services.record_year(tx, school, self.draft(year, everything[code, year].values()), by=by, on=on)


def classes_importer() -> YearImporter:
    """Return the importer of classes."""
    return YearImporter(CLASSES, class_rows, _stage_of_grade, _classes)


def demand_importer() -> YearImporter:
    """Return the importer of given demand."""
    return YearImporter(DEMAND, demand_rows, _stage_given, _demand)


def class_rows(tx: Session, only: Iterable[int] | None = None) -> Rows:
    """Return classes as rows of the workbook, by key: of all schools, or of some."""
    rows = select(ClassCount, School.code).join(School, School.id == ClassCount.school_id)
    if only is not None:
        rows = rows.where(ClassCount.school_id.in_(list(only)))
    ordered = tx.execute(rows.order_by(School.code, ClassCount.school_year, ClassCount.grade))
    return {
        (code, row.school_year, row.grade): {
            "school": code,
            "school_year": row.school_year,
            "grade": row.grade,
            "classes": row.classes,
            "students": row.students,
        }
        for row, code in ordered
    }


def demand_rows(tx: Session, only: Iterable[int] | None = None) -> Rows:
    """Return given demand as rows of the workbook, by key: of all schools, or of some."""
    rows = select(Demand, School.code).join(School, School.id == Demand.school_id)
    if only is not None:
        rows = rows.where(Demand.school_id.in_(list(only)))
    ordered = tx.execute(rows.order_by(School.code, Demand.school_year, Demand.stage, Demand.subject))
    return {
        (code, row.school_year, row.stage, row.subject): {
            "school": code,
            "school_year": row.school_year,
            "stage": row.stage,
            "subject": row.subject,
            "required": of_hundredths(row.required),
        }
        for row, code in ordered
    }


def _stage_of_grade(row: PlannedRow) -> Stage | None:
    return grade_stages().get(int(row.key[2]))


def _stage_given(row: PlannedRow) -> Stage | None:
    return Stage(row.key[2])


def _classes(year: int, rows: Iterable[Values]) -> YearDraft:
    drafts = tuple(ClassDraft(row["grade"], row["classes"], row["students"]) for row in rows)
    return YearDraft(year, classes=drafts)


def _demand(year: int, rows: Iterable[Values]) -> YearDraft:
    drafts = tuple(DemandDraft(row["stage"], row["subject"], hundredths(row["required"])) for row in rows)
    return YearDraft(year, demand=drafts)
