"""A real site for the pages that belong to no domain."""

from tests.support.site import app, client_as, config, empty_database

__all__ = ["app", "client_as", "config", "empty_database"]
