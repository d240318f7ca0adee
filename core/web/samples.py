"""A form with one field of every kind, some answered wrongly: what the style guide shows."""

from typing import Any

from wtforms import (
    BooleanField,
    FileField,
    MonthField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from core.web.forms import Form, Needed, labelled, options
from core.web.language import text
from policy.messages import Message, say


def shown(label: Message) -> Any:
    """Return a label as WTForms takes it: it asks for text, the page translates what it gets."""
    return label


class SampleForm(Form):
    """The fields of the style guide; nothing of it is ever saved."""

    name = StringField(shown(say("Name of the activity")), [Needed()])
    subject = SelectField(shown(say("Subject")))
    since = MonthField(shown(say("At this school since")))
    hours = StringField(shown(say("Hours")), [Needed()])
    kind = RadioField(shown(say("Kind")), [Needed()])
    opinion = RadioField(shown(say("Opinion")), [Needed()])
    reason = TextAreaField(shown(say("Reason")))
    levels = SelectMultipleField(
        shown(say("Levels")), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    proof = FileField(shown(say("Proof")), [Needed()])
    sure = BooleanField(shown(say("These facts are right")))


def sample_form() -> SampleForm:
    """Return the form as a reader finds it who made two mistakes."""
    form = SampleForm(formdata=None, data={"name": "", "hours": "12", "kind": "training", "opinion": "object"})
    form.subject.choices = options(labelled([("maths", say("Maths")), ("english", say("English"))]))
    form.kind.choices = options(
        labelled([("training", say("Training")), ("school", say("School-based")), ("study", say("Study"))])
    )
    form.opinion.choices = options(labelled([("agree", say("Agree")), ("object", say("Object"))]))
    form.levels.choices = options(
        labelled([("primary", say("primary")), ("junior", say("junior")), ("senior", say("senior"))])
    )
    form.hours.errors = [text(say("At most {limit} hours a day. Write several days one by one.", limit=8))]
    form.reason.errors = [text(say("Give a reason: the district reads it before it decides."))]
    return form
