"""Who may do what, on one page: every permission with its sentence, and the grants of every role with their reach."""

from collections.abc import Mapping
from enum import StrEnum

from core.enums import LabelledEnum
from policy.messages import Message, say


class Role(LabelledEnum):
    """What a person is to the bureau; one account may hold several roles."""

    DISTRICT_HR = "district_hr"
    LEADER = "leader"
    PRINCIPAL = "principal"
    CLERK = "clerk"
    TEACHER = "teacher"
    AUDITOR = "auditor"
    SYSADMIN = "sysadmin"


Role.words(
    {
        Role.DISTRICT_HR: (say("district HR"), "none"),
        Role.LEADER: (say("bureau leader"), "none"),
        Role.PRINCIPAL: (say("principal"), "none"),
        Role.CLERK: (say("school clerk"), "none"),
        Role.TEACHER: (say("teacher"), "none"),
        Role.AUDITOR: (say("auditor"), "none"),
        Role.SYSADMIN: (say("system administrator"), "none"),
    }
)


class Reach(StrEnum):
    """Whose records a grant covers."""

    ALL = "all"
    SCHOOL = "school"
    OWN = "own"

    @property
    def label(self) -> Message:
        """The reach in a word."""
        return _REACHES[self]


class Permission(StrEnum):
    """One thing a person may do; the values are `resource:action`."""

    SCHOOL_READ = "school:read"
    SCHOOL_EDIT = "school:edit"
    TEACHER_READ = "teacher:read"
    TEACHER_EDIT = "teacher:edit"
    TEACHER_UNMASK = "teacher:unmask"
    DEFERRAL_DECIDE = "deferral:decide"
    REGISTER_IMPORT = "register:import"
    REGISTER_EXPORT = "register:export"
    OWN_FILE = "own-file:read"

    TRAINING_LOG = "training:log"
    TRAINING_READ = "training:read"
    TRAINING_APPROVE_SCHOOL = "training:approve-school"
    TRAINING_APPROVE_DISTRICT = "training:approve-district"
    TRAINING_IMPORT = "training:import"

    CYCLE_READ = "cycle:read"
    CYCLE_MANAGE = "cycle:manage"
    ELIGIBILITY_OVERRIDE = "eligibility:override"
    PREFERENCE_FILE = "preference:file"
    PLAN_READ = "plan:read"
    PLAN_SOLVE = "plan:solve"
    PLAN_SUBMIT = "plan:submit"
    PLAN_DECIDE = "plan:decide"
    PLAN_CARRY = "plan:carry"
    REVIEW_ANSWER = "review:answer"
    REVIEW_REPLY = "review:reply"
    RESULT_READ = "result:read"
    OBJECTION_FILE = "objection:file"
    OBJECTION_ANSWER = "objection:answer"

    AUDIT_READ = "audit:read"
    JOB_READ = "job:read"
    JOB_MANAGE = "job:manage"
    ACCOUNT_MANAGE = "account:manage"

    @property
    def sentence(self) -> Message:
        """What the permission lets a person do."""
        return _SENTENCES[self]


_SENTENCES = {
    Permission.SCHOOL_READ: say("see schools with their headcount, classes and staff figures"),
    Permission.SCHOOL_EDIT: say("change schools, classes and pupils"),
    Permission.TEACHER_READ: say("see teachers' files, personal numbers masked"),
    Permission.TEACHER_EDIT: say("change teachers' files"),
    Permission.TEACHER_UNMASK: say("see one ID number or phone in clear; every look is on record"),
    Permission.DEFERRAL_DECIDE: say("record and end deferrals and conduct vetoes"),
    Permission.REGISTER_IMPORT: say("import schools, classes, teachers, preferences and travel times"),
    Permission.REGISTER_EXPORT: say("export the register, personal numbers masked"),
    Permission.OWN_FILE: say("see the own file and report what is wrong in it"),
    Permission.TRAINING_LOG: say("log own training hours"),
    Permission.TRAINING_READ: say("see training records and credits"),
    Permission.TRAINING_APPROVE_SCHOOL: say("approve training records for the school, or return them"),
    Permission.TRAINING_APPROVE_DISTRICT: say("approve training records for the district; credits are then booked"),
    Permission.TRAINING_IMPORT: say("import training records"),
    Permission.CYCLE_READ: say("see rotation cycles and eligibility lists"),
    Permission.CYCLE_MANAGE: say("open and run rotation cycles and set their policy numbers"),
    Permission.ELIGIBILITY_OVERRIDE: say("overrule a computed eligibility, with a reason"),
    Permission.PREFERENCE_FILE: say("file own preferences"),
    Permission.PLAN_READ: say("see scenarios and proposals"),
    Permission.PLAN_SOLVE: say("make scenarios, pin and forbid, start and stop the search"),
    Permission.PLAN_SUBMIT: say("submit a proposal for review and for decision"),
    Permission.PLAN_DECIDE: say("decide on a proposal somebody else submitted"),
    Permission.PLAN_CARRY: say("carry an approved plan into the register as new postings"),
    Permission.REVIEW_ANSWER: say("agree or object for the own school"),
    Permission.REVIEW_REPLY: say("answer principals' objections"),
    Permission.RESULT_READ: say("see the own final result"),
    Permission.OBJECTION_FILE: say("object to the own result"),
    Permission.OBJECTION_ANSWER: say("answer objections of teachers"),
    Permission.AUDIT_READ: say("read the audit trail and verify its chain"),
    Permission.JOB_READ: say("see background jobs"),
    Permission.JOB_MANAGE: say("cancel and retry background jobs"),
    Permission.ACCOUNT_MANAGE: say("issue passwords, give roles, end sessions; no personal data"),
}

_REACHES = {Reach.ALL: say("whole district"), Reach.SCHOOL: say("own school"), Reach.OWN: say("oneself")}

_DISTRICT_EYES = {
    Permission.SCHOOL_READ: Reach.ALL,
    Permission.TEACHER_READ: Reach.ALL,
    Permission.TRAINING_READ: Reach.ALL,
    Permission.CYCLE_READ: Reach.ALL,
    Permission.PLAN_READ: Reach.ALL,
}

ROLE_GRANTS: Mapping[Role, Mapping[Permission, Reach]] = {
    Role.DISTRICT_HR: {
        **_DISTRICT_EYES,
        Permission.SCHOOL_EDIT: Reach.ALL,
        Permission.TEACHER_EDIT: Reach.ALL,
        Permission.TEACHER_UNMASK: Reach.ALL,
        Permission.DEFERRAL_DECIDE: Reach.ALL,
        Permission.REGISTER_IMPORT: Reach.ALL,
        Permission.REGISTER_EXPORT: Reach.ALL,
        Permission.TRAINING_APPROVE_DISTRICT: Reach.ALL,
        Permission.TRAINING_IMPORT: Reach.ALL,
        Permission.CYCLE_MANAGE: Reach.ALL,
        Permission.ELIGIBILITY_OVERRIDE: Reach.ALL,
        Permission.PLAN_SOLVE: Reach.ALL,
        Permission.PLAN_SUBMIT: Reach.ALL,
        Permission.PLAN_CARRY: Reach.ALL,
        Permission.REVIEW_REPLY: Reach.ALL,
        Permission.OBJECTION_ANSWER: Reach.ALL,
    },
    Role.LEADER: {**_DISTRICT_EYES, Permission.PLAN_DECIDE: Reach.ALL},
    Role.PRINCIPAL: {
        Permission.SCHOOL_READ: Reach.SCHOOL,
        Permission.TEACHER_READ: Reach.SCHOOL,
        Permission.TRAINING_READ: Reach.SCHOOL,
        Permission.TRAINING_APPROVE_SCHOOL: Reach.SCHOOL,
        Permission.REVIEW_ANSWER: Reach.SCHOOL,
    },
    Role.CLERK: {
        Permission.SCHOOL_READ: Reach.SCHOOL,
        Permission.TEACHER_READ: Reach.SCHOOL,
        Permission.TEACHER_EDIT: Reach.SCHOOL,
        Permission.TEACHER_UNMASK: Reach.SCHOOL,
        Permission.REGISTER_EXPORT: Reach.SCHOOL,
        Permission.TRAINING_READ: Reach.SCHOOL,
        Permission.TRAINING_APPROVE_SCHOOL: Reach.SCHOOL,
        Permission.TRAINING_IMPORT: Reach.SCHOOL,
    },
    Role.TEACHER: {
        Permission.OWN_FILE: Reach.OWN,
        Permission.TRAINING_LOG: Reach.OWN,
        Permission.PREFERENCE_FILE: Reach.OWN,
        Permission.RESULT_READ: Reach.OWN,
        Permission.OBJECTION_FILE: Reach.OWN,
    },
    Role.AUDITOR: {**_DISTRICT_EYES, Permission.AUDIT_READ: Reach.ALL},
    Role.SYSADMIN: {
        Permission.JOB_READ: Reach.ALL,
        Permission.JOB_MANAGE: Reach.ALL,
        Permission.ACCOUNT_MANAGE: Reach.ALL,
    },
}

SEES_OTHERS = frozenset(set(Role) - {Role.TEACHER})
"""Roles that must sign in with a second factor: they see or steer what is not their own."""

_WIDTH = (Reach.OWN, Reach.SCHOOL, Reach.ALL)


def grants_of(roles: frozenset[Role]) -> Mapping[Permission, Reach]:
    """Return the united grants of several roles: the widest reach of each permission."""
    united: dict[Permission, Reach] = {}
    for role in roles:
        for permission, reach in ROLE_GRANTS[role].items():
            held = united.get(permission)
            united[permission] = reach if held is None else max(held, reach, key=_WIDTH.index)
    return united
