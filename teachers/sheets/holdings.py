"""The workbooks of what teachers hold, declared once for template, import and export: papers, tiers, placements."""

from core.sheets.columns import Column, Kind, Sheet, choices_of
from policy.messages import Message, say
from teachers.vocabulary import MOST_YEARS, CertificateLevel, DualLevel, field_label

_WHO = (
    Column(
        key="staff_no",
        header=field_label("staff_no"),
        kind=Kind.CODE,
        longest=30,
        required=True,
        synonyms=("staff_no", "教职工号", "工号"),
    ),
    Column(
        key="name",
        header=field_label("name"),
        longest=60,
        blank_keeps=True,
        synonyms=("name", "姓名"),
        hint=say("Only to compare: it must be the name on file."),
    ),
)


def _day(key: str, *, required: bool = False, hint: Message | None = None) -> Column:
    return Column(
        key=key,
        header=field_label(key),
        kind=Kind.DATE,
        required=required,
        blank_keeps=True,
        synonyms=(key,),
        hint=hint,
    )


def _number(*, required: bool) -> Column:
    return Column(
        key="number",
        header=field_label("number"),
        kind=Kind.CODE,
        longest=40,
        required=required,
        blank_keeps=True,
        synonyms=("number", "证书号码"),
        width=22,
    )


CERTIFICATES = Sheet(
    name="certificates",
    title=say("Teaching certificates"),
    key=("staff_no", "number"),
    label="name",
    synonyms=("certificates",),
    notes=(say("One row for each certificate; teachers must be in the register already."),),
    columns=(
        *_WHO,
        Column(
            key="level",
            header=field_label("level"),
            kind=Kind.CHOICE,
            choices=choices_of(CertificateLevel),
            required=True,
            synonyms=("level", "资格种类"),
            width=20,
        ),
        Column(
            key="subject",
            header=field_label("subject"),
            longest=40,
            synonyms=("subject", "任教学科"),
            hint=say("As printed on the certificate; empty where none is printed."),
        ),
        _number(required=True),
        _day("issued_on"),
        _day("registered_on"),
        _day("expires_on"),
        Column(
            key="preschool_training",
            header=field_label("preschool_training"),
            kind=Kind.YES_NO,
            blank_keeps=True,
            synonyms=("preschool_training",),
            hint=say("Lets other certificates cover kindergartens."),
        ),
    ),
)

DUALS = Sheet(
    name="duals",
    title=say("Recognitions as dual-qualified"),
    key=("staff_no", "level", "valid_from"),
    label="name",
    synonyms=("duals",),
    notes=(say("Placements come in before: recognitions rest on them, or on years of work in an enterprise."),),
    columns=(
        *_WHO,
        Column(
            key="level",
            header=say("tier"),
            kind=Kind.CHOICE,
            choices=choices_of(DualLevel),
            required=True,
            synonyms=("level", "等级"),
        ),
        _day("valid_from", required=True),
        _day("valid_to", hint=say("Empty: the term of the rules in force.")),
        Column(
            key="basis",
            header=field_label("basis"),
            longest=400,
            required=True,
            synonyms=("basis",),
            width=30,
            hint=say("Decision and document number."),
        ),
        _number(required=False),
        Column(
            key="work_years",
            header=field_label("work_years"),
            kind=Kind.WHOLE,
            low=0,
            high=MOST_YEARS,
            blank_keeps=True,
            synonyms=("work_years",),
        ),
    ),
)

PLACEMENTS = Sheet(
    name="placements",
    title=say("Industry placements"),
    key=("staff_no", "company", "started_on"),
    label="name",
    synonyms=("placements",),
    notes=(say("Proofs are added in the file of each teacher; a table holds none."),),
    columns=(
        *_WHO,
        Column(
            key="company", header=field_label("company"), longest=100, required=True, synonyms=("company",), width=24
        ),
        _day("started_on", required=True),
        _day("ended_on", required=True),
        Column(
            key="days",
            header=field_label("days"),
            kind=Kind.WHOLE,
            low=1,
            high=10_000,
            synonyms=("days",),
            hint=say("Only where fewer than the calendar days were worked there."),
        ),
    ),
)
