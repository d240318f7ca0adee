"""The pages of the register."""

from teachers.views import (
    corrections,
    credentials,
    postings,
    school_edit,
    school_list,
    school_pages,
    teacher_edit,
    teacher_file,
    teacher_list,
    terms,
)
from teachers.views.frame import my_file, schools, teachers

__all__ = [
    "corrections",
    "credentials",
    "my_file",
    "postings",
    "school_edit",
    "school_list",
    "school_pages",
    "schools",
    "teacher_edit",
    "teacher_file",
    "teacher_list",
    "teachers",
    "terms",
]
