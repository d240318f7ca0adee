"""Days inside sentences: each language writes them its own way."""

from datetime import date

from policy.messages import Message, say


def in_words(day: date) -> Message:
    """Return a day as a sentence's fact."""
    return say("{year:04}-{month:02}-{day:02}", year=day.year, month=day.month, day=day.day)
