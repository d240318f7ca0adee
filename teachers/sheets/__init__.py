"""The register as workbooks: what comes in through them, and what goes out."""

from teachers.services import chunks
from teachers.sheets.files import teacher_rows
from teachers.sheets.papers import HOLDINGS, Holding, HoldingImporter, holding_rows
from teachers.sheets.people import DEFERRAL_COLUMNS, TEACHERS
from teachers.sheets.places import CLASSES, DEMAND, SCHOOLS, TRAVEL
from teachers.sheets.schools import SchoolImporter, school_rows
from teachers.sheets.teachers import TeacherImporter
from teachers.sheets.travel import TravelImporter, travel_rows
from teachers.sheets.years import class_rows, classes_importer, demand_importer, demand_rows

__all__ = [
    "CLASSES",
    "DEFERRAL_COLUMNS",
    "DEMAND",
    "HOLDINGS",
    "SCHOOLS",
    "TEACHERS",
    "TRAVEL",
    "Holding",
    "HoldingImporter",
    "SchoolImporter",
    "TeacherImporter",
    "TravelImporter",
    "chunks",
    "class_rows",
    "classes_importer",
    "demand_importer",
    "demand_rows",
    "holding_rows",
    "school_rows",
    "teacher_rows",
    "travel_rows",
]
