"""Forms on the way of a proposal: review, reply, decision, objections."""

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import ValidationError

from core.web.forms import AtMost, Form, Needed, Optional, VersionField
from core.web.language import text
from policy.messages import say
from policy.vocabulary import LockAction
from rotation.forms.cycles import LONGEST_NOTE
from rotation.forms.parts import label, options, plain
from rotation.forms.scenarios import ACTIONS
from rotation.vocabulary.drafts import LockDraft, ReplyDraft
from rotation.vocabulary.states import LockSource, Reply

LONGEST_OBJECTION = 2000


class ReplyForm(Form):
    """The reply to one principal's objection: accept it with what is fixed for the new search, or keep the move."""

    reply = RadioField(label(say("Reply")), [Needed()], choices=[])
    action = SelectField(label(say("What the new search must keep to")), [Optional()], choices=[])
    school = SelectField(label(say("School")), [Optional()], choices=[])
    reason = TextAreaField(
        label(say("Reason told to the school")), [Needed(), AtMost(LONGEST_NOTE)], render_kw={"rows": 3}
    )
    version = VersionField(validators=[Optional()])

    def offer(self, schools: Sequence[tuple[object, object]]) -> None:
        """Offer the two replies, what can be fixed, and the schools."""
        self.reply.choices = options(
            [
                (Reply.ACCEPTED.value, say("accept the objection")),
                (Reply.KEPT.value, say("keep the move")),
            ]
        )
        self.action.choices = options(ACTIONS.items())
        self.school.choices = options(schools, blank=say("the school of this move"))

    def validate(self, extra_validators: Any = None) -> bool:
        """A move that is kept fixes nothing: what was chosen for the new search is not dropped without a word."""
        sound = bool(super().validate(extra_validators))
        if self.reply.data != Reply.KEPT.value:
            return sound
        offered = {self.action: self.action.object_data or "", self.school: ""}
        chosen = [field for field, untouched in offered.items() if (field.data or "") not in {"", untouched}]
        for field in chosen:
            field.errors = [text(say("Keeping the move fixes nothing: accept the objection, or undo this choice."))]
        return sound and not chosen

    def draft(self, staff_no: str, school: str) -> ReplyDraft:
        """Return the reply about a person whose move leads to a school (its code); moving names another school."""
        reason = plain(self.reason)
        if self.reply.data == Reply.KEPT.value:
            return ReplyDraft(Reply.KEPT, reason)
        action = LockAction(self.action.data or LockAction.FORBID)
        named = self.school.data or (school if action is LockAction.FORBID else "")
        where = "" if action is LockAction.STAY else named
        return ReplyDraft(Reply.ACCEPTED, reason, LockDraft(staff_no, action, where, reason, LockSource.OBJECTION))


class DecisionForm(Form):
    """The leader's decision on a submitted proposal."""

    decision = RadioField(label(say("Your decision")), [Needed()], choices=[])
    reason = TextAreaField(label(say("Reason given")), [AtMost(LONGEST_NOTE)], render_kw={"rows": 4})
    objection_deadline = DateField(label(say("Teachers may object until")), [Optional()])
    version = VersionField(validators=[Optional()])

    def __init__(self, *arguments: object, **values: object) -> None:
        super().__init__(*arguments, **values)
        self.decision.choices = options(
            [
                ("approve", say("approve")),
                ("return", say("return for changes")),
                ("refuse", say("refuse")),
            ]
        )

    def validate_reason(self, field: TextAreaField) -> None:
        """Only an approval needs no words."""
        if self.decision.data in {"refuse", "return"} and not plain(field):
            raise ValidationError(text(say("Say why; district HR and the schools act on it.")))

    def validate(self, extra_validators: Any = None) -> bool:
        """An approval says until when teachers may object."""
        sound = bool(super().validate(extra_validators))
        field = self.objection_deadline
        if self.decision.data == "approve" and field.data is None and not field.errors:
            field.errors = [text(say("Say until when teachers may object."))]
            sound = False
        return sound

    def words(self) -> str:
        """Return the reason, empty where none was given."""
        return plain(self.reason)


class ObjectionForm(Form):
    """A teacher's objection to the own result."""

    reason = TextAreaField(label(say("What you object to, and why")), [Needed(), AtMost(LONGEST_OBJECTION)])

    def words(self) -> str:
        """Return the objection."""
        return plain(self.reason)


class ObjectionAnswerForm(Form):
    """The answer to a teacher's objection."""

    outcome = RadioField(label(say("Answer")), [Needed()], choices=[])
    answer = TextAreaField(label(say("Reason told to the teacher")), [Needed(), AtMost(LONGEST_OBJECTION)])
    version = VersionField(validators=[Optional()])

    def __init__(self, *arguments: object, **values: object) -> None:
        super().__init__(*arguments, **values)
        self.outcome.choices = options([("upheld", say("uphold")), ("rejected", say("reject"))])

    def words(self) -> str:
        """Return the reason told to the teacher."""
        return plain(self.answer)
