"""What can only be judged once the tables are whole: locks that cannot be followed, wishes and teams that cannot."""

from optimizer.facts import District
from optimizer.problem import Problem
from optimizer.tables.columns import ACTION, LOCK_SCHOOL, SCHOOL, STAFF_NO, TEAM
from optimizer.tables.district_tables import DistrictTables
from policy.messages import say
from policy.vocabulary import LockAction


def check_soundness(problem: Problem, tables: DistrictTables) -> None:
    """Note `move` locks without an allowed move (faults), and wishes and teams that cannot be followed (warnings)."""
    district = District(problem)
    _check_move_locks(district, tables)
    _warn_teams(district, tables)
    _warn_preferences(district, tables)


def _check_move_locks(district: District, tables: DistrictTables) -> None:
    """Fault every `move` lock that a rule refuses, and name the rule."""
    locks = tables.locks
    for row, (staff_no, action, school) in enumerate(
        zip(locks.values(STAFF_NO), locks.values(ACTION), locks.values(LOCK_SCHOOL), strict=True)
    ):
        if action is not LockAction.MOVE or staff_no is None or school is None:
            continue
        verdict = district.refusal(staff_no, school)
        if verdict is not None:
            locks.fault(
                row,
                LOCK_SCHOOL,
                say("The move is not allowed by the rule {rule}: {reason}", rule=verdict.rule, reason=verdict.sentence),
                say("Delete the lock, or correct what the rule is judged by."),
            )


def _warn_teams(district: District, tables: DistrictTables) -> None:
    """Warn, once for each team, at its first member who is not eligible."""
    teachers = tables.teachers
    excluded: dict[str, list[int]] = {}
    for row, (staff_no, team) in enumerate(zip(teachers.values(STAFF_NO), teachers.values(TEAM), strict=True)):
        if team and staff_no and not district.is_eligible(staff_no):
            excluded.setdefault(team, []).append(row)
    for team, rows in excluded.items():
        names = [teachers.values(STAFF_NO)[row] for row in rows]
        teachers.warn(
            rows[0],
            TEAM,
            say(
                "The team {team} stays: not every member is eligible ({names}).",
                team=team,
                names=", ".join(name for name in names if name),
            ),
            say("Take these members out of the team if the others should move."),
        )


def _warn_preferences(district: District, tables: DistrictTables) -> None:
    """Warn of every preference that is not an allowed move, and name the rule."""
    preferences = tables.preferences
    for row, (staff_no, school) in enumerate(
        zip(preferences.values(STAFF_NO), preferences.values(SCHOOL), strict=True)
    ):
        if staff_no is None or school is None:
            continue
        verdict = district.refusal(staff_no, school)
        if verdict is not None:
            preferences.warn(
                row,
                SCHOOL,
                say(
                    "The preference is not an allowed move ({rule}): {reason}",
                    rule=verdict.rule,
                    reason=verdict.sentence,
                ),
                say("Nothing needs to be done; the preference is kept but cannot be followed."),
            )
