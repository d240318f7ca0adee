"""Whether the site lives, for machines that watch it: one word, nothing of the inside."""

from flask import Response
from sqlalchemy.exc import SQLAlchemyError

from accounts.guards import public
from app import database
from app.operations.frame import blueprint
from core.db import db

UNAVAILABLE = 503


@blueprint.get("/health")
@public
def health() -> Response:
    """Say `ok` when the database answers and has the schema this program needs, 503 otherwise."""
    try:
        with db.engine.connect() as connection:
            sound = database.revision(connection) == database.newest()
    except SQLAlchemyError:
        sound = False
    return Response("ok\n" if sound else "unavailable\n", status=200 if sound else UNAVAILABLE, mimetype="text/plain")
