"""Departments for the benchmarks: durable databases of both kinds, filled with as many letters as a figure asks."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
from sqlalchemy import insert

from letterbank.ids import new_id, new_number
from letterbank.letters.model import Letter, Revision
from tests.databases import IN_A_HURRY, PostgresDatabases, SqliteFiles
from tests.schema import BUILDERS
from tests.worlds import COORDINATOR, MORNING, Department, offender_of, settle

KINDS = ("SQLite", "PostgreSQL")
PROJECT = Path(__file__).parents[2]


@contextmanager
def department_on(kind: str) -> Iterator[Department]:
    """An empty, settled department whose commits are as durable as in service."""
    with tempfile.TemporaryDirectory(dir=PROJECT / ".cache") as folder:
        source = SqliteFiles(Path(folder), BUILDERS) if kind == "SQLite" else _durable_postgres()
        department = Department.over(source.fresh("main"), source.fresh("dropbox"))
        with department.arranging(COORDINATOR) as work:
            settle(work)
        yield department
        department.close()
        source.close()


def analyse(department: Department) -> None:
    """What PostgreSQL's own housekeeping does within a minute of many new rows."""
    if not department.database.embedded:
        with psycopg.connect(_superuser_url(department), autocommit=True) as superuser:
            superuser.execute("ANALYZE")


def _superuser_url(department: Department) -> str:
    url = department.database.engine.url.set(drivername="postgresql", username="postgres")
    return url.render_as_string(hide_password=False)


def _durable_postgres() -> PostgresDatabases:
    source = PostgresDatabases(PROJECT / ".cache" / "postgresql-durable", BUILDERS)
    with psycopg.connect(source._server.get_uri(), autocommit=True) as superuser:
        for setting in IN_A_HURRY:
            superuser.execute(f"ALTER SYSTEM SET {setting} = on")
        superuser.execute("SELECT pg_reload_conf()")
    return source


def fill(department: Department, letters: int) -> None:
    """Rows as the rules would leave them, waiting for the first review at NORTH; made in bulk, never opened."""
    with department.arranging(COORDINATOR) as work:
        offender = offender_of(work, "NORTH")
        rows = [
            {
                "id": new_id(work.ids), "number": new_number(work.ids), "facility_code": "NORTH",
                "offender_id": offender.id, "case_id": offender.cases[0].id, "stage": "in_review", "step": 0,
                "since": MORNING - timedelta(seconds=number), "registered_at": MORNING, "acknowledged": True,
                "registered_by": COORDINATOR.id, "version": 1,
            }
            for number in range(letters)
        ]  # fmt: skip
        for start in range(0, letters, 2000):
            block = rows[start : start + 2000]
            work.session.execute(insert(Letter.__table__), block)  # type: ignore[arg-type]  # a Table it is
            work.session.execute(
                insert(Revision.__table__),  # type: ignore[arg-type]  # a Table it is
                [
                    {"id": new_id(work.ids), "letter_id": row["id"], "facility_code": "NORTH", "ordinal": 1,
                     "declared": 1, "arrived_at": MORNING}
                    for row in block
                ],
            )  # fmt: skip


def append_and_sync(file: Path, content: bytes) -> None:
    """The raw limit of anything durable: one append and one fdatasync."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(descriptor, content)
    os.fdatasync(descriptor)
    os.close(descriptor)
