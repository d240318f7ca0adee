"""Forms of a school: the school itself, a school year's numbers, a campus."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import HiddenField, IntegerField, StringField

from core.web.forms import AtMost, Form, Needed, Optional, VersionField, Within
from policy.messages import say
from policy.vocabulary import Area, Stage
from teachers.forms.fields import as_degrees, choice, given, label, place_field, shown
from teachers.models import Campus, School
from teachers.queries import YearFigures
from teachers.vocabulary import (
    GRADES,
    MOST_CLASSES,
    MOST_POSTS,
    MOST_PUPILS,
    CampusDraft,
    ClassDraft,
    SchoolDraft,
    UnitDraft,
    YearDraft,
)

_SEPARATORS = re.compile(r"[;；,，\s]+")


class SchoolForm(Form):
    """A school; partners by their codes."""

    version = VersionField()
    code = StringField(label("code"), [Needed(), AtMost(20)])
    name = StringField(shown(say("school name")), [Needed(), AtMost(100)])
    area = choice(label("area"), Area)
    zone = StringField(label("zone"), [Optional(), AtMost(60)])
    group = StringField(label("group"), [Optional(), AtMost(60)])
    partners = StringField(label("partners"), [Optional(), AtMost(400)])
    address = StringField(label("address"), [Optional(), AtMost(200)])
    longitude = place_field("longitude")
    latitude = place_field("latitude")
    authorised_headcount = IntegerField(label("authorised_headcount"), [Optional(), Within(0, MOST_POSTS)])
    senior_posts = IntegerField(label("senior_posts"), [Optional(), Within(0, MOST_POSTS)])

    @classmethod
    def of(cls, school: School, partners: Iterable[School]) -> "SchoolForm":
        """Return the form filled with a school, whose zone and group are loaded."""
        names = ("version", "code", "name", "area", "address", "authorised_headcount", "senior_posts")
        values: dict[str, Any] = {name: getattr(school, name) for name in names}
        return cls(
            data={
                **values,
                "zone": school.zone.name if school.zone else "",
                "group": school.group.name if school.group else "",
                "partners": "；".join(partner.code for partner in partners),
                "longitude": as_degrees(school.longitude),
                "latitude": as_degrees(school.latitude),
            }
        )

    def to_draft(self) -> SchoolDraft:
        """Return what was entered."""
        return SchoolDraft(
            code=given(self.code.data),
            name=given(self.name.data),
            area=Area(self.area.data),
            zone=self.zone.data or "",
            group=self.group.data or "",
            partners=tuple(code for code in _SEPARATORS.split(self.partners.data or "") if code),
            longitude=self.longitude.degrees,
            latitude=self.latitude.degrees,
            authorised_headcount=self.authorised_headcount.data,
            senior_posts=self.senior_posts.data,
            address=self.address.data or "",
        )


class YearForm(Form):
    """Pupils by stage and classes by grade of one school year; empty means that there is no such stage or grade."""

    seen = HiddenField()

    @classmethod
    def with_counts(cls) -> type["YearForm"]:
        """Return the form with a field for every stage and two for every grade."""

        class Counted(cls):  # type: ignore[misc,valid-type]  # fields are made from the closed lists
            """The form with its fields."""

        for stage in Stage:
            setattr(Counted, unit_field(stage), _count(_label(stage), MOST_PUPILS))
        for grade in GRADES:
            setattr(
                Counted, class_field(grade), _count(shown(say("Classes of grade {grade}", grade=grade)), MOST_CLASSES)
            )
            setattr(
                Counted, pupil_field(grade), _count(shown(say("Pupils of grade {grade}", grade=grade)), MOST_PUPILS)
            )
        return Counted

    @classmethod
    def of(cls, year: YearFigures | None, seen: str) -> "YearForm":
        """Return the form filled with a school year; `seen` is the mark of what is stored now."""
        values: dict[str, object] = {"seen": seen}
        if year is not None:
            values |= {unit_field(stage): students for stage, students in year.units}
            values |= {class_field(grade): classes for grade, classes, _ in year.classes}
            values |= {pupil_field(grade): students for grade, _, students in year.classes}
        return _COUNTED(data=values)

    def to_draft(self, school_year: int) -> YearDraft:
        """Return what was entered for a school year."""
        data: Mapping[str, Any] = self.data
        units = tuple(
            UnitDraft(stage, data[unit_field(stage)]) for stage in Stage if data[unit_field(stage)] is not None
        )
        classes = tuple(
            ClassDraft(grade, data[class_field(grade)], data[pupil_field(grade)] or 0)
            for grade in GRADES
            if data[class_field(grade)] is not None
        )
        return YearDraft(school_year, units, classes, whole=True)


class CampusForm(Form):
    """A campus."""

    version = VersionField(validators=[Optional()])
    name = StringField(shown(say("campus name")), [Needed(), AtMost(100)])
    address = StringField(label("address"), [Optional(), AtMost(200)])
    longitude = place_field("longitude")
    latitude = place_field("latitude")

    @classmethod
    def of(cls, campus: Campus) -> "CampusForm":
        """Return the form filled with a campus."""
        values = {name: getattr(campus, name) for name in ("version", "name", "address")}
        places = {name: as_degrees(getattr(campus, name)) for name in ("longitude", "latitude")}
        return cls(data={**values, **places})

    def to_draft(self) -> CampusDraft:
        """Return what was entered."""
        return CampusDraft(
            given(self.name.data), self.address.data or "", self.longitude.degrees, self.latitude.degrees
        )


class NameForm(Form):
    """The name of the district, a zone or a group; `seen` is the one somebody saw."""

    seen = HiddenField()
    name = StringField(shown(say("name")), [Needed(), AtMost(60)])


class CloseForm(Form):
    """The version of a school that is to be closed today, or opened again."""

    version = VersionField()


def unit_field(stage: Stage) -> str:
    """Return the name of the field with a stage's pupils."""
    return f"students_{stage.value}"


def class_field(grade: int) -> str:
    """Return the name of the field with a grade's classes."""
    return f"classes_{grade}"


def pupil_field(grade: int) -> str:
    """Return the name of the field with a grade's pupils."""
    return f"pupils_{grade}"


def _count(name: Any, most: int) -> IntegerField:
    return IntegerField(name, [Optional(), Within(0, most)])


def _label(stage: Stage) -> Any:
    return stage.label


_COUNTED = YearForm.with_counts()
