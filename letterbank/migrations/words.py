"""More words for a column that takes only some: its CHECK is written anew, on both databases.

SQLite cannot alter a CHECK, and rebuilding a table that others point at is refused while it holds rows. Its own
handbook's way for a change that touches no stored byte is to mend the schema's text.
"""

from collections.abc import Sequence

from alembic import op
from sqlalchemy import text


def let_say(table: str, column: str, kind: str, words: Sequence[str]) -> None:
    """`kind` is the enumeration's name in lower case. Raises LookupError where the table has no such CHECK."""
    name = f"ck_{table}_{kind}"
    rule = f"{column} IN ({', '.join(repr(word) for word in words)})"
    if op.get_bind().dialect.name == "sqlite":
        _mend(table, name, rule)
        return
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({rule})")


def _mend(table: str, name: str, rule: str) -> None:
    connection = op.get_bind()
    known: str = connection.scalar(text("SELECT sql FROM sqlite_schema WHERE name = :table"), {"table": table}) or ""
    before, mark, after = known.partition(f"CONSTRAINT {name} CHECK (")
    if not mark:
        raise LookupError(f"{table} has no {name}")
    _old, _end, rest = after.partition("))")
    version: int = connection.scalar(text("PRAGMA schema_version")) or 0
    connection.execute(text("PRAGMA writable_schema = ON"))
    connection.execute(
        text("UPDATE sqlite_schema SET sql = :sql WHERE type = 'table' AND name = :table"),
        {"sql": f"{before}{mark}{rule}){rest}", "table": table},
    )
    connection.execute(text(f"PRAGMA schema_version = {version + 1}"))
    connection.execute(text("PRAGMA writable_schema = OFF"))
