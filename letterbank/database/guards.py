"""Laying the guards: triggers on both databases; grants and row-level security on PostgreSQL. Run as the owner."""

from sqlalchemy import Connection, inspect

from letterbank.database.append_only import postgres_triggers, sqlite_triggers
from letterbank.database.grants import dropbox_grants, main_grants


def guard_main(connection: Connection) -> None:
    """May be run again at any time; what it lays is the same each time."""
    if connection.dialect.name == "sqlite":
        _run(connection, sqlite_triggers())
        return
    tables = inspect(connection).get_multi_columns(schema="public")
    columns = {str(table): [column["name"] for column in found] for (_, table), found in tables.items()}
    _run(connection, [*postgres_triggers(), *main_grants(columns)])


def guard_dropbox(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        _run(connection, list(dropbox_grants()))


def _run(connection: Connection, statements: list[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)
