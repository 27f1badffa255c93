"""A small log, and an intruder who owns the database and has taken every trigger away."""

import pytest
from sqlalchemy import text

from letterbank.audit import Entry, chain_entries
from letterbank.audit.model import CentralEntry
from letterbank.database.append_only import TABLES
from letterbank.db import Database

DEPARTMENT = "dept-under-test"


def write(session, count, chain="central"):
    entries = [Entry(chain, {"act": f"act {number}", "on": ["letter/a"]}) for number in range(count)]
    chain_entries(session, entries, DEPARTMENT)


@pytest.fixture
def database(fresh_database):
    database = Database(fresh_database("main"))
    yield database
    database.close()


@pytest.fixture
def log(database):
    """Six entries in one chain, and a session of the intruder's; undone at the end."""
    with database.writing() as session:
        write(session, 6)
    with database.reading() as session:
        if database.embedded:
            for table in TABLES:
                for guard in ("update", "delete", "replace"):
                    session.execute(text(f"DROP TRIGGER {table}_no_{guard}"))
        else:
            session.execute(text("ROLLBACK"))
            session.execute(text("BEGIN"))
            for table in TABLES:
                session.execute(text(f"DROP TRIGGER no_change ON {table}"))
        yield session


def entry(session, number, chain="central"):
    return session.get_one(CentralEntry, (chain, number))
