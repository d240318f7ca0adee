"""The workbook of teachers, declared once for template, import and export."""

from decimal import Decimal

from core.crypto import mask_id_number, mask_phone
from core.sheets.columns import Choice, Column, Kind, Sheet, choices_of
from policy.messages import say
from policy.vocabulary import BackboneLevel, Degree, PostType, Sex, Title
from teachers.sheets.columns import STAGES, place, school, spelt
from teachers.vocabulary import FULL_POST, field_label

_ID_LENGTH = 18
_LECTURERS = {Title.FULL_SENIOR: "正高级讲师", Title.SENIOR: "高级讲师", Title.FIRST: "讲师"}
TITLES = tuple(
    Choice(title, title.label, (title.value, *([_LECTURERS[title]] if title in _LECTURERS else []))) for title in Title
)

DEFERRAL_COLUMNS = ("deferral", "deferral_until")
"""The columns only those who decide on deferrals take out: the text may tell of health."""

TEACHERS = Sheet(
    name="teachers",
    title=say("Teachers"),
    key=("staff_no",),
    label="name",
    synonyms=("teachers",),
    notes=(
        say("New teachers need name, school, stage and subject; for others an empty cell there changes nothing."),
        say("Another school than the present one begins a new posting on the day of the import."),
        say("ID number and phone come out masked; masked or empty cells leave the stored number as it is."),
    ),
    columns=(
        Column(
            key="staff_no",
            header=field_label("staff_no"),
            kind=Kind.CODE,
            longest=30,
            required=True,
            synonyms=(*spelt("staff_no"), "工号"),
        ),
        Column(key="name", header=field_label("name"), longest=60, blank_keeps=True, synonyms=("name", "姓名")),
        Column(key="sex", header=field_label("sex"), kind=Kind.CHOICE, choices=choices_of(Sex), synonyms=spelt("sex")),
        Column(key="birth_month", header=field_label("birth_month"), kind=Kind.MONTH, synonyms=spelt("birth_month")),
        Column(
            key="id_number",
            header=field_label("id_number"),
            kind=Kind.CODE,
            length=_ID_LENGTH,
            never_number=True,
            mask=mask_id_number,
            blank_keeps=True,
            synonyms=("id_number",),
            width=22,
        ),
        Column(
            key="phone",
            header=field_label("phone"),
            kind=Kind.CODE,
            longest=20,
            mask=mask_phone,
            blank_keeps=True,
            synonyms=("phone", "手机"),
        ),
        Column(
            key="post_type",
            header=field_label("post_type"),
            kind=Kind.CHOICE,
            choices=choices_of(PostType),
            blank_keeps=True,
            synonyms=spelt("post_type"),
        ),
        Column(
            key="retirement_month",
            header=field_label("retirement_month"),
            kind=Kind.MONTH,
            synonyms=spelt("retirement_month"),
            hint=say("Only where it differs from the statute."),
        ),
        school("school", field_label("code"), required=False, blank_keeps=True),
        Column(
            key="stage",
            header=field_label("stage"),
            kind=Kind.CHOICE,
            choices=STAGES,
            blank_keeps=True,
            synonyms=spelt("stage"),
        ),
        Column(key="subject", header=field_label("subject"), longest=40, blank_keeps=True, synonyms=spelt("subject")),
        Column(
            key="second_subject", header=field_label("second_subject"), longest=40, synonyms=spelt("second_subject")
        ),
        Column(
            key="joined_school",
            header=field_label("joined_school"),
            kind=Kind.MONTH,
            blank_keeps=True,
            synonyms=spelt("joined_school"),
        ),
        Column(key="title", header=field_label("title"), kind=Kind.CHOICE, choices=TITLES, synonyms=spelt("title")),
        Column(
            key="degree",
            header=field_label("degree"),
            kind=Kind.CHOICE,
            choices=choices_of(Degree),
            blank_keeps=True,
            synonyms=spelt("degree"),
        ),
        Column(
            key="backbone",
            header=field_label("backbone"),
            kind=Kind.CHOICE,
            choices=choices_of(BackboneLevel),
            blank_keeps=True,
            synonyms=spelt("backbone"),
        ),
        Column(
            key="fte",
            header=field_label("fte"),
            kind=Kind.DECIMAL,
            low=Decimal(1) / FULL_POST,
            high=1,
            places=2,
            blank_keeps=True,
            synonyms=("fte", "折合全职"),
        ),
        Column(
            key="deferral",
            header=say("reason of deferral"),
            longest=400,
            synonyms=spelt("deferral"),
            hint=say("Empty: no deferral."),
        ),
        Column(
            key="deferral_until",
            header=say("deferred until"),
            kind=Kind.DATE,
            synonyms=("deferral_until",),
            hint=say("Empty: without an end."),
        ),
        Column(key="team", header=field_label("team"), longest=60, synonyms=spelt("team")),
        Column(
            key="mountain_years",
            header=field_label("mountain_years"),
            kind=Kind.DECIMAL,
            low=0,
            high=60,
            places=2,
            blank_keeps=True,
            synonyms=spelt("mountain_years"),
        ),
        place("longitude", 180),
        place("latitude", 90),
    ),
)
