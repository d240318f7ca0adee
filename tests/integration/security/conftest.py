"""The world of the permission walk, for questions of another kind: what leaks, what races, what forges, what breaks."""

from tests.integration.permissions.conftest import clock, world

__all__ = ["clock", "world"]
