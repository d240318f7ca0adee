"""The careers of invented teachers: age, degree, years, title, home; each drawn from its post's own random stream."""

from dataclasses import dataclass, field
from random import Random

from app.demo.names import COMMON_SURNAMES, GIVEN_NAMES, GIVEN_PAIRS, MOST_COMMON_SURNAMES, RARE_SURNAMES
from app.demo.schools import Place, SchoolPlan
from policy.months import Month, month
from policy.vocabulary import Area, BackboneLevel, Degree, Sex, Stage, Title

REFERENCE = month(2026, 9)
"""The month everything is told from: the demo never looks at a clock."""


@dataclass(frozen=True, slots=True)
class Person:
    """A teacher before numbers are given out; part-time and years in mountain schools in hundredths."""

    name: str
    sex: Sex
    birth: Month
    school: SchoolPlan
    stage: Stage
    subject: str
    joined: Month
    degree: Degree
    title: Title | None = None
    second_subject: str = ""
    backbone: BackboneLevel = BackboneLevel.NONE
    fte: int = 100
    deferral: str = ""
    team: str = ""
    mountain_years: int = 0
    retirement: Month | None = None
    home: Place | None = None
    wishes: tuple[str, ...] = field(default=())  # names of schools, first choice first
    staff_no: str = ""


# Women per hundred teachers (a district's usual picture: few men in kindergartens, few women in physical education).
_WOMEN = {
    Stage.KINDERGARTEN: 97,
    Stage.PRIMARY: 83,
    Stage.JUNIOR: 74,
    Stage.SENIOR: 66,
    Stage.VOCATIONAL: 58,
    Stage.SPECIAL: 80,
}
_WOMEN_BY_SUBJECT = {"体育": 27, "物理": 48, "信息科技": 55, "信息技术": 50, "汽车运用与维修": 12, "中餐烹饪": 30}

# Age in years: from, to (exclusive), and weight by area; mountain schools have beginners and veterans, few between.
_AGES = ((23, 30), (30, 40), (40, 50), (50, 55), (55, 60))
_AGE_WEIGHTS = {
    Area.URBAN: (16, 32, 33, 13, 6),
    Area.TOWNSHIP: (17, 28, 34, 14, 7),
    Area.MOUNTAIN: (26, 22, 27, 15, 10),
}
_WOMEN_LEAVE_AT = 55

# 博士, 硕士, 本科, 专科, 其他 per thousand: bachelor or higher above 96 % in compulsory schooling and postgraduates
# near half of the senior teachers (indicators 2 and 4 of the Beijing plans, `domain.md` §10).
_DEGREES = (Degree.DOCTOR, Degree.MASTER, Degree.BACHELOR, Degree.COLLEGE, Degree.OTHER)
_DEGREE_WEIGHTS = {
    Stage.KINDERGARTEN: (0, 20, 700, 270, 10),
    Stage.PRIMARY: (0, 90, 880, 29, 1),
    Stage.JUNIOR: (2, 190, 793, 15, 0),
    Stage.SENIOR: (12, 450, 538, 0, 0),
    Stage.VOCATIONAL: (2, 160, 798, 40, 0),
    Stage.SPECIAL: (0, 120, 850, 30, 0),
}
_DOCTORS_ARE_YOUNGER_THAN = 45  # they came to town schools in recent years only
_CAREER_STARTS_AT = {Degree.DOCTOR: 29, Degree.MASTER: 25, Degree.BACHELOR: 22, Degree.COLLEGE: 21, Degree.OTHER: 20}

# Senior titles per hundred teachers: the provincial ceilings of `domain.md` §3.2 (15, 25 and 35 %).
SENIOR_TITLES = {
    Stage.KINDERGARTEN: 10,
    Stage.PRIMARY: 15,
    Stage.JUNIOR: 25,
    Stage.SENIOR: 35,
    Stage.VOCATIONAL: 25,
    Stage.SPECIAL: 15,
}
# Not all have taught long enough for a senior title, so among those who have the share is higher.
_YEARS_FOR_SENIOR, _SHARE_WITH_THOSE_YEARS = 12, 66
# A first title comes after some years to most, and in the end to nearly all.
_YEARS_FOR_FIRST, _FIRST_EARLY, _FIRST_IN_THE_END = 6, 85, 97

_STAYED_AT_FIRST_SCHOOL = {Area.URBAN: 44, Area.TOWNSHIP: 48, Area.MOUNTAIN: 55}
_LIVES_IN_TOWN = {Area.URBAN: 100, Area.TOWNSHIP: 34, Area.MOUNTAIN: 42}
_HOME_UNKNOWN = 7
_SERVED_IN_MOUNTAINS = 8
_PART_TIME_PER_THOUSAND = 12

_SECOND_SUBJECT = {Area.URBAN: 20, Area.TOWNSHIP: 32, Area.MOUNTAIN: 48}
# Nobody counsels as a second subject: that takes a certificate of its own.
_SECOND_SUBJECTS = {
    Stage.PRIMARY: {
        "语文": ("道德与法治", "综合实践", "美术"),
        "数学": ("科学", "信息科技", "综合实践"),
        "英语": ("综合实践", "道德与法治", "音乐"),
        "道德与法治": ("语文",),
        "科学": ("信息科技", "数学", "综合实践"),
        "信息科技": ("科学", "数学"),
        "音乐": ("道德与法治", "综合实践"),
        "美术": ("综合实践",),
        "综合实践": ("科学", "道德与法治", "体育"),
    },
    Stage.JUNIOR: {
        "语文": ("历史", "道德与法治"),
        "数学": ("信息科技", "物理"),
        "英语": ("综合实践",),
        "道德与法治": ("历史",),
        "历史": ("道德与法治", "地理"),
        "地理": ("历史", "生物学"),
        "生物学": ("化学", "综合实践"),
        "物理": ("信息科技", "数学"),
        "化学": ("生物学", "综合实践"),
        "信息科技": ("物理", "综合实践"),
        "音乐": ("综合实践",),
        "美术": ("综合实践",),
        "综合实践": ("地理", "美术"),
    },
    Stage.SENIOR: {
        "信息技术": ("通用技术",),
        "通用技术": ("信息技术", "物理"),
        "历史": ("思想政治",),
        "思想政治": ("历史",),
        "物理": ("通用技术",),
    },
}


def chance(rng: Random, hundredths: int) -> bool:
    """Draw yes with the given chance in a hundred."""
    return rng.randrange(100) < hundredths


def draw_person(rng: Random, school: SchoolPlan, stage: Stage, subject: str) -> Person:
    """Invent one teacher of a school, stage and subject."""
    sex = Sex.FEMALE if chance(rng, _WOMEN_BY_SUBJECT.get(subject, _WOMEN[stage])) else Sex.MALE
    months_old = _draw_age(rng, school.area, sex)
    birth = Month(REFERENCE - months_old)
    degree = _draw_degree(rng, school.area, stage, months_old // 12)
    started = _draw_start(rng, birth, degree)
    joined = _draw_joined(rng, school.area, started)
    title = _draw_title(rng, stage, (REFERENCE - started) // 12, degree)
    return Person(
        name=_draw_name(rng, sex, birth // 12),
        sex=sex,
        birth=birth,
        school=school,
        stage=stage,
        subject=subject,
        joined=joined,
        degree=degree,
        title=title,
        second_subject=_draw_second_subject(rng, school.area, stage, subject),
        fte=rng.choice((50, 60, 80)) if rng.randrange(1000) < _PART_TIME_PER_THOUSAND else 100,
        deferral=_draw_deferral(rng, stage, sex, months_old // 12),
        mountain_years=_draw_mountain_years(rng, school.area, started, joined),
        retirement=_retirement_by_hand(sex, birth, title),
        home=_draw_home(rng, school),
    )


def _draw_age(rng: Random, area: Area, sex: Sex) -> int:
    bands = [(low, high) for low, high in _AGES if sex is Sex.MALE or high <= _WOMEN_LEAVE_AT]
    low, high = rng.choices(bands, weights=_AGE_WEIGHTS[area][: len(bands)])[0]
    return rng.randrange(12 * low, 12 * high)


def _draw_degree(rng: Random, area: Area, stage: Stage, age: int) -> Degree:
    degree = rng.choices(_DEGREES, weights=_DEGREE_WEIGHTS[stage])[0]
    if degree is Degree.DOCTOR and (area is not Area.URBAN or age >= _DOCTORS_ARE_YOUNGER_THAN):
        return Degree.MASTER
    return degree if _CAREER_STARTS_AT[degree] < age else Degree.BACHELOR


def _draw_start(rng: Random, birth: Month, degree: Degree) -> Month:
    """Start in the summer after graduation; nobody later than last month."""
    year = birth // 12 + _CAREER_STARTS_AT[degree] + rng.randrange(2)
    return Month(min(month(year, rng.choice((7, 7, 7, 8, 8, 9))), REFERENCE - 1))


def _draw_joined(rng: Random, area: Area, started: Month) -> Month:
    first_change = started + 36
    if first_change >= REFERENCE or chance(rng, _STAYED_AT_FIRST_SCHOOL[area]):
        return started
    changed = rng.randrange(first_change, REFERENCE)
    return Month(min(month(changed // 12, rng.choice((8, 9, 9))), REFERENCE - 1))


def _draw_title(rng: Random, stage: Stage, years: int, degree: Degree) -> Title | None:
    if years < 1:
        return None
    senior = 100 * SENIOR_TITLES[stage] // _SHARE_WITH_THOSE_YEARS
    if years >= _YEARS_FOR_SENIOR and chance(rng, senior):
        return Title.FULL_SENIOR if years >= 2 * _YEARS_FOR_SENIOR and chance(rng, 4) else Title.SENIOR
    first = _FIRST_IN_THE_END if years >= _YEARS_FOR_SENIOR else _FIRST_EARLY
    if years >= _YEARS_FOR_FIRST and chance(rng, first):
        return Title.FIRST
    return Title.THIRD if degree in {Degree.COLLEGE, Degree.OTHER} and chance(rng, 30) else Title.SECOND


def _draw_name(rng: Random, sex: Sex, birth_year: int) -> str:
    kinds: tuple[tuple[str, ...], ...] = (MOST_COMMON_SURNAMES, COMMON_SURNAMES, RARE_SURNAMES)
    surnames = rng.choices(kinds, weights=(48, 47, 5))[0]
    given = next(names[sex] for last_year, names in GIVEN_NAMES if birth_year <= last_year)
    first, second = next(pairs[sex] for last_year, pairs in GIVEN_PAIRS if birth_year <= last_year)
    whole, paired = rng.choice(given), rng.choice(first) + rng.choice(second)
    return rng.choice(surnames) + (whole if chance(rng, 45) or paired[0] == paired[1] else paired)


def _draw_second_subject(rng: Random, area: Area, stage: Stage, subject: str) -> str:
    possible = _SECOND_SUBJECTS.get(stage, {}).get(subject, ())
    return rng.choice(possible) if possible and chance(rng, _SECOND_SUBJECT[area]) else ""


def _draw_deferral(rng: Random, stage: Stage, sex: Sex, age: int) -> str:
    """Give about three in a hundred one of the reasons of `domain.md` §1.4, with the month it ends."""
    ends = REFERENCE + 1 + rng.randrange(12)
    until = f"（至{ends // 12}年{ends % 12 + 1}月）"
    draw = rng.randrange(1000)
    if sex is Sex.FEMALE and 26 <= age < 39 and draw < 45:
        return ("孕期" if draw < 12 else "哺乳期") + until
    if draw >= 994:
        return "重大疾病治疗期" + until
    if draw >= 991:
        return "援藏支教" + until
    if draw >= 988:
        return "独自照料重残家属" + until
    return "高三把关" + "（至2027年7月）" if stage is Stage.SENIOR and draw >= 975 else ""


def _draw_mountain_years(rng: Random, area: Area, started: Month, joined: Month) -> int:
    served = 0
    if area is Area.MOUNTAIN:
        served = (REFERENCE - joined) * 100 // 12
    elif joined - started >= 36 and chance(rng, _SERVED_IN_MOUNTAINS):
        served = 100 * rng.randrange(1, min(7, (joined - started) // 12 + 1))
    return served // 10 * 10


def _retirement_by_hand(sex: Sex, birth: Month, title: Title | None) -> Month | None:
    """Women of the highest title may follow another age (2015 notice): there the district enters the month."""
    return Month(birth + 12 * 60) if sex is Sex.FEMALE and title is Title.FULL_SENIOR else None


def _draw_home(rng: Random, school: SchoolPlan) -> Place | None:
    """Near the school, or for those who commute near the town square; a few have not told."""
    if chance(rng, _HOME_UNKNOWN):
        return None
    in_town = chance(rng, _LIVES_IN_TOWN[school.area])
    centre, reach = ((0, 0), 4500) if in_town else (school.place, 2200)
    return centre[0] + rng.randrange(-reach, reach + 1), centre[1] + rng.randrange(-reach, reach + 1)
