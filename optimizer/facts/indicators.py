"""The three teacher indicators of 优质均衡: who counts, where, and how many the standard asks for."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import Teacher
from policy.quality import quality_on
from policy.vocabulary import Degree, Stage

if TYPE_CHECKING:
    from optimizer.facts.district import District

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
UnitKey = tuple[str, Stage]

STAGES = (Stage.PRIMARY, Stage.JUNIOR)
"""The stages 优质均衡 looks at."""

QUALIFYING_DEGREES: Mapping[Stage, frozenset[Degree]] = {
    Stage.PRIMARY: frozenset({Degree.DOCTOR, Degree.MASTER, Degree.BACHELOR, Degree.COLLEGE}),
    Stage.JUNIOR: frozenset({Degree.DOCTOR, Degree.MASTER, Degree.BACHELOR}),
}
"""Degrees that count, by stage (教督〔2017〕6号, indicator 1)."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator; `subject_bound` tells whether it follows the subject taught rather than the person."""

    name: str
    subject_bound: bool = False

    def standards(self, district: "District") -> Mapping[Stage, int]:
        """Standard by stage, in hundredths of a teacher per 100 students."""
        terms = district.policy.balance
        return {"degree": terms.degree, "backbone": terms.backbone, "pe_arts": terms.pe_arts}[self.name]

    def counts(self, district: "District", teacher: Teacher, subject: str) -> bool:
        """Whether a teacher teaching `subject` counts."""
        if self.subject_bound:
            return subject in district.policy.balance.pe_arts_subjects
        if self.name == "backbone":
            return teacher.backbone.counts
        return teacher.degree in QUALIFYING_DEGREES.get(teacher.stage, frozenset())

    def counts_at_home(self, district: "District") -> Flags:
        """Whether each eligible teacher counts where they work today."""
        people = (district.teachers[index] for index in district.eligible)
        return np.array([self.counts(district, person, person.subject) for person in people], dtype=bool)

    def counts_at(self, district: "District", teacher: Ints, cell: Ints) -> Flags:
        """Whether each (eligible teacher, destination cell) pair counts at the destination."""
        if not self.subject_bound:
            return self.counts_at_home(district)[teacher]
        subjects = district.policy.balance.pe_arts_subjects
        wanted: Flags = np.array([key[2] in subjects for key in district.cells], dtype=bool)[cell]
        return wanted


INDICATORS = (Indicator("degree"), Indicator("backbone"), Indicator("pe_arts", subject_bound=True))
"""In the order of `rotation-problem.md` §4."""


def counted_units(district: "District") -> Mapping[UnitKey, int]:
    """Units that are measured, with their students: primary and junior, large enough."""
    least = quality_on(district.policy.reference_date).min_students
    units = {(unit.school, unit.stage): unit.students for unit in district.problem.units}
    return {key: students for key, students in sorted(units.items()) if key[1] in STAGES and students >= least}


def target_hundredths(district: "District", unit: UnitKey, indicator: Indicator) -> int:
    """Teachers the standard asks for, in hundredths of a teacher (rounded as in §4 line 2)."""
    students = counted_units(district)[unit]
    return (indicator.standards(district)[unit[1]] * students + 50) // 100


def head_counts(district: "District") -> Counter[tuple[UnitKey, str]]:
    """Teachers who count today, by (unit, indicator name)."""
    heads: Counter[tuple[UnitKey, str]] = Counter()
    for teacher in district.teachers:
        for indicator in INDICATORS:
            if indicator.counts(district, teacher, teacher.subject):
                heads[(teacher.school, teacher.stage), indicator.name] += 1
    return heads
