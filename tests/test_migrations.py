"""An empty database and every step make what the models say, on both kinds."""

import re
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import JSON, Boolean, Date, DateTime, Enum, Integer, LargeBinary, MetaData, inspect, select, text

from letterbank.db import Database
from letterbank.migrations import HERE, migrate, prepare_dropbox, take_steps
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


def put_in(connection, table, **values):
    names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)


def as_before(connection, step):
    """Every step up to the one of this name, and one writer with a case."""
    (file,) = (HERE / "main").glob(f"*_{step}.py")
    take_steps(connection, "main", to=f"{int(file.name[:4]) - 1:04}")
    put_in(connection, "facility", code="NORTH", name="North")
    put_in(connection, "offender", id="o", number="N1", name="Dale North", facility_code="NORTH")
    put_in(connection, "court_case", id="c", number="1", county="Hinds", offence="Theft", offence_date="2011-05-12")


def a_letter_of_before(connection, key, stage, *, banked=False, revisions=1):
    put_in(
        connection, "letter", id=key, number="1", facility_code="NORTH", offender_id="o", case_id="c", stage=stage,
        acknowledged=True, step=0, since="2026-02-03", registered_at="2026-01-01", registered_by="x", version=1,
    )  # fmt: skip
    for ordinal in range(1, revisions + 1):
        revision = f"{key} {ordinal}"
        put_in(connection, "letter_revision", id=revision, letter_id=key, facility_code="NORTH", ordinal=ordinal,
               arrived_at="2026-01-01")  # fmt: skip
        put_in(connection, "letter_page", id=revision, revision_id=revision, facility_code="NORTH", ordinal=1, width=1,
               height=1, kind="image/jpeg")  # fmt: skip
    if banked:
        put_in(connection, "letter_step", id=key, record_id=key, step="pass", before="in_review", after="banked",
               actor_id="x", at="2026-01-20")  # fmt: skip


def test_paper_of_letters_that_were_here_before_waits_for_somebody_to_say_where_it_is(empty_database):
    with connected(empty_database) as connection:
        as_before(connection, "follow_the_paper_of_letters")
        a_letter_of_before(connection, "kept", "banked", banked=True, revisions=2)
        a_letter_of_before(connection, "taken back", "withdrawn", banked=True)
        a_letter_of_before(connection, "returned", "returned")
        a_letter_of_before(connection, "unread", "in_review")

    migrate(empty_database)

    with connected(empty_database) as connection:
        found = connection.execute(text("SELECT id, stage, accepted, sides, ready_at FROM paper ORDER BY id")).all()
    assert [(key, stage, bool(accepted), sides, str(at)[:10]) for key, stage, accepted, sides, at in found] == [
        ("kept 2", "to_send", True, 1, "2026-01-20"),
        ("returned 1", "to_give_back", False, 1, "2026-02-03"),
        ("taken back 1", "to_send", True, 1, "2026-01-20"),
    ]


def test_paper_of_old_files_that_waited_at_its_facility_waits_where_it_lies(empty_database):
    """Only the first paper of such a letter is at the centre; what was written again is its facility's."""
    with connected(empty_database) as connection:
        as_before(connection, "send_paper_of_the_old_files_back")
        for key, since, papers in (("old", "1998-04-02", (1, 2)), ("new", None, (1,))):
            put_in(
                connection, "letter", id=key, number=key, facility_code="NORTH", offender_id="o", case_id="c", step=0,
                stage="refused", acknowledged=True, since="2026-02-03", registered_at="2026-01-01", registered_by="x",
                version=1, on_paper_since=since,
            )  # fmt: skip
            for ordinal in papers:
                revision = f"{key} {ordinal}"
                put_in(connection, "letter_revision", id=revision, letter_id=key, facility_code="NORTH",
                       ordinal=ordinal, arrived_at="2026-01-01", declared=1)  # fmt: skip
                put_in(connection, "paper", id=revision, letter_id=key, facility_code="NORTH", accepted=False, sides=1,
                       stage="to_give_back", since="2026-02-03", ready_at="2026-02-03", version=1)  # fmt: skip

    migrate(empty_database)

    with connected(empty_database) as connection:
        found = connection.execute(text("SELECT id, stage FROM paper ORDER BY id")).all()
    assert list(map(tuple, found)) == [
        ("new 1", "to_give_back"), ("old 1", "to_send_back"), ("old 2", "to_give_back"),
    ]  # fmt: skip


def test_of_two_sheets_that_were_good_for_one_paper_the_newest_stays(empty_database):
    """Printed at the same moment, which nothing had hindered before."""
    with connected(empty_database) as connection:
        as_before(connection, "let_two_at_once_be_told_apart")
        a_letter_of_before(connection, "one", "registered")
        a_letter_of_before(connection, "two", "registered")
        for key, revision, since in (("a", "one 1", "2026-01-01"), ("b", "one 1", "2026-01-02"),
                                     ("c", "two 1", "2026-01-01"), ("d", None, "2026-01-01"),
                                     ("e", None, "2026-01-01")):  # fmt: skip
            put_in(connection, "cover_sheet", id=key, desk="central", code=key, batch=key, revision_id=revision,
                   stage="ready" if revision else "blank", since=since, printed_by="x")  # fmt: skip

    migrate(empty_database)

    with connected(empty_database) as connection:
        found = connection.execute(text("SELECT id, stage FROM cover_sheet ORDER BY id")).all()
    assert list(map(tuple, found)) == [
        ("a", "void"), ("b", "ready"), ("c", "ready"), ("d", "blank"), ("e", "blank"),
    ]  # fmt: skip


def test_every_sheet_made_before_counts_as_printed(empty_database):
    """Its code may lie on paper already."""
    with connected(empty_database) as connection:
        as_before(connection, "print_a_code_once_and_remember_a_doubt")
        put_in(connection, "cover_sheet", id="a", desk="central", code="a", batch="a", stage="blank",
               since="2026-01-01", printed_by="x", version=1)  # fmt: skip

    migrate(empty_database)

    with connected(empty_database) as connection:
        assert connection.execute(text("SELECT printed_at FROM cover_sheet")).scalar_one() is not None


def test_the_steps_let_every_column_say_the_words_the_models_know(empty_database):
    migrate(empty_database)

    with connected(empty_database) as connection:
        for table in models("main").sorted_tables:
            found = inspect(connection).get_check_constraints(table.name)
            checks = {check["name"]: check["sqltext"] for check in found}
            for column in table.columns:
                if isinstance(column.type, Enum):
                    words = re.findall(r"'(\w+)'", checks[f"ck_{table.name}_{column.type.name}"])
                    assert words == column.type.enums, f"{table.name}.{column.name}"


STEPS = sorted(file.name[:4] for file in (HERE / "main").glob("[0-9]*.py"))


@pytest.mark.parametrize("since", STEPS[:-1:3])
def test_no_step_loses_or_changes_a_row_of_before(empty_database, since):
    """One row of every table as it was then, and the same row after all the steps that came since."""
    with connected(empty_database) as connection:
        take_steps(connection, "main", to=since)
        before = {table: put_in_a_row_of(connection, table) for table in tables_of(connection)}

    migrate(empty_database)

    with connected(empty_database) as connection:
        for table, row in before.items():
            kept = connection.execute(select(*(table.c[name] for name in row))).mappings().all()
            assert [dict(found) for found in kept] == [row], table.name


def tables_of(connection):
    then = MetaData()
    then.reflect(connection)
    return [table for table in then.sorted_tables if table.name != "alembic_version"]


def put_in_a_row_of(connection, table):
    needed = [column for column in table.columns if column.primary_key or not column.nullable]
    row = {column.name: something_for(column) for column in needed}
    connection.execute(table.insert().values(row))
    return row


def something_for(column):
    """A word the column takes; every record that another points at is called x."""
    today = models("main").tables[column.table.name].columns.get(column.name)
    if today is not None and isinstance(today.type, Enum):
        return today.type.enums[0]
    zone = UTC if getattr(column.type, "timezone", False) else None
    kinds = {
        Boolean: False, Integer: 1, DateTime: datetime(2026, 1, 2, tzinfo=zone), Date: date(2026, 1, 2),
        LargeBinary: b"x", JSON: ["x"],
    }  # fmt: skip
    return next((value for kind, value in kinds.items() if isinstance(column.type, kind)), "x")
