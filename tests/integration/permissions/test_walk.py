"""The permission walk: every rule and method, as everybody, for every relation; what is refused looks like nothing."""

from collections.abc import Iterator

import pytest

from core.web.security import SAFE_METHODS
from tests.integration.permissions.expected import Row, rows
from tests.integration.permissions.walk import Step, ask, fault, filled, steps
from tests.integration.permissions.world import World

AUTOMATIC = frozenset({"HEAD", "OPTIONS"})
ON_RECORD = frozenset(
    {
        "imports.export",
        "training.export_records",
        "rotation.export_moves",
        "rotation.proposal_file",
        "rotation.export_eligibility",
    }
)
"""Tables handed out: they change nothing, but who took them is put on record."""
COUNTED = frozenset({"accounts.new_recovery_codes"})
"""Where the password is asked for again: the try is counted before anything is judged."""


def test_every_rule_and_method_has_its_row(world: World) -> None:
    asked = {(rule.endpoint, method) for rule in world.app.url_map.iter_rules() for method in (rule.methods or ())}
    asked = {(endpoint, method) for endpoint, method in asked if endpoint != "static" and method not in AUTOMATIC}
    told = {(row.endpoint, method) for row in rows() for method in row.methods}
    assert asked - told == set(), "new addresses: say in matrix.toml who may do what there, and from which sentence"
    assert told - asked == set(), "the matrix tells of addresses that are not there"


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.name} {' '.join(row.methods)}")
def test_everybody_reaches_what_is_theirs_and_nothing_else(world: World, row: Row) -> None:
    world.at(row.stage)
    assert list(walked(world, row)) == []


def walked(world: World, row: Row) -> Iterator[str]:
    """Take every step of a row and yield what went wrong; what a step has written is undone before the next."""
    for step in steps(world, row):
        sent = {} if step.method in SAFE_METHODS else filled(world, step)
        told = fault(world, step, ask(world, step, sent))
        if told is not None:
            yield f"{step}, but: {told}"
        if world.was_written():
            if not may_write(step):
                yield f"{step}, but something was written"
            world.at(row.stage)
        elif step.method not in SAFE_METHODS:
            world.forget()


def may_write(step: Step) -> bool:
    """Whether a step may leave a trace: an act of who may do it, an export put on record, a try at a door."""
    if step.method in SAFE_METHODS:
        return step.allowed and step.row.endpoint in ON_RECORD
    return step.allowed or step.row.outside == "open" or step.row.endpoint in COUNTED
