"""Forms of a teacher's file: shape and wording; whether it may be so, the verbs decide."""

from typing import Any

from wtforms import StringField, TextAreaField

from core.web.forms import AtMost, Form, Needed, Optional, VersionField
from policy.messages import say
from policy.vocabulary import BackboneLevel, Degree, PostType, Sex, Title
from teachers.forms.fields import (
    NONE_HELD,
    NOT_KNOWN,
    HundredthsField,
    as_decimal,
    as_degrees,
    choice,
    given,
    label,
    month_field,
    place_field,
    shown,
    words,
)
from teachers.models import Teacher
from teachers.vocabulary import CorrectionState, PersonalField, TeacherDraft

SECRET = {"data-secret": ""}
"""What a browser must not keep of an unsent form: numbers of people."""


class TeacherForm(Form):
    """Everything of a teacher's file but postings and credentials."""

    version = VersionField()
    staff_no = StringField(label("staff_no"), [Needed(), AtMost(30)])
    name = StringField(label("name"), [Needed(), AtMost(60)])
    sex = words(label("sex"), Sex, NOT_KNOWN)
    birth_month = month_field("birth_month")
    id_number = StringField(label("id_number"), [Optional(), AtMost(30)], render_kw=SECRET)
    phone = StringField(label("phone"), [Optional(), AtMost(30)], render_kw=SECRET)
    post_type = words(label("post_type"), PostType)
    retirement_month = month_field("retirement_month")
    title = words(label("title"), Title, NONE_HELD)
    degree = choice(label("degree"), Degree)
    backbone = words(label("backbone"), BackboneLevel)
    team = StringField(label("team"), [Optional(), AtMost(60)])
    mountain_years = HundredthsField(label("mountain_years"), [Optional()], places=2)
    longitude = place_field("longitude")
    latitude = place_field("latitude")

    @classmethod
    def of(cls, teacher: Teacher) -> "TeacherForm":
        """Return the form filled with a file; personal numbers stay empty, empty leaves them as they are."""
        names = ("staff_no", "name", "birth_month", "retirement_month", "degree", "backbone", "team", "version")
        values: dict[str, Any] = {name: getattr(teacher, name) for name in names}
        return cls(
            data={
                **values,
                "sex": teacher.sex or "",
                "title": teacher.title or "",
                "post_type": teacher.post_type,
                "mountain_years": as_decimal(teacher.mountain_years),
                "longitude": as_degrees(teacher.longitude),
                "latitude": as_degrees(teacher.latitude),
            }
        )

    def to_draft(self) -> TeacherDraft:
        """Return what was entered."""
        return TeacherDraft(
            staff_no=given(self.staff_no.data),
            name=given(self.name.data),
            sex=Sex(self.sex.data) if self.sex.data else None,
            birth_month=self.birth_month.data or "",
            post_type=PostType(self.post_type.data),
            retirement_month=self.retirement_month.data or "",
            title=Title(self.title.data) if self.title.data else None,
            degree=Degree(self.degree.data),
            backbone=BackboneLevel(self.backbone.data),
            team=self.team.data or "",
            mountain_years=self.mountain_years.hundredths or 0,
            longitude=self.longitude.degrees,
            latitude=self.latitude.degrees,
            id_number=self.id_number.data or "",
            phone=self.phone.data or "",
        )


class UnmaskForm(Form):
    """Which number to show in clear, and what for."""

    number = choice(shown(say("Number to show")), PersonalField)
    reason = StringField(shown(say("What it is needed for")), [Needed(), AtMost(200)])


class ForgetForm(Form):
    """Which number to remove from the file, and why."""

    version = VersionField()
    number = choice(shown(say("Number to remove")), PersonalField)
    reason = StringField(label("reason"), [Needed(), AtMost(200)])


class LeaveForm(Form):
    """Why somebody leaves the service, or comes back."""

    version = VersionField()
    reason = StringField(label("reason"), [Needed(), AtMost(200)])


class WithdrawForm(Form):
    """Why a posting to come is taken back."""

    version = VersionField()
    reason = StringField(label("reason"), [Needed(), AtMost(200)])


class CorrectionForm(Form):
    """What is wrong in the own file, and what it should be."""

    about = StringField(label("about"), [Needed(), AtMost(60)])
    text = TextAreaField(label("text"), [Needed(), AtMost(1000)])


class AnswerForm(Form):
    """What became of a report."""

    version = VersionField()
    state = choice(label("outcome"), (CorrectionState.DONE, CorrectionState.DECLINED))
    answer = TextAreaField(label("answer"), [Optional(), AtMost(1000)])
