"""P7, AU-09: the database itself refuses every way of changing a written entry, whoever asks through it."""

import sqlite3

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from letterbank.database.append_only import REFUSAL, TABLES
from letterbank.roles import CENTRAL, FACILITY, OWNER, facility_role
from tests.audit.conftest import write
from tests.databases import as_role

WAYS = [
    "UPDATE {table} SET written = written",
    "UPDATE {table} SET number = number + 1 WHERE number = 99",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE chain = chain",
    "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (chain, number) DO UPDATE SET written = ''",
]
SQLITE_WAYS = [
    "REPLACE INTO {table} SELECT chain, number, '', '' FROM {table}",
    "INSERT OR REPLACE INTO {table} SELECT chain, number, '', '' FROM {table}",
    "UPDATE OR REPLACE {table} SET number = 1",
]


@pytest.fixture
def written(database):
    with database.writing() as session:
        write(session, 2, "central")
        write(session, 2, "facility/NORTH")
    return database


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("way", WAYS)
def test_the_database_refuses_to_change_the_log(written, table, way):
    if written.embedded and "number = 99" in way:
        way = way.replace("99", "1")  # SQLite's triggers meet rows

    with written.writing() as session, pytest.raises(DatabaseError, match=REFUSAL):
        session.execute(text(way.format(table=table)))


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("way", SQLITE_WAYS)
def test_replacing_is_refused_whatever_the_connection_says(fresh_sqlite, table, way, recursive):
    url = fresh_sqlite("main")
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    connection.execute(f"PRAGMA recursive_triggers={recursive}")
    connection.execute(f"INSERT INTO {table} VALUES ('central', 1, 'x', 'y')")

    with pytest.raises(sqlite3.DatabaseError, match=REFUSAL):
        connection.execute(way.format(table=table))
    connection.close()


@pytest.mark.postgresql
@pytest.mark.parametrize("role", [OWNER, CENTRAL, FACILITY, facility_role("NORTH")])
def test_no_role_changes_the_log(fresh_postgres, role):
    login = FACILITY if role.startswith(FACILITY) else role
    upsert = "INSERT INTO {table} VALUES ('central', 1, '', '') ON CONFLICT (chain, number) DO UPDATE SET number = 2"
    with psycopg.connect(as_role(fresh_postgres("main"), login), autocommit=True) as connection:
        connection.execute(f"SET ROLE {role}")
        for way in (*WAYS[:-1], upsert, "TRUNCATE {table}", "TRUNCATE {table} CASCADE"):
            for table in TABLES:
                with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.RaiseException)):
                    connection.execute(way.format(table=table))


@pytest.mark.postgresql
@pytest.mark.parametrize("table", TABLES)
def test_replication_mode_does_not_switch_the_guard_off(fresh_postgres, table):
    with psycopg.connect(fresh_postgres("main"), autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")

        with pytest.raises(psycopg.errors.RaiseException, match=REFUSAL):
            superuser.execute(f"DELETE FROM {table}")
