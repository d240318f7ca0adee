"""A site with real accounts: people sign in through the pages, as they do, form tokens and all."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.config import Config
from app.factory import create_app
from core.db import db
from tests.support.site import config, empty_database

__all__ = ["app", "config", "empty_database"]


class Browser(FlaskClient):
    """A client whose every request stands in a context of its own, as in a server; the test's steps aside for it."""

    def open(self, *args: Any, **values: Any) -> TestResponse:
        """Send a request."""
        around = self.application.extensions["context of the test"]
        around.pop()
        try:
            return super().open(*args, **values)
        finally:
            around.push()


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """A site on its own database that borrows nobody's identity."""
    site = create_app(config)
    site.test_client_class = Browser
    site.extensions["context of the test"] = around = site.app_context()
    around.push()
    try:
        yield site
        db.engine.dispose()
    finally:
        around.pop()
