"""Columns: one 0/1 choice per allowed move of a single teacher, or per school a whole team may move to together."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import District
from optimizer.problem import Move

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """Choices and the member moves they consist of.

    An item is a single teacher or a team. `member_column` and `member_move` list, sorted by column, which allowed
    move (index into `District.moves`) of which teacher a column carries; singles have one, teams one per member.
    """

    item: Ints
    school: Ints
    items: int
    member_column: Ints
    member_move: Ints
    is_team: NDArray[np.bool_]  # by column

    def __len__(self) -> int:
        return len(self.item)


def make_columns(district: District, *, keep_teams: bool = True) -> Columns:
    """Make the columns of a district; without `keep_teams` every member may move alone (conflict analysis)."""
    item_of_row, team_sizes = _items(district, keep_teams)
    moves = district.moves
    item = item_of_row[moves.teacher]
    in_team = np.isin(item, list(team_sizes)) if team_sizes else np.zeros(len(item), dtype=bool)
    single = np.nonzero((item >= 0) & ~in_team)[0]
    team_members = _team_columns(item, moves.school, np.nonzero(in_team)[0], team_sizes)
    column_of_team = np.repeat(np.arange(len(team_members)), [len(group) for group in team_members])
    team_moves = np.array([move for group in team_members for move in group], dtype=np.int64)
    member_column = np.concatenate([np.arange(len(single)), len(single) + column_of_team]).astype(np.int64)
    member_move = np.concatenate([single, team_moves]).astype(np.int64)
    first = np.searchsorted(member_column, np.arange(len(single) + len(team_members)))
    return Columns(
        item=item[member_move[first]],
        school=moves.school[member_move[first]],
        items=int(item_of_row.max(initial=-1)) + 1,
        member_column=member_column,
        member_move=member_move,
        is_team=np.arange(len(first)) >= len(single),
    )


def _items(district: District, keep_teams: bool) -> tuple[Ints, dict[int, int]]:
    """Number the items; -1 for members of a team that must stay. Also the size of each team item."""
    item_of_row = np.full(len(district.eligible), -1, dtype=np.int64)
    size: dict[str, int] = defaultdict(int)
    for teacher in district.teachers:
        size[teacher.team] += 1
    eligible_size: dict[str, int] = defaultdict(int)
    for index in district.eligible:
        eligible_size[district.teachers[index].team] += 1
    items = 0
    team_item: dict[str, int] = {}
    team_sizes: dict[int, int] = {}
    for row, index in enumerate(district.eligible):
        team = district.teachers[index].team if keep_teams else ""
        if team and eligible_size[team] < size[team]:
            continue
        if team in team_item:
            item_of_row[row] = team_item[team]
            continue
        item_of_row[row] = items
        if team:
            team_item[team] = items
            team_sizes[items] = size[team]
        items += 1
    return item_of_row, team_sizes


def _team_columns(item: Ints, school: Ints, moves: Ints, sizes: dict[int, int]) -> list[list[int]]:
    """Group team members' moves by (team, school) and keep the schools every member may move to."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for move in moves:
        groups[int(item[move]), int(school[move])].append(int(move))
    return [group for (team, _), group in sorted(groups.items()) if len(group) == sizes[team]]


def moves_of(district: District, columns: Columns, chosen: Ints) -> tuple[Move, ...]:
    """Translate chosen columns into moves, sorted by staff number."""
    picked = np.isin(columns.member_column, chosen)
    moves = district.moves
    return tuple(
        sorted(
            Move(
                district.teachers[district.eligible[moves.teacher[move]]].staff_no,
                district.schools[moves.school[move]].key,
                district.cells[moves.cell[move]][2],
            )
            for move in columns.member_move[picked]
        )
    )


@dataclass(frozen=True, slots=True)
class Members:
    """What the rules read: one entry per member move, traits of the teacher spread over them."""

    column: Ints
    teacher: Ints  # row of the eligible
    home: Ints
    school: Ints
    home_cell: Ints
    cell: Ints
    fte: Ints
    backbone: Ints  # 0 or 1
    senior: Ints  # 0 or 1
    burden: Ints


def members_of(district: District, columns: Columns) -> Members:
    """Spread moves and traits over the members of the columns."""
    moves, people = district.moves, [district.teachers[index] for index in district.eligible]
    teacher = moves.teacher[columns.member_move]
    homes = [district.cell_at[person.school, person.stage, person.subject] for person in people]

    def spread(values: list[int]) -> Ints:
        return np.array(values, dtype=np.int64)[teacher] if values else np.zeros(0, dtype=np.int64)

    return Members(
        column=columns.member_column,
        teacher=teacher,
        home=district.home_school[teacher],
        school=moves.school[columns.member_move],
        home_cell=spread(homes),
        cell=moves.cell[columns.member_move],
        fte=spread([person.fte for person in people]),
        backbone=spread([int(person.backbone.counts) for person in people]),
        senior=spread([int(person.title is not None and person.title.is_senior) for person in people]),
        burden=moves.burden[columns.member_move],
    )
