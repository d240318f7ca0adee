"""The revisions make exactly the tables of the models, on both databases, and can be taken back."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DatabaseError

from app import database
from app.database import alembic_config
from app.tables import METADATA
from tests.support.postgres import database_url, kinds


@pytest.fixture(params=kinds())
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return database_url(request.param, tmp_path)


def test_the_newest_revision_is_what_the_models_say(url: str) -> None:
    database.upgrade(url)
    assert not database.differences(url)


def test_upgrading_twice_does_nothing_the_second_time(url: str) -> None:
    database.upgrade(url)
    database.upgrade(url)
    assert not database.differences(url)


def test_everything_can_be_taken_back(url: str) -> None:
    database.upgrade(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        config = alembic_config(url)
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    database.upgrade(url)
    assert not database.differences(url)


@pytest.mark.parametrize("table", ["audit_entry", "credit_entry", "credit_transaction"])
@pytest.mark.parametrize("statement", ["DELETE FROM {table}", "UPDATE {table} SET {column} = {column}"])
def test_the_database_refuses_to_change_what_is_only_added_to(url: str, table: str, statement: str) -> None:
    database.upgrade(url)
    engine = create_engine(url)
    column = next(iter(METADATA.tables[table].primary_key.columns)).name
    with engine.connect() as connection:
        guarded = connection.dialect.name
        rows = text(statement.format(table=table, column=column))
        if guarded == "postgresql":
            with pytest.raises(DatabaseError, match="only added to"):
                connection.execute(rows)
        else:
            found = connection.execute(
                text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"),
                {"table": table},
            )
            assert found.scalar_one() == 2
    engine.dispose()
