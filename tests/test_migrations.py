"""An empty database and every step make what the models say, on both kinds."""

from contextlib import contextmanager

import pytest
from sqlalchemy import inspect, text

from letterbank.db import Database
from letterbank.migrations import migrate, prepare_dropbox
from letterbank.migrations.draft import differences, models
from letterbank.roles import OWNER
from tests.databases import as_role
from tests.schema import prepare

KINDS = {"main": migrate, "dropbox": prepare_dropbox}


@contextmanager
def connected(url):
    database = Database(url)
    with database.writing() as session:
        yield session.connection()
    database.close()


@pytest.fixture
def empty_database(fresh_database):
    """As a department's superuser leaves it: on PostgreSQL prepared, and signed in as the owner."""
    url = fresh_database("empty")
    if url.startswith("sqlite"):
        return url
    prepare(url)
    return as_role(url, OWNER)


@pytest.mark.parametrize("kind", KINDS)
def test_every_step_together_makes_what_the_models_say(empty_database, kind):
    KINDS[kind](empty_database)

    with connected(empty_database) as connection:
        assert differences(connection, kind) == []


@pytest.mark.parametrize("kind", KINDS)
def test_taking_the_steps_again_changes_nothing(empty_database, kind):
    KINDS[kind](empty_database)
    KINDS[kind](empty_database)

    with connected(empty_database) as connection:
        assert set(inspect(connection).get_table_names()) == {*models(kind).tables, "alembic_version"}


def test_a_missing_column_is_noticed(empty_database):
    migrate(empty_database)

    with connected(empty_database) as connection:
        connection.execute(text("ALTER TABLE letter_step DROP COLUMN at"))

        assert differences(connection, "main")
