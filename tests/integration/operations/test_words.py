"""Every event and every rule has its words, so that no page shows a machine's name."""

import ast
import re

from app.operations import rule_labels
from app.operations.event_words import EVENTS, KINDS
from app.operations.rule_words import SPEAKS_FOR_ITSELF
from app.operations.source_words import SOURCES
from policy.catalogue import parameters
from rotation.services import stepping
from rotation.vocabulary.transitions import TRANSITIONS
from tests.architecture import sources


def recorded() -> dict[str, str]:
    """Every event the product puts on record, with its place."""
    found = {}
    for file in sources.product_modules():
        for node in ast.walk(sources.tree(file)):
            told: list[ast.expr] = []
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("record"):
                told = node.args
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "event":
                told = [node.value]
            elif isinstance(node, ast.arguments):
                pairs = zip(node.kwonlyargs, node.kw_defaults, strict=True)
                told = [usual for argument, usual in pairs if argument.arg == "event" and usual is not None]
            constants = [part for value in told for part in ast.walk(value) if isinstance(part, ast.Constant)]
            events = {str(part.value): part for part in constants if EVENT.fullmatch(str(part.value))}
            found.update({event: sources.name_of(file, part.lineno) for event, part in events.items()})
    return found


EVENT = re.compile(r"[a-z]+\.[a-z_]+")


def test_every_event_has_words() -> None:
    assert not {event: where for event, where in recorded().items() if event not in EVENTS}
    assert not set(TRANSITIONS) - set(EVENTS)


def test_every_kind_of_record_has_words() -> None:
    """Kinds written out at `Subject.of`, and those the steps of rotation name."""
    found = set(stepping.KINDS.values())
    for file in sources.product_modules():
        for node in ast.walk(sources.tree(file)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Subject.of"):
                found |= {str(part.value) for part in node.args[:1] if isinstance(part, ast.Constant)}
    assert {"teacher", "objection", "job"} <= found
    assert found <= set(KINDS)


def test_events_named_in_other_ways_are_found_as_well() -> None:
    assert {"eligibility.overridden", "user.session_ended", "import.staged"} <= set(recorded())


def test_words_are_for_events_that_happen_in_kinds_that_exist() -> None:
    assert KINDS
    assert all(len(event.split(".")) == 2 for event in EVENTS)


def test_every_source_in_english_has_words() -> None:
    found = {version.source for parameter in parameters().values() for version in parameter.versions}
    assert {source for source in found if re.search("[A-Za-z]{3}", source)} == set(SOURCES)


def test_every_rule_has_words() -> None:
    members = parameters().values()
    assert {member.record for member in members} == set(rule_labels.LABELS)
    assert {member.key.partition(".")[0] for member in members} <= set(rule_labels.CHAPTERS)
    assert {member.form.unit for member in members} - SPEAKS_FOR_ITSELF == set(rule_labels.UNITS)
