"""The tables of a problem, indexed for looking up; nothing here depends on a plan."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.check.eligibility import is_eligible
from optimizer.problem import Cell, Lock, Problem, School, Teacher
from policy.rotation import RotationPolicy
from policy.vocabulary import Stage


@dataclass(frozen=True, slots=True)
class District:
    """A problem with its lookups: Staff(s), Present(c), the set E, teams and locks."""

    problem: Problem
    schools: Mapping[str, School]
    teachers: Mapping[str, Teacher]
    eligible: frozenset[str]
    staff: Mapping[str, int]
    present: Mapping[Cell, int]
    teams: Mapping[str, tuple[str, ...]]
    locks: Mapping[str, tuple[Lock, ...]]
    subjects: Mapping[tuple[Stage, str], tuple[str, ...]]  # staff numbers by the subjects they can teach

    @property
    def policy(self) -> RotationPolicy:
        """The policy of the problem."""
        return self.problem.policy

    def required(self, cell: Cell) -> int:
        """Return what the cell requires in hundredths of an FTE; 0 where the demand has no row."""
        return self.problem.required.get(cell, 0)


def survey(problem: Problem) -> District:
    """Index the tables of a problem."""
    staff: Counter[str] = Counter()
    present: Counter[Cell] = Counter()
    teams: defaultdict[str, list[str]] = defaultdict(list)
    subjects: defaultdict[tuple[Stage, str], list[str]] = defaultdict(list)
    for teacher in problem.teachers:
        staff[teacher.school] += 1
        present[teacher.school, teacher.stage, teacher.subject] += teacher.fte
        if teacher.team:
            teams[teacher.team].append(teacher.staff_no)
        for subject in {teacher.subject, teacher.second_subject} - {""}:
            subjects[teacher.stage, subject].append(teacher.staff_no)
    locks: defaultdict[str, list[Lock]] = defaultdict(list)
    for lock in problem.locks:
        locks[lock.staff_no].append(lock)
    return District(
        problem=problem,
        schools={school.key: school for school in problem.schools},
        teachers={teacher.staff_no: teacher for teacher in problem.teachers},
        eligible=frozenset(t.staff_no for t in problem.teachers if is_eligible(t, problem.policy)),
        staff=staff,
        present=present,
        teams={team: tuple(sorted(members)) for team, members in teams.items()},
        locks={staff_no: tuple(rows) for staff_no, rows in locks.items()},
        subjects={key: tuple(numbers) for key, numbers in subjects.items()},
    )
