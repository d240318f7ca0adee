"""How numbers are written in the files: hundredths with two decimals, coefficients with four."""


def hundredths(value: int) -> str:
    """Write an integer of hundredths with two decimals: 1850 becomes 18.50."""
    sign, size = ("-", -value) if value < 0 else ("", value)
    return f"{sign}{size // 100}.{size % 100:02d}"


def ratio(value: float | None) -> str:
    """Write a coefficient with four decimals, nothing where it is not defined."""
    return "" if value is None else f"{value:.4f}"
