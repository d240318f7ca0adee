"""The least number of people a share demands."""


def least_of(people: int, percent: int) -> int:
    """Return the fewest people that are at least a percentage of a number of people."""
    return -(-people * percent // 100)
