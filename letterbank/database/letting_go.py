"""Making a database forget what was deleted: the bytes, not only the rows (P9, CR-13).

SQLite overwrites deleted content itself (`secure_delete`); what stays is the write-ahead log. PostgreSQL leaves old
bytes in a page even after VACUUM, so the table is written anew; its own log lives on for a while, as the operator's
handbook says (`wal_recycle = off`, archives no older than the key backups).
"""

import re
from collections.abc import Sequence

from psycopg.errors import Diagnostic
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

_WAIT_MS = 2000


def sqlite(engine: Engine) -> bool:
    """Whether the log was written back and emptied: no reader was in the way."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_WAIT_MS}")
        busy, left, _written = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy and not left
    finally:
        connection.invalidate()  # its waiting time is not what units of work expect
        connection.close()


def postgres(engine: Engine, tables: Sequence[str]) -> bool:
    """Whether every table was written anew without a single dead row. Needs MAINTAIN on them."""
    heard: list[str] = []

    def hear(notice: Diagnostic) -> None:
        heard.append(notice.message_detail or "")

    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.add_notice_handler(hear)
        try:
            connection.exec_driver_sql(f"SET lock_timeout = {_WAIT_MS}")
            for table in tables:
                connection.exec_driver_sql(f"VACUUM (FULL, VERBOSE) {table}")
        except OperationalError:
            return False
        finally:
            driver.remove_notice_handler(hear)
            connection.invalidate()
    return len(_still_dead(heard)) >= len(tables) and not any(_still_dead(heard))


def _still_dead(heard: Sequence[str]) -> list[int]:
    """The first number of each report: row versions some reader may still see. Silence counts as not done."""
    return [int(found[0]) for found in (re.search(r"\d+", detail) for detail in heard) if found]
