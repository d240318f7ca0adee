"""Who teaches what where: posts from lessons, and teachers to fill them, more in town and fewer up the valleys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from app.demo.cast import CAST, Role
from app.demo.lessons import COUNSELLING, required_posts
from app.demo.people import REFERENCE, SENIOR_TITLES, Person, chance, draw_person
from app.demo.schools import SCHOOLS, SchoolPlan, UnitPlan
from policy.vocabulary import Area, BackboneLevel, Degree, Stage, Title

CellKey = tuple[str, Stage, str]
"""School name, stage and subject."""

# Teachers per hundred posts. Town schools have somewhat more than they need, and clearly more where mountain schools
# have nobody: music, fine arts, physical education, science, psychology (`domain.md` §7.5 names the same gaps).
_STAFFED = {Area.URBAN: 102, Area.TOWNSHIP: 98, Area.MOUNTAIN: 94}
_STAFFED_SUBJECT: Mapping[Area, Mapping[str, int]] = {
    Area.URBAN: {
        "语文": 104,
        "数学": 102,
        "英语": 105,
        "音乐": 112,
        "美术": 112,
        "体育": 107,
        "科学": 108,
        COUNSELLING: 112,
    },
    Area.TOWNSHIP: {
        "音乐": 82,
        "美术": 80,
        "科学": 84,
        "体育": 92,
        "英语": 93,
        "物理": 88,
        "综合实践": 88,
        "信息科技": 85,
        COUNSELLING: 30,
    },
    Area.MOUNTAIN: {
        "语文": 102,
        "数学": 98,
        "英语": 78,
        "音乐": 40,
        "美术": 45,
        "体育": 58,
        "科学": 45,
        "物理": 60,
        "化学": 60,
        "综合实践": 75,
        "信息科技": 40,
        COUNSELLING: 0,
    },
}
# How many teachers over the posts a town cell of these subjects has, drawn from these.
_SPARE_SPECIALISTS = (0, 0, 1, 1, 2)
_SPECIALISTS = {"音乐", "美术", "体育", "科学"}
# Cells the design pages tell of: vacant up the valleys, and in town enough that the people they name can be spared;
# and two posts nobody else in the district is trained for.
_TOLD: Mapping[CellKey, int] = {
    ("青崖小学", Stage.PRIMARY, "音乐"): 0,
    ("青崖小学", Stage.PRIMARY, "美术"): 0,
    ("青崖小学", Stage.PRIMARY, "英语"): 0,
    ("青崖小学", Stage.PRIMARY, "科学"): 0,
    ("望岳小学", Stage.PRIMARY, "英语"): 0,
    ("望岳小学", Stage.PRIMARY, "体育"): 1,
    ("松坪中学", Stage.JUNIOR, "物理"): 0,
    ("松坪中学", Stage.JUNIOR, "数学"): 2,
    ("鹿鸣沟学校", Stage.JUNIOR, "化学"): 0,
    ("云岭职业高中", Stage.VOCATIONAL, "汽车运用与维修"): 12,
    ("云岭培智学校", Stage.SPECIAL, "康复训练"): 2,
    ("云岭一小", Stage.PRIMARY, "英语"): 7,
    ("云岭实验小学", Stage.PRIMARY, "英语"): 6,
    ("崇文小学", Stage.PRIMARY, "英语"): 6,
    ("明德中学", Stage.JUNIOR, "物理"): 4,
    ("育才学校", Stage.JUNIOR, "化学"): 3,
    ("育才学校", Stage.JUNIOR, "地理"): 3,
}
_SPREAD = 4  # per cent either way, by school and subject

# The district gives headcount by lessons, a little over the posts, and tilts to the mountains (国办发〔2015〕43号, in
# hundredths of a post); a school already above it keeps its staff.
_HEADCOUNT = {Area.URBAN: 104, Area.TOWNSHIP: 107, Area.MOUNTAIN: 122}
_SENIOR_POSTS_SLACK = 2  # per hundred staff over the titles the stage has on average

# Backbone teachers of district level or higher, per hundred; together near 15 % (门头沟's plan, `domain.md` §10).
_BACKBONE = {Area.URBAN: 18, Area.TOWNSHIP: 11, Area.MOUNTAIN: 5}
_KNOWN_FOR_TEACHING = {"云岭一小": 8, "云岭实验小学": 7, "崇文小学": 6, "云岭一中": 6, "明德中学": 4}
_BACKBONE_AFTER_MONTHS = 72
_ELDER_SHARE = 86  # per cent of teachers with the title and the years for it


@dataclass(frozen=True, slots=True)
class Staffed:
    """A school with its teachers and the limits the district set."""

    plan: SchoolPlan
    required: Mapping[tuple[Stage, str], int]
    people: tuple[Person, ...]
    authorised_headcount: int
    senior_posts: int


def staff_district(seed: int) -> tuple[Staffed, ...]:
    """Fill every school; each draws from its own stream, so that a change to one leaves the others as they are."""
    return tuple(_staff_school(Random(f"{seed}:{school.key}"), school) for school in SCHOOLS)


def _staff_school(rng: Random, school: SchoolPlan) -> Staffed:
    required: dict[tuple[Stage, str], int] = {}
    people: list[Person] = []
    for unit in school.units:
        for subject, posts in required_posts(unit.stage, unit.classes, unit.students).items():
            required[unit.stage, subject] = posts
            people.extend(_staff_cell(rng, school, unit, subject, posts))
    headcount = -(-sum(required.values()) * _HEADCOUNT[school.area] // 10_000)
    return Staffed(school, required, tuple(people), headcount, _senior_posts(people))


def _staff_cell(rng: Random, school: SchoolPlan, unit: UnitPlan, subject: str, posts: int) -> Iterator[Person]:
    roles = [role for role in CAST if (role.school, role.stage, role.subject) == (school.name, unit.stage, subject)]
    count = max(_draw_count(rng, school, unit.stage, subject, posts), len(roles))
    for place in range(count):
        person = _honour(rng, draw_person(rng, school, unit.stage, subject))
        yield _play(roles[place], person) if place < len(roles) else person


def _draw_count(rng: Random, school: SchoolPlan, stage: Stage, subject: str, posts: int) -> int:
    percent = _STAFFED_SUBJECT[school.area].get(subject, _STAFFED[school.area]) + rng.randrange(-_SPREAD, _SPREAD + 1)
    wanted = posts * percent // 100
    count = wanted // 100 + int(chance(rng, wanted % 100))
    if school.area is Area.URBAN and subject in _SPECIALISTS and stage in {Stage.PRIMARY, Stage.JUNIOR}:
        count = max(count, -(-posts // 100) + rng.choice(_SPARE_SPECIALISTS))
    return _TOLD.get((school.name, stage, subject), count)


def _honour(rng: Random, person: Person) -> Person:
    """Make some of the experienced backbone teachers, by where they teach."""
    share = _BACKBONE[person.school.area] + _KNOWN_FOR_TEACHING.get(person.school.name, 0)
    known = chance(rng, 100 * share // _ELDER_SHARE)
    level = rng.choices((BackboneLevel.DISTRICT, BackboneLevel.CITY, BackboneLevel.NATIONAL), weights=(86, 13, 1))[0]
    in_school = chance(rng, 16)
    if person.title in {None, Title.THIRD, Title.SECOND} or REFERENCE - person.birth < 12 * 24 + _BACKBONE_AFTER_MONTHS:
        return person
    if known:
        return replace(person, backbone=level)
    return replace(person, backbone=BackboneLevel.SCHOOL) if in_school else person


def _play(role: Role, person: Person) -> Person:
    """Give an invented teacher the name and facts of one of the cast."""
    in_mountains = person.school.area is Area.MOUNTAIN
    return replace(
        person,
        **{name: getattr(role, name) for name in ("name", "sex", "birth", "joined", "staff_no", "title", "backbone")},
        **{name: getattr(role, name) for name in ("second_subject", "deferral", "team", "wishes")},
        degree=Degree.MASTER if person.degree is Degree.MASTER else Degree.BACHELOR,
        fte=100,
        retirement=None,
        home=person.school.place,
        mountain_years=100 * ((REFERENCE - role.joined) // 12) if in_mountains else 0,
    )


def _senior_posts(people: list[Person]) -> int:
    return -(-sum(SENIOR_TITLES[person.stage] + _SENIOR_POSTS_SLACK for person in people) // 100)
