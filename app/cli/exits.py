"""What the command's exit code says (`rotation-problem.md` §5)."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes; for `plan check`, `DISAGREES` says that the files and the tables differ."""

    OK = 0
    DISAGREES = 1
    INVALID = 2
    INFEASIBLE = 3
    NO_PLAN = 4
    USAGE = 64
    INTERNAL = 70
    INTERRUPTED = 130
