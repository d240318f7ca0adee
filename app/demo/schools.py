"""The invented geography: a town in the east, three valleys to the west and north, schools up the valleys.

Places are metres east and north of the town square, so that everything computed from them is exact. The mountain
schools lie 15 to 28 km out, 40 to 70 minutes by the road from town. Ten alliances join one urban and one mountain
school each (a township school makes the twenty-first), as 门头沟 reported in 2023 (`domain.md` §1.2).
"""

from dataclasses import dataclass
from math import isqrt

from policy.vocabulary import Area, Stage

# No province has this code in GB/T 2260, so no key here can be a real school's.
_FICTIONAL_PROVINCE = "19"

# The town square, in millionths of a degree, and how long a degree is there along the parallel and the meridian.
_SQUARE_LONGITUDE, _SQUARE_LATITUDE = 115_950_000, 40_200_000
_METRES_PER_DEGREE_EAST, _METRES_PER_DEGREE_NORTH = 84_930, 111_195

Place = tuple[int, int]
"""Metres east and north of the town square."""


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """One stage of a school: classes from the lowest grade up, and students."""

    stage: Stage
    classes: tuple[int, ...]
    students: int


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    """A school of the invented district."""

    key: str
    name: str
    area: Area
    zone: str
    group: str
    place: Place
    units: tuple[UnitPlan, ...]


def _kindergarten(classes: int, students: int) -> UnitPlan:
    return UnitPlan(Stage.KINDERGARTEN, (classes,), students)


def _primary(students: int, *classes: int) -> UnitPlan:
    return UnitPlan(Stage.PRIMARY, classes, students)


def _junior(students: int, *classes: int) -> UnitPlan:
    return UnitPlan(Stage.JUNIOR, classes, students)


def _senior(students: int, *classes: int) -> UnitPlan:
    return UnitPlan(Stage.SENIOR, classes, students)


_KIND = {  # first two digits of the national school code (`domain.md` §8.2)
    (Stage.KINDERGARTEN,): "11",
    (Stage.PRIMARY,): "21",
    (Stage.JUNIOR,): "31",
    (Stage.PRIMARY, Stage.JUNIOR): "31",
    (Stage.SENIOR,): "34",
    (Stage.JUNIOR, Stage.SENIOR): "34",
    (Stage.VOCATIONAL,): "36",
    (Stage.SPECIAL,): "51",
}

_FIRST, _SECOND, _MIDDLE = "云岭一小教育集团", "育才教育集团", "云岭一中教育集团"
_EAST, _WEST, _WILLOW, _YONGNING = "城东学区", "城西学区", "柳河学区", "永宁学区"
_STONE, _WEST_HILLS, _NORTH_RIDGE = "石桥学区", "西山学区", "北岭学区"


def _urban(number: int, name: str, zone: str, group: str, place: Place, *units: UnitPlan) -> SchoolPlan:
    return _school(number, name, Area.URBAN, zone, group, place, units)


def _township(number: int, name: str, zone: str, group: str, place: Place, *units: UnitPlan) -> SchoolPlan:
    return _school(number, name, Area.TOWNSHIP, zone, group, place, units)


def _mountain(number: int, name: str, zone: str, place: Place, *units: UnitPlan) -> SchoolPlan:
    return _school(number, name, Area.MOUNTAIN, zone, "", place, units)


def _school(
    number: int, name: str, area: Area, zone: str, group: str, place: Place, units: tuple[UnitPlan, ...]
) -> SchoolPlan:
    kind = _KIND[tuple(unit.stage for unit in units)]
    return SchoolPlan(f"{kind}{_FICTIONAL_PROVINCE}{number:06d}", name, area, zone, group, place, units)


SCHOOLS: tuple[SchoolPlan, ...] = (
    _urban(260101, "云岭一小", _EAST, _FIRST, (600, 400), _primary(1735, 8, 8, 8, 8, 8, 7)),
    _urban(260102, "云岭二小", _EAST, "", (2300, -900), _primary(1625, 8, 8, 7, 8, 7, 7)),
    _urban(260103, "云岭实验小学", _WEST, "", (-1200, 300), _primary(1640, 8, 8, 7, 8, 7, 7)),
    _urban(260104, "崇文小学", _EAST, "", (1500, 1900), _primary(1495, 7, 7, 7, 7, 6, 7)),
    _urban(260105, "东关小学", _EAST, "", (3600, 700), _primary(1290, 6, 6, 6, 6, 6, 6)),
    _urban(260106, "滨河小学", _WEST, _FIRST, (-2100, -1500), _primary(1290, 6, 6, 7, 6, 6, 5)),
    _urban(260107, "和平路小学", _WEST, "", (-600, -2300), _primary(955, 5, 5, 4, 5, 5, 4)),
    _urban(260108, "育才学校", _EAST, _SECOND, (2800, 2800), _primary(1065, 5, 5, 5, 5, 5, 5), _junior(690, 7, 6, 6)),
    _urban(260109, "新城学校", _WEST, "", (-2900, 1800), _primary(1190, 6, 6, 5, 6, 5, 5), _junior(595, 6, 6, 5)),
    _urban(260110, "明德中学", _WEST, "", (-1700, -600), _junior(805, 8, 8, 7)),
    _urban(260111, "云岭四中", _EAST, "", (3100, -2400), _junior(690, 7, 6, 6)),
    _urban(260112, "云岭一中", _EAST, _MIDDLE, (200, 1300), _junior(860, 8, 8, 8), _senior(1480, 13, 13, 12)),
    _urban(260113, "云岭二中", _WEST, "", (-900, -1200), _junior(770, 8, 7, 7), _senior(1260, 11, 11, 11)),
    _urban(260114, "云岭三中", _EAST, _SECOND, (1900, 300), _junior(590, 6, 6, 5), _senior(1010, 9, 9, 9)),
    _urban(260115, "云岭高级中学", _WEST, "", (-3300, -300), _senior(1370, 12, 12, 12)),
    _urban(260116, "云岭职业高中", _EAST, "", (4100, -1400), UnitPlan(Stage.VOCATIONAL, (11, 11, 10), 1050)),
    _urban(260117, "云岭第一幼儿园", _EAST, "", (900, -500), _kindergarten(20, 560)),
    _urban(260118, "云岭培智学校", _WEST, "", (-1500, 2200), UnitPlan(Stage.SPECIAL, (15,), 121)),
    _township(260201, "柳河镇中心小学", _WILLOW, _FIRST, (-8200, 2900), _primary(965, 5, 5, 5, 4, 5, 4)),
    _township(260202, "柳河中学", _WILLOW, _MIDDLE, (-7800, 3500), _junior(560, 6, 5, 5)),
    _township(260203, "白塔镇中心小学", _WILLOW, "", (-12600, 5600), _primary(745, 4, 4, 4, 4, 3, 4)),
    _township(260204, "白塔中学", _WILLOW, "", (-12900, 5200), _junior(385, 4, 4, 3)),
    _township(260205, "永宁镇中心小学", _YONGNING, _SECOND, (-1600, 9800), _primary(985, 5, 5, 5, 5, 5, 5)),
    _township(260206, "永宁中学", _YONGNING, "", (-2000, 10300), _junior(550, 5, 6, 5), _senior(780, 7, 7, 7)),
    _township(260207, "石桥镇中心小学", _STONE, "", (-7100, -5700), _primary(845, 4, 5, 4, 5, 4, 4)),
    _township(260208, "石桥中学", _STONE, "", (-7500, -6100), _junior(450, 5, 4, 4)),
    _township(260209, "杏坪镇中心小学", _STONE, "", (-12700, -7900), _primary(520, 3, 3, 2, 3, 3, 3)),
    _township(260210, "杏坪中学", _STONE, "", (-12300, -8300), _junior(345, 4, 3, 3)),
    _township(260211, "槐口学校", _STONE, "", (-17600, -10400), _primary(450, 2, 3, 2, 3, 3, 2), _junior(240, 3, 2, 3)),
    _township(260212, "柳河镇中心幼儿园", _WILLOW, "", (-8000, 2600), _kindergarten(12, 325)),
    _mountain(260301, "青崖小学", _WEST_HILLS, (-17300, 8900), _primary(262, 2, 2, 2, 2, 2, 1)),
    _mountain(260302, "望岳小学", _WEST_HILLS, (-16400, -4800), _primary(386, 2, 2, 2, 2, 2, 2)),
    _mountain(260303, "云栖小学", _WEST_HILLS, (-14600, 1700), _primary(148, 1, 1, 1, 1, 1, 1)),
    _mountain(260304, "黑龙潭小学", _NORTH_RIDGE, (-11200, 22300), _primary(93, 1, 1, 1, 1, 1, 1)),
    _mountain(260305, "松坪中学", _WEST_HILLS, (-14900, -2200), _junior(196, 2, 2, 2)),
    _mountain(
        260306, "鹿鸣沟学校", _NORTH_RIDGE, (-4300, 17100), _primary(131, 1, 1, 1, 1, 1, 1), _junior(158, 2, 2, 2)
    ),
    _mountain(
        260307, "清风岭学校", _WEST_HILLS, (-24600, -14300), _primary(104, 1, 1, 1, 1, 1, 1), _junior(67, 1, 1, 1)
    ),
    _mountain(260308, "古道口小学", _WEST_HILLS, (-20600, -7300), _primary(117, 1, 1, 1, 1, 1, 1)),
    _mountain(260309, "石佛崖小学", _WEST_HILLS, (-23800, 2100), _primary(44, 1, 1, 1, 1, 1, 1)),
    _mountain(260310, "雁回岭中学", _NORTH_RIDGE, (-10300, 14200), _junior(171, 2, 1, 2)),
)

BY_NAME = {school.name: school for school in SCHOOLS}

# 城乡教育联盟: the urban school, its mountain partner, and in one alliance a township school between them.
ALLIANCES: tuple[tuple[str, ...], ...] = (
    ("崇文小学", "青崖小学"),
    ("云岭实验小学", "望岳小学"),
    ("云岭一小", "云栖小学"),
    ("滨河小学", "黑龙潭小学"),
    ("明德中学", "松坪中学"),
    ("育才学校", "鹿鸣沟学校"),
    ("新城学校", "清风岭学校", "槐口学校"),
    ("云岭二小", "古道口小学"),
    ("东关小学", "石佛崖小学"),
    ("云岭四中", "雁回岭中学"),
)

# Minutes by road where a ridge lies between: the straight line misleads, one drives down one valley and up the next.
RIDGE_ROADS: tuple[tuple[str, str, int], ...] = (
    ("青崖小学", "云栖小学", 48),
    ("青崖小学", "石佛崖小学", 71),
    ("青崖小学", "雁回岭中学", 78),
    ("云栖小学", "望岳小学", 44),
    ("云栖小学", "石佛崖小学", 52),
    ("古道口小学", "石佛崖小学", 66),
    ("黑龙潭小学", "鹿鸣沟学校", 57),
    ("雁回岭中学", "鹿鸣沟学校", 46),
    ("白塔镇中心小学", "雁回岭中学", 63),
    ("白塔中学", "雁回岭中学", 64),
)


def partners_of(school: SchoolPlan) -> tuple[SchoolPlan, ...]:
    """Return the schools of the same alliance."""
    return tuple(
        BY_NAME[name] for alliance in ALLIANCES if school.name in alliance for name in alliance if name != school.name
    )


def metres_between(here: Place, there: Place) -> int:
    """Return the straight distance in whole metres."""
    return isqrt((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2)


def coordinates(place: Place) -> tuple[str, str]:
    """Return longitude and latitude in decimal degrees, six decimals, by whole-number arithmetic."""
    longitude = _SQUARE_LONGITUDE + place[0] * 1_000_000 // _METRES_PER_DEGREE_EAST
    latitude = _SQUARE_LATITUDE + place[1] * 1_000_000 // _METRES_PER_DEGREE_NORTH
    return _degrees(longitude), _degrees(latitude)


def _degrees(millionths: int) -> str:
    return f"{millionths // 1_000_000}.{millionths % 1_000_000:06d}"
