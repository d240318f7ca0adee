"""GET, HEAD and OPTIONS change nothing: every table is the same before and after everybody has looked at everything."""

import pytest

from core.web.security import SAFE_METHODS
from tests.integration.permissions.expected import ROLES, rows
from tests.integration.permissions.test_walk import ON_RECORD
from tests.integration.permissions.walk import rules_of, steps
from tests.integration.permissions.world import World

READ = [row for row in rows() if set(row.methods) & SAFE_METHODS]
STAGES = ("planning", "in_review", "answered", "submitted", "decided")


def pages(world: World, who: str) -> list[str]:
    """Return every page somebody may open, each once."""
    found: dict[str, None] = {}
    for row in READ:
        if row.endpoint not in ON_RECORD and rules_of(world, row.endpoint):
            found |= dict.fromkeys(step.path for step in steps(world, row) if step.lets_read(who))
    return list(found)


@pytest.mark.parametrize("stage", STAGES)
def test_looking_changes_nothing(world: World, stage: str) -> None:
    world.at(stage, fresh=True)
    before = world.digest()
    for who in ROLES.values():
        browser = world.client(who)
        for path in pages(world, who):
            assert browser.get(path).status_code < 500, (who, path)
            if stage == "in_review":
                assert browser.head(path).status_code < 500, (who, path)
                assert browser.options(path).status_code < 500, (who, path)
    assert world.digest() == before
    assert not world.was_written()


def test_a_table_handed_out_leaves_one_entry_and_changes_nothing_else(world: World) -> None:
    for who, path in (("district_hr", "/exports/teachers"), ("clerk", "/exports/teachers?format=csv")):
        world.at("in_review", fresh=True)
        before, entries = world.digest(), world.audit_rows()
        assert world.client(who).get(path).status_code == 200
        after = world.digest()
        assert {name for name in after if after[name] != before[name]} == {"audit_entry", "audit_head"}
        assert world.audit_rows() == entries + 1
