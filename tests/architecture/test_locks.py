"""The lock files: exact, hashed, free of addresses, in step with the project file and the list of third parties."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import bootstrap
from tests.architecture import sources

LOCKS = [bootstrap.RUNTIME_LOCK, bootstrap.DEV_LOCK]
ENTRY = re.compile(r"^(?P<pin>[^\s#][^\\\n]*?) \\\n(?P<rest>(?:^    --hash=.*\n?)+)", re.MULTILINE)


def pins(lock: Path) -> set[str]:
    """The pinned requirements of a lock file, each with its marker; entries without a hash are not seen."""
    return {match["pin"] for match in ENTRY.finditer(lock.read_text(encoding="utf-8"))}


def declared(lock: Path) -> list[Requirement]:
    """What the project file asks of a lock."""
    groups = sources.project()["dependency-groups"]
    names = [*sources.project()["project"]["dependencies"], *groups["build"]]
    return [Requirement(text) for text in [*names, *(groups["dev"] if lock == bootstrap.DEV_LOCK else [])]]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_requirement_is_exact_and_hashed(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    starts = {line.removesuffix(" \\") for line in text.splitlines() if re.match(r"[A-Za-z]", line)}
    assert starts == pins(lock)
    assert all("==" in pin for pin in starts)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_lock_names_a_place_to_download_from(lock: Path) -> None:
    assert not re.search(
        r"://|--index-url|--find-links|--trusted-host| @ |\.(org|com|io|cn)\b", lock.read_text("utf-8")
    )


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_holds_what_the_project_asks_for(lock: Path) -> None:
    locked = [Requirement(pin) for pin in pins(lock)]
    versions: dict[str, set[str]] = {}
    for pin in locked:
        versions.setdefault(canonicalize_name(pin.name), set()).add(str(pin.specifier).removeprefix("=="))
    unmet = [
        str(wish)
        for wish in declared(lock)
        if not all(wish.specifier.contains(version) for version in versions.get(canonicalize_name(wish.name), {"0"}))
    ]
    assert not unmet


def test_development_lock_contains_the_runtime_lock() -> None:
    assert pins(bootstrap.RUNTIME_LOCK) <= pins(bootstrap.DEV_LOCK)


def test_third_parties_are_listed_with_their_licences() -> None:
    listed = (sources.ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8").lower()
    names = {canonicalize_name(Requirement(pin).name) for pin in pins(bootstrap.DEV_LOCK)}
    assert not sorted(name for name in names if f"| {name} |" not in listed)
