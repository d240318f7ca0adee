"""Canaries: every teacher's numbers and name, swept for in every page and table everybody can open, and at rest.

The sweep is void where not even the owner sees the bird, so that is a test too.
"""

import io
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.clock import travel_to
from core.logs import line_formatter
from core.web.security import SAFE_METHODS
from tests.integration.permissions.expected import ROLES, rows
from tests.integration.permissions.register import Canary, canary_words
from tests.integration.permissions.story import NOON
from tests.integration.permissions.walk import steps
from tests.integration.permissions.world import World

STAGES = ("in_review", "decided")
TELLING = ("/reviews/", "/my/rotation")
"""Where somebody of another school could be named; the tests below say who may be."""
LOCAL = ("clerk", "principal", "teacher")
BLIND = ("sysadmin",)


@pytest.fixture(scope="module")
def seen(world: World) -> dict[str, dict[str, str]]:
    """Everything each role can read, by address, over the year."""
    with travel_to(NOON):
        return {who: dict(everything(world, who)) for who in ROLES.values()}


def everything(world: World, who: str) -> Iterator[tuple[str, str]]:
    """Yield every page and table somebody may open at each stage, as text, workbooks unpacked."""
    for stage in STAGES:
        world.at(stage, fresh=True)
        browser = world.client(who)
        paths: dict[str, None] = {}
        for row in (row for row in rows() if set(row.methods) & SAFE_METHODS):
            paths |= dict.fromkeys(step.path for step in steps(world, row) if step.lets_read(who))
        for path in (*paths, *(f"{path}?format=csv" for path in paths if "/export" in path)):
            answer = browser.get(path)
            assert "/login" not in answer.headers.get("Location", ""), (who, path)
            yield f"{stage} {path}", unpacked(answer.data) + str(answer.headers)


def unpacked(data: bytes) -> str:
    """Return what is written in an answer: the parts of a workbook, or its bytes as text."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def hits(seen: dict[str, str], words: list[str]) -> list[tuple[str, str]]:
    """Return where which of the words stand."""
    return [(path, word) for path, text in seen.items() for word in words if word in text]


@pytest.mark.parametrize("who", ROLES.values())
def test_no_number_is_shown_in_clear_to_anybody(world: World, seen: dict[str, dict[str, str]], who: str) -> None:
    numbers = [number for canary in world.canaries for number in (canary.id_number, canary.phone)]
    assert len(seen[who]) > 10
    assert hits(seen[who], numbers) == []


@pytest.mark.parametrize("who", LOCAL)
def test_no_stranger_is_named_at_a_school(world: World, seen: dict[str, dict[str, str]], who: str) -> None:
    """A principal and a clerk see their own people; who is to come to the school is named in its review alone."""
    strangers = [canary.name for canary in world.canaries if canary.school_id != world.schools[0]]
    told = [(path, name) for path, name in hits(seen[who], strangers) if not path.split()[1].startswith(TELLING)]
    assert told == []


def test_in_a_review_only_those_who_come_are_named(world: World, seen: dict[str, dict[str, str]]) -> None:
    strangers = [canary.name for canary in world.canaries if canary.school_id != world.schools[0]]
    told = {name for path, name in hits(seen["principal"], strangers) if path.split()[1].startswith("/reviews/")}
    assert told <= {canary.name for canary in coming(world)}


def coming(world: World) -> list[Canary]:
    """Return the teachers the plan sends to the school of the walk."""
    world.at("in_review")
    rows_of = "SELECT count(*) FROM plan_move WHERE teacher_id = ? AND to_school_id = ?"
    return [canary for canary in world.canaries if world.value(rows_of, canary.teacher_id, world.schools[0])]


def test_a_teacher_sees_no_colleague(world: World, seen: dict[str, dict[str, str]]) -> None:
    others = [canary.name for canary in world.canaries[1:]]
    assert [path for path, _ in hits(seen["teacher"], others) if not path.endswith("/my/rotation")] == []


def test_in_the_own_result_nobody_else_is_named(world: World, seen: dict[str, dict[str, str]]) -> None:
    assert hits(seen["teacher"], [canary.name for canary in world.canaries[1:]]) == []


def test_who_runs_the_machine_sees_numbers_of_nobody_and_names_of_account_holders(
    world: World, seen: dict[str, dict[str, str]]
) -> None:
    for who in BLIND:
        numbers = [number for canary in world.canaries for number in (canary.phone, canary.id_number)]
        assert hits(seen[who], [f"****{number[-4:]}" for number in numbers]) == []
        holders = {player.identity.name for player in world.players.values()}
        strangers = [canary.name for canary in world.canaries if canary.name not in holders]
        assert [path for path, _ in hits(seen[who], strangers) if not path.endswith("/people/teachers")] == []


def test_why_somebody_is_deferred_is_known_to_those_who_decide(world: World, seen: dict[str, dict[str, str]]) -> None:
    assert hits(seen["district_hr"], secret_words(world)), "nobody saw the bird: the sweep proves nothing"
    for who in ("principal", "teacher", "sysadmin"):
        assert hits(seen[who], secret_words(world)) == [], who


@pytest.mark.parametrize("who", ["leader", "auditor", "clerk"])
def test_who_does_not_decide_on_deferrals_reads_their_kind_alone(
    world: World, seen: dict[str, dict[str, str]], who: str
) -> None:
    assert hits(seen[who], secret_words(world)) == []


def secret_words(world: World) -> list[str]:
    """Return the words about people that only who decides on them may read."""
    return [canary_words(canary.teacher_id) for canary in world.canaries]


def test_the_owner_sees_the_own_name_and_masked_numbers(world: World, seen: dict[str, dict[str, str]]) -> None:
    own = world.canaries[0]
    for who in ("teacher", "clerk", "principal", "district_hr", "leader", "auditor"):
        assert hits(seen[who], [own.name]), who
    masked = f"{own.id_number[:6]}********{own.id_number[-4:]}"
    assert hits(seen["teacher"], [masked]), "the own number is not even masked on the own page"


def test_the_number_is_shown_to_who_says_what_for(world: World) -> None:
    own = world.canaries[0]
    for who in ("clerk", "district_hr"):
        world.at("in_review", fresh=True)
        path, entries = f"/teachers/{own.teacher_id}/unmask", world.audit_rows()
        answer = world.client(who).post(path, data={"number": "id_number", "reason": "核对职称材料"})
        assert own.id_number in answer.text
        assert world.audit_rows() == entries + 1
        assert own.id_number.encode() not in world.config.database_file.read_bytes()


def test_at_rest_every_number_is_sealed(world: World) -> None:
    numbers = [number.encode() for canary in world.canaries for number in (canary.id_number, canary.phone)]
    files = [file for file in world.config.instance.rglob("*") if file.is_file()] + list(world.stages.iterdir())
    assert any(world.canaries[0].name.encode() in file.read_bytes() for file in files), "the names are there"
    for file in files:
        content = file.read_bytes()
        assert [number for number in numbers if number in content] == [], file


def test_a_log_line_masks_what_looks_like_a_number(world: World, tmp_path: Path) -> None:
    own = world.canaries[0]
    handler = logging.FileHandler(tmp_path / "site.log", encoding="utf-8")
    handler.setFormatter(line_formatter())
    logger = logging.getLogger("junheng")
    logger.addHandler(handler)
    try:
        browser = world.client("district_hr")
        browser.get(f"/teachers?q={own.id_number}")
        browser.get(f"/{own.id_number}/{own.phone}")
        logger.warning("given %s", own.id_number, extra={"phone": own.phone})
    finally:
        logger.removeHandler(handler)
        handler.close()
    text = (tmp_path / "site.log").read_text(encoding="utf-8")
    assert "given" in text
    assert own.id_number not in text
    assert own.phone not in text
