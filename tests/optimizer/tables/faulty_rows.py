"""Inputs whose rows contradict one another, each with the exact fault that is to be told."""

from tests.optimizer.tables.faulty_cells import KEEP_ONE, Case, cell
from tests.optimizer.tables.sound_district import Edit, add, put

ONE_LOCK = "Keep one of the two."
TWO_COORDINATES = "Give both coordinates, or neither."


def row(edit: Edit, place: tuple[str, int, str, str], message: str, cure: str) -> Case:
    """Make the case of one edit; `place` is table, row, column and value of the fault."""
    table, number, column, value = place
    return Case((edit,), f"{table}.csv", number, column, value, message, cure)


def unknown(table: str, number: int, column: str, value: str, where: str) -> Case:
    """Make the case of a key that leads nowhere."""
    message = f"There is no “{value}” in the table {where}."
    return cell(table, number, column, value, message, f"Correct the key, or add a row with it to {where}.")


FAULTY_ROWS = {
    "school twice": row(
        add("schools", "S1", "Again", "urban", "", "", "", "116.1", "39.9", "", ""),
        ("schools", 5, "school", "S1"),
        "school S1 is already in row 2.",
        KEEP_ONE,
    ),
    "unit twice": row(
        add("units", "S1", "小学", "1"),
        ("units", 6, "stage", "小学"),
        "school + stage S1 + primary is already in row 2.",
        KEEP_ONE,
    ),
    "demand twice": row(
        add("demand", "S1", "primary", "语文", "1"),
        ("demand", 7, "subject", "语文"),
        "school + stage + subject S1 + primary + 语文 is already in row 2.",
        KEEP_ONE,
    ),
    "teacher twice": Case(
        (put("teachers", 6, "staff_no", "T3"), put("preferences", 4, "staff_no", "T3")),
        "teachers.csv",
        6,
        "staff_no",
        "T3",
        "staff_no T3 is already in row 4.",
        KEEP_ONE,
    ),
    "rank given twice": row(
        add("preferences", "T5", "1", "S1"),
        ("preferences", 5, "rank", "1"),
        "staff_no + rank T5 + 1 is already in row 4.",
        KEEP_ONE,
    ),
    "school wished for twice": row(
        add("preferences", "T5", "2", "S3"),
        ("preferences", 5, "school", "S3"),
        "staff_no + school T5 + S3 is already in row 4.",
        KEEP_ONE,
    ),
    "travel twice": row(
        add("travel", "T1", "S2", "26"),
        ("travel", 4, "to", "S2"),
        "from + to T1 + S2 is already in row 2.",
        KEEP_ONE,
    ),
    "partner unknown": cell(
        "schools",
        2,
        "partners",
        "S2;S9",
        "There is no “S9” in the table schools.",
        "Write keys of schools, separated by semicolons.",
    ),
    "unit of an unknown school": row(
        add("units", "S9", "primary", "1"),
        ("units", 6, "school", "S9"),
        "There is no “S9” in the table schools.",
        "Correct the key, or add a row with it to schools.",
    ),
    "demand of an unknown school": unknown("demand", 6, "school", "S9", "schools"),
    "teacher of an unknown school": unknown("teachers", 5, "school", "S9", "schools"),
    "preference of an unknown teacher": unknown("preferences", 4, "staff_no", "T9", "teachers"),
    "preference for an unknown school": unknown("preferences", 4, "school", "S9", "schools"),
    "travel to an unknown school": unknown("travel", 2, "to", "S9", "schools"),
    "lock of an unknown teacher": unknown("locks", 3, "staff_no", "T9", "teachers"),
    "lock at an unknown school": unknown("locks", 3, "school", "S9", "schools"),
    "keys differ in case": unknown("travel", 2, "to", "s2", "schools"),
    "travel from an unknown place": cell(
        "travel",
        2,
        "from",
        "X",
        "“X” is neither a staff number nor a school key.",
        "Correct the key, or add the teacher or the school to its table.",
    ),
    "travel from a key that is both": Case(
        (put("teachers", 6, "staff_no", "S1"), put("preferences", 4, "staff_no", "S1")),
        "travel.csv",
        3,
        "from",
        "S1",
        "“S1” is both a staff number and a school key.",
        "Change one of the two keys in every table.",
    ),
    "teacher at a stage the school has not": cell(
        "teachers",
        5,
        "stage",
        "senior",
        "The school S3 has no unit of the stage senior.",
        "Correct the school or the stage, or add the unit to the table units.",
    ),
    "sex missing": Case(
        (put("teachers", 2, "sex", ""),),
        "teachers.csv",
        2,
        "sex",
        "",
        "Without sex the retirement month cannot be worked out.",
        "Fill it in, or give retirement_month or eligible.",
    ),
    "birth month missing": Case(
        (put("teachers", 2, "birth_month", ""),),
        "teachers.csv",
        2,
        "birth_month",
        "",
        "Without birth_month the retirement month cannot be worked out.",
        "Fill it in, or give retirement_month or eligible.",
    ),
    "eligible with a deferral": Case(
        (put("teachers", 5, "eligible", "是"),),
        "teachers.csv",
        5,
        "eligible",
        "是",
        "The teacher is marked eligible and has a deferral: on leave.",
        "Remove the deferral, or leave the column eligible empty.",
    ),
    "school with a longitude alone": Case(
        (put("schools", 2, "latitude", ""),),
        "schools.csv",
        2,
        "latitude",
        "",
        "longitude is given without latitude.",
        TWO_COORDINATES,
    ),
    "home with a latitude alone": Case(
        (put("teachers", 2, "longitude", ""),),
        "teachers.csv",
        2,
        "longitude",
        "",
        "latitude is given without longitude.",
        TWO_COORDINATES,
    ),
    "preference for the own school": cell(
        "preferences",
        2,
        "school",
        "S1",
        "S1 is the school T1 works at.",
        "Delete the row, or name another school.",
    ),
    "move without a school": cell(
        "locks", 2, "school", "", "A move lock needs a school.", "Write the key of the school."
    ),
    "forbid without a school": cell(
        "locks", 3, "school", "", "A forbid lock needs a school.", "Write the key of the school."
    ),
    "two moves": row(
        add("locks", "T1", "move", "S3"),
        ("locks", 5, "action", "move"),
        "The teacher already has a move lock in row 2.",
        ONE_LOCK,
    ),
    "the same move twice": row(
        add("locks", "T1", "调往", "S2"),
        ("locks", 5, "action", "调往"),
        "The teacher already has a move lock in row 2.",
        ONE_LOCK,
    ),
    "move then stay": row(
        add("locks", "T1", "stay", ""),
        ("locks", 5, "action", "stay"),
        "The teacher is locked both to move and to stay (row 2).",
        ONE_LOCK,
    ),
    "stay then move": row(
        add("locks", "T4", "move", "S1"),
        ("locks", 5, "action", "move"),
        "The teacher is locked both to move and to stay (row 4).",
        ONE_LOCK,
    ),
    "move then forbid the same school": row(
        add("locks", "T1", "forbid", "S2"),
        ("locks", 5, "school", "S2"),
        "The teacher is locked both to move to this school and not to (row 2).",
        ONE_LOCK,
    ),
    "forbid then move to the same school": row(
        add("locks", "T2", "move", "S3"),
        ("locks", 5, "school", "S3"),
        "The teacher is locked both to move to this school and not to (row 3).",
        ONE_LOCK,
    ),
}
