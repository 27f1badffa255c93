"""Two sets: `records`, kept long, and `keys`, kept at most seven days and taken after the records.

The drop box travels with the keys: its messages open without any record key, so an old copy of one could still
answer after the request was destroyed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, Table, delete, func, insert, select, text
from sqlalchemy.orm import Session

from letterbank.audit import record
from letterbank.db import Database
from letterbank.errors import RuleBroken
from letterbank.ids import new_id
from letterbank.permissions import Actor
from letterbank.safekeeping import file
from letterbank.safekeeping.destruction import Destruction, key_table
from letterbank.safekeeping.lines import from_line, to_line
from letterbank.safekeeping.sets import BackupSet, expired, expires_at, file_name, tables_of
from letterbank.work import Office

_BLOCK = 500


@dataclass(frozen=True)
class Schema:
    """The tables of the two databases, as the composition knows them."""

    main: MetaData
    dropbox: MetaData


@dataclass(frozen=True)
class Backup:
    path: Path
    rows: int
    removed: list[Path]


def take_backup(office: Office, actor: Actor, schema: Schema, kind: BackupSet, folder: Path) -> Backup:
    """Write one set into `folder` and remove key sets there that have expired. Audited as its operator."""
    now, days = office.clock.now(), office.policy.retention.key_backup_days
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / file_name(kind, now)
    name = new_id(office.ids)
    rows = file.write(path, f"{kind} {name}", _rows(office, schema, kind), office.vault)
    removed = expired(folder, now, days)
    for old in removed:
        old.unlink()
    with office.writing(actor) as work:
        record(work, f"backup: {kind}", f"backup/{name}", rows=rows, removed=len(removed))
    return Backup(path, rows, removed)


def _rows(office: Office, schema: Schema, kind: BackupSet) -> Iterator[bytes]:
    yield from _dump(office.database, tables_of(kind, [schema.main]))
    if kind is BackupSet.KEYS and office.dropbox:
        yield from _dump(office.dropbox, schema.dropbox.sorted_tables)


def _dump(database: Database, tables: Iterable[Table]) -> Iterator[bytes]:
    """One moment of the database, streamed."""
    with database.reading() as session:
        if not database.embedded:
            session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        for table in tables:
            rows = session.execute(select(table).execution_options(yield_per=_BLOCK))
            yield from (to_line(table.name, dict(row)) for row in rows.mappings())


@dataclass(frozen=True)
class Restored:
    records: int
    keys: int
    stayed_destroyed: int


def restore(office: Office, actor: Actor, schema: Schema, sets: tuple[Path, Path]) -> Restored:
    """Fill an empty, migrated department from a records set and a keys set. Sends nothing (P10).

    Raises RuleBroken when a database holds something, a set is of the wrong kind or the keys have expired;
    Unreadable when a file is foreign, changed or cut. Then nothing was restored.
    """
    records, keys = sets
    _check(office, schema, records, keys)
    if office.dropbox is None:
        raise RuleBroken("A restore needs the central surface's drop box.")
    with office.database.writing() as session, office.dropbox.writing() as box:
        homes = {**dict.fromkeys(schema.main.tables, session), **dict.fromkeys(schema.dropbox.tables, box)}
        count = _fill(file.read(records, office.vault), schema, homes)
        keys_count = _fill(file.read(keys, office.vault), schema, homes)
        dead = _keep_destroyed(session)
    with office.writing(actor) as work:
        record(work, "restore", *[f"backup/{file.title_of(path)[1]}" for path in sets], rows=count, keys=keys_count)
    return Restored(count, keys_count, dead)


def _check(office: Office, schema: Schema, records: Path, keys: Path) -> None:
    for path, wanted in ((records, BackupSet.RECORDS), (keys, BackupSet.KEYS)):
        if file.title_of(path)[0] != wanted:
            raise RuleBroken(f"{path.name} is not a set of {wanted}. Name the records first, then the keys.")
    days = office.policy.retention.key_backup_days
    if office.clock.now() >= expires_at(keys, days):
        raise RuleBroken(f"{keys.name} is older than {days} days. Expired keys are not restored; remove the file.")
    with office.database.reading() as session:
        for table in schema.main.sorted_tables:
            if session.scalar(select(func.count()).select_from(table)):
                raise RuleBroken(f"The database is not empty ({table.name}). Restore into a new installation.")


def _fill(lines: Iterable[bytes], schema: Schema, homes: dict[str, Session]) -> int:
    total = 0
    tables = {**schema.main.tables, **schema.dropbox.tables}
    waiting: list[dict[str, Any]] = []
    name = ""
    for table, row in map(from_line, lines):
        if table != name or len(waiting) >= _BLOCK:
            _insert(homes, tables, name, waiting)
            name, waiting = table, []
        waiting.append(row)
        total += 1
    _insert(homes, tables, name, waiting)
    return total


def _insert(homes: dict[str, Session], tables: dict[str, Table], name: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        homes[name].execute(insert(tables[name]), rows)


def _keep_destroyed(session: Session) -> int:
    """A key that was destroyed between the two backups, or after them, stays destroyed (P9)."""
    gone = 0
    for destroyed in session.scalars(select(Destruction)):
        table = key_table(destroyed.key_kind)
        found = session.execute(delete(table).where(table.record_id == destroyed.record_id))
        gone += found.rowcount  # type: ignore[attr-defined]  # a DELETE's result counts its rows
    return gone
