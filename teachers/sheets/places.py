"""The workbooks of schools, classes, required posts and ways, declared once for template, import and export."""

from collections.abc import Mapping

from core.sheets.columns import Column, Kind, Sheet, choices_of
from policy.messages import Message, say
from policy.vocabulary import Area, Stage
from teachers.sheets.columns import STAGES, count, place, school, spelt
from teachers.vocabulary import GRADES, MOST_CLASSES, MOST_MINUTES, MOST_POSTS, MOST_PUPILS, field_label

STUDENT_COLUMNS: Mapping[Stage, str] = {stage: f"students_{stage.value}" for stage in Stage}
_STUDENT_HEADERS: Mapping[Stage, Message] = {
    Stage.KINDERGARTEN: say("kindergarten pupils"),
    Stage.PRIMARY: say("primary pupils"),
    Stage.JUNIOR: say("junior pupils"),
    Stage.SENIOR: say("senior pupils"),
    Stage.VOCATIONAL: say("vocational pupils"),
    Stage.SPECIAL: say("special school pupils"),
}

YEAR = Column(
    key="school_year",
    header=field_label("school_year"),
    kind=Kind.WHOLE,
    low=1950,
    high=2200,
    synonyms=("school_year",),
    hint=say("The calendar year in which the school year begins."),
)
YEAR_NEEDED = Column(
    key="school_year",
    header=field_label("school_year"),
    kind=Kind.WHOLE,
    low=1950,
    high=2200,
    synonyms=("school_year",),
    required=True,
    hint=say("The calendar year in which the school year begins."),
)

SCHOOLS = Sheet(
    name="schools",
    title=say("Schools"),
    key=("school",),
    label="name",
    synonyms=("schools",),
    notes=(
        say("One row for each school. An empty number of pupils means that the school has no such stage."),
        say("Zones and education groups that are new here are made by the import."),
    ),
    columns=(
        school("school", field_label("code")),
        Column(
            key="name",
            header=say("school name"),
            longest=100,
            blank_keeps=True,
            synonyms=("name", "学校名称"),
            width=24,
        ),
        Column(
            key="area",
            header=field_label("area"),
            kind=Kind.CHOICE,
            choices=choices_of(Area),
            blank_keeps=True,
            synonyms=spelt("area"),
        ),
        Column(key="zone", header=field_label("zone"), longest=60, synonyms=spelt("zone")),
        Column(key="group", header=field_label("group"), longest=60, synonyms=spelt("group"), width=22),
        Column(
            key="partners",
            header=field_label("partners"),
            kind=Kind.LIST,
            longest=400,
            synonyms=spelt("partners"),
            hint=say("School codes, separated by ；."),
        ),
        place("longitude", 180),
        place("latitude", 90),
        count(
            "authorised_headcount",
            field_label("authorised_headcount"),
            MOST_POSTS,
            say("Empty: not set. 0 is a number."),
        ),
        count("senior_posts", field_label("senior_posts"), MOST_POSTS, say("Empty: no limit.")),
        YEAR,
        *(count(STUDENT_COLUMNS[stage], _STUDENT_HEADERS[stage], MOST_PUPILS) for stage in Stage),
    ),
)

CLASSES = Sheet(
    name="classes",
    title=say("Classes"),
    key=("school", "school_year", "grade"),
    synonyms=("classes",),
    notes=(say("Grades are counted through: primary from 1, junior from 7, senior from 10."),),
    columns=(
        school("school", field_label("code")),
        YEAR_NEEDED,
        Column(
            key="grade",
            header=field_label("grade"),
            kind=Kind.WHOLE,
            low=GRADES.start,
            high=GRADES.stop - 1,
            required=True,
            synonyms=("grade",),
        ),
        count("classes", field_label("classes"), MOST_CLASSES, required=True),
        count("students", field_label("students"), MOST_PUPILS, required=True),
    ),
)

DEMAND = Sheet(
    name="demand",
    title=say("Required posts"),
    key=("school", "school_year", "stage", "subject"),
    synonyms=("demand",),
    notes=(say("Where a stage of a school has rows here, they decide; elsewhere posts follow from classes."),),
    columns=(
        school("school", field_label("code")),
        YEAR_NEEDED,
        Column(
            key="stage",
            header=field_label("stage"),
            kind=Kind.CHOICE,
            choices=STAGES,
            required=True,
            synonyms=spelt("stage"),
        ),
        Column(key="subject", header=field_label("subject"), longest=40, required=True, synonyms=spelt("subject")),
        Column(
            key="required",
            header=field_label("required"),
            kind=Kind.DECIMAL,
            low=0,
            high=MOST_POSTS,
            places=2,
            required=True,
            synonyms=spelt("required"),
            hint=say("In full posts, at most two decimals."),
        ),
    ),
)

TRAVEL = Sheet(
    name="travel",
    title=say("Travel times"),
    key=("from", "to"),
    synonyms=("travel",),
    notes=(say("Measured ways go before estimated ones. From a teacher's home, or from a school."),),
    columns=(
        Column(
            key="from",
            header=say("from (staff number or school code)"),
            kind=Kind.CODE,
            longest=30,
            required=True,
            synonyms=("from",),
            width=30,
        ),
        school("to", say("to (school code)")),
        count("minutes", field_label("minutes"), MOST_MINUTES, required=True),
    ),
)
