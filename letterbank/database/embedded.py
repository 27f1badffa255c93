"""The windows on SQLite: what a surface's connections may name at all, asked by SQLite itself of every statement (R37).

SQLite has no roles and no rows of one's own. It does ask before it prepares a statement which table and column that
would touch; this answers from the same table as PostgreSQL's grants. What belongs to another surface does not exist
here for pages, for a statement smuggled in, or for a mistake. Whoever has the file needs no statement.
"""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from letterbank.database.windows import WINDOWS

Ask = Callable[[int, str | None, str | None, str | None, str | None], int]


@dataclass(frozen=True)
class Right:
    """What may be done with one table; `update` are the columns."""

    read: bool = True
    insert: bool = False
    update: frozenset[str] = frozenset()
    delete: bool = False


Rights = Mapping[str, Right]

FACILITY_RIGHTS: Rights = {
    "alembic_version": Right(),
    **{
        window.table: Right(
            insert=window.insert is not None, update=frozenset(window.update), delete=window.delete
        )
        for window in WINDOWS
    },
}  # fmt: skip
PUBLIC_RIGHTS: Rights = {"dropped": Right(read=False, insert=True)}  # P3: it puts in and sees nothing

_ALWAYS = frozenset({
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT, sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
})  # fmt: skip
_PRAGMAS = frozenset({"busy_timeout", "wal_checkpoint"})  # how a destruction empties the log (P9)


def authorizer(rights: Rights) -> Ask:
    """For `Connection.set_authorizer`. Everything it has no word for is refused: views, attached files, triggers."""

    def may(action: int, first: str | None, second: str | None) -> bool:
        right = rights.get(first or "")
        match action:
            case sqlite3.SQLITE_READ:
                return right is not None and right.read
            case sqlite3.SQLITE_INSERT:
                return right is not None and right.insert
            case sqlite3.SQLITE_UPDATE:
                return right is not None and second in right.update
            case sqlite3.SQLITE_DELETE:
                return right is not None and right.delete
            case sqlite3.SQLITE_PRAGMA:
                return first in _PRAGMAS
        return action in _ALWAYS

    def ask(
        action: int, first: str | None, second: str | None, _database: str | None, _inside: str | None
    ) -> int:
        return sqlite3.SQLITE_OK if may(action, first, second) else sqlite3.SQLITE_DENY

    return ask
