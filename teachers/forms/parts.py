"""Forms of the parts of a file: postings, certificates, tiers, placements, deferrals, vetoes."""

from datetime import date

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField

from core.web.forms import AtMost, Form, Needed, Optional, VersionField, Within, labelled, options
from policy.messages import say
from policy.vocabulary import Stage
from teachers.forms.fields import HundredthsField, as_decimal, choice, given, label, month_field, shown, words
from teachers.models import (
    ConductRecord,
    Deferral,
    DualQualification,
    IndustryPlacement,
    Posting,
    TeachingCertificate,
)
from teachers.vocabulary import (
    FULL_POST,
    MOST_YEARS,
    CertificateDraft,
    CertificateLevel,
    ConductDraft,
    DeferralDraft,
    DeferralReason,
    DualDraft,
    DualLevel,
    PlacementDraft,
    PostingDraft,
)


class PostingForm(Form):
    """A posting; to correct one, school and first day stay as they are."""

    version = VersionField(validators=[Optional()])
    school_id = SelectField(label("school"), [Needed()], coerce=str)
    stage = choice(label("stage"), Stage)
    subject = StringField(label("subject"), [Needed(), AtMost(40)])
    second_subject = StringField(label("second_subject"), [Optional(), AtMost(40)])
    fte = HundredthsField(label("fte"), [Needed()], places=2)
    valid_from = DateField(label("valid_from"), [Needed()])
    joined_school = month_field("joined_school")

    def offer(self, schools: list[tuple[int, str]]) -> "PostingForm":
        """Fill in the schools to choose from."""
        self.school_id.choices = options(labelled(schools, blank=say("Choose a school")))
        return self

    def to_draft(self) -> PostingDraft:
        """Return what was entered."""
        return PostingDraft(
            school_id=int(self.school_id.data),
            stage=Stage(self.stage.data),
            subject=given(self.subject.data),
            valid_from=given(self.valid_from.data),
            second_subject=self.second_subject.data or "",
            fte=self.fte.hundredths or 0,
            joined_school=self.joined_school.data or "",
        )


class PostingChangeForm(Form):
    """What may be corrected of a posting."""

    version = VersionField()
    stage = words(label("stage"), Stage)
    subject = StringField(label("subject"), [Needed(), AtMost(40)])
    second_subject = StringField(label("second_subject"), [Optional(), AtMost(40)])
    fte = HundredthsField(label("fte"), [Needed()], places=2)
    joined_school = month_field("joined_school")

    @classmethod
    def of(cls, posting: Posting) -> "PostingChangeForm":
        """Return the form filled with a posting."""
        names = ("version", "stage", "subject", "second_subject", "joined_school")
        return cls(data={**{name: getattr(posting, name) for name in names}, "fte": as_decimal(posting.fte)})

    def to_draft(self, posting: Posting) -> PostingDraft:
        """Return what was entered, for a posting whose school and first day stay."""
        return PostingDraft(
            school_id=posting.school_id,
            stage=Stage(self.stage.data),
            subject=given(self.subject.data),
            valid_from=posting.valid_from,
            second_subject=self.second_subject.data or "",
            fte=self.fte.hundredths or 0,
            joined_school=self.joined_school.data or "",
        )


class EndForm(Form):
    """The last day of something that runs."""

    version = VersionField()
    last_day = DateField(shown(say("Last day")), [Needed()])


class RemovalForm(Form):
    """Why a row goes that was entered by mistake."""

    version = VersionField()
    reason = StringField(label("reason"), [Needed(), AtMost(200)])


class CertificateForm(Form):
    """A teaching certificate."""

    version = VersionField(validators=[Optional()])
    level = choice(label("level"), CertificateLevel)
    subject = StringField(label("subject"), [Optional(), AtMost(40)])
    number = StringField(label("number"), [Optional(), AtMost(40)])
    issued_on = DateField(label("issued_on"), [Optional()])
    registered_on = DateField(label("registered_on"), [Optional()])
    expires_on = DateField(label("expires_on"), [Optional()])
    preschool_training = BooleanField(label("preschool_training"))

    @classmethod
    def of(cls, row: TeachingCertificate) -> "CertificateForm":
        """Return the form filled with a certificate."""
        return cls(obj=row)

    def to_draft(self) -> CertificateDraft:
        """Return what was entered."""
        return CertificateDraft(
            level=CertificateLevel(self.level.data),
            subject=self.subject.data or "",
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            registered_on=self.registered_on.data,
            expires_on=self.expires_on.data,
            preschool_training=bool(self.preschool_training.data),
        )


class DualForm(Form):
    """A recognition as dual-qualified."""

    version = VersionField(validators=[Optional()])
    level = choice(label("level"), DualLevel)
    valid_from = DateField(label("valid_from"), [Needed()])
    valid_to = DateField(label("valid_to"), [Optional()])
    basis = StringField(label("basis"), [Needed(), AtMost(400)])
    number = StringField(label("number"), [Optional(), AtMost(40)])
    work_years = IntegerField(label("work_years"), [Optional(), Within(0, MOST_YEARS)])

    @classmethod
    def of(cls, row: DualQualification) -> "DualForm":
        """Return the form filled with a recognition."""
        return cls(obj=row)

    def to_draft(self) -> DualDraft:
        """Return what was entered."""
        return DualDraft(
            level=DualLevel(self.level.data),
            valid_from=given(self.valid_from.data),
            basis=given(self.basis.data),
            valid_to=self.valid_to.data,
            work_years=self.work_years.data or 0,
            number=self.number.data or "",
        )


class PlacementForm(Form):
    """A placement in industry with its proof."""

    version = VersionField(validators=[Optional()])
    company = StringField(label("company"), [Needed(), AtMost(100)])
    started_on = DateField(label("started_on"), [Needed()])
    ended_on = DateField(label("ended_on"), [Needed()])
    days = IntegerField(label("days"), [Optional()])
    proof = FileField(label("proof_file_id"))

    @classmethod
    def of(cls, row: IndustryPlacement) -> "PlacementForm":
        """Return the form filled with a placement; its proof stays unless another is sent."""
        names = ("version", "company", "started_on", "ended_on", "days")
        return cls(data={name: getattr(row, name) for name in names})

    def to_draft(self, proof_file_id: int | None) -> PlacementDraft:
        """Return what was entered, with the proof stored already."""
        return PlacementDraft(
            given(self.company.data),
            given(self.started_on.data),
            given(self.ended_on.data),
            self.days.data,
            proof_file_id,
        )


class DeferralForm(Form):
    """A deferral with its evidence."""

    version = VersionField(validators=[Optional()])
    reason = choice(label("reason"), DeferralReason)
    note = TextAreaField(label("note"), [Optional(), AtMost(400)])
    valid_from = DateField(label("valid_from"), [Needed()])
    valid_to = DateField(label("valid_to"), [Optional()])
    evidence = FileField(label("evidence_file_id"))

    @classmethod
    def of(cls, row: Deferral) -> "DeferralForm":
        """Return the form filled with a deferral; its evidence stays unless another is sent."""
        names = ("version", "reason", "note", "valid_from", "valid_to")
        return cls(data={name: getattr(row, name) for name in names})

    def to_draft(self, evidence_file_id: int | None) -> DeferralDraft:
        """Return what was entered, with the evidence stored already."""
        reason = DeferralReason(self.reason.data)
        term = (given(self.valid_from.data), self.valid_to.data)
        return DeferralDraft(reason, *term, self.note.data or "", evidence_file_id)


class ConductForm(Form):
    """A conduct veto."""

    version = VersionField(validators=[Optional()])
    reason = TextAreaField(label("reason"), [Needed(), AtMost(400)])
    valid_from = DateField(label("valid_from"), [Needed()])
    valid_to = DateField(label("valid_to"), [Optional()])

    @classmethod
    def of(cls, row: ConductRecord) -> "ConductForm":
        """Return the form filled with a veto."""
        return cls(obj=row)

    def to_draft(self) -> ConductDraft:
        """Return what was entered."""
        return ConductDraft(given(self.reason.data), given(self.valid_from.data), self.valid_to.data)


def fresh_posting(on: date) -> PostingForm:
    """Return the form of a new posting: a full post from a day on."""
    return PostingForm(data={"valid_from": on, "fte": as_decimal(FULL_POST)})
