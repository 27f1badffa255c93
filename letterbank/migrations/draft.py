"""The first form of a step, and whether the steps make what the models say. For those who write steps.

`python -m letterbank.migrations.draft main record_the_reason_for_a_return` writes the next step: what the models have
and the steps have not. A person reads it before it is kept.
"""

import importlib
import sys
import tempfile
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, TypeDecorator

from letterbank.db import Database
from letterbank.migrations import HERE, take_steps

# The composition knows the tables; this module stands below it, so it asks for them by name.
_MODELS = {"main": ("letterbank.tables", "METADATA"), "dropbox": ("notifications.dropbox", "DropBase.metadata")}


def models(kind: str) -> MetaData:
    module, name = _MODELS[kind]
    found: MetaData = attrgetter(name)(importlib.import_module(module))
    return found


def differences(connection: Connection, kind: str) -> list[object]:
    """What a database lacks of its models, or has beyond them. Empty when the steps are complete."""
    return list(compare_metadata(_context(connection), models(kind)))


def draft(kind: str, name: str) -> Path:
    """Write the step that is missing, worked out on a new SQLite database. Raises ValueError if none is."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'empty.sqlite'}")
        with database.writing() as session:
            take_steps(session.connection(), kind)
            upgrades = produce_migrations(_context(session.connection()), models(kind)).upgrade_ops
        database.close()
    if upgrades is None or upgrades.is_empty():
        raise ValueError("the steps make what the models say")
    return _write(HERE / kind, name, render_python_code(upgrades, render_item=_plain))


def _write(folder: Path, name: str, body: str) -> Path:
    last = max((int(step.name[:4]) for step in folder.glob("[0-9]*.py")), default=0)
    step = folder / f"{last + 1:04}_{name}.py"
    lines = [line for line in body.splitlines() if not line.strip().startswith("#")]
    step.write_text(
        f'"""{name.replace("_", " ").capitalize()}."""\n\nimport sqlalchemy as sa\nfrom alembic import op\n\n'
        f'revision = "{last + 1:04}"\ndown_revision = {f"{last:04}" if last else None!r}\n\n\n'
        "def upgrade() -> None:\n    " + "\n".join(lines).strip() + "\n"
    )
    return step


def _plain(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A step is frozen: it names SQLAlchemy's types and none of ours, which may change after it."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def _context(connection: Connection) -> MigrationContext:
    return MigrationContext.configure(connection, opts={"compare_type": True})


if __name__ == "__main__":
    sys.stdout.write(f"{draft(*sys.argv[1:3])}\n")
