"""What a new password must be: long enough, and more than a well-known pattern with a few characters around it.

No rule asks for kinds of characters and none asks for a change every so often: both make people choose worse.
"""

import re

from pypinyin import lazy_pinyin

from accounts.limits import LIMITS
from accounts.well_known import ROWS, WORDS
from core.errors import Invalid
from policy.messages import Message, say

_LOOK_ALIKES = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_SAME = re.compile(r"(.)\1{2,}")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_ID_NUMBER = re.compile(r"\d{17}[\dXx]")
_DATE = re.compile(r"(19|20)\d\d(0?[1-9]|1[0-2])?([0-2]\d|3[01])?")
_RUN = 4
_TELLING = 4
"""A name shorter than this is too common a part of other words to be held against a password."""


def require_strong(password: str, *, staff_no: str = "", name: str = "") -> None:
    """Raise `Invalid` where a password could be guessed; the sentence says why and what would do."""
    fault = weakness(password, staff_no=staff_no, name=name)
    if fault is not None:
        raise Invalid(fault, say("Take several words that do not belong together, or a sentence."), field="new")


def weakness(password: str, *, staff_no: str = "", name: str = "") -> Message | None:
    """Return why a password could be guessed, None where it is good."""
    if len(password) < LIMITS.shortest_password:
        return say("A password has at least {least} characters.", least=LIMITS.shortest_password)
    if len(password) > LIMITS.longest_password:
        return say("A password has at most {most} characters.", most=LIMITS.longest_password)
    lowered = password.casefold()
    if _PHONE.search(password) or _ID_NUMBER.search(password):
        return say("There is a phone or ID number in this password.")
    if any(part in lowered for part in personal_parts(staff_no, name)):
        return say("There is your own name or staff number in this password.")
    if len(set(beyond_patterns(lowered))) < LIMITS.least_beyond_patterns:
        return say("This is a well-known pattern: one of the first things that would be tried.")
    return None


def personal_parts(staff_no: str, name: str) -> tuple[str, ...]:
    """Return what a stranger may know of the person: number, name, and the name in letters, both ways round."""
    syllables = [syllable.casefold() for syllable in lazy_pinyin(name)]
    spellings = {"".join(syllables), "".join(syllables[1:] + syllables[:1])}
    parts = {staff_no.casefold(), *(part for part in spellings if len(part) >= _TELLING)}
    return tuple(sorted(part for part in parts | {name.casefold()} if part))


def beyond_patterns(password: str) -> str:
    """Return what is left of a password once words everybody tries, runs, rows of keys and dates are taken out."""
    rest = _DATE.sub(" ", _SAME.sub(" ", password))
    rest = without_runs(rest)
    for word in WORDS:
        rest = rest.replace(word, " ")
    rest = rest.translate(_LOOK_ALIKES)
    for word in WORDS:
        rest = rest.replace(word, " ")
    return "".join(character for character in rest if not character.isspace())


def without_runs(text: str) -> str:
    """Return a text without pieces of keyboard rows and of the alphabet, forwards or backwards."""
    for row in ROWS:
        for line in (row, row[::-1]):
            text = _without(text, line)
    return text


def _without(text: str, line: str) -> str:
    """Take out every piece of at least a few characters that stands in a line, the longest first."""
    start = 0
    while start <= len(text) - _RUN:
        length = _RUN
        if text[start : start + length] not in line:
            start += 1
            continue
        while start + length < len(text) and text[start : start + length + 1] in line:
            length += 1
        text = text[:start] + " " + text[start + length :]
        start += 1
    return text
