"""A real site with two schools, and their people."""

import pytest
from flask import Flask

from tests.integration.training.people import Cast, cast_of
from tests.support.site import app, client_as, config, empty_database

__all__ = ["app", "cast", "client_as", "config", "empty_database"]


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The people of the tests, written and committed."""
    del app  # its context is what they are written in
    return cast_of()
