"""Every act that changes something is on record, in its own transaction: without its entry, nothing is changed."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from core.web.security import SAFE_METHODS
from tests.integration.permissions.expected import ROLES, Row, rows
from tests.integration.permissions.walk import Step, ask, filled, steps
from tests.integration.permissions.world import World

SILENT = {
    "home.read_messages": "own messages marked as read: nobody else ever sees the mark",
    "accounts.preferences": "colours, letters and language of the own pages",
    "accounts.second_factor": "already signed in: there is no code to ask for",
    "accounts.set_up_second_factor": "a wrong code changes nothing; the right one is in the tests of signing in",
    "accounts.sign_in_as_demo": "only a demonstration has it",
    "imports.check_again": "the own upload is tried once more: nothing but its preview changes",
    "accounts.login": "a try is put on record after the password was judged; see the tests of signing in",
}
"""Unsafe addresses whose deed leaves no entry here, and why that is right."""

FITTING: Mapping[str, Callable[[Step], bool]] = {
    "teachers.end_deferral": lambda step: step.relation == "school",
    "teachers.end_conduct": lambda step: step.relation == "school",
    "training.decide": lambda step: step.who == "principal",
}
"""Where not just anybody's deed on just any record fits: what is still running, and what waits for the school."""

NO_ENTRY = """
CREATE TRIGGER no_entry BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'the trail is closed'); END
"""
TRIES = "DELETE FROM sign_in_attempt"
UNSAFE = [row for row in rows() if set(row.methods) - SAFE_METHODS and row.endpoint not in SILENT]


def first_step(world: World, row: Row) -> Step:
    """Return the first step somebody in their right takes."""
    taken = [step for step in steps(world, row) if step.allowed and step.method == "POST"]
    fits = FITTING.get(row.endpoint, bool)
    step = next(step for step in taken if step.who in ROLES.values() and fits(step))
    if row.endpoint == "schools.close":
        return replace(step, path=step.path.replace(f"/{world.schools[0]}/", f"/{world.ids['empty_school']}/"))
    return step


@pytest.mark.parametrize("row", UNSAFE, ids=lambda row: row.name)
def test_a_change_is_on_record_or_does_not_happen(world: World, row: Row) -> None:
    world.at(row.stage)
    step = first_step(world, row)
    sent, entries = filled(world, step), world.audit_rows()
    answer = ask(world, step, sent)
    assert answer.status_code < 400, (str(step), answer.text[-1500:])
    assert world.audit_rows() > entries, str(step)

    world.at(row.stage, fresh=True)
    sent = filled(world, step)
    before = closed(world)
    answer = ask(world, step, sent)
    assert world.digest() == before, f"{step}: changed without an entry"
    assert answer.status_code < 600


def closed(world: World) -> dict[str, int]:
    """Let no entry be written any more, and return what the tables hold."""
    world.let_go()
    with sqlite3.connect(world.config.database_file) as connection:
        connection.execute(NO_ENTRY)
    connection.close()
    return world.digest()


def test_what_leaves_no_entry_is_listed_with_its_reason(world: World) -> None:
    assert set(SILENT) <= {row.endpoint for row in rows()}
