"""A school's numbers of one year against each other: years there are, grades within stages, pupils within classes."""

from datetime import date

from policy.messages import say
from policy.verdict import Verdict
from policy.vocabulary import Stage
from teachers.rules.years import school_year_on

IN_CLASSES = "pupils-in-classes"
WITHIN_STAGE = "grades-within-stage"
_EARLIEST_YEAR = 1950
_YEARS_AHEAD = 20


def is_school_year(year: int, on: date) -> bool:
    """Whether a school may have numbers of a year: none so old that nobody kept them, none out of all planning."""
    return _EARLIEST_YEAR <= year <= school_year_on(on) + _YEARS_AHEAD


def pupils_have_classes(grade: int, classes: int, students: int) -> Verdict:
    """Say whether the pupils of a grade have classes to sit in."""
    facts = {"grade": grade, "students": students, "classes": classes}
    holds = classes > 0 or students == 0
    sentence = (
        say("The pupils of grade {grade} have classes.", grade=grade)
        if holds
        else say("Grade {grade} has {students} pupils, but no class.", grade=grade, students=students)
    )
    return Verdict(holds, IN_CLASSES, sentence, facts)


def grades_within_stage(stage: Stage, students: int, in_grades: int) -> Verdict:
    """Say whether the grades of a stage have no more pupils than the stage."""
    facts = {"stage": stage.value, "students": students, "in_grades": in_grades}
    holds = in_grades <= students
    sentence = (
        say("The grades have no more pupils than the stage.")
        if holds
        else say(
            "{stage}: {in_grades} pupils in the grades, but {students} in all.",
            stage=stage.label,
            in_grades=in_grades,
            students=students,
        )
    )
    return Verdict(holds, WITHIN_STAGE, sentence, facts)
