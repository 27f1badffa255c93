"""What an empty database becomes before tests copy it: the one place that knows the schema's origin.

Each builder is called once in a test process and kind, with the superuser's url on PostgreSQL,
one process at a time.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, MetaData, create_engine

from letterbank.database.guards import guard_dropbox, guard_main
from letterbank.database.preparation import prepare_database, prepare_server
from letterbank.db import Database
from letterbank.roles import OWNER
from letterbank.tables import METADATA
from notifications.dropbox import DropBase
from tests.databases import as_role

FACILITIES = ("NORTH", "RIVER")


def build_template(url: str) -> None:
    """The main database of the facility and central surfaces."""
    _build(url, METADATA, guard_main)


def build_dropbox(url: str) -> None:
    """The public surface's drop box, always a database of its own."""
    _build(url, DropBase.metadata, guard_dropbox)


def build_nothing(url: str) -> None:
    """A database without a single table, for migrations and restores to fill."""


def _build(url: str, tables: MetaData, guard: Callable[[Connection], None]) -> None:
    if not url.startswith("sqlite"):
        prepare(url)
        url = as_role(url, OWNER)
    database = Database(url)
    with database.writing() as session:
        tables.create_all(session.connection())
        guard(session.connection())
    database.close()


def prepare(superuser_url: str) -> None:
    """What a superuser does once on PostgreSQL: roles and catalog."""
    engine = create_engine(superuser_url)
    with engine.begin() as connection:
        prepare_server(connection, FACILITIES)
        prepare_database(connection)
    engine.dispose()


def build_prepared(url: str) -> None:
    """An empty database in which a superuser has done their part (`letterbank database prepare`)."""
    if not url.startswith("sqlite"):
        prepare(url)


BUILDERS: Mapping[str, Callable[[str], None]] = {
    "main": build_template,
    "dropbox": build_dropbox,
    "empty": build_nothing,
    "prepared": build_prepared,
}
