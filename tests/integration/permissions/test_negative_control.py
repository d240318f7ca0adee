"""The walk must see a hole: with the checks taken away, rule by rule and predicate by predicate, it reports one."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import true

from accounts.guards import Access, access_of, refuse_undeclared
from accounts.identity import Identity
from accounts.permissions import Reach
from core.errors import Misconfigured
from core.sheets.models import ImportBatch
from tests.integration.permissions.expected import ROLES, Row, rows
from tests.integration.permissions.test_walk import walked
from tests.integration.permissions.world import World

HELD_OTHERWISE = frozenset(
    {
        "accounts.sign_in_as_demo",
        "accounts.second_factor_picture",
        "accounts.new_recovery_codes",
        "accounts.end_session",
        "imports.checked",
        "imports.errors",
        "imports.check_again",
        "imports.apply",
        "imports.discard",
        "own_rotation.object_to_result",
        "own_rotation.preferences",
        "own_file.show",
        "own_file.report",
        *(f"my.{view}" for view in ("home", "hours", "credits", "forecast", "new_hours", "edit_hours")),
        *(f"my.{view}" for view in ("record", "submit_hours", "withdraw_hours", "delete_hours", "delete_file")),
    }
)
"""Kept by who somebody is, not by a permission: one's own session, upload, file; see the predicates below."""

PERMITTED = [row for row in rows() if row.endpoint not in HELD_OTHERWISE and 0 < len(row.reaches) < len(ROLES)]
GUARDED = (
    "teachers.index",
    "schools.index",
    "operations.audit",
    "operations.jobs",
    "accounts.people",
    "training.queue",
)
Mutant = tuple[str, Callable[..., Any], str]


def anything(*_: object, **__: object) -> Any:
    """Let everything through."""
    return true()


MUTANTS: tuple[Mutant, ...] = (
    ("teachers.queries.scope.teachers_within", anything, "teachers.show"),
    ("teachers.queries.scope.teachers_within", anything, "teachers.edit"),
    ("teachers.queries.scope.schools_within", anything, "schools.show"),
    ("training.queries.scope.records_within", anything, "training.record"),
    ("training.queries.records.own_records_of", anything, "my.record"),
    ("rotation.queries.reviews._may_see", lambda *_: True, "reviews.review"),
    (
        "core.sheets.staging.batch_of",
        lambda tx, number, _kind, *, by: tx.get_one(ImportBatch, number),
        "imports.checked",
    ),
)


def faults(world: World, endpoint: str) -> list[str]:
    """Walk the rows of an endpoint until something is wrong."""
    found: list[str] = []
    for row in (row for row in rows() if row.endpoint == endpoint):
        world.at(row.stage, fresh=True)
        found += [told for told in [next(walked(world, row), None)] if told is not None]
    return found


@pytest.mark.parametrize("row", PERMITTED, ids=lambda row: row.name)
def test_where_everybody_may_everything_the_walk_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch, row: Row
) -> None:
    world.at(row.stage)
    monkeypatch.setattr(Identity, "may", lambda _self, _permission: True)
    monkeypatch.setattr(Identity, "reach", lambda _self, _permission: Reach.ALL)
    assert next(walked(world, row), None) is not None
    world.at(row.stage, fresh=True)


@pytest.mark.parametrize("endpoint", GUARDED)
def test_without_its_guard_an_address_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
    guarded: Any = world.app.view_functions[endpoint]
    assert isinstance(access_of(world.app, endpoint), Access)
    open_to_all = guarded.__wrapped__
    monkeypatch.setitem(world.app.view_functions, endpoint, open_to_all)
    world.app.config["PROPAGATE_EXCEPTIONS"] = False
    assert faults(world, endpoint)


@pytest.mark.parametrize(("place", "mutant", "endpoint"), MUTANTS, ids=[f"{one[0]} {one[2]}" for one in MUTANTS])
def test_without_its_predicate_a_record_is_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch, place: str, mutant: Callable[..., Any], endpoint: str
) -> None:
    monkeypatch.setattr(place, mutant)
    assert faults(world, endpoint)


def test_an_undeclared_address_keeps_the_site_from_starting(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(world.app.view_functions, "register.forgotten", lambda: "everything")
    with pytest.raises(Misconfigured, match=r"register\.forgotten"):
        refuse_undeclared(world.app)
