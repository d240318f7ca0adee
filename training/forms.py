"""Forms of the teacher's records: shape and words only; what counts is decided by the rules."""

from datetime import date
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import DateField, SelectField, StringField, TextAreaField

from core.web.forms import AtMost, Form, Needed, Optional, VersionField, choices_of, options
from core.web.language import text
from policy.messages import say
from training.models import TrainingRecord
from training.rules import category_for, hours_from, shown_hours
from training.vocabulary import ActivityKind, Category, RecordDraft

ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"


class HoursForm(Form):
    """One activity: what, when, how long, with which proof."""

    kind = SelectField(validators=[Needed()])
    category = SelectField(validators=[Optional()])
    title = StringField(validators=[Needed(), AtMost(100)])
    start_on = DateField(validators=[Needed()])
    end_on = DateField(validators=[Optional()])
    hours = StringField(validators=[Needed(), AtMost(10)])
    organiser = StringField(validators=[AtMost(100)])
    certificate_no = StringField(validators=[AtMost(60)])
    files = MultipleFileField(render_kw={"accept": ACCEPTED})
    version = VersionField(validators=[Optional()])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.kind.choices = options(choices_of(ActivityKind))
        counted = [category for category in Category if category is not Category.SCHOOL]
        self.category.choices = options((category.value, text(category.label)) for category in counted)
        words = {
            "kind": say("Kind of activity"),
            "category": say("Counts for"),
            "title": say("Name of the activity"),
            "start_on": say("Day"),
            "end_on": say("Last day"),
            "hours": say("Hours"),
            "organiser": say("Organiser"),
            "certificate_no": say("Certificate number"),
            "files": say("Evidence"),
        }
        for name, label in words.items():
            self._fields[name].label.text = text(label)

    def to_draft(self) -> RecordDraft:
        """Return what was entered.

        Raises `Invalid` with the field.
        """
        kind = ActivityKind(self.kind.data)
        wanted = Category(self.category.data) if self.category.data else None
        first = self.start_on.data or date.min
        return RecordDraft(
            kind=kind,
            category=category_for(kind, wanted),
            title=self.title.data or "",
            start_on=first,
            end_on=self.end_on.data or first,
            hours=hours_from(self.hours.data or ""),
            organiser=self.organiser.data or "",
            certificate_no=self.certificate_no.data or "",
        )


def form_of(row: TrainingRecord, *, stored_alone: bool = False) -> HoursForm:
    """Return the form filled with a stored record; what was sent wins, unless only what is stored is asked for."""
    stored = {
        "kind": row.kind.value,
        "category": "" if row.category is Category.SCHOOL else row.category.value,
        "title": row.title,
        "start_on": row.start_on,
        "end_on": row.end_on,
        "hours": shown_hours(row.hours),
        "organiser": row.organiser,
        "certificate_no": row.certificate_no,
        "version": row.version,
    }
    return HoursForm(None, data=stored) if stored_alone else HoursForm(data=stored)


def new_form(last: TrainingRecord | None, *, on: date) -> HoursForm:
    """Return an empty form; kind, category and organiser are those of the record before, the day is today."""
    stored: dict[str, object] = {"start_on": on, "kind": ActivityKind.TRAINING.value}
    stored["category"] = Category.REQUIRED_PROFESSIONAL.value
    if last is not None:
        stored["kind"] = last.kind.value
        stored["organiser"] = last.organiser
        if last.category is not Category.SCHOOL:
            stored["category"] = last.category.value
    return HoursForm(data=stored)


class ReasonForm(Form):
    """Why something is returned or taken back."""

    reason = TextAreaField(validators=[Needed(), AtMost(300)])
    version = VersionField(validators=[Optional()])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.reason.label.text = text(say("Reason given"))
