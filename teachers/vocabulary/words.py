"""Closed lists of the register, with their words: states, levels and reasons."""

from core.enums import LabelledEnum
from policy.messages import say
from policy.vocabulary import Stage


class TeacherStatus(LabelledEnum):
    """Whether a teacher is in the district's service."""

    ACTIVE = "active"
    LEFT = "left"


TeacherStatus.words(
    {
        TeacherStatus.ACTIVE: (say("in service"), "ok"),
        TeacherStatus.LEFT: (say("has left"), "none"),
    }
)
TeacherStatus.moves(
    {
        TeacherStatus.ACTIVE: frozenset({TeacherStatus.LEFT}),
        TeacherStatus.LEFT: frozenset({TeacherStatus.ACTIVE}),
    }
)


class CertificateLevel(LabelledEnum):
    """The kinds of teaching certificate; each covers its own level and, with exceptions, the lower ones."""

    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"
    VOCATIONAL = "vocational"
    INTERNSHIP = "internship"
    HIGHER = "higher"


CertificateLevel.words(
    {
        CertificateLevel.KINDERGARTEN: (say("kindergarten certificate"), "none"),
        CertificateLevel.PRIMARY: (say("primary school certificate"), "none"),
        CertificateLevel.JUNIOR: (say("junior secondary certificate"), "none"),
        CertificateLevel.SENIOR: (say("senior secondary certificate"), "none"),
        CertificateLevel.VOCATIONAL: (say("vocational school certificate"), "none"),
        CertificateLevel.INTERNSHIP: (say("internship instructor certificate"), "none"),
        CertificateLevel.HIGHER: (say("higher education certificate"), "none"),
    }
)


class DualLevel(LabelledEnum):
    """The tiers of a dual-qualified teacher."""

    JUNIOR = "junior"
    INTERMEDIATE = "intermediate"
    SENIOR = "senior"


DualLevel.words(
    {
        DualLevel.JUNIOR: (say("junior tier"), "none"),
        DualLevel.INTERMEDIATE: (say("intermediate tier"), "none"),
        DualLevel.SENIOR: (say("senior tier"), "none"),
    }
)


class DeferralReason(LabelledEnum):
    """Why a teacher does not rotate for a time."""

    PREGNANCY = "pregnancy"
    NURSING = "nursing"
    ILLNESS = "illness"
    PROGRAMME = "programme"
    GRADUATING_CLASS = "graduating-class"
    SECONDMENT = "secondment"
    STUDY = "study"
    SERVICE_PERIOD = "service-period"
    DISCIPLINE = "discipline"
    HARDSHIP = "hardship"
    OTHER = "other"

    @property
    def is_sensitive(self) -> bool:
        """Whether the reason tells of health: only the fact and its end are shown to others."""
        return self in {DeferralReason.PREGNANCY, DeferralReason.NURSING, DeferralReason.ILLNESS}


DeferralReason.words(
    {
        DeferralReason.PREGNANCY: (say("pregnancy"), "warn"),
        DeferralReason.NURSING: (say("nursing"), "warn"),
        DeferralReason.ILLNESS: (say("illness or recovery"), "warn"),
        DeferralReason.PROGRAMME: (say("head of a feature programme"), "warn"),
        DeferralReason.GRADUATING_CLASS: (say("teaches a graduating class"), "warn"),
        DeferralReason.SECONDMENT: (say("seconded elsewhere"), "warn"),
        DeferralReason.STUDY: (say("on study leave"), "warn"),
        DeferralReason.SERVICE_PERIOD: (say("within a service period"), "warn"),
        DeferralReason.DISCIPLINE: (say("disciplinary period"), "warn"),
        DeferralReason.HARDSHIP: (say("family hardship"), "warn"),
        DeferralReason.OTHER: (say("another reason"), "warn"),
    }
)


class CorrectionState(LabelledEnum):
    """What became of a teacher's report that something in the own file is wrong."""

    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"


CorrectionState.words(
    {
        CorrectionState.OPEN: (say("open"), "run"),
        CorrectionState.DONE: (say("corrected"), "ok"),
        CorrectionState.DECLINED: (say("declined"), "none"),
    }
)
CorrectionState.moves({CorrectionState.OPEN: frozenset({CorrectionState.DONE, CorrectionState.DECLINED})})


class PersonalField(LabelledEnum):
    """The personal numbers of a teacher, kept sealed and shown masked."""

    ID_NUMBER = "id_number"
    PHONE = "phone"


PersonalField.words(
    {
        PersonalField.ID_NUMBER: (say("ID number"), "none"),
        PersonalField.PHONE: (say("phone"), "none"),
    }
)

BALANCED_STAGES = (Stage.PRIMARY, Stage.JUNIOR)
"""The stages of compulsory schooling, for which 优质均衡 has standards."""

GRADES = range(1, 13)
"""Grades of the table of classes: primary, junior and senior school counted through."""

FULL_POST = 100
"""A full post in hundredths."""

MOST_PUPILS, MOST_CLASSES, MOST_POSTS, MOST_MINUTES, MOST_YEARS = 20_000, 200, 5_000, 1_440, 60
"""More than any school has pupils of a stage, classes of a grade, or posts, than a day has minutes and a life years of
work: what is larger was mistyped."""

UNMASKED_AN_HOUR = 30
"""How many personal numbers one person may open within an hour; no desk work needs more."""

SCHOOL_YEAR_BEGINS = 9
"""The month in which a school year begins: statistics are as of its first day."""
