"""Where everybody works before and after a plan: the one frame all tables of the report are counted from."""

from collections.abc import Sequence

import pandas as pd

from optimizer.problem import Move, Problem
from policy.rotation import BalanceTerms
from policy.vocabulary import Degree, Stage

_HIGHER_DEGREE = {
    Stage.PRIMARY: {Degree.DOCTOR, Degree.MASTER, Degree.BACHELOR, Degree.COLLEGE},
    Stage.JUNIOR: {Degree.DOCTOR, Degree.MASTER, Degree.BACHELOR},
}
"""Degrees above the required one, by stage (`domain.md` §4.1)."""


def staff_frame(problem: Problem, moves: Sequence[Move]) -> pd.DataFrame:
    """Return one row per teacher: place and subject before and after, FTE in hundredths, and what each counts for."""
    moved = {move.staff_no: move for move in moves}
    rows = [
        {
            "staff_no": teacher.staff_no,
            "stage": teacher.stage.value,
            "school_before": teacher.school,
            "school_after": moved[teacher.staff_no].to_school if teacher.staff_no in moved else teacher.school,
            "subject_before": teacher.subject,
            "subject_after": moved[teacher.staff_no].subject if teacher.staff_no in moved else teacher.subject,
            "fte": teacher.fte,
            "senior": teacher.title is not None and teacher.title.is_senior,
            "degree": teacher.degree in _HIGHER_DEGREE.get(teacher.stage, ()),
            "backbone": teacher.backbone.counts,
        }
        for teacher in problem.teachers
    ]
    columns = ["staff_no", "stage", "school_before", "school_after", "subject_before", "subject_after"]
    frame = pd.DataFrame(rows, columns=[*columns, "fte", "senior", "degree", "backbone"])
    return _with_pe_arts(frame, problem.policy.balance)


def _with_pe_arts(frame: pd.DataFrame, balance: BalanceTerms) -> pd.DataFrame:
    """Add whether the subject taught counts as physical education or arts, before and after."""
    subjects = list(balance.pe_arts_subjects)
    return frame.assign(
        pe_arts_before=frame["subject_before"].isin(subjects), pe_arts_after=frame["subject_after"].isin(subjects)
    )
