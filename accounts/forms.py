"""The forms of the door, of one's own account, and of the administrator: shape and wording only."""

from typing import Any

from wtforms import HiddenField, PasswordField, SelectField, StringField

from accounts.permissions import Role
from accounts.vocabulary import NEEDS_SCHOOL, AccountDraft, RoleDraft
from core.web.forms import AtMost, Form, Needed, VersionField, choices_of, labelled, options
from core.web.language import text
from policy.messages import Message, say


def shown(label: Message) -> Any:
    """Return a label as WTForms takes it: it asks for text, the page translates what it gets."""
    return label


_MOST = 400
"""More than any password may have: what is too long is refused with a reason, never cut off."""


class SignInForm(Form):
    """Staff number and password."""

    staff_no = StringField(shown(say("Staff number")), [Needed(), AtMost(40)])
    password = PasswordField(shown(say("Password")), [Needed(), AtMost(_MOST)])
    next = HiddenField()


class CodeForm(Form):
    """A code of the app, or a recovery code."""

    code = StringField(shown(say("Code")), [Needed(), AtMost(40)])
    next = HiddenField()


class PasswordForm(Form):
    """The present password and a new one, typed twice."""

    present = PasswordField(shown(say("Present password")), [Needed(), AtMost(_MOST)])
    new = PasswordField(shown(say("New password")), [Needed(), AtMost(_MOST)])
    again = PasswordField(shown(say("New password once more")), [Needed(), AtMost(_MOST)])
    next = HiddenField()


class ProofForm(Form):
    """The present password, asked again before something that matters."""

    present = PasswordField(shown(say("Present password")), [Needed(), AtMost(_MOST)])


class RoleForm(Form):
    """A role to give, and the school it is for."""

    version = VersionField()
    role = SelectField(shown(say("Role")), [Needed()])
    school = SelectField(shown(say("School (principals and clerks)")))

    def offer(self, schools: list[tuple[int, str]]) -> "RoleForm":
        """Fill in what can be chosen."""
        self.role.choices = options(choices_of(Role, blank=say("Choose a role")))
        self.school.choices = options(labelled(schools, blank=say("No school")))
        return self

    def to_draft(self) -> RoleDraft:
        """Return the role that was chosen."""
        return RoleDraft(Role(self.role.data), int(self.school.data) if self.school.data else None)


class AccountForm(Form):
    """An account to open, with its first role."""

    staff_no = StringField(shown(say("Staff number")), [Needed(), AtMost(40)])
    name = StringField(shown(say("Name")), [Needed(), AtMost(80)])
    role = SelectField(shown(say("Role")), [Needed()])
    school = SelectField(shown(say("School (principals and clerks)")))

    def offer(self, schools: list[tuple[int, str]]) -> "AccountForm":
        """Fill in what can be chosen."""
        self.role.choices = options(choices_of(Role, blank=say("Choose a role")))
        self.school.choices = options(labelled(schools, blank=say("No school")))
        self.school.description = text(say("Only needed for principals and school clerks."))
        return self

    def to_draft(self) -> AccountDraft:
        """Return the account that was described."""
        role = Role(self.role.data)
        school = int(self.school.data) if self.school.data and role in NEEDS_SCHOOL else None
        return AccountDraft(self.staff_no.data or "", self.name.data or "", (RoleDraft(role, school),))
