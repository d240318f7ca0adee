"""Forms of a rotation cycle: opening and changing it, its steps, its policy numbers, an eligibility overruled."""

from collections.abc import Iterable
from datetime import date

from wtforms import DateField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import ValidationError

from core.errors import DomainError
from core.web.forms import AtMost, Form, Needed, Optional, VersionField, Within
from core.web.language import text
from policy.messages import say
from rotation.forms.number_faults import fault_in_tables
from rotation.forms.number_fields import NumbersForm, as_typed
from rotation.forms.parts import given_day, label, options, plain, whole
from rotation.forms.toml_text import numbers_of, open_tables, written
from rotation.vocabulary.drafts import CycleDraft, OverrideDraft, PolicyDraft
from rotation.vocabulary.pages import PolicyVersion

LONGEST_NOTE = 1000
LONGEST_NAME = 100
LONGEST_SOURCE = 300
LONGEST_TABLES = 40_000
FIRST_YEAR, LAST_YEAR = 2000, 2100
SCHOOL_YEAR_BEGINS = 9
"""The month a school year begins in, to suggest one; the policy decides nothing by it."""


class CycleForm(Form):
    """A rotation cycle: name, school year, the day terms are counted at, and the deadlines."""

    name = StringField(label(say("Name of the cycle")), [Needed(), AtMost(LONGEST_NAME)])
    school_year = IntegerField(
        label(say("School year (the year it begins in)")), [Needed(), Within(min=FIRST_YEAR, max=LAST_YEAR)]
    )
    reference_date = DateField(label(say("Reference date")), [Needed()])
    preference_deadline = DateField(label(say("Preferences until")), [Optional()])
    review_deadline = DateField(label(say("Principals answer until")), [Optional()])
    objection_deadline = DateField(label(say("Objections of teachers until")), [Optional()])
    note = TextAreaField(label(say("Note")), [Optional(), AtMost(LONGEST_NOTE)], render_kw={"rows": 3})
    version = VersionField(validators=[Optional()])

    def validate_review_deadline(self, field: DateField) -> None:
        """The review ends after the preferences do."""
        self._in_order(self.preference_deadline, field, text(say("The preferences end later than this.")))

    def validate_objection_deadline(self, field: DateField) -> None:
        """Objections are filed after the review."""
        self._in_order(self.review_deadline, field, text(say("The principals' review ends later than this.")))

    def _in_order(self, earlier: DateField, later: DateField, words: str) -> None:
        if earlier.data and later.data and earlier.data > later.data:
            raise ValidationError(words)

    def draft(self) -> CycleDraft:
        """Return what was filled in."""
        return CycleDraft(
            name=plain(self.name),
            school_year=whole(self.school_year),
            reference_date=given_day(self.reference_date),
            preference_deadline=self.preference_deadline.data,
            review_deadline=self.review_deadline.data,
            objection_deadline=self.objection_deadline.data,
            note=plain(self.note),
        )


class DeadlineForm(Form):
    """A day until which something may be done; the day itself counts."""

    deadline = DateField(label(say("Until (the day included)")), [Needed()])
    version = VersionField(validators=[Optional()])

    def day(self) -> date:
        """Return the day."""
        return given_day(self.deadline)


class SendForm(DeadlineForm):
    """A proposal sent to the principals; the reason is needed where another one under review is withdrawn by it."""

    reason = TextAreaField(
        label(say("Why the other proposal is withdrawn")), [AtMost(LONGEST_NOTE)], render_kw={"rows": 3}
    )

    def words(self) -> str:
        """Return the reason, empty where none was given."""
        return plain(self.reason)


class ReasonForm(Form):
    """A deed that must be given a reason."""

    reason = TextAreaField(label(say("Reason given")), [Needed(), AtMost(LONGEST_NOTE)], render_kw={"rows": 4})
    version = VersionField(validators=[Optional()])

    def words(self) -> str:
        """Return the reason, empty where none was given."""
        return plain(self.reason)


class EndReviewForm(Form):
    """A review ended; the reason is only needed before the deadline while a school has not sent."""

    reason = TextAreaField(label(say("Reason given")), [AtMost(LONGEST_NOTE)], render_kw={"rows": 4})
    version = VersionField(validators=[Optional()])

    def words(self) -> str:
        """Return the reason, empty where none was given."""
        return plain(self.reason)


class PolicyForm(NumbersForm):
    """The numbers of a cycle as a new version: what differs from the shipped ones, the document, the reason."""

    source = StringField(label(say("Document the numbers come from")), [Needed(), AtMost(LONGEST_SOURCE)])
    reason = TextAreaField(
        label(say("Reason for this version")), [Needed(), AtMost(LONGEST_NOTE)], render_kw={"rows": 3}
    )
    tables = TextAreaField(
        label(say("Lessons, full loads and subject names (TOML)")),
        [Optional(), AtMost(LONGEST_TABLES)],
        render_kw={"rows": 6, "spellcheck": "false"},
    )
    version = VersionField(validators=[Optional()])

    def validate_tables(self, field: TextAreaField) -> None:
        """The tables are read by themselves, so that a fault names its line of this box."""
        fault = fault_in_tables(field.data or "")
        if fault is not None:
            raise ValidationError(text(fault))

    def refuse(self, field: str, refusal: DomainError) -> None:
        """Write a refusal of the text beside the tables: the numbers were read one by one before."""
        super().refuse("tables" if field == "text" else field, refusal)

    def draft(self) -> PolicyDraft:
        """Return the new version as text, with its document and its reason."""
        return PolicyDraft(
            text=written(self.values(), self.tables.data or ""),
            source=plain(self.source),
            reason=plain(self.reason),
        )


class OverrideForm(Form):
    """A computed eligibility overruled by hand."""

    eligible = RadioField(label(say("Your decision")), [Needed()], choices=[])
    reason = TextAreaField(
        label(say("Reason, with the paper it rests on")), [Needed(), AtMost(LONGEST_NOTE)], render_kw={"rows": 4}
    )
    version = VersionField(validators=[Optional()])

    def __init__(self, *arguments: object, **values: object) -> None:
        super().__init__(*arguments, **values)
        self.eligible.choices = options(
            [
                ("yes", say("eligible")),
                ("no", say("not eligible")),
            ]
        )

    def draft(self, staff_no: str) -> OverrideDraft:
        """Return the decision about one teacher."""
        return OverrideDraft(staff_no, self.eligible.data == "yes", plain(self.reason))


def suggested(day: date) -> dict[str, object]:
    """Return what a new cycle most likely is: the coming school year, counted at its first day."""
    year = day.year if day.month < SCHOOL_YEAR_BEGINS else day.year + 1
    return {"school_year": year, "reference_date": date(year, SCHOOL_YEAR_BEGINS, 1)}


def in_force(versions: Iterable[PolicyVersion]) -> dict[str, object]:
    """Return the data of the policy form that shows the version in force."""
    current = next((version for version in versions if version.is_current), None)
    if current is None:
        return {}
    return {**as_typed(numbers_of(current.text)), "tables": open_tables(current.text), "source": current.source}
