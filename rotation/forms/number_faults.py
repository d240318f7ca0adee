"""What is wrong with a number or a table of the policy form, said to somebody who fills in a form and not a file."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from policy.lessons import OPEN_SECTIONS
from policy.messages import Message, listed, say
from policy.values import Flaw, Form, Kind
from rotation.forms.number_words import choice_of

_PLACE = re.compile(r"at line (\d+), column \d+")
_SYNTAX: Mapping[str, Message] = {
    "Expected '=' after a key": say("after the name an equals sign is missing"),
    "Invalid statement": say("a Chinese name stands in quotes, and an equals sign follows it"),
    "Invalid value": say("after the equals sign stands no number, no list and no text in quotes"),
    "Cannot declare": say("this table is there twice"),
    "Cannot overwrite": say("this name is there twice"),
    "Unclosed array": say("the list is not closed with ]"),
    "Expected ']' at the end": say("the name of the table is not closed with ]"),
    "Illegal character": say("the text in quotes does not end on its line"),
    "Unterminated string": say("the text in quotes does not end on its line"),
}
"""What a reader of TOML says first, and what it means."""


def told(flaw: Flaw, form: Form, typed: object) -> Flaw:
    """Return a flaw in the words of the form: what was typed as it was typed, and how it is filled in here."""
    facts = dict(flaw.message.facts)
    if "value" in facts:
        facts["value"] = typed if isinstance(typed, str) else facts["value"]
    return replace(flaw, message=Message(flaw.message.template, facts), cure=_cure(flaw, form))


def _cure(flaw: Flaw, form: Form) -> Message:
    """Say how a field of this kind is filled in."""
    match form.kind:
        case Kind.INTEGER | Kind.DECIMAL if form.low is not None and form.high is not None and form.places is None:
            return _range(form)
        case Kind.DECIMAL if "decimals" not in flaw.message.template and form.low is not None:
            return _range(form)
        case Kind.INTEGERS if not flaw.message.template.startswith("The numbers {value} go down"):
            if form.length is None:
                return say("Write whole numbers, separated by commas.")
            return say("Write {length} whole numbers, separated by commas.", length=form.length)
        case Kind.TEXTS:
            return say("Write the names, separated by commas.")
        case Kind.CHOICE | Kind.CHOICES:
            return say("Choose from: {choices}.", choices=listed([choice_of(choice) for choice in form.choices]))
    return flaw.cure


def _range(form: Form) -> Message:
    if form.kind is Kind.INTEGER:
        return say("Write a whole number from {low} to {high}.", low=form.low, high=form.high)
    return say("Write a number from {low} to {high}.", low=form.low, high=form.high)


def fault_in_tables(written: str) -> Message | None:
    """Return what is wrong with the open tables as they were typed, by the line of the box; None where they read."""
    try:
        tree = tomllib.loads(written, parse_float=Decimal)
    except RecursionError:
        return say("The brackets are nested too deeply.")
    except (ValueError, ArithmeticError) as error:
        return _syntax(str(error), written)
    strange = next((name for name in tree if name not in OPEN_SECTIONS), None)
    if strange is None:
        return None
    return say("{name} does not belong here: only the tables curriculum, load and subject_alias do.", name=strange)


def _syntax(error: str, written: str) -> Message:
    place = _PLACE.search(error)
    line = int(place[1]) if place else max(1, len(written.rstrip().splitlines()))
    reason = next((words for start, words in _SYNTAX.items() if error.startswith(start)), None)
    if reason is None:
        return say("Line {line} cannot be read. Every line is a table in brackets, or name = value.", line=line)
    return say("Line {line} cannot be read: {reason}.", line=line, reason=reason)
