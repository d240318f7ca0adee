"""Forms of a scenario: what is searched for, how long, and who is fixed by hand."""

from collections.abc import Mapping, Sequence

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField

from core.web.forms import AtMost, Form, Needed, Optional, VersionField, Within
from policy.messages import Message, say
from policy.vocabulary import LockAction
from rotation.forms.cycles import LONGEST_NAME, LONGEST_NOTE
from rotation.forms.number_fields import NumbersForm
from rotation.forms.parts import label, options, plain, whole
from rotation.vocabulary.drafts import LockDraft, ScenarioDraft

LARGEST_SEED = 2**31 - 1
SHORTEST_SEARCH, LONGEST_SEARCH = 10, 86_400
USUAL_SEARCH = 600
LONGEST_STAFF_NO = 40

ACTIONS: Mapping[LockAction, Message] = {
    LockAction.STAY: say("stays where they are"),
    LockAction.MOVE: say("moves to this school"),
    LockAction.FORBID: say("does not go to this school"),
}
"""What can be fixed for one person, in words."""


class ScenarioForm(NumbersForm):
    """A scenario: name, note, numbers that differ from the cycle's, seed and time limit."""

    name = StringField(label(say("Name of the scenario")), [Needed(), AtMost(LONGEST_NAME)])
    note = TextAreaField(label(say("Its question")), [Optional(), AtMost(LONGEST_NOTE)], render_kw={"rows": 3})
    time_limit = IntegerField(
        label(say("Time limit")),
        [Needed(), Within(min=SHORTEST_SEARCH, max=LONGEST_SEARCH)],
        default=USUAL_SEARCH,
    )
    seed = IntegerField(label(say("Seed")), [Optional(), Within(min=0, max=LARGEST_SEED)], default=0)
    based_on = SelectField(label(say("Keep to a proposal with as few changes as possible")), [Optional()], choices=[])
    version = VersionField(validators=[Optional()])

    def offer(self, proposals: Sequence[tuple[object, object]]) -> None:
        """Offer the proposals the search may keep to."""
        self.based_on.choices = options(proposals, blank=say("plan anew"))

    def draft(self) -> ScenarioDraft:
        """Return what was filled in."""
        return ScenarioDraft(
            name=plain(self.name),
            note=plain(self.note),
            overrides=self.values(),
            seed=self.seed.data or 0,
            time_limit=whole(self.time_limit),
            based_on=int(self.based_on.data) if self.based_on.data else None,
        )


class LockForm(Form):
    """Somebody fixed by hand, with the reason."""

    staff_no = StringField(label(say("Staff number")), [Needed(), AtMost(LONGEST_STAFF_NO)])
    action = RadioField(label(say("What is fixed")), [Needed()], choices=[])
    school = SelectField(label(say("School")), [Optional()], choices=[])
    reason = TextAreaField(label(say("Reason given")), [Needed(), AtMost(LONGEST_NOTE)], render_kw={"rows": 2})

    def __init__(self, *arguments: object, **values: object) -> None:
        super().__init__(*arguments, **values)
        self.action.choices = options(ACTIONS.items())

    def offer(self, schools: Sequence[tuple[object, object]]) -> None:
        """Offer the schools of the district."""
        self.school.choices = options(schools, blank=say("no school (for staying)"))

    def draft(self) -> LockDraft:
        """Return what was fixed."""
        action = LockAction(self.action.data)
        school = "" if action is LockAction.STAY else self.school.data or ""
        return LockDraft(plain(self.staff_no), action, school, plain(self.reason))


class WhyNotForm(Form):
    """The question why somebody is not sent to a school."""

    class Meta(Form.Meta):
        """A question changes nothing and stands in the address."""

        csrf = False

    school = SelectField(label(say("School")), [Needed()], choices=[])

    def offer(self, schools: Sequence[tuple[object, object]]) -> None:
        """Offer the schools to ask about."""
        self.school.choices = options(schools, blank=say("choose a school"))
