"""A surface's own process on SQLite, made to run any statement: its connection names nothing of another surface."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from letterbank.app import open_office
from letterbank.database.embedded import FACILITY_RIGHTS
from letterbank.database.windows import WINDOWS
from letterbank.installation import Wanted, make_home
from letterbank.roles import facility_role
from letterbank.tables import METADATA

SEEN = {window.table for window in WINDOWS}
UNSEEN = sorted(set(METADATA.tables) - SEEN)
AGAINST_A_TABLE = (
    "SELECT 1 FROM {table}",
    "SELECT count(*) FROM {table}",
    "SELECT EXISTS (SELECT {column} FROM {table})",
    "WITH every AS (SELECT * FROM {table}) SELECT count(*) FROM every",
    "INSERT INTO {table} ({column}) VALUES (NULL)",
    "INSERT OR REPLACE INTO {table} ({column}) VALUES (NULL)",
    "UPDATE {table} SET {column} = NULL",
    "DELETE FROM {table}",
    "DROP TABLE {table}",
    "ALTER TABLE {table} ADD COLUMN more",
    "CREATE TEMP VIEW window AS SELECT * FROM {table}",
    "CREATE TEMP TRIGGER spy AFTER INSERT ON letter_step BEGIN DELETE FROM {table}; END",
    "EXPLAIN SELECT 1 FROM {table}",
    "PRAGMA table_info({table})",
    "ANALYZE {table}",
)
MAY = {
    "SELECT": lambda right: right.read,
    "INSERT": lambda right: right.insert,
    "UPDATE": lambda right: bool(right.update),
    "DELETE": lambda right: right.delete,
}
AROUND_IT = (
    "SELECT name FROM sqlite_schema",
    "SELECT name FROM sqlite_master",
    "SELECT * FROM pragma_table_list",
    "ATTACH ':memory:' AS beside",
    "PRAGMA writable_schema = ON",
    "PRAGMA database_list",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA recursive_triggers = OFF",
    "CREATE TABLE letters_of_mine (id)",
    "REINDEX",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    wanted = Wanted("mississippi", ("NORTH", "RIVER"), {"SECURE": "no"})
    return make_home(tmp_path_factory.mktemp("of_all") / "home", wanted)


@pytest.fixture(scope="module")
def run(home):
    """A statement on the database of a surface, as a home's process opens it."""
    offices = {surface: open_office(home, surface) for surface in ("public", "facility", "central")}

    def run(surface: str, statement: str) -> list[tuple[object, ...]]:
        unit = offices[surface].database.unit(write=True)
        try:
            return [tuple(row) for row in unit.session.execute(text(statement))]
        finally:
            unit.abandon()

    yield run
    for office in offices.values():
        office.database.close()


def refused(run, surface, statement):
    with pytest.raises(DatabaseError, match=r"not authorized|access to .* is prohibited"):
        run(surface, statement)
    return True


@pytest.mark.parametrize("attempt", AGAINST_A_TABLE)
def test_the_victims_side_does_not_exist_for_a_facility(run, attempt):
    for table in UNSEEN:
        column = next(iter(METADATA.tables[table].columns)).name
        assert refused(run, "facility", attempt.format(table=table, column=column))


@pytest.mark.parametrize("attempt", AROUND_IT)
def test_there_is_no_way_around_it(run, attempt):
    assert refused(run, "facility", attempt)
    assert refused(run, "public", attempt)


def test_what_a_facility_has_it_reads(run):
    assert [run("facility", f"SELECT count(*) FROM {table}") for table in SEEN - {"facility"}] == [[(0,)]] * (
        len(SEEN) - 1
    )
    assert run("facility", "SELECT count(*) FROM audit_turn") == [(0,)]


def test_a_facility_changes_only_what_its_window_lets_it(run):
    assert refused(run, "facility", "DELETE FROM letter")
    assert refused(run, "facility", "UPDATE letter SET facility_code = 'RIVER'")
    assert refused(run, "facility", "UPDATE audit_facility SET written = ''")
    assert refused(run, "facility", "DELETE FROM audit_facility")
    assert refused(run, "facility", "DROP TRIGGER audit_facility_no_update")
    assert refused(run, "facility", "INSERT INTO offender (id) VALUES ('one')")
    assert run("central", "SELECT count(*) FROM victim") == [(0,)]


@pytest.mark.parametrize(
    "attempt",
    ["SELECT id FROM dropped", "SELECT count(*) FROM dropped", "DELETE FROM dropped", "UPDATE dropped SET sealed = ''"],
)
def test_the_public_form_puts_in_and_sees_nothing(run, attempt):
    assert refused(run, "public", attempt)


def test_the_public_form_cannot_read_back_while_it_puts_in(run):
    assert refused(run, "public", "INSERT INTO dropped (id, sealed) VALUES ('a', 'b') RETURNING id")
    assert refused(run, "public", "INSERT INTO dropped (id, sealed) SELECT id, sealed FROM dropped")
    assert refused(
        run, "public", "INSERT INTO dropped VALUES ('a', 'b') ON CONFLICT (id) DO UPDATE SET sealed = 'c'"
    )


def test_the_operators_own_tools_still_read_the_file(home):
    """It is a wall inside the process and no lock on the file: nobody should take it for one."""
    with sqlite3.connect(Path(home.database.removeprefix("sqlite:///"))) as connection:
        assert connection.execute("SELECT count(*) FROM victim").fetchone() == (0,)


@pytest.mark.postgresql
@pytest.mark.parametrize("verb", ["SELECT", "INSERT", "UPDATE", "DELETE"])
def test_both_databases_let_a_facility_do_the_same(at_north, verb):
    """The grants of PostgreSQL and the rights of SQLite."""
    asked = f"SELECT has_{'table' if verb == 'DELETE' else 'any_column'}_privilege(%s, %s, '{verb}')"
    role = facility_role("NORTH")
    granted = {name for name in METADATA.tables if at_north.execute(asked, (role, name)).fetchone()[0]}

    assert granted == {table for table, right in FACILITY_RIGHTS.items() if MAY[verb](right)} - {"alembic_version"}


@pytest.mark.postgresql
def test_both_databases_let_a_facility_change_the_same_columns(at_north):
    asked = "SELECT has_column_privilege(%s, %s, %s, 'UPDATE')"
    role = facility_role("NORTH")

    for table, right in FACILITY_RIGHTS.items():
        columns = [column.name for column in METADATA.tables[table].columns] if table in METADATA.tables else []
        assert {name for name in columns if at_north.execute(asked, (role, table, name)).fetchone()[0]} == right.update
