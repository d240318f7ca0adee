"""Values of the lines as people read them."""

from optimizer.report.words import IN_HUNDREDTHS, LINE_UNITS
from policy.messages import Message, say

MINUS = "−"


def amount(line: str, value: int | None) -> Message:
    """A value of a line with its unit, a dash where there is none."""
    if value is None:
        return say("—")
    shown = f"{value / 100:,.2f}" if line in IN_HUNDREDTHS else f"{value:,}"
    return say("{amount} {unit}", amount=shown.replace("-", MINUS), unit=LINE_UNITS[line])
