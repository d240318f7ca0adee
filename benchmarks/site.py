"""A site over an empty register to measure on: its requests come from whoever the measurement says."""

import time
from pathlib import Path

from flask import Flask, g, request

from accounts.identity import Identity
from app import database
from app.config import Config, prepare_instance
from app.factory import create_app

_WHO = "benchmark.identity"
OK = 200


def site(folder: Path, url: str = "") -> Flask:
    """Return a site on an empty register, in a folder of its own."""
    prepare_instance(folder)
    config = Config(
        instance=folder,
        database_url=url or f"sqlite:///{folder / 'junheng.db'}",
        secret_key="only for measuring, never served to anybody",  # noqa: S106
        district_name="试验区",
        testing=True,
        inline_jobs=True,
    )
    database.upgrade(config.database_url)
    app = create_app(config)

    @app.before_request
    def borrow() -> None:
        g.identity = request.environ.get(_WHO)

    return app


def opened(app: Flask, who: Identity, address: str) -> float:
    """Return the seconds a page takes, from the request to its last byte: guards, queries and rendering.

    Raises `SystemExit` where the page is not there.
    """
    client = app.test_client()
    client.environ_base[_WHO] = who  # type: ignore[assignment]  # a record, for the hook above alone
    start = time.monotonic()
    answer = client.get(address)
    seconds = time.monotonic() - start
    if answer.status_code != OK:
        raise SystemExit(f"{address}: {answer.status_code}")
    return seconds
