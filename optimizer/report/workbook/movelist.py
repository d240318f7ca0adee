"""The list of moves: who goes from where to where, to teach what, and why."""

from collections.abc import Mapping

from optimizer.problem import School, Teacher
from optimizer.report.movers import Mover
from optimizer.report.outcome import Outcome
from optimizer.report.words import area_words
from optimizer.report.workbook.paper import Column, Paper
from policy.messages import Message, listed, say
from policy.vocabulary import BackboneLevel

_LEVELS: Mapping[BackboneLevel, Message] = {
    BackboneLevel.DISTRICT: say("district backbone"),
    BackboneLevel.CITY: say("city backbone"),
    BackboneLevel.NATIONAL: say("national backbone"),
}


def write_moves(paper: Paper, outcome: Outcome) -> None:
    """Write the list, grouped by where people go."""
    schools = {school.key: school for school in outcome.problem.schools}
    movers = sorted(outcome.movers, key=lambda mover: (mover.move.to_school, mover.teacher.stage, mover.move))
    places = {mover.move.staff_no: number for number, mover in enumerate(movers, start=1)}
    columns = _columns(schools, places)
    note = say("{number:,} moves, sorted by the school people come to", number=len(movers))
    paper.title(len(columns) - 1, say("List of moves"), note)
    paper.table(columns, movers, say("Nobody moves in this plan."), filtered=True)
    paper.sheet.freeze_panes(paper.head + 1, 3)


def _columns(schools: Mapping[str, School], places: Mapping[str, int]) -> list[Column[Mover]]:
    """The columns from left to right."""

    def home(mover: Mover) -> School:
        return schools[mover.teacher.school]

    def destination(mover: Mover) -> School:
        return schools[mover.move.to_school]

    return [
        Column(say("No."), 6, lambda mover: places[mover.move.staff_no], "whole"),
        Column(say("Staff number"), 14, lambda mover: mover.move.staff_no, "quiet"),
        Column(say("Name"), 12, lambda mover: mover.teacher.name, "strong"),
        Column(say("Stage"), 8, lambda mover: mover.teacher.stage.label),
        Column(say("Subject"), 12, lambda mover: mover.move.subject, "wrapped"),
        Column(say("From"), 18, lambda mover: home(mover).name, "wrapped"),
        Column(say("Area"), 9, lambda mover: area_words(home(mover)), lambda mover: home(mover).area.value),
        Column(say("To"), 18, lambda mover: destination(mover).name, "wrapped"),
        Column(say("Area"), 9, lambda mover: area_words(destination(mover)), lambda m: destination(m).area.value),
        Column(say("Commute (minutes)"), 12, lambda mover: mover.minutes, "whole"),
        Column(say("Preference"), 11, _preference),
        Column(say("Marks"), 12, lambda mover: marks(mover.teacher), "wrapped"),
        Column(say("Reason"), 48, lambda mover: mover.reason, "wrapped"),
    ]


def _preference(mover: Mover) -> Message:
    """Which wish the move grants."""
    return say("choice {rank}", rank=mover.rank) if mover.rank else say("not asked for")


def marks(teacher: Teacher) -> Message | str:
    """What distinguishes a teacher among those who move: backbone level, team."""
    level = _LEVELS.get(teacher.backbone)
    if not teacher.team:
        return level or ""
    team = say("team {team}", team=teacher.team)
    return listed([level, team]) if level else team
