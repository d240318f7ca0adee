"""The whole site, for the pages of those who run it."""

from tests.support.site import app, client_as, config, empty_database, tx

__all__ = ["app", "client_as", "config", "empty_database", "tx"]
