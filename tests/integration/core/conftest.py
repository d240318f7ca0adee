"""A real site on a real SQLite file."""

from tests.support.site import app, client_as, config, empty_database, tx

__all__ = ["app", "client_as", "config", "empty_database", "tx"]
