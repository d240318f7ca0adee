"""The help is read on a site of its own, empty but for its schema."""

from tests.support.site import app, client_as, config, empty_database, tx  # noqa: F401
