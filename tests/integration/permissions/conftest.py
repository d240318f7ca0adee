"""The world of the walk, made once per process; the clock stands still on the day of its story."""

from collections.abc import Iterator

import pytest
from itsdangerous import TimestampSigner

from core.clock import travel_to
from tests.integration.permissions.seed import make_world
from tests.integration.permissions.story import NOON
from tests.integration.permissions.world import World


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The district with all its stages."""
    with travel_to(NOON):
        made = make_world(tmp_path_factory.mktemp("world"))
    made.app.config["WTF_CSRF_ENABLED"] = False  # forged forms have tests of their own
    return made


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It is noon of the story's last day, for form tokens as well: two pages can be compared byte by byte."""
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: int(NOON.timestamp()))
    with travel_to(NOON):
        yield
