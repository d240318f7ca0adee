"""What people ask for and what is settled beforehand: preferences, teams of partner schools, locks.

Every wish and every team is one the rules allow, so that the planner reads the demo without a warning.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from random import Random

from app.demo.people import Person, chance
from app.demo.roads import minutes_to, within_reach
from app.demo.schools import ALLIANCES, BY_NAME, SchoolPlan, partners_of
from app.demo.staffing import Staffed
from policy.eligibility import EligibilityFacts, judge
from policy.rotation import RotationPolicy
from policy.vocabulary import Area, LockAction, Stage, Title

# Of the eligible, per hundred: who hands in preferences. An urban teacher of the first title who lacks the year in a
# rural school that the senior title asks for (`domain.md` §1.1, 激励) looks to the hills more often.
_ASKS = 42
_LOOKS_TO_THE_HILLS, _AMBITIOUS_LOOKS_TO_THE_HILLS = 15, 45
_MINUTES_A_PARTNER_IS_WORTH = 18
_MINUTES_THE_HILLS_ARE_WORTH = 40
_MOOD_MINUTES = 16  # how much taste counts beside the way
# Urban teachers are asked to name schools outside the town first; some who want a shorter way do otherwise.
_SWAPS_IN_TOWN = 12
_MINUTES_ANOTHER_TOWN_SCHOOL_COSTS = 45

# Two or three teachers of different subjects to the mountain partner, if it is short of them: 团组式交流.
_TEAM_SIZES = (2, 3)
_TEAM_NAME_ENDS = "教学团组"

# Heads of a school's feature programme stay; two teachers cannot go where a relative leads; one move was agreed.
_FEATURE_PROGRAMMES = (("滨河小学", Stage.PRIMARY, "体育"), ("云岭三中", Stage.JUNIOR, "美术"))
_NOT_THERE = (("云岭二小", Stage.PRIMARY, "古道口小学"), ("云岭四中", Stage.JUNIOR, "雁回岭中学"))
_AGREED = ("东关小学", Stage.PRIMARY, "科学", "云栖小学")


@dataclass(frozen=True, slots=True)
class Settled:
    """One lock before numbers are given out; `school` is empty for a stay."""

    person: Person
    action: LockAction
    school: str = ""


class District:
    """Who is there, what is required and what the policy says: the questions wishes are made from."""

    def __init__(self, schools: Sequence[Staffed], policy: RotationPolicy) -> None:
        self.schools = tuple(schools)
        self.policy = policy
        self.required = {
            (staffed.plan.name, stage, subject): posts
            for staffed in schools
            for (stage, subject), posts in staffed.required.items()
        }
        self.present = dict.fromkeys(self.required, 0)
        for person in self.people:
            self.present[person.school.name, person.stage, person.subject] += person.fte

    @property
    def people(self) -> Iterator[Person]:
        """Everyone, school by school."""
        return (person for staffed in self.schools for person in staffed.people)

    def is_eligible(self, person: Person) -> bool:
        """Tell whether a teacher takes part in this cycle's rotation."""
        facts = EligibilityFacts(
            stage=person.stage,
            joined_school=person.joined,
            retirement_month=person.retirement,
            sex=person.sex,
            birth_month=person.birth,
            deferral=person.deferral,
        )
        return judge(facts, self.policy).eligible

    def may_teach_at(self, person: Person, school: SchoolPlan) -> bool:
        """Tell whether a school needs a teacher's subject and is near enough."""
        required = self.required.get((school.name, person.stage, person.subject), 0)
        return school != person.school and required > 0 and within_reach(person, school, self.policy.travel)

    def shortage(self, school: SchoolPlan, stage: Stage, subject: str) -> int:
        """Return the posts missing, in hundredths; negative where there are teachers to spare."""
        cell = (school.name, stage, subject)
        return self.required.get(cell, 0) - self.present.get(cell, 0)

    def can_spare(self, person: Person) -> bool:
        """Tell whether a teacher's own school has enough without them."""
        return self.shortage(person.school, person.stage, person.subject) + person.fte <= 0


def with_teams(district: District, seed: int) -> tuple[Staffed, ...]:
    """Form a team in each alliance that can spare one; the cast brings its own."""
    rng = Random(f"{seed}:teams")
    teams: dict[Person, str] = {}
    for urban, mountain, *_ in ALLIANCES:
        staff = [person for person in district.people if person.school.name == urban]
        if not any(person.team for person in staff):
            name = urban.removesuffix("小学").removesuffix("中学").removesuffix("学校") + _TEAM_NAME_ENDS
            teams |= dict.fromkeys(_draw_team(rng, district, staff, BY_NAME[mountain]), name)
    return tuple(
        replace(
            staffed,
            people=tuple(replace(person, team=teams.get(person, person.team)) for person in staffed.people),
        )
        for staffed in district.schools
    )


def _draw_team(rng: Random, district: District, staff: list[Person], partner: SchoolPlan) -> list[Person]:
    willing = [
        person
        for person in staff
        if not person.wishes
        and person.fte == 100
        and district.is_eligible(person)
        and district.may_teach_at(person, partner)
        and district.can_spare(person)
        and district.shortage(partner, person.stage, person.subject) > 0
    ]
    rng.shuffle(willing)
    by_subject = {(person.stage, person.subject): person for person in willing}
    members = list(by_subject.values())[: rng.choice(_TEAM_SIZES)]
    return members if len(members) >= min(_TEAM_SIZES) else []


def with_wishes(district: District, locks: Sequence[Settled], seed: int) -> tuple[Staffed, ...]:
    """Let some of the eligible teachers hand in one to five preferences; those whose case is settled are not asked."""
    rng = Random(f"{seed}:wishes")
    settled = {lock.person.staff_no for lock in locks}
    return tuple(
        replace(
            staffed,
            people=tuple(
                person if person.staff_no in settled else _ask(rng, district, person) for person in staffed.people
            ),
        )
        for staffed in district.schools
    )


def _ask(rng: Random, district: District, person: Person) -> Person:
    asks, to_the_hills, mood = chance(rng, _ASKS), rng.randrange(100), rng.randrange(1 << 30)
    if person.wishes or not district.is_eligible(person):
        kept = tuple(name for name in person.wishes if district.may_teach_at(person, BY_NAME[name]))
        return replace(person, wishes=kept if district.is_eligible(person) else ())
    if not (asks or person.team):
        return person
    ambitious = person.title is Title.FIRST and person.mountain_years < 100
    hills = to_the_hills < (_AMBITIOUS_LOOKS_TO_THE_HILLS if ambitious else _LOOKS_TO_THE_HILLS)
    return replace(person, wishes=_choose(Random(mood), district, person, hills=hills))


def _choose(rng: Random, district: District, person: Person, *, hills: bool) -> tuple[str, ...]:
    """Rank the schools a teacher could go to by way, partnership and taste, and take the first few."""
    partners = partners_of(person.school)
    swaps_in_town = chance(rng, _SWAPS_IN_TOWN)

    def dislike(school: SchoolPlan) -> tuple[int, str]:
        price = minutes_to(person, school, district.policy.travel) + rng.randrange(_MOOD_MINUTES)
        if school in partners or (school.group and school.group == person.school.group):
            price -= _MINUTES_A_PARTNER_IS_WORTH
        if person.school.area is Area.URBAN and school.area is Area.URBAN and not swaps_in_town:
            price += _MINUTES_ANOTHER_TOWN_SCHOOL_COSTS
        if hills and person.school.area is Area.URBAN and school.area is not Area.URBAN:
            price -= _MINUTES_THE_HILLS_ARE_WORTH
        return price, school.key

    possible = [staffed.plan for staffed in district.schools if district.may_teach_at(person, staffed.plan)]
    many = rng.choices((1, 2, 3, 4, 5), weights=(22, 27, 26, 10, 15))[0]
    ranked = sorted(possible, key=dislike)
    if person.team:  # a team asks for its partner first
        ranked.sort(key=lambda school: school not in partners)
    return tuple(school.name for school in ranked[:many])


def settle(district: District) -> tuple[Settled, ...]:
    """Return the locks: heads of feature programmes stay, two teachers not where a relative leads, one agreed move."""
    settled = [
        Settled(_find(district, school, stage, subject), LockAction.STAY)
        for school, stage, subject in _FEATURE_PROGRAMMES
    ]
    settled += [
        Settled(_find(district, school, stage, "语文", BY_NAME[not_there]), LockAction.FORBID, not_there)
        for school, stage, not_there in _NOT_THERE
    ]
    school, stage, subject, agreed = _AGREED
    mover = _find(district, school, stage, subject, BY_NAME[agreed])
    return (*settled, Settled(mover, LockAction.MOVE, agreed))


def _find(district: District, school: str, stage: Stage, subject: str, target: SchoolPlan | None = None) -> Person:
    """Return an eligible teacher in no team who asked for nothing and could reach the target, of the subject if any.

    One whom the school can spare comes first: an agreed move must not open a gap.
    """
    possible = [
        person
        for person in district.people
        if (person.school.name, person.stage) == (school, stage)
        and not (person.team or person.wishes)
        and district.is_eligible(person)
        and (target is None or district.may_teach_at(person, target))
    ]
    return min(possible, key=lambda person: (person.subject != subject, not district.can_spare(person)))


def teams_of(people: Sequence[Person]) -> dict[str, tuple[Person, ...]]:
    """Return the members of every team, by its name."""
    members = sorted((person for person in people if person.team), key=lambda person: person.team)
    return {name: tuple(group) for name, group in groupby(members, key=lambda person: person.team)}
