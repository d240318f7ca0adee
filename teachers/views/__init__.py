"""The pages of the register."""

from teachers.views import (
    campuses,
    corrections,
    credentials,
    naming,
    postings,
    removals,
    school_edit,
    school_list,
    school_needs,
    school_pages,
    teacher_edit,
    teacher_file,
    teacher_list,
    terms,
)
from teachers.views.frame import my_file, schools, teachers

__all__ = [
    "campuses",
    "corrections",
    "credentials",
    "my_file",
    "naming",
    "postings",
    "removals",
    "school_edit",
    "school_list",
    "school_needs",
    "school_pages",
    "schools",
    "teacher_edit",
    "teacher_file",
    "teacher_list",
    "teachers",
    "terms",
]
