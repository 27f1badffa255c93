"""Numbered steps, each named by a person. After the last one the guards are laid anew.

On PostgreSQL a superuser has prepared server and database before (`letterbank.database`); steps run as the owner.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

from letterbank.database.guards import guard_dropbox, guard_main
from letterbank.db import NAMING, Database

HERE = Path(__file__).parent


def migrate(url: str) -> None:
    """Bring the main database to the newest step. Safe to run again. Sends nothing, opens nothing (P10)."""
    _bring_up(url, "main", guard_main)


def prepare_dropbox(url: str) -> None:
    """The same for the drop box, which is a database of its own."""
    _bring_up(url, "dropbox", guard_dropbox)


def _bring_up(url: str, kind: str, guard: Callable[[Connection], None]) -> None:
    database = Database(url)
    try:
        with database.writing() as session:
            take_steps(session.connection(), kind)
            guard(session.connection())
    finally:
        database.close()


def newest(kind: str) -> str:
    """The number of the newest step of `main` or `dropbox`."""
    return str(_steps(kind)[1].get_current_head())


def take_steps(connection: Connection, kind: str, to: str = "head") -> None:
    """The steps of `main` or `dropbox` that this database has not taken yet, in the caller's transaction."""
    config, script = _steps(kind)

    def onward(revision: Any, _context: Any) -> Any:
        return script._upgrade_revs(to, revision)

    with EnvironmentContext(config, script, fn=onward) as environment:
        environment.configure(connection=connection, target_metadata=MetaData(naming_convention=NAMING))
        environment.run_migrations()


def _steps(kind: str) -> tuple[Config, ScriptDirectory]:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("version_locations", str(HERE / kind))
    config.set_main_option("path_separator", "os")
    return config, ScriptDirectory.from_config(config)
