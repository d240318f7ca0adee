"""The form that carries an approved plan into the register: what was shown is what is confirmed."""

from wtforms import DateField, StringField
from wtforms.widgets import HiddenInput

from core.web.forms import AtMost, Form, Needed, Optional, VersionField
from policy.messages import say
from rotation.forms.parts import given_day, label, plain
from rotation.vocabulary.drafts import CarryDraft

LONGEST_SEAL = 64


class CarryForm(Form):
    """The first day the page was shown for, and the fingerprint of what it showed."""

    first_day = DateField(label(say("First day at the new school")), [Needed()], widget=HiddenInput())
    seal = StringField(validators=[Optional(), AtMost(LONGEST_SEAL)], widget=HiddenInput())
    version = VersionField(validators=[Optional()])

    def draft(self) -> CarryDraft:
        """Return what is confirmed."""
        return CarryDraft(given_day(self.first_day), plain(self.seal))
