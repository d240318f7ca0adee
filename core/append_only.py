"""Tables that are only added to: the statements by which the database itself refuses to change or delete their rows."""


def guards(table: str, dialect: str) -> list[str]:
    """Return the statements that guard a table on SQLite or PostgreSQL; migrations run them."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS tr_{table}_{act} BEFORE {act.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            for act in ("update", "delete")
        ]
    return [
        (
            f"CREATE OR REPLACE FUNCTION {table}_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is only added to'; END $$"
        ),
        (
            f"CREATE OR REPLACE TRIGGER tr_{table} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_only_added_to()"
        ),
    ]


def lifted(table: str, dialect: str) -> list[str]:
    """Return the statements that take the guards off again, for going back a revision."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER IF EXISTS tr_{table}_{act}" for act in ("update", "delete")]
    return [f"DROP TRIGGER IF EXISTS tr_{table} ON {table}", f"DROP FUNCTION IF EXISTS {table}_is_only_added_to()"]
