"""The tables of the register."""

from teachers.models.credentials import (
    ConductRecord,
    Deferral,
    DualQualification,
    IndustryPlacement,
    TeachingCertificate,
)
from teachers.models.people import CorrectionRequest, Posting, Teacher
from teachers.models.places import (
    Campus,
    ClassCount,
    Demand,
    District,
    Partnership,
    School,
    SchoolGroup,
    SchoolUnit,
    TravelTime,
    Zone,
)

__all__ = [
    "Campus",
    "ClassCount",
    "ConductRecord",
    "CorrectionRequest",
    "Deferral",
    "Demand",
    "District",
    "DualQualification",
    "IndustryPlacement",
    "Partnership",
    "Posting",
    "School",
    "SchoolGroup",
    "SchoolUnit",
    "Teacher",
    "TeachingCertificate",
    "TravelTime",
    "Zone",
]
