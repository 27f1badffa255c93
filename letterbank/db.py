"""The database and its two units of work, `reading` and `writing`. Nothing else in the project commits.

A writing unit takes its turn behind a fair lock, begins at once, writes the audit just before the commit and
leaves nothing behind after a refusal. Requests, commands and workers all use these units.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    Engine,
    Enum,
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

from letterbank.database import letting_go
from letterbank.database.embedded import Rights, authorizer
from letterbank.database.written import Written
from letterbank.errors import MustWait

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Refuses a time without a zone; SQLite forgets zones, so it is given back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    """Every table of the main database."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: String(200), bytes: LargeBinary, bool: Boolean, date: Date, datetime: UtcDateTime,
    }  # fmt: skip


def words(kind: type) -> Enum:
    """A column of an enumeration's words, kept by a CHECK the database knows."""
    return Enum(
        kind, native_enum=False, create_constraint=True, length=40, values_callable=lambda e: [m.value for m in e]
    )


class FairLock:
    """First come, first served: SQLite's own waiting starves writers under load."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def acquire(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def release(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


class Database:
    """One database as one surface knows it. `url` is SQLAlchemy's.

    On SQLite `rights` are all that may be named in a statement (none given: everything, for the centre and the
    operator's commands), and surfaces of one process share one fair lock, `turns`.
    """

    def __init__(self, url: str, rights: Rights | None = None, turns: FairLock | None = None) -> None:
        self.rights = rights
        self.engine = _engine(url, rights)
        self.embedded = self.engine.dialect.name == "sqlite"
        self.turns = turns or FairLock()

    def unit(self, *, write: bool, before_commit: Callable[[Session], None] | None = None) -> "Unit":
        return Unit(self, write=write, before_commit=before_commit)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        unit = self.unit(write=False)
        try:
            yield unit.session
        finally:
            unit.abandon()

    @contextmanager
    def writing(self, before_commit: Callable[[Session], None] | None = None) -> Iterator[Session]:
        unit = self.unit(write=True, before_commit=before_commit)
        try:
            yield unit.session
            unit.finish()
        finally:
            unit.abandon()

    def take_turn(self) -> None:
        if self.embedded:
            self.turns.acquire()

    def give_turn(self) -> None:
        if self.embedded:
            self.turns.release()

    def forget_deleted(self, tables: Sequence[str]) -> bool:
        """Leave nothing of these tables' deleted rows on the disk. False when a reader still holds some (P9)."""
        self.take_turn()
        try:
            return letting_go.sqlite(self.engine) if self.embedded else letting_go.postgres(self.engine, tables)
        finally:
            self.give_turn()

    def close(self) -> None:
        self.engine.dispose()


class Unit:
    """One unit of work. `finish` commits, `abandon` undoes whatever is not finished; both may be called again."""

    def __init__(self, database: Database, *, write: bool, before_commit: Callable[[Session], None] | None) -> None:
        self.write = write
        self.before_commit = before_commit
        self._database = database
        self._has_turn = False
        self._role: str | None = None
        self.session = Session(database.engine, autoflush=True, expire_on_commit=False)
        self.written = Written(self.session)
        self._begin()

    def _begin(self) -> None:
        self.written.forget()
        if self.write:
            self._database.take_turn()
            self._has_turn = True
        try:
            self._connect()
            if not self._database.embedded and not self.write:
                self.session.execute(text("SET TRANSACTION READ ONLY"))
            if self._role:
                self.become(self._role)
        except BaseException:
            self.abandon()
            raise

    def _connect(self) -> None:
        """Another process, such as a command, may keep SQLite's one lock longer than anybody should wait."""
        try:
            self.session.connection(execution_options={"letterbank_write": self.write})
        except OperationalError as fault:
            if self._database.embedded and "is locked" in str(fault.orig):
                raise MustWait("The letter bank is busy just now. Nothing was changed.") from None
            raise

    def become(self, role: str) -> None:
        """Narrow this unit to a PostgreSQL role; on SQLite a surface has rights and a person no role."""
        if not self._database.embedded:
            self._role = role
            self.session.execute(text(f'SET LOCAL ROLE "{role}"'))

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Leave the transaction for something slow, such as hashing a password; nothing may be pending."""
        if self.session.new or self.session.dirty or self.session.deleted:
            raise RuntimeError("something is pending; a slow step may not stand inside a unit of work")
        self.abandon()
        try:
            yield
        finally:
            self._begin()

    def finish(self) -> None:
        """Commit a writing unit, audit first. Raises RuntimeError if a reading unit changed something."""
        if self.write:
            self.session.flush()
            if self.before_commit:
                self.before_commit(self.session)
            self.session.commit()
        elif self.session.new or self.session.dirty or self.session.deleted:
            raise RuntimeError("a reading unit changed something")
        self.abandon()

    def abandon(self) -> None:
        self.session.expunge_all()  # what was loaded stays readable: a refusal's page still names who is signed in
        try:
            self.session.rollback()
        finally:  # a broken connection must not keep everyone else waiting
            if self._has_turn:
                self._has_turn = False
                self._database.give_turn()
            self.session.close()


def _engine(url: str, rights: Rights | None) -> Engine:
    """Errors never show the values of a statement: they end in logs (B17)."""
    if not url.startswith("sqlite"):
        return create_engine(url, hide_parameters=True, pool_pre_ping=False, pool_size=5, max_overflow=10)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 30, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    if rights is not None:
        event.listen(engine, "connect", lambda connection, _entry: connection.set_authorizer(authorizer(rights)))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "foreign_keys=ON",
        "journal_mode=WAL",
        "synchronous=FULL",
        "secure_delete=ON",  # a destroyed key must not stay in a free page (P9)
        "recursive_triggers=ON",  # INSERT OR REPLACE must meet the append-only triggers (P7)
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("letterbank_write", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
