"""Every school before and after: staff, senior posts, shortage, and the indicators against their standards."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from optimizer.problem import School
from optimizer.report.indicators import INDICATORS, UnitIndicator
from optimizer.report.outcome import Outcome
from optimizer.report.words import INDICATORS as INDICATOR_WORDS
from optimizer.report.words import area_words
from optimizer.report.workbook.paper import Paper
from policy.messages import Message, say
from policy.vocabulary import Stage

_WIDTHS = (20, 9, 8, *(7.5,) * 17)
_GROUPS: tuple[tuple[Message, tuple[Message, ...]], ...] = (
    (say("Staff"), (say("before"), say("after"), say("authorised"))),
    (say("Senior titles"), (say("before"), say("after"), say("posts"))),
    (say("Short (posts)"), (say("before"), say("after"))),
    *((INDICATOR_WORDS[name], (say("standard"), say("before"), say("after"))) for name in INDICATORS),
)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: shortage before and after in hundredths, the indicators where they are counted."""

    stage: Stage
    short: tuple[int, int]
    indicators: tuple[UnitIndicator | None, ...]


@dataclass(frozen=True, slots=True)
class SchoolLines:
    """One school with its units; staff and seniors before and after in people."""

    school: School
    staff: tuple[int, int]
    seniors: tuple[int, int]
    units: tuple[UnitLine, ...]


def write_schools(paper: Paper, outcome: Outcome) -> None:
    """Write a row per unit; what concerns the whole school stands in its first row."""
    for column, width in enumerate(_WIDTHS):
        paper.sheet.set_column(column, column, width)
    last = len(_WIDTHS) - 1
    note = say("Staff and posts belong to the whole school and stand in its first row; √ means the standard is met")
    paper.title(last, say("Schools before and after"), note)
    _heads(paper)
    schools = list(_schools(outcome))
    for lines in schools:
        _school(paper, lines)
    if schools:
        _total(paper, schools)
    else:
        paper.across(last, say("The tables name no school."), "quiet", 24)


def _heads(paper: Paper) -> None:
    """Two rows of heads: groups above, before and after below."""
    first = paper.row
    for column, head in enumerate((say("School"), say("Area"), say("Stage"))):
        paper.sheet.merge_range(first, column, first + 1, column, "", paper.styles["head"])
        paper.put(column, head, "head")
    column = 3
    for group, heads in _GROUPS:
        paper.row = first
        paper.sheet.merge_range(first, column, first, column + len(heads) - 1, "", paper.styles["head-group"])
        paper.put(column, group, "head-group")
        paper.row = first + 1
        for head in heads:
            paper.put(column, head, "head-number")
            column += 1
    paper.fix_heads(first, first + 1, 1)
    paper.row = first + 2


def _school(paper: Paper, lines: SchoolLines) -> None:
    """A school's rows."""
    school = lines.school
    people = (*lines.staff, school.authorised_headcount, *lines.seniors, school.senior_posts)
    for number, unit in enumerate(lines.units or (None,)):
        paper.put(0, school.name, "quiet" if number else "strong")
        paper.put(1, area_words(school), school.area.value)
        paper.put(2, unit.stage.label if unit else say("—"), "text")
        for column, value in enumerate(people, start=3):
            paper.put(column, "" if number else say("—") if value is None else value, "whole")
        _unit(paper, unit)
        paper.sheet.set_row(paper.row, 20)
        paper.row += 1


def _unit(paper: Paper, unit: UnitLine | None) -> None:
    """What is counted by unit; dashes where an indicator is not counted there."""
    for column, short in enumerate(unit.short if unit else (0, 0), start=9):
        paper.put(column, short / 100, "two-places")
    column = 11
    for indicator in unit.indicators if unit else (None,) * len(INDICATORS):
        if indicator is None:
            for offset in range(3):
                paper.put(column + offset, say("—"), "right")
        else:
            paper.put(column, indicator.target / 100, "two-places")
            for offset, heads in enumerate((indicator.before, indicator.after), start=1):
                paper.put(column + offset, heads, "met" if indicator.meets(heads) else "unmet")
        column += 3


def _total(paper: Paper, schools: Sequence[SchoolLines]) -> None:
    """The whole district: people, shortage, and how many units meet each standard."""
    units = [unit for lines in schools for unit in lines.units]
    paper.put(0, say("District in all"), "total")
    for column in (1, 2, 5, 8):
        paper.put(column, "", "total")
    for when in (0, 1):
        paper.put(3 + when, sum(lines.staff[when] for lines in schools), "total-whole")
        paper.put(6 + when, sum(lines.seniors[when] for lines in schools), "total-whole")
        paper.put(9 + when, sum(unit.short[when] for unit in units) / 100, "total-two-places")
    column = 11
    for index in range(len(INDICATORS)):
        counted = [indicator for unit in units if (indicator := unit.indicators[index]) is not None]
        paper.put(column, say("units meeting it"), "total-right")
        paper.put(column + 1, sum(indicator.meets(indicator.before) for indicator in counted), "total-whole")
        paper.put(column + 2, sum(indicator.meets(indicator.after) for indicator in counted), "total-whole")
        column += 3
    paper.row += 1


def _schools(outcome: Outcome) -> Iterator[SchoolLines]:
    """Every school by key, with its units by stage."""
    staff = outcome.staff
    seniors = staff[staff["senior"]]
    people = {when: Counter(staff[f"school_{when}"]) for when in ("before", "after")}
    titles = {when: Counter(seniors[f"school_{when}"]) for when in ("before", "after")}
    units = _units(outcome)
    for school in sorted(outcome.problem.schools, key=lambda school: school.key):
        yield SchoolLines(
            school=school,
            staff=(people["before"][school.key], people["after"][school.key]),
            seniors=(titles["before"][school.key], titles["after"][school.key]),
            units=tuple(units.get(school.key, ())),
        )


def _units(outcome: Outcome) -> dict[str, list[UnitLine]]:
    """The units of every school in the order of the stages."""
    before: Counter[tuple[str, Stage]] = Counter()
    after: Counter[tuple[str, Stage]] = Counter()
    for line in outcome.cells:
        before[line.cell[:2]] += line.short_before
        after[line.cell[:2]] += line.short_after
    counted = {(unit.school, unit.stage, unit.indicator): unit for unit in outcome.units}
    lines: dict[str, list[UnitLine]] = {}
    order = list(Stage)
    for unit in sorted(outcome.problem.units, key=lambda unit: order.index(unit.stage)):
        key = (unit.school, unit.stage)
        indicators = tuple(counted.get((*key, name)) for name in INDICATORS)
        lines.setdefault(unit.school, []).append(UnitLine(unit.stage, (before[key], after[key]), indicators))
    return lines
